"""Campaigns (专项行动): phases, responsible offices, the bodies in scope."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.scope import ScopedQuerySet
from credit.models import Subject
from supervision.models.checklists import Checklist

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class CampaignState(models.TextChoices):
    """Where a campaign stands."""

    DRAFT = "draft", pgettext_lazy("campaign", "being prepared")
    RUNNING = "running", pgettext_lazy("campaign", "running")
    CLOSED = "closed", pgettext_lazy("campaign", "closed")
    DROPPED = "dropped", pgettext_lazy("campaign", "dropped")


class PhaseKind(models.TextChoices):
    """What happens in a phase."""

    SELF_INSPECTION = "self", pgettext_lazy("phase", "self-inspection")
    RECTIFICATION = "rectify", pgettext_lazy("phase", "rectification")
    INSPECTION = "inspect", pgettext_lazy("phase", "inspection")
    OTHER = "other", pgettext_lazy("phase", "other")


class Campaign(models.Model):
    """One campaign of one authority, with its problem list."""

    scope_field = "division_code"

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    document_no = models.CharField(_("document number"), max_length=80, blank=True)
    authority_name = models.CharField(_("authority"), max_length=200)
    division_code = models.CharField(_("division code"), max_length=6)
    goal = models.TextField(_("goal"), blank=True)
    lead_office = models.CharField(_("leading office"), max_length=120, blank=True)
    contact = models.CharField(
        _("telephone of the office"),
        max_length=60,
        blank=True,
        help_text=_("an office's number, no person's own"),
    )
    checklist = models.OneToOneField(
        Checklist, models.PROTECT, related_name="campaign", verbose_name=_("problem list")
    )
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, verbose_name=_("copied from")
    )
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=CampaignState.choices,
        default=CampaignState.DRAFT,
        editable=False,
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    made_by = models.CharField(max_length=64, blank=True, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, blank=True, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    changed_by = models.CharField(max_length=64, blank=True, editable=False)
    started_on = models.DateField(_("started on"), null=True, blank=True, editable=False)
    started_by_label = models.CharField(_("started by"), max_length=100, blank=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    closed_by_label = models.CharField(_("closed by"), max_length=100, blank=True, editable=False)

    if TYPE_CHECKING:
        areas: RelatedManager[CampaignArea]
        phases: RelatedManager[Phase]
        bodies: RelatedManager[CampaignBody]

    objects = ScopedQuerySet["Campaign"].as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="a_campaign_ends_after_it_began"
            )
        ]

    def __str__(self) -> str:
        return self.title


class CampaignArea(models.Model):
    """One area of a campaign (重点领域): what is to be reached there, and which offices answer for it.

    Its title is the group of the problems that belong to it.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="areas", verbose_name=_("campaign"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("area"), max_length=60)
    work = models.TextField(_("main work"), blank=True)
    offices = models.CharField(_("responsible offices"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("area of a campaign")
        verbose_name_plural = _("areas of campaigns")
        ordering = ["campaign", "number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="one_area_per_number_of_a_campaign"),
            models.UniqueConstraint(fields=["campaign", "title"], name="one_area_per_title_of_a_campaign"),
        ]

    def __str__(self) -> str:
        return self.title


class Phase(models.Model):
    """One phase of a campaign; phases may overlap (整改 and 督导检查 did in 2017)."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="phases", verbose_name=_("campaign"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=80)
    kind = models.CharField(_("kind of phase"), max_length=8, choices=PhaseKind.choices)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    work = models.TextField(_("main work"), blank=True)

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["campaign", "number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="one_phase_per_number_of_a_campaign"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="a_phase_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CampaignBody(models.Model):
    """One body in the scope of a campaign; one that leaves a running campaign keeps its row, with why.

    `joined_on` is None for a body that was in it from the start.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="bodies", verbose_name=_("campaign"))
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="campaigns", verbose_name=_("body"))
    division_code = models.CharField(_("division code"), max_length=6)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    added_by_label = models.CharField(_("added by"), max_length=100, blank=True)
    joined_on = models.DateField(_("joined the running campaign on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_why = models.CharField(_("why it left"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("body of a campaign")
        verbose_name_plural = _("bodies of campaigns")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "subject"], name="a_body_is_once_in_a_campaign"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | ~Q(left_why=""),
                name="a_body_leaves_a_campaign_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}"
