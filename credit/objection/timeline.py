"""What objections tell in the time line of a subject."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from credit.choices import Usage
from credit.models import Objection, Subject
from credit.objection.choices import Finding, ObjectionState
from credit.timeline import Event, Reader, tells


@tells("objection", gettext_lazy("Objection"))
def objections(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell what was objected to, and how it ended."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    rows = Objection.objects.filter(subject_id=subject.pk)
    if not reader.authorised:
        rows = rows.exclude(record__item__scope=Usage.AUTHORISED)
    decided = rows.filter(state__in=(ObjectionState.DECIDED, ObjectionState.TOLD))
    # Of one day, the later step stands above the earlier.
    for row in reader.newest(decided, "decided_on"):
        if row.decided_on is None:
            continue
        colour = "" if row.finding == Finding.REJECTED else "success"
        finding = _("Objection %(finding)s") % {"finding": row.get_finding_display()}
        yield Event(
            row.decided_on,
            finding,
            row.title,
            "balance",
            colour,
            row.reasoning,
            _page(row),
            row.decided_by_label,
        )
    for row in reader.newest(rows, "received_on"):
        note = " · ".join(filter(None, (row.document_no, row.get_ground_display())))
        yield Event(
            row.received_on, _("Objection received"), row.title, "contact_support", "info", note, _page(row)
        )


def _page(row: Objection) -> str:
    return reverse("admin:credit_objection_change", args=[row.pk])
