"""One line of the benchmark table, and how the table is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure beside its rival, both measured in the same run.

    Args:
        name: what was done, with its size.
        ours: our figure.
        rival: the rival's figure in the same unit; None where there is only a limit.
        limit: what the house promises, in words.
        ratio: our figure as a share of the rival's, or of the limit.
        unit: of `ours` and `rival`.
        note: who the rival is, and anything a reader must know.
        kept: whether the limit is kept.
    """

    name: str
    ours: float
    rival: float | None
    limit: str
    ratio: float
    unit: str
    note: str = ""
    kept: bool = True


HEAD = ("What", "Ours", "Rival", "Ratio", "Limit", "Kept", "Note")


def cells(row: Row) -> tuple[str, ...]:
    """Return a row as text, figures with four digits at the most."""
    rival = "" if row.rival is None else f"{row.rival:,.4g} {row.unit}"
    ours = f"{row.ours:,.4g} {row.unit}"
    return row.name, ours, rival, f"{row.ratio:.3g}", row.limit, "yes" if row.kept else "**no**", row.note


def markdown(rows: Iterable[Row]) -> str:
    """Return the table in Markdown."""
    lines = [HEAD, ("---",) * len(HEAD), *(cells(row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
