"""Declared columns: what a table's workbook holds, under which names, and what each cell must be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from core.sheets.errors import FileFinding
    from core.sheets.findings import Finding
    from core.sheets.storing import Store

ALWAYS, CONDITIONAL, OPTIONAL = "M", "C", "O"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Args:
        code: column code of the national field set, or our own.
        name: its header.
        type: which checker reads its cells (see `core.sheets.checkers`).
        length: most characters, 0 = no limit.
        need: M mandatory, C conditional, O optional.
        aliases: other headers that mean the same.
        need_for: subject kinds whose rows must fill it; such a column must also be there.
        need_with: code of the column beside which it must be filled.
        choices: for type `choice`: the values allowed.
        list: for type `listed`: code of the list in the rule table `sheet.lists`.
        partner: code of the column that tells how to read this one (the id type beside an id number).
    """

    code: str
    name: str
    type: str
    length: int = 0
    need: str = OPTIONAL
    aliases: tuple[str, ...] = ()
    need_for: tuple[str, ...] = ()
    need_with: str = ""
    choices: tuple[str, ...] = ()
    list: str = ""
    partner: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """One generation of headers of a table.

    Args:
        name: machine name, such as national-2018.
        headers: header text → column codes it feeds; None for a column that is known and left out.
        asked: codes whose absence or emptiness counts; other columns of the table are not asked for.
        notice: kind of the file warning when this layout is met ("" = none).
        words: column code → word of this layout → what is kept.
    """

    name: str
    headers: Mapping[str, str | None]
    asked: frozenset[str]
    notice: str = ""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


RowRule = Callable[..., "Finding | None"]


@dataclass(frozen=True, slots=True)
class CrossRule:
    """A rule about several cells of one row.

    Args:
        cell: code of the column that is at fault when the rule finds something.
        reads: codes whose values are handed to the rule, in this order. A row in which one of them is broken
            is passed over; a rule whose `cell` column is not asked for is left out.
        rule: given the values and the context, returns a finding or None.
        needs: codes that must be in the file for the rule to run (default: all it reads).
        exclusive: when it finds something, no other finding of the row counts.
        layouts: the layouts in which the rule holds, even if the column is not asked for there (default: all
            in which it is asked for).
    """

    cell: str
    reads: tuple[str, ...]
    rule: RowRule
    needs: tuple[str, ...] | None = None
    exclusive: bool = False
    layouts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One table that workbooks may bring.

    Args:
        name: machine name, such as penalty_legal.
        title: the table's name as clerks know it.
        columns: its columns in the order of the template.
        anchor: code of a column that every real row fills; a row without it may be a total or a note.
        key: codes that together tell rows apart inside one file.
        subject: code of the column with the kind of subject ("" when there is none).
        subject_default: kind of subject where a layout has no such column.
        place: code of the column whose credit code or division code must lie in the officer's jurisdiction.
        rules: the cross-cell rules.
        old_layouts: earlier generations of headers.
        store: how good rows are stored.
        key_fallback: code of the key → code that stands in for it in a layout that lacks it.
        refuses: asked about the header of each column that belongs to nothing; a finding refuses the file.
        confidential: the upload is deleted as soon as it is read, and no faulty rows are handed back.
    """

    name: str
    title: str | Promise
    columns: tuple[Column, ...]
    anchor: str
    key: tuple[str, ...]
    subject: str = ""
    subject_default: str = ""
    place: str = ""
    rules: tuple[CrossRule, ...] = ()
    old_layouts: tuple[Layout, ...] = ()
    store: Callable[[], Store] | None = None
    key_fallback: Mapping[str, str] = field(default_factory=dict)
    refuses: Callable[[str], FileFinding | None] | None = None
    confidential: bool = False

    def column(self, code: str) -> Column:
        """Return the column with this code."""
        return next(column for column in self.columns if column.code == code)

    @property
    def layouts(self) -> tuple[Layout, ...]:
        """All generations of headers, the current one first."""
        return (self.current, *self.old_layouts)

    @property
    def current(self) -> Layout:
        """The current generation: names, aliases and codes of the columns themselves."""
        headers: dict[str, str | None] = {}
        for column in self.columns:
            for text in (column.name, column.code, *column.aliases):
                headers.setdefault(text, column.code)
        return Layout("national-2018", headers, frozenset(column.code for column in self.columns))


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make tables known to the intake."""
    for kind in kinds:
        _kinds[kind.name] = kind


def kinds() -> Mapping[str, Kind]:
    """Return all known tables by name."""
    return _kinds


def kind_named(name: str) -> Kind:
    """Return the table with this name.

    Raises:
        KeyError: no app has registered it.
    """
    return _kinds[name]


def columns_from(rows: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    """Read columns from a data file."""
    return tuple(Column(**{name: _frozen(value) for name, value in row.items()}) for row in rows)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def values_of(columns: Mapping[str, Sequence[Any]], codes: Iterable[str], rows: int) -> list[Sequence[Any]]:
    """Return the value lists of some columns; an absent column is empty in every row."""
    blank: list[Any] = [None] * rows
    return [columns.get(code, blank) for code in codes]
