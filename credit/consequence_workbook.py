"""The workbook for personnel and licensing offices: who stands where, and what that leads to, as of a day.

Subjects are read in pieces and written as they come, so that memory holds one piece whatever the number.
Personal numbers are masked; a cell never runs as a formula.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

import xlsxwriter
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from core import audit, divisions
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.ruletables import RuleBook
from credit.choices import SubjectKind, SubjectState
from credit.consequences import ALL, Consequence, Kind, book, read
from credit.grading.past import Stood, grades_on
from credit.models import Band, ConsequenceTask, Standard, Subject

PIECE = 1000
WIDE, USUAL = 34, 16
RISKY = ("=", "+", "-", "@", "\t", "\r", "|", "%")


class Whom(models.TextChoices):
    """Whose rows a workbook holds."""

    PERSONS = "persons", gettext_lazy("persons (for personnel offices)")
    BODIES = "bodies", gettext_lazy("bodies (for licensing offices)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an office asks for.

    Args:
        whom: persons or bodies.
        on: the day for which grades and consequences are told.
        only_limited: leave out who has neither a limit nor a measure.
    """

    whom: Whom
    on: date
    only_limited: bool = False


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What every row needs, read once."""

    standards: dict[int, Standard]
    codes: dict[tuple[int, str], list[str]]
    rules: RuleBook


def subjects_of(wanted: Wanted, *, by: Actor) -> QuerySet[Subject]:
    """Return whom the workbook is about: the active files of the officer's divisions."""
    persons = Q(kind=SubjectKind.PERSON)
    rows = Subject.objects.visible_to(by, P.GRADE_VIEW).filter(state=SubjectState.ACTIVE)
    return rows.filter(persons if wanted.whom == Whom.PERSONS else ~persons)


def write_workbook(wanted: Wanted, target: BinaryIO, *, by: Actor) -> int:
    """Write the workbook; returns the number of rows.

    Args:
        target: a file open for writing, such as a temporary one.
        by: the officer; only subjects of their divisions are in it.

    Raises:
        Refusal: the day is still to come.
    """
    if wanted.on > today():
        raise Refusal(_("As of: choose today or a day before; the future is not known."), field="on")
    paper = _Paper(target)
    paper.header([title for title, _width in _columns()], [width for _title, width in _columns()])
    count = 0
    for row in rows_of(wanted, by=by):
        paper.row(row)
        count += 1
    paper.about(
        [
            (_("As of"), wanted.on.isoformat()),
            (_("Applies to"), str(wanted.whom.label)),
            (_("Rows"), str(count)),
            (_("Made by"), by.label),
            (_("Made on"), today().isoformat()),
            (_("Divisions"), "、".join(by.prefixes(P.GRADE_VIEW)) or _("whole country")),
            (_("Note"), _("Grades as established for that day. Personal numbers are masked.")),
        ]
    )
    paper.close()
    return count


def note_export(wanted: Wanted, count: int, *, by: Any) -> None:
    """Keep in the audit trail that an officer took the workbook."""
    reason = f"{wanted.whom.value} {wanted.on.isoformat()} {count}"
    audit.record(by, "consequences.export", by=by, reason=reason)


def rows_of(wanted: Wanted, *, by: Actor) -> Iterator[list[str | Decimal | int]]:
    """Yield the rows of the workbook, one per subject and standard, in the active language."""
    standards = {row.pk: row for row in Standard.objects.in_force(wanted.on)}
    codes = {
        (row.standard_id, row.label): row.consequences for row in Band.objects.filter(standard__in=standards)
    }
    surroundings = _Surroundings(standards, codes, book())
    subjects = subjects_of(wanted, by=by).order_by("division_code", "pk").iterator(PIECE)
    number = 0
    while piece := list(islice(subjects, PIECE)):
        for subject, stood, told, tasks in _piece(piece, wanted, surroundings):
            if wanted.only_limited and not tasks and not any(row.kind == Kind.LIMIT for row in told):
                continue
            number += 1
            yield [number, *_cells(subject, stood, told, tasks, surroundings)]


def _piece(
    piece: Sequence[Subject], wanted: Wanted, surroundings: _Surroundings
) -> Iterator[tuple[Subject, Stood | None, list[Consequence], list[ConsequenceTask]]]:
    pks = [subject.pk for subject in piece]
    stood: dict[int, list[Stood]] = defaultdict(list)
    for grade in grades_on(pks, wanted.on, list(surroundings.standards.values())):
        stood[grade.subject_id].append(grade)
    tasks: dict[tuple[int, str], list[ConsequenceTask]] = defaultdict(list)
    open_then = Q(closed_on__isnull=True) | Q(closed_on__gt=wanted.on)
    rows = ConsequenceTask.objects.filter(open_then, subject_id__in=pks, opened_on__lte=wanted.on)
    for task in rows.select_related("standard"):
        tasks[task.subject_id, task.standard.code].append(task)
    for subject in piece:
        if not stood[subject.pk]:
            yield subject, None, [], []
        for grade in stood[subject.pk]:
            code = surroundings.standards[grade.standard_id].code
            told = _told(grade, subject, surroundings, wanted.on)
            yield subject, grade, told, tasks[subject.pk, code]


def _told(grade: Stood, subject: Subject, surroundings: _Surroundings, on: date) -> list[Consequence]:
    found = (
        surroundings.rules.find(code, on=on, place=subject.division_code)
        for code in surroundings.codes.get((grade.standard_id, grade.label), [])
    )
    return [
        read(rule, label=grade.label, standard_id=grade.standard_id, since=grade.since)
        for rule in found
        if rule is not None
    ]


def _columns() -> list[tuple[str, int]]:
    return [
        (_("No."), 6),
        (_("Name"), WIDE),
        (_("Credit code or masked number"), 24),
        (_("Kind"), USUAL),
        (_("Division"), WIDE),
        (_("Standard"), WIDE),
        (_("Grade or action"), USUAL),
        (_("Score that remains"), 12),
        (_("Points taken"), 12),
        (_("Established for"), 12),
        (_("Limits in force"), WIDE),
        (_("Measures to be carried out"), WIDE),
        (_("Advantages"), WIDE),
        (_("Share in the random draw"), 12),
        (_("Routine inspections a year"), 12),
        (_("Basis"), WIDE),
    ]


def _cells(
    subject: Subject,
    stood: Stood | None,
    told: Sequence[Consequence],
    tasks: Sequence[ConsequenceTask],
    surroundings: _Surroundings,
) -> list[str | Decimal | int]:
    who: list[str | Decimal | int] = [
        subject.name,
        subject.number,
        subject.get_kind_display(),
        divisions.full_name(subject.division_code) or subject.division_code,
    ]
    if stood is None:
        return [*who, _("not graded"), *[""] * 10]
    standard = surroundings.standards[stood.standard_id]
    weight = max((row.weight for row in told if row.weight is not None), default=None)
    visits = max((row.times_per_year for row in told if row.times_per_year is not None), default=None)
    return [
        *who,
        f"{standard.title_shown} {standard.version}",
        stood.label or "–",
        stood.score,
        stood.points,
        stood.since.isoformat(),
        _joined(row.text for row in told if row.kind == Kind.LIMIT),
        _joined(f"{task.title_shown} ({task.due.on.isoformat()})" for task in tasks),
        _joined(row.text for row in told if row.kind == Kind.BENEFIT),
        "" if weight is None else _("every round") if weight == ALL else f"× {weight}",
        "" if visits is None else visits,
        _joined(dict.fromkeys(row.basis for row in told if row.basis)),
    ]


def _joined(words: Any) -> str:
    return "；".join(words)


class _Paper:
    """Writes cells row by row, text as text; a risky beginning is guarded against later edits too."""

    def __init__(self, target: BinaryIO) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(target, options)
        self.sheet = self.book.add_worksheet(_("Consequences")[:31])
        self.bold = self.book.add_format(
            {"bold": True, "bg_color": "#E7EEF4", "border": 1, "text_wrap": True}
        )
        self.text = self.book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self.guarded = self.book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self.guarded.set_quote_prefix()
        self.line = 0

    def header(self, titles: Sequence[str], widths: Sequence[int]) -> None:
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        for column, title in enumerate(titles):
            self.sheet.write_string(0, column, title, self.bold)
        self.sheet.freeze_panes(1, 2)

    def row(self, cells: Sequence[str | Decimal | int]) -> None:
        self.line += 1
        for column, value in enumerate(cells):
            if isinstance(value, int | Decimal):
                self.sheet.write_number(self.line, column, float(value))
            elif value:
                self.sheet.write_string(self.line, column, value, self._style(value))

    def about(self, facts: Sequence[tuple[str, str]]) -> None:
        page = self.book.add_worksheet(_("Note")[:31])
        page.set_column(0, 0, USUAL)
        page.set_column(1, 1, 60)
        for line, (label, value) in enumerate(facts):
            page.write_string(line, 0, label, self.bold)
            page.write_string(line, 1, value, self._style(value))

    def close(self) -> None:
        self.book.close()

    def _style(self, text: str) -> Any:
        return self.guarded if text.startswith(RISKY) else self.text
