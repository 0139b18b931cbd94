"""What complaints tell in the time line of a body: to officers only, the body hears of what follows."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from credit.models import Subject
from credit.timeline import Event, Reader, tells
from supervision.complaints.choices import ComplaintState
from supervision.models import Complaint


@tells("complaint", gettext_lazy("Complaints"))
def complaints(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell that somebody complained and what was found; never what was said, and nothing to the body."""
    if reader.own or not reader.may(P.FILE_VIEW, subject.division_code):
        return
    rows = Complaint.objects.filter(subject_id=subject.pk)
    for row in reader.newest(rows.exclude(finding=""), "decided_on"):
        if row.decided_on and row.state in (ComplaintState.DECIDED, ComplaintState.ANSWERED):
            words = _("Complaint %(finding)s") % {"finding": row.get_finding_display()}
            colour = "warning" if row.is_upheld else ""
            yield Event(
                row.decided_on,
                words,
                row.get_topic_display(),
                "campaign",
                colour,
                row.number,
                _page(row),
                row.decided_by_label,
            )
    for row in reader.newest(rows, "received_on"):
        yield Event(
            row.received_on,
            _("Complaint received"),
            row.get_topic_display(),
            "campaign",
            "info",
            row.number,
            _page(row),
            row.get_channel_display(),
        )


def _page(row: Complaint) -> str:
    return reverse("admin:supervision_complaint_change", args=[row.pk])
