"""Visitors' ratings (好差评): windows, visit tokens as QR codes, one rating per token.

Nothing here says who the visitor was: a token names a window and an item, never a case or a person, a rating
keeps the day and no time. 国办发〔2019〕51号; 川卫发〔2017〕122号 第8项 (窗口群众满意度测评).
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.scope import ScopedQuerySet
from supervision.models.service import ApprovalItem
from supervision.service.choices import RatingFinding, RatingState, Reason, Satisfaction

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class ServiceWindow(models.Model):
    """A window (or desk) at which visitors are served and may rate."""

    scope_field = "division_code"

    name = models.CharField(_("window"), max_length=80)
    hall = models.CharField(_("hall or building"), max_length=120)
    office = models.CharField(_("office in charge"), max_length=60, blank=True)
    division_code = models.CharField(_("division code"), max_length=6)
    in_use = models.BooleanField(_("in use"), default=True)

    if TYPE_CHECKING:
        ratings: RelatedManager[Rating]

    objects = ScopedQuerySet["ServiceWindow"].as_manager()

    class Meta:
        verbose_name = _("service window")
        verbose_name_plural = _("service windows")
        ordering = ["division_code", "hall", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["division_code", "hall", "name"], name="one_window_of_a_name_per_hall"
            )
        ]

    def __str__(self) -> str:
        return f"{self.hall} {self.name}"


class VisitToken(models.Model):
    """One visit at a window. Only the keyed digest of the token is kept: the QR code alone opens the page."""

    scope_field = "division_code"

    digest = models.CharField(max_length=64, unique=True, editable=False)
    window = models.ForeignKey(
        ServiceWindow, models.PROTECT, related_name="tokens", verbose_name=_("service window")
    )
    item = models.ForeignKey(
        ApprovalItem, models.PROTECT, null=True, blank=True, verbose_name=_("approval item")
    )
    division_code = models.CharField(_("division code"), max_length=6)
    issued_on = models.DateField(_("handed out on"))
    valid_until = models.DateField(_("valid until"))

    class Meta:
        verbose_name = _("visit token")
        verbose_name_plural = _("visit tokens")
        indexes = [models.Index(fields=["window", "issued_on"], name="visit_token_of_window")]

    def __str__(self) -> str:
        return f"{self.window} {self.issued_on:%Y-%m-%d}"


class Rating(models.Model):
    """What one visitor thought of one visit. A poor one is looked into, and closed by a second officer."""

    scope_field = "division_code"

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.OneToOneField(
        VisitToken, models.PROTECT, related_name="rating", verbose_name=_("visit token")
    )
    window = models.ForeignKey(
        ServiceWindow, models.PROTECT, related_name="ratings", verbose_name=_("service window")
    )
    item = models.ForeignKey(
        ApprovalItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ratings",
        verbose_name=_("approval item"),
    )
    division_code = models.CharField(_("division code"), max_length=6)
    rated_on = models.DateField(_("rated on"))
    level = models.PositiveSmallIntegerField(_("rating"), choices=Satisfaction.choices)
    reasons = models.JSONField(_("what was wrong"), default=list, blank=True)
    words = models.TextField(_("in the visitor's words"), blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=RatingState.choices, default=RatingState.NOTED, editable=False
    )
    finding = models.CharField(
        pgettext_lazy("rating", "finding"), max_length=9, choices=RatingFinding.choices, blank=True
    )
    answer = models.TextField(_("what was found and mended"), blank=True)
    answered_on = models.DateField(_("looked into on"), null=True, blank=True)
    answered_by = models.CharField(max_length=64, blank=True, editable=False)
    answered_by_label = models.CharField(_("looked into by"), max_length=100, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_by_label = models.CharField(_("closed by"), max_length=100, blank=True)

    objects = ScopedQuerySet["Rating"].as_manager()

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5), name="a_rating_is_one_of_five_steps"
            ),
            models.CheckConstraint(
                condition=Q(state="noted", level__gte=3) | (~Q(state="noted") & Q(level__lt=3)),
                name="a_poor_rating_and_no_other_is_looked_into",
            ),
        ]
        indexes = [
            models.Index(fields=["window", "rated_on"], name="rating_of_window"),
            models.Index(fields=["division_code", "rated_on"], name="rating_of_division"),
        ]

    def __str__(self) -> str:
        return f"{self.window} {self.rated_on:%Y-%m-%d} {self.get_level_display()}"

    @property
    def reasons_shown(self) -> list[str]:
        """What was ticked, in words."""
        labels = dict(Reason.choices)
        return [str(labels[code]) for code in self.reasons if code in labels]
