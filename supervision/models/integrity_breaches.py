"""Breaches of government integrity, and what follows from a breach or an assessment."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency
from core.scope import ScopedQuerySet
from credit.models import Subject
from supervision.integrity.choices import (
    BreachSource,
    BreachState,
    EndedBy,
    MeasureKind,
    MeasureState,
    Mitigation,
)
from supervision.models.integrity import Assessment

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class IntegrityBreach(models.Model):
    """One breach of government integrity (政务失信). Confirmed by a second officer, it enters the file."""

    scope_field = "division_code"

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="integrity_breaches", verbose_name=_("body")
    )
    office = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office")
    )
    division_code = models.CharField(_("division code"), max_length=6)
    authority_name = models.CharField(_("authority"), max_length=200)
    kind = models.CharField(_("kind of breach"), max_length=40)
    title = models.CharField(_("breach"), max_length=200)
    facts = models.TextField(_("facts"))
    happened_on = models.DateField(_("happened on"))
    source = models.CharField(_("found by"), max_length=10, choices=BreachSource.choices)
    source_key = models.CharField(max_length=80, blank=True, editable=False)
    document_no = models.CharField(_("document number"), max_length=80, blank=True)
    basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    self_reported = models.BooleanField(_("reported by the body itself"), default=False)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=BreachState.choices,
        default=BreachState.PROPOSED,
        editable=False,
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True, editable=False)
    confirmed_by_label = models.CharField(_("confirmed by"), max_length=100, blank=True, editable=False)
    correct_by = models.DateField(_("to be corrected by"), null=True, blank=True, editable=False)
    correction = models.TextField(_("how it was corrected"), blank=True)
    correction_on = models.DateField(_("correction handed in on"), null=True, blank=True, editable=False)
    correction_by = models.CharField(max_length=64, blank=True, editable=False)
    returned_reason = models.CharField(_("why sent back"), max_length=255, blank=True, editable=False)
    corrected_on = models.DateField(_("found corrected on"), null=True, blank=True, editable=False)
    mitigation = models.CharField(
        _("what the correction does"), max_length=8, choices=Mitigation.choices, blank=True, editable=False
    )
    mitigation_reason = models.CharField(_("reasons"), max_length=255, blank=True, editable=False)
    made_by = models.CharField(max_length=64, blank=True, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, blank=True, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    if TYPE_CHECKING:
        measures: RelatedManager[IntegrityMeasure]

    objects = ScopedQuerySet["IntegrityBreach"].as_manager()

    class Meta:
        verbose_name = _("breach of government integrity")
        verbose_name_plural = _("breaches of government integrity")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_key"], condition=~Q(source_key=""), name="one_integrity_breach_per_source"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "correction", "corrected"])
                | Q(confirmed_on__isnull=False),
                name="a_standing_breach_was_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state="corrected") | (Q(corrected_on__isnull=False) & ~Q(mitigation="")),
                name="a_corrected_breach_says_what_follows",
            ),
        ]
        indexes = [models.Index(fields=["subject", "state"], name="integrity_breach_of_subject")]

    def __str__(self) -> str:
        return self.title


class IntegrityMeasure(models.Model):
    """One consequence of a breach or of a bad result, from proposal to its end."""

    scope_field = "division_code"

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="integrity_measures", verbose_name=_("body")
    )
    office = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office")
    )
    division_code = models.CharField(_("division code"), max_length=6)
    authority_name = models.CharField(_("authority"), max_length=200)
    kind = models.CharField(_("consequence"), max_length=11, choices=MeasureKind.choices)
    assessment = models.ForeignKey(
        Assessment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("integrity assessment"),
    )
    breach = models.ForeignKey(
        IntegrityBreach,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("breach of government integrity"),
    )
    reason = models.TextField(_("grounds"))
    months = models.PositiveSmallIntegerField(_("term in months"), null=True, blank=True)
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=MeasureState.choices,
        default=MeasureState.PROPOSED,
        editable=False,
    )
    document_no = models.CharField(_("document number"), max_length=80, blank=True)
    decided_by_label = models.CharField(_("decided by"), max_length=100, blank=True, editable=False)
    starts_on = models.DateField(_("in force from"), null=True, blank=True, editable=False)
    ends_on = models.DateField(_("in force to"), null=True, blank=True, editable=False)
    explain_by = models.DateField(_("explanation due on"), null=True, blank=True, editable=False)
    explanation = models.TextField(_("explanation of the body"), blank=True)
    explained_on = models.DateField(_("explained on"), null=True, blank=True, editable=False)
    explained_by = models.CharField(max_length=64, blank=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    ended_by = models.CharField(
        _("why it ended"), max_length=9, choices=EndedBy.choices, blank=True, editable=False
    )
    made_by = models.CharField(max_length=64, blank=True, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, blank=True, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = ScopedQuerySet["IntegrityMeasure"].as_manager()

    class Meta:
        verbose_name = _("integrity consequence")
        verbose_name_plural = _("integrity consequences")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "kind"],
                condition=Q(assessment__isnull=False) & ~Q(state="dropped"),
                name="one_consequence_of_a_kind_per_assessment",
            ),
            models.UniqueConstraint(
                fields=["breach", "kind"],
                condition=Q(breach__isnull=False) & ~Q(state="dropped"),
                name="one_consequence_of_a_kind_per_breach",
            ),
            models.CheckConstraint(
                condition=Q(assessment__isnull=False, breach__isnull=True)
                | Q(assessment__isnull=True, breach__isnull=False),
                name="a_consequence_has_one_ground",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["in_force", "explained"])
                | (Q(starts_on__isnull=False) & ~Q(document_no="")),
                name="a_consequence_in_force_has_a_document",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="a_consequence_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | (Q(ended_on__isnull=False) & ~Q(ended_by="")),
                name="an_ended_consequence_says_why",
            ),
        ]
        indexes = [models.Index(fields=["subject", "state"], name="integrity_measure_of_subject")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.office.name if self.office else self.subject.name}"
