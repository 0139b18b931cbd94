"""What approvals and benefits tell in the time line of a body or a person."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.permissions import P
from credit.models import Subject
from credit.timeline import Event, Reader, tells
from supervision.models import ApprovalCase, BenefitOffer
from supervision.service.choices import Outcome


@tells("approval", gettext_lazy("Approvals"))
def approvals(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of applications received and decided."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    rows = ApprovalCase.objects.filter(subject_id=subject.pk).select_related("item")
    for row in reader.newest(rows.filter(decided_on__isnull=False), "decided_on"):
        if row.decided_on is None:
            continue
        granted = row.outcome == Outcome.GRANTED
        words = _("Application granted") if granted else _("Application refused")
        colour = "success" if granted else "warning"
        yield Event(
            row.decided_on, words, row.item.name_shown, "approval", colour, row.decision_no, _page(row)
        )
    for row in reader.newest(rows, "received_on"):
        note = " · ".join(
            filter(None, (row.number, pgettext("approval", "green channel") if row.green else ""))
        )
        yield Event(
            row.received_on, _("Application received"), row.item.name_shown, "inbox", "info", note, _page(row)
        )


@tells("benefit", gettext_lazy("Benefits"))
def benefits(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell since when a body takes part in benefits for visitors."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    rows = BenefitOffer.objects.filter(subject_id=subject.pk).select_related("benefit")
    for row in reader.newest(rows.filter(active_since__isnull=False), "active_since"):
        if row.active_since:
            page = reverse("admin:supervision_benefitoffer_change", args=[row.pk])
            words = _("Takes part in a benefit")
            yield Event(
                row.active_since, words, row.benefit.title_shown, "redeem", "success", row.ground, page
            )


def _page(row: ApprovalCase) -> str:
    return reverse("admin:supervision_approvalcase_change", args=[row.pk])
