"""The card "interviews" on the page of a credit file."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.permissions import P
from credit.admin.panels import Panel, register
from credit.models import Subject
from supervision.choices import InterviewState
from supervision.models import InterviewBody

MOST = 6


@register("interviews")
def interviews(subject: Subject, reader: Officer) -> Panel | None:
    """Show the newest interviews of a body; where the officer holds interviews, offer one."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return None
    rows = InterviewBody.objects.filter(subject_id=subject.pk).exclude(
        interview__state=InterviewState.DROPPED
    )
    newest = list(rows.select_related("interview").order_by("-pk")[:MOST])
    may = reader.may(P.INTERVIEW_HOLD, subject.division_code)
    if not newest and not may:
        return None
    data = {
        "rows": [(one, reader.may(P.FILE_VIEW, one.interview.division_code)) for one in newest],
        "subject": subject,
        "may": may,
    }
    return Panel(_("Interviews"), "admin/supervision/interview_panel.html", data)
