"""What campaigns tell in the time line of a body: covered, left, closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from credit.models import Subject
from credit.timeline import Event, Reader, tells
from supervision.models import CampaignBody


@tells("campaign", gettext_lazy("Campaigns"))
def campaigns(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of the campaigns that covered a body, from their start; drafts are nobody's matter."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    rows = CampaignBody.objects.filter(subject_id=subject.pk, campaign__started_on__isnull=False)
    known = rows.select_related("campaign")
    for row in reader.newest(known, "campaign__started_on"):
        if row.campaign.started_on:
            yield _event(row, row.campaign.started_on, _("Covered by a campaign"), "info")
    for row in reader.newest(known.filter(left_on__isnull=False), "left_on"):
        if row.left_on:
            yield _event(row, row.left_on, _("Taken out of a campaign"), "", inside=row.left_why)
    for row in reader.newest(known.filter(left_on__isnull=True), "campaign__closed_on"):
        if row.campaign.closed_on:
            yield _event(row, row.campaign.closed_on, _("Campaign closed"), "")


def _event(row: CampaignBody, on: date, kind: str, colour: str, *, inside: str = "") -> Event:
    url = reverse("admin:supervision_campaign_change", args=[row.campaign_id])
    return Event(on, kind, row.campaign.title, "campaign", colour, row.campaign.document_no, url, inside)
