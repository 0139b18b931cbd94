"""Rectifications (整改): one problem of one body, from finding to cross-off (销号)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.scope import ScopedQuerySet
from credit.models import Subject
from supervision.choices import RectificationSource, RectificationState
from supervision.models.campaigns import Campaign


class Rectification(models.Model):
    """One problem to be put right. Whatever found it points here; this row knows its source in words only.

    `source_key` is "<model label>:<pk>" of the finding, unique: the same finding opens one rectification.
    `due_on` None and `permanent` True is a permanent duty; both given: due, then kept up permanently.
    """

    scope_field = "division_code"

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="rectifications", verbose_name=_("body")
    )
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rectifications",
        verbose_name=_("campaign"),
    )
    source = models.CharField(_("came from"), max_length=10, choices=RectificationSource.choices)
    source_key = models.CharField(max_length=80, unique=True, editable=False)
    group = models.CharField(_("group"), max_length=60, blank=True)
    problem = models.CharField(_("problem"), max_length=500)
    facts = models.TextField(_("facts"), blank=True)
    measures = models.TextField(_("measures"), blank=True)
    owner = models.CharField(_("responsible person or office"), max_length=100, blank=True)
    item_code = models.CharField(_("item of the collection catalogue"), max_length=40, blank=True)
    division_code = models.CharField(_("division code"), max_length=6)
    opened_on = models.DateField(_("opened on"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    permanent = models.BooleanField(_("permanent"), default=False)
    self_reported = models.BooleanField(_("reported by the body itself"), default=False)
    concealed = models.BooleanField(_("concealed by the body"), default=False)
    state = models.CharField(
        _("state"),
        max_length=11,
        choices=RectificationState.choices,
        default=RectificationState.OPEN,
        editable=False,
    )
    made_by = models.CharField(max_length=64, blank=True, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, blank=True, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = ScopedQuerySet["Rectification"].as_manager()

    class Meta:
        verbose_name = _("rectification")
        verbose_name_plural = _("rectifications")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | Q(permanent=True),
                name="a_rectification_has_a_due_day_or_is_permanent",
            )
        ]
        indexes = [
            models.Index(fields=["subject", "state"], name="rectification_of_subject"),
            models.Index(fields=["campaign", "state"], name="rectification_of_campaign"),
        ]

    def __str__(self) -> str:
        return self.problem[:80]
