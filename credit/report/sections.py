"""The parts of a credit report. Apps register tables with a chapter; the chapters are those of the standard.

公共信用信息报告标准 (2022), as its chapters are known: cover, explanation, basic information, summary, then
administration, good faith, serious list, abnormal operation, commitments, evaluation, judgments, other
information, advice, local supplement. Each is printed, with an honest line where nothing stands in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from credit.report.terms import Audience

Words = str | Promise
Row = dict[str, Any]
"""A line of a table by column key: text, numbers, lists of texts, None; dates as ISO text."""


class Chapter(StrEnum):
    """The chapters of a report, in their order."""

    BASIC = "basic"
    ADMINISTRATION = "administration"
    HONESTY = "honesty"
    SERIOUS_LIST = "serious_list"
    ABNORMAL = "abnormal"
    COMMITMENTS = "commitments"
    EVALUATION = "evaluation"
    JUDGMENTS = "judgments"
    OTHER = "other"
    LOCAL = "local"


TITLES: Mapping[Chapter, Words] = {
    Chapter.BASIC: pgettext_lazy("report", "Basic information"),
    Chapter.ADMINISTRATION: pgettext_lazy("report", "Administration"),
    Chapter.HONESTY: pgettext_lazy("report", "Honesty and good faith"),
    Chapter.SERIOUS_LIST: pgettext_lazy("report", "List of seriously dishonest subjects"),
    Chapter.ABNORMAL: pgettext_lazy("report", "Abnormal operation"),
    Chapter.COMMITMENTS: pgettext_lazy("report", "Credit commitments"),
    Chapter.EVALUATION: pgettext_lazy("report", "Credit evaluation"),
    Chapter.JUDGMENTS: pgettext_lazy("report", "Court judgments"),
    Chapter.OTHER: pgettext_lazy("report", "Other information"),
    Chapter.LOCAL: pgettext_lazy("report", "Local supplement"),
}
NOT_KEPT: Mapping[Chapter, Words] = {
    Chapter.ABNORMAL: pgettext_lazy(
        "report",
        "Not kept here: the list of abnormal operation is kept by the market supervision authority.",
    ),
    Chapter.JUDGMENTS: pgettext_lazy(
        "report", "Not kept here: judgments and their enforcement are kept by the courts."
    ),
    Chapter.LOCAL: pgettext_lazy("report", "The place has set no further items."),
}
"""What is said in a chapter for which nobody registered a table."""


class Layout(StrEnum):
    """How a table is printed: lines under a head, or one row as pairs of name and value."""

    TABLE = "table"
    FACTS = "facts"


def plain(value: Any) -> str:
    """Show a value as it is; several in one line."""
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Column:
    """One column, or one fact.

    Args:
        key: name in the rows; stored in snapshots: never rename one.
        title: as printed.
        width: share of the page's width, beside the other columns.
        show: turns the stored value into printed words, in the language that is active.
    """

    key: str
    title: Words
    width: float = 1
    show: Callable[[Any], str] = plain


@dataclass(frozen=True, slots=True)
class Asked:
    """What a table is asked for: these subjects, so much of their files, as of this day."""

    subject_ids: tuple[int, ...]
    audience: Audience
    on: date

    @property
    def whole(self) -> bool:
        """Whether everything that counts may be told."""
        return self.audience == Audience.WHOLE


Gather = Callable[[Asked], Iterable[tuple[int, Row]]]
Advise = Callable[[Row, date], Words | None]


@dataclass(frozen=True, slots=True)
class Table:
    """Part of a chapter.

    Args:
        code: name in the snapshots: never rename one.
        chapter: where it stands.
        title: as printed above it.
        columns: what it tells.
        gather: yields (subject id, row) for all subjects asked for, in the order of printing, with a number
            of queries that does not depend on how many subjects there are. Personal numbers never leave it.
        order: place within the chapter.
        layout: lines, or facts (at most one row a subject).
        advise: what a row means for the subject to do, as of a day; None for nothing.
        persons: True where it is about people only, False about bodies only, None about both.
        told_to: the audiences that may know it; for others it does not stand in the report at all.
    """

    code: str
    chapter: Chapter
    title: Words
    columns: tuple[Column, ...]
    gather: Gather
    order: int = 50
    layout: Layout = Layout.TABLE
    advise: Advise | None = None
    persons: bool | None = None
    told_to: tuple[Audience, ...] = tuple(Audience)


_tables: dict[str, Table] = {}
_told_elsewhere: set[str] = set()


def register(table: Table) -> Table:
    """Add a table to the report, or replace the one of the same code."""
    _tables[table.code] = table
    return table


def tells_of(source: str) -> None:
    """Say that conduct records of a source ("disclosure.penalty:") stand in a table of their own."""
    _told_elsewhere.add(source)


def told_elsewhere() -> Sequence[str]:
    """Return the beginnings of the sources whose conduct records are not listed once more."""
    return sorted(_told_elsewhere)


def tables(chapter: Chapter | None = None) -> list[Table]:
    """Return the registered tables in the order of printing."""
    places = list(Chapter)
    found = [table for table in _tables.values() if chapter in (None, table.chapter)]
    return sorted(found, key=lambda table: (places.index(table.chapter), table.order, table.code))
