"""What rectifications tell in the time line: opened and crossed off by day, late and false ones singly."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from accounts.permissions import P
from credit.models import Subject
from credit.timeline import Event, Reader, tells
from supervision.choices import RectificationSource, RectificationState
from supervision.models import Rectification, RectificationStep

ONE_BY_ONE = {
    "late": (gettext_lazy("Rectification late"), "warning"),
    "find_false": (gettext_lazy("Close-out found false"), "danger"),
    "reopen": (gettext_lazy("Problem has come back"), "warning"),
}


@tells("rectification", gettext_lazy("Rectification"))
def rectifications(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell what was to be put right, and what was; a ledger's problems of one day are one line."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    rows = Rectification.objects.filter(subject_id=subject.pk).exclude(state=RectificationState.DROPPED)
    done = rows.filter(crossed_off_on__isnull=False).exclude(state=RectificationState.REOPENED)
    for day, source, count in _by_day(done, "crossed_off_on", reader):
        words = ngettext("%(n)s rectification crossed off", "%(n)s rectifications crossed off", count)
        yield _event(day, words % {"n": count}, source, "task_alt", "success", subject)
    steps = RectificationStep.objects.filter(rectification__subject_id=subject.pk, step__in=ONE_BY_ONE)
    for step in reader.newest(steps.select_related("rectification"), "on"):
        title, colour = ONE_BY_ONE[step.step]
        url = reverse("admin:supervision_rectification_change", args=[step.rectification_id])
        problem = step.rectification.problem
        yield Event(step.on, str(title), problem, "build", colour, step.words, url)
    for day, source, count in _by_day(rows, "opened_on", reader):
        words = ngettext("%(n)s rectification opened", "%(n)s rectifications opened", count)
        yield _event(day, words % {"n": count}, source, "build", "info", subject)


def _by_day(rows: QuerySet[Rectification], field: str, reader: Reader) -> list[tuple[date, str, int]]:
    """Count by day and source, newest first, no more than the page can show."""
    if reader.until is not None:
        rows = rows.filter(**{f"{field}__lte": reader.until})
    grouped = rows.order_by(f"-{field}").values_list(field, "source").annotate(Count("pk"))
    return list(grouped[: reader.most])


def _event(day: date, kind: str, source: str, icon: str, colour: str, subject: Subject) -> Event:
    url = reverse("admin:supervision_rectification_changelist") + f"?q={subject.uscc}"
    return Event(day, kind, str(RectificationSource(source).label), icon, colour, "", url)
