"""Tasks follow grades: a new grade or action opens its own, and lets those lapse whose ground is gone.

What a scoring cycle has brought about stays to be done when the next one starts at zero; only a grade that
changes within its cycle (points taken back, repaired, disputed) lets tasks lapse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from core import deadlines
from core.actors import SystemActor
from core.clock import today
from core.models import OutboxEvent
from core.outbox import subscribe
from core.ruletables import RuleBook
from credit.consequence_tasks import CONSEQUENCE, CONSEQUENCE_TASK
from credit.consequences import Consequence, book, nearest, of_label, open_new, task_of
from credit.grading.writing import GRADE_CHANGED
from credit.models import Band, Grade, Standard
from credit.models.consequences import ConsequenceTask, TaskState

BY = SystemActor("consequences")
AT_ONCE = 500


@subscribe(GRADE_CHANGED)
def follow(events: list[OutboxEvent]) -> None:
    """Open and end tasks for the grades that changed; an event that was overtaken by another is left out."""
    last = {(int(event.payload["subject"]), str(event.payload["standard"])): event for event in events}
    subjects = sorted({subject for subject, _code in last})
    current = _grades(Standard.objects.in_force(today()), subjects)
    rules, codes = book(), _codes_of_bands()
    rows: list[ConsequenceTask] = []
    for grade in current:
        event = last.get((grade.subject_id, grade.standard.code))
        if event is None or event.payload["to"] != grade.label:
            continue
        ground = f"{grade.standard.code}:{grade.label}:{event.payload['as_of']}"
        wanted = _wanted(rules, codes, grade, today())
        rows += [_task(told, grade, ground=ground, on=today()) for told in wanted]
        _let_lapse(grade, {told.code for told in wanted})
    open_new(rows, by=BY)


def open_missing(*, on: date | None = None) -> int:
    """Open the tasks that standing grades ask for and nobody was told of, such as under a new standard.

    A task that was opened in the running cycle, and did not lapse, is not opened again. May run twice.

    Returns:
        How many tasks are new.
    """
    day = on or today()
    rules, codes = book(), _codes_of_bands()
    labels = {key for key, told in codes.items() if _has_tasks(rules, told)}
    opened = 0
    standards = list(Standard.objects.in_force(day))
    for standard in standards:
        mine = [label for pk, label in labels if pk == standard.pk]
        grades = Grade.objects.filter(standard=standard, label__in=mine).select_related("subject", "standard")
        for place in _nearer(standard, standards):
            grades = grades.exclude(subject__division_code__startswith=place)
        rows = grades.order_by("pk").iterator(AT_ONCE)
        while chunk := list(islice(rows, AT_ONCE)):
            opened += len(open_new(list(_missing(chunk, rules, codes, day)), by=BY))
    return opened


def end_obsolete(*, on: date | None = None) -> int:
    """Let the open tasks lapse that the grade under the standard in force no longer asks for.

    Looks after what `follow` was not told of, such as a new version of the standard. May run twice.

    Returns:
        How many tasks lapsed.
    """
    day = on or today()
    rules, codes = book(), _codes_of_bands()
    tasks = ConsequenceTask.objects.filter(state=TaskState.OPEN, cycle_start__isnull=False)
    subjects = sorted(set(tasks.values_list("subject_id", flat=True)))
    ended = 0
    for start in range(0, len(subjects), AT_ONCE):
        chunk = subjects[start : start + AT_ONCE]
        for grade in _grades(Standard.objects.in_force(day), chunk):
            ended += _let_lapse(grade, {told.code for told in _wanted(rules, codes, grade, day)})
    return ended


def _nearer(standard: Standard, standards: Sequence[Standard]) -> list[str]:
    """Return the places in which another version of the same code stands in for this one."""
    return [
        row.place
        for row in standards
        if row.code == standard.code and row.place != standard.place and row.place.startswith(standard.place)
    ]


def _missing(
    grades: Sequence[Grade], rules: RuleBook, codes: dict[tuple[int, str], list[str]], day: date
) -> Iterator[ConsequenceTask]:
    have: dict[int, set[tuple[str, date | None]]] = defaultdict(set)
    told_before = ConsequenceTask.objects.filter(subject__in={grade.subject_id for grade in grades})
    for task in told_before.exclude(state=TaskState.LAPSED):
        have[task.subject_id].add((task.code, task.cycle_start))
    for grade in grades:
        ground = f"{grade.standard.code}:{grade.label}:{day.isoformat()}"
        for told in _wanted(rules, codes, grade, day):
            if (told.code, grade.cycle_start) not in have[grade.subject_id]:
                yield _task(told, grade, ground=ground, on=day)


def _task(told: Consequence, grade: Grade, *, ground: str, on: date) -> ConsequenceTask:
    return task_of(told, grade.subject, grade.standard, cycle_start=grade.cycle_start, ground=ground, on=on)


def _wanted(
    rules: RuleBook, codes: dict[tuple[int, str], list[str]], grade: Grade, day: date
) -> list[Consequence]:
    told = of_label(rules, codes.get((grade.standard_id, grade.label), []), grade, day)
    return [consequence for consequence in told if consequence.days is not None]


def _let_lapse(grade: Grade, wanted: set[str]) -> int:
    """End the open tasks of the same cycle that the grade no longer asks for; returns how many."""
    gone = ConsequenceTask.objects.filter(
        subject_id=grade.subject_id,
        standard__code=grade.standard.code,
        state=TaskState.OPEN,
        cycle_start__gte=grade.cycle_start,
    ).exclude(code__in=wanted)
    pks = list(gone.values_list("pk", flat=True))
    if not pks:
        return 0
    reason = _("The grade changed to “%(label)s” within the cycle.") % {"label": grade.label or "–"}
    with transaction.atomic():
        CONSEQUENCE_TASK.apply_many(
            pks, "lapse", by=BY, reason=reason, fields=lambda _row: {"closed_on": today(), "outcome": reason}
        )
        deadlines.close(CONSEQUENCE, ConsequenceTask, pks)
    return len(pks)


def _grades(standards: Iterable[Standard], subjects: Sequence[int]) -> list[Grade]:
    rows = Grade.objects.filter(subject_id__in=subjects, standard__in=standards)
    return nearest(rows.select_related("subject", "standard").order_by("subject_id", "standard_id"))


def _codes_of_bands() -> dict[tuple[int, str], list[str]]:
    return {(band.standard_id, band.label): band.consequences for band in Band.objects.all()}


def _has_tasks(rules: RuleBook, codes: Sequence[str]) -> bool:
    return any("days" in row.value for row in rules.rows if row.code in codes)
