"""Bulletins and final reports of campaigns, and the yearly report: figures frozen when they are issued."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.scope import ScopedQuerySet
from supervision.models.campaigns import Campaign


class BulletinKind(models.TextChoices):
    """What a bulletin is."""

    MONTHLY = "monthly", _("monthly bulletin")
    FINAL = "final", _("final report")


class BulletinState(models.TextChoices):
    """Where a bulletin or yearly report stands."""

    DRAFT = "draft", pgettext_lazy("bulletin", "draft")
    ISSUED = "issued", pgettext_lazy("bulletin", "issued")
    SENT = "sent", pgettext_lazy("bulletin", "sent to the authority above")
    WITHDRAWN = "withdrawn", pgettext_lazy("bulletin", "withdrawn")
    DROPPED = "dropped", pgettext_lazy("bulletin", "given up")


class Told(models.Model):
    """What bulletins and yearly reports share: words, counted figures, who made and who issued them.

    `content` are the figures as counted at `counted_at`; once issued they never change.
    """

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    authority_name = models.CharField(_("authority"), max_length=200)
    division_code = models.CharField(_("division code"), max_length=6)
    work = models.TextField(_("work done"), blank=True)
    problems = models.TextField(_("problems that remain"), blank=True)
    next_steps = models.TextField(_("next steps"), blank=True)
    counted_at = models.DateTimeField(_("counted at"), editable=False)
    content = models.JSONField[dict[str, Any], dict[str, Any]](_("figures"), default=dict, editable=False)
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=BulletinState.choices,
        default=BulletinState.DRAFT,
        editable=False,
    )
    made_by = models.CharField(max_length=64, blank=True, editable=False)
    made_by_label = models.CharField(_("drafted by"), max_length=100, blank=True, editable=False)
    made_at = models.DateTimeField(_("drafted at"), auto_now_add=True)
    changed_by = models.CharField(max_length=64, blank=True, editable=False)
    issued_on = models.DateField(_("issued on"), null=True, blank=True, editable=False)
    issued_by_label = models.CharField(_("issued by"), max_length=100, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class Bulletin(Told):
    """One bulletin (简报) of a campaign for a month, or its final report."""

    scope_field = "division_code"

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="bulletins", verbose_name=_("campaign")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=BulletinKind.choices)
    number = models.PositiveSmallIntegerField(_("issue"), help_text=_("counted within the campaign"))
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = ScopedQuerySet["Bulletin"].as_manager()

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "kind", "ends_on"],
                condition=~Q(state__in=["dropped", "withdrawn"]),
                name="one_bulletin_per_campaign_and_period",
            ),
            models.UniqueConstraint(fields=["campaign", "number"], name="one_bulletin_per_number"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")), name="a_bulletin_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "dropped"]) | Q(issued_on__isnull=False),
                name="an_issued_bulletin_has_its_day",
            ),
        ]

    @property
    def counted_to(self) -> date:
        """The day at whose end things stood as the figures say."""
        return date.fromisoformat(self.content["last"])


class YearlyReport(Told):
    """The report of a year on credit and integrity work that goes to the authority above."""

    scope_field = "division_code"

    year = models.PositiveSmallIntegerField(_("year"))
    sent_to = models.CharField(_("goes to"), max_length=200, blank=True)
    due_on = models.DateField(_("due on"))
    basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    confirmed = models.BooleanField(_("confirmed by a source"), default=False)
    sent_on = models.DateField(_("sent on"), null=True, blank=True, editable=False)
    sent_note = models.CharField(_("number or note of the sending"), max_length=120, blank=True)

    objects = ScopedQuerySet["YearlyReport"].as_manager()

    class Meta:
        verbose_name = _("yearly report")
        verbose_name_plural = _("yearly reports")
        ordering = ["-year", "division_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["division_code", "year"],
                condition=~Q(state__in=["dropped", "withdrawn"]),
                name="one_yearly_report_per_place_and_year",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_on__isnull=False), name="a_sent_report_has_its_day"
            ),
        ]
