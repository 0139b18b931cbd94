"""What complaints tell in the time line of a body: to officers only, the body hears of what follows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

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
    decided = rows.filter(state__in=(ComplaintState.DECIDED, ComplaintState.ANSWERED))
    events = [_decided(row, row.decided_on) for row in reader.newest(decided, "decided_on") if row.decided_on]
    events += [_received(row) for row in reader.newest(rows, "received_on")]
    # Of one day, the later step stands above the earlier.
    yield from sorted(events, key=lambda event: event.on, reverse=True)


def _decided(row: Complaint, on: date) -> Event:
    words = _("Complaint %(finding)s") % {"finding": row.get_finding_display()}
    colour = "warning" if row.is_upheld else ""
    topic, inside = row.get_topic_display(), row.decided_by_label
    return Event(on, words, topic, "campaign", colour, row.number, _page(row), inside)


def _received(row: Complaint) -> Event:
    topic, inside = row.get_topic_display(), row.get_channel_display()
    return Event(
        row.received_on, _("Complaint received"), topic, "campaign", "info", row.number, _page(row), inside
    )


def _page(row: Complaint) -> str:
    return reverse("admin:supervision_complaint_change", args=[row.pk])
