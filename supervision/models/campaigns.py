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

    SELF_INSPECTION = "self", _("self-inspection")
    RECTIFICATION = "rectify", _("rectification")
    INSPECTION = "inspect", _("inspection")
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

    if TYPE_CHECKING:
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
    """One body in the scope of a campaign."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="bodies", verbose_name=_("campaign"))
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="campaigns", verbose_name=_("body"))
    division_code = models.CharField(_("division code"), max_length=6)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("body of a campaign")
        verbose_name_plural = _("bodies of campaigns")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "subject"], name="a_body_is_once_in_a_campaign")
        ]

    def __str__(self) -> str:
        return f"{self.subject}"
