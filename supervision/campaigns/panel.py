"""The card “campaigns” on the page of a credit file."""

from __future__ import annotations

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.permissions import P
from credit.admin.panels import Panel, register
from credit.models import Subject
from supervision.choices import RectificationState
from supervision.models import CampaignBody, Rectification

MOST = 10


@register("campaigns")
def campaigns(subject: Subject, reader: Officer) -> Panel | None:
    """Show the campaigns that cover the body, from their start, with what was found and crossed off there."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return None
    found = (
        Rectification.objects.filter(campaign=OuterRef("campaign"), subject=OuterRef("subject"))
        .exclude(state=RectificationState.DROPPED)
        .order_by()
        .values("campaign")
    )
    done = Q(state=RectificationState.CROSSED_OFF)
    rows = (
        CampaignBody.objects.filter(subject_id=subject.pk, campaign__started_on__isnull=False)
        .select_related("campaign")
        .annotate(
            found=Coalesce(
                Subquery(found.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
            ),
            done=Coalesce(
                Subquery(found.annotate(n=Count("pk", filter=done)).values("n"), output_field=IntegerField()),
                0,
            ),
        )
        .order_by("-campaign__starts_on")
    )
    shown = list(rows[:MOST])
    template = "admin/supervision/campaign_panel.html"
    return Panel(_("Campaigns"), template, shown) if shown else None
