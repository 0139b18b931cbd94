"""What interviews tell in the time line: noticed, held, followed up."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from credit.models import Subject
from credit.timeline import Event, Reader, tells
from supervision.choices import DemandResult, InterviewKind, InterviewState
from supervision.models import Interview, InterviewBody


@tells("interview", gettext_lazy("Interview"))
def interviews(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of the interviews of a body from the notice on, also of those called off."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    known = ~Q(state=InterviewState.DROPPED) | Q(called_off_on__isnull=False)
    rows = Interview.objects.filter(known, bodies__subject_id=subject.pk)
    results = dict(InterviewBody.objects.filter(subject_id=subject.pk).values_list("interview_id", "result"))
    for row in reader.newest(rows, "closed_on"):
        if row.closed_on:
            result = results.get(row.pk, "")
            words = str(DemandResult(result).label) if result else ""
            colour = "success" if result == DemandResult.MET else "warning"
            yield Event(row.closed_on, _("Interview followed up"), words, "forum", colour, "", _page(row))
    for row in reader.newest(rows, "called_off_on"):
        if row.called_off_on:
            words, why = _words(row), row.dropped_reason[:120]
            yield Event(row.called_off_on, _("Interview called off"), words, "forum", "info", why, _page(row))
    for row in reader.newest(rows, "held_on"):
        if row.held_on:
            yield Event(row.held_on, _("Interview held"), _words(row), "forum", _colour(row), "", _page(row))
    for row in reader.newest(rows, "noticed_on"):
        if row.noticed_on:
            yield Event(
                row.noticed_on,
                _("Notice of an interview"),
                _words(row),
                "forum",
                "info",
                row.grounds[:120],
                _page(row),
            )


def _words(row: Interview) -> str:
    return f"{row.get_kind_display()} {row.notice_no}".strip()


def _colour(row: Interview) -> str:
    return "danger" if row.kind == InterviewKind.WARNING else "warning"


def _page(row: Interview) -> str:
    return reverse("admin:supervision_interview_change", args=[row.pk])
