"""What a grade or an action leads to: inspection, limits, advantages, and tasks for the offices.

A band of a standard names codes of the rule table `credit.consequence`; place, dates, document and figures
are the rule's. Reads are set-based: `by_subject` and `inspection_weight` take any number of subjects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import audit, deadlines, ruletables
from core.actors import Actor, SystemActor
from core.clock import today
from core.models import Rule
from core.ruletables import RuleBook
from credit.consequence_tasks import CONSEQUENCE
from credit.models import Band, Grade, Standard, Subject
from credit.models.consequences import ConsequenceTask, TaskState

TABLE = "credit.consequence"
USUAL_WEIGHT = Decimal(1)
ALL = Decimal("Infinity")
"""Weight of who is inspected in every round: min(1, base ratio × weight) is 1 for any ratio above 0."""


class Kind(TextChoices):
    """What sort of consequence it is."""

    WEIGHT = "weight", _("share in the random draw")
    FREQUENCY = "frequency", _("routine inspections")
    LIMIT = "limit", _("limit")
    BENEFIT = "benefit", _("advantage")
    TASK = "task", _("measure")


@dataclass(frozen=True, slots=True)
class Consequence:
    """One consequence as a rule defines it, and the band that leads to it.

    Args:
        code: of the rule table.
        kind: what sort of thing it is.
        title: what it is, in Chinese; `title_en` in English.
        office: which office acts or must know.
        area: what a limit or an advantage is about, such as "verification", "accreditation", "promotion".
        days: working days within which the office acts; None where nothing has to be done.
        weight: factor on the base ratio of the random draw; None where it says nothing about it.
        times_per_year: least number of routine inspections a year; None where it says nothing about it.
        months: length, where it has one (training).
        document: what orders it; `certainty` whether that was read in the source.
        label: the grade or action that leads to it; `standard_id` the standard that says so.
        since: the day for which that grade was established.
    """

    code: str
    kind: Kind
    title: str
    title_en: str
    office: str
    office_en: str
    area: str
    days: int | None
    weight: Decimal | None
    times_per_year: int | None
    months: int | None
    document: str
    article: str
    certainty: str
    label: str = ""
    standard_id: int = 0
    since: date | None = None

    @property
    def text(self) -> str:
        """What it is, in the reader's language."""
        return self.title if _chinese() or not self.title_en else self.title_en

    @property
    def office_shown(self) -> str:
        """The office, in the reader's language."""
        return self.office if _chinese() or not self.office_en else self.office_en

    @property
    def basis(self) -> str:
        """Document and article in one line."""
        return f"{self.document} {self.article}".strip()

    @property
    def unconfirmed(self) -> bool:
        """Whether it is a local default that waits for confirmation."""
        return self.certainty == Rule.Certainty.DEFAULT


def book() -> RuleBook:
    """Read the rule table once, for an operation over many rows."""
    return ruletables.book(TABLE)


def titles() -> dict[str, str]:
    """Return the titles of all consequences by code, in the reader's language; the newest wording of each."""
    rows = sorted(book().rows, key=lambda row: row.valid_from)
    return {row.code: read(row).text for row in rows}


def read(rule: Rule, *, label: str = "", standard_id: int = 0, since: date | None = None) -> Consequence:
    """Read one rule as a consequence.

    Raises:
        KeyError, ValueError: the rule's content is not that of a consequence.
    """
    value: Mapping[str, Any] = rule.value
    return Consequence(
        code=rule.code,
        kind=Kind(value["kind"]),
        title=rule.title,
        title_en=value.get("text_en", ""),
        office=value.get("office", ""),
        office_en=value.get("office_en", ""),
        area=value.get("area", ""),
        days=value.get("days"),
        weight=_weight(value["weight"]) if "weight" in value else None,
        times_per_year=value.get("times_per_year"),
        months=value.get("months"),
        document=rule.document,
        article=rule.article,
        certainty=rule.certainty,
        label=label,
        standard_id=standard_id,
        since=since,
    )


def of(subject: Subject, *, on: date | None = None) -> list[Consequence]:
    """Return what a subject's standing grades lead to today, each consequence once.

    Args:
        on: the day whose rules and standards apply; today in China if not given.
    """
    return by_subject([subject.pk], on=on)[subject.pk]


def by_subject(subject_ids: Sequence[int], *, on: date | None = None) -> dict[int, list[Consequence]]:
    """Return what the standing grades of many subjects lead to; every subject asked for has its list."""
    day = on or today()
    rules = book()
    found: dict[int, dict[str, Consequence]] = {pk: {} for pk in subject_ids}
    for grade, codes in _standing(subject_ids, day):
        told = of_label(rules, codes, grade, day)
        for consequence in told:
            found[grade.subject_id].setdefault(consequence.code, consequence)
    return {pk: list(told.values()) for pk, told in found.items()}


def of_label(rules: RuleBook, codes: Iterable[str], grade: Grade, on: date) -> list[Consequence]:
    """Return the consequences of a grade's band, by the rules in force at the subject's place."""
    rows = _in_force(rules, codes, grade.subject, on)
    return [read(row, label=grade.label, standard_id=grade.standard_id, since=grade.as_of) for row in rows]


def _in_force(rules: RuleBook, codes: Iterable[str], subject: Subject, on: date) -> list[Rule]:
    rows = (rules.find(code, on=on, place=subject.division_code) for code in codes)
    return [row for row in rows if row is not None]


def inspection_weight(subject_ids: Sequence[int], *, on: date | None = None) -> dict[int, Decimal]:
    """Return the factor on the base ratio of the random draw for each subject.

    1 where no grade says anything; the greatest where several do; `ALL` for who is inspected in every round.
    """
    return {
        pk: max((row.weight for row in told if row.weight is not None), default=USUAL_WEIGHT)
        for pk, told in by_subject(subject_ids, on=on).items()
    }


def inspections_per_year(subject_ids: Sequence[int], *, on: date | None = None) -> dict[int, int | None]:
    """Return the least number of routine inspections a year; None where no grade says anything."""
    return {
        pk: max((row.times_per_year for row in told if row.times_per_year is not None), default=None)
        for pk, told in by_subject(subject_ids, on=on).items()
    }


def open_tasks(
    subject: Subject,
    band: Band,
    *,
    on: date,
    ground: str = "",
    cycle_start: date | None = None,
    by: Actor | None = None,
) -> list[ConsequenceTask]:
    """Open the tasks of a band for a subject; a task that is open, or was opened on this ground, stays so.

    Args:
        subject: whom it concerns.
        band: the grade or action reached.
        on: the day from which the offices' days count.
        ground: what it is opened for, the same text for the same occasion ("" stands for band and day).
        cycle_start: first day of the scoring cycle it belongs to.
        by: who opens it; a worker if not given.

    Returns:
        The tasks that are new.
    """
    why = ground or f"{band.standard.code}:{band.label}:{on.isoformat()}"
    found = [
        read(rule, label=band.label, since=on) for rule in _in_force(book(), band.consequences, subject, on)
    ]
    rows = [
        task_of(told, subject, band.standard, cycle_start=cycle_start, ground=why, on=on)
        for told in found
        if told.days is not None
    ]
    return open_new(rows, by=by or SystemActor("consequences"))


def task_of(
    told: Consequence,
    subject: Subject,
    standard: Standard,
    *,
    cycle_start: date | None,
    ground: str,
    on: date,
) -> ConsequenceTask:
    """Build (not save) the task of a consequence that has days, in the words of the rule as it is today."""
    return ConsequenceTask(
        subject=subject,
        standard=standard,
        code=told.code,
        title=told.title,
        title_en=told.title_en,
        label=told.label,
        ground=ground[:160],
        cycle_start=cycle_start,
        office=told.office,
        basis=told.basis[:200],
        opened_on=on,
        working_days=told.days or 0,
    )


@transaction.atomic
def open_new(rows: Sequence[ConsequenceTask], *, by: Actor) -> list[ConsequenceTask]:
    """Store tasks that are not there yet, with their clocks; the subject's row is the lock."""
    if not rows:
        return []
    subjects = sorted({row.subject_id for row in rows})
    list(Subject.objects.select_for_update().filter(pk__in=subjects).order_by("pk").values_list("pk"))
    have: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for task in ConsequenceTask.objects.filter(subject_id__in=subjects):
        have[task.subject_id].add((task.code, task.ground))
        if task.state == TaskState.OPEN:
            have[task.subject_id].add((task.code, ""))
    fresh = []
    for row in rows:
        if not {(row.code, row.ground), (row.code, "")} & have[row.subject_id]:
            have[row.subject_id].add((row.code, ""))
            fresh.append(row)
    ConsequenceTask.objects.bulk_create(fresh, batch_size=500)
    deadlines.open_many(
        deadlines.build(
            CONSEQUENCE,
            row,
            start=row.opened_on,
            working_days=row.working_days,
            title=f"{row.title}：{row.subject.in_tasks}",
            basis=row.basis,
        )
        for row in fresh
    )
    audit.record_many(audit.event(row, "consequencetask.open", by=by, reason=row.ground) for row in fresh)
    return fresh


def _standing(subject_ids: Sequence[int], on: date) -> Iterable[tuple[Grade, list[str]]]:
    """Yield the grades under the standards in force, each with the codes of its band."""
    standards = Standard.objects.in_force(on)
    bands = Band.objects.filter(standard__in=standards)
    codes = {(band.standard_id, band.label): band.consequences for band in bands}
    grades = Grade.objects.filter(subject_id__in=subject_ids, standard__in=standards)
    for grade in nearest(grades.select_related("subject", "standard").order_by("standard__code", "pk")):
        yield grade, codes.get((grade.standard_id, grade.label), [])


def nearest(grades: Iterable[Grade]) -> list[Grade]:
    """Keep, of the grades of a subject under one code, that of the nearest place: a county's own standard
    stands in for the province's.
    """
    kept: dict[tuple[int, str], Grade] = {}
    for grade in grades:
        key = (grade.subject_id, grade.standard.code)
        if key not in kept or len(grade.standard.place) > len(kept[key].standard.place):
            kept[key] = grade
    return list(kept.values())


def _weight(value: str) -> Decimal:
    return ALL if value == "all" else Decimal(value)


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")
