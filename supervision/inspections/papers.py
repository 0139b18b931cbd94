"""Under which names the photographs and the signature of an inspection are kept."""

from __future__ import annotations

from supervision.models import Inspection

SIGNATURE = "signature"


def about(row: Inspection, part: int | str = "") -> str:
    """Return the name of the files of an inspection, of one of its lines (by number), or of the signature."""
    return f"supervision.inspection:{row.pk}" + (f":{part}" if part else "")


def all_of(row: Inspection, numbers: list[int]) -> dict[str, int | str]:
    """Return every name under which files of an inspection may lie, with the part it stands for."""
    parts: list[int | str] = ["", SIGNATURE, *numbers]
    return {about(row, part): part for part in parts}
