"""Government integrity (政务诚信): the yearly assessment, breaches, and what follows from either."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Agency
from core.scope import ScopedQuerySet
from credit.models import Subject
from supervision.integrity.choices import (
    AssessmentState,
    RoundState,
)

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from supervision.models.integrity_breaches import IntegrityMeasure


class AssessmentRound(models.Model):
    """The assessment of one year by one authority, with its own copy of the indicator table.

    The copy keeps the result readable when the table changes. `confirmed` is False where the table is a local
    default that no source confirms.
    """

    scope_field = "division_code"

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=200)
    authority_name = models.CharField(_("authority"), max_length=200)
    division_code = models.CharField(_("division code"), max_length=6)
    table_code = models.CharField(_("indicator table"), max_length=80)
    document = models.CharField(_("document"), max_length=200, blank=True)
    article = models.CharField(_("article"), max_length=80, blank=True)
    confirmed = models.BooleanField(_("confirmed by a source"), default=False)
    bands = models.JSONField(_("bands"), default=list)
    self_due_on = models.DateField(_("self-scores due on"))
    result_due_on = models.DateField(_("results due on"))
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=RoundState.choices,
        default=RoundState.DRAFT,
        editable=False,
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True, editable=False)
    published_on = models.DateField(_("published on"), null=True, blank=True, editable=False)
    published_by_label = models.CharField(_("published by"), max_length=100, blank=True, editable=False)
    document_no = models.CharField(_("document number"), max_length=80, blank=True)
    report = models.JSONField(_("words of the report"), default=dict, blank=True, editable=False)
    made_by = models.CharField(max_length=64, blank=True, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, blank=True, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    if TYPE_CHECKING:
        indicators: RelatedManager[Indicator]
        assessments: RelatedManager[Assessment]

    objects = ScopedQuerySet["AssessmentRound"].as_manager()

    class Meta:
        verbose_name = _("yearly integrity assessment")
        verbose_name_plural = _("yearly integrity assessments")
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["division_code", "year"],
                condition=~Q(state="dropped"),
                name="one_integrity_assessment_a_year",
            ),
            models.CheckConstraint(
                condition=Q(result_due_on__gte=F("self_due_on")),
                name="an_assessment_is_decided_after_the_self_scores",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Indicator(models.Model):
    """One line of a round's indicator table. `figure` names what the system counts beside it."""

    round = models.ForeignKey(
        AssessmentRound,
        models.CASCADE,
        related_name="indicators",
        verbose_name=_("yearly integrity assessment"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    group = models.CharField(_("group"), max_length=60, blank=True)
    text = models.CharField(_("indicator"), max_length=300)
    how = models.CharField(_("how it is scored"), max_length=500, blank=True)
    full = models.DecimalField(_("full marks"), max_digits=5, decimal_places=1)
    veto = models.BooleanField(_("veto: zero marks mean the lowest band"), default=False)
    figure = models.CharField(max_length=20, blank=True, editable=False)
    document = models.CharField(_("document"), max_length=200, blank=True)
    article = models.CharField(_("article"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="one_indicator_per_number_of_a_round"),
            models.CheckConstraint(condition=Q(full__gt=0), name="an_indicator_has_marks"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"[:120]


class Assessment(models.Model):
    """The assessment of one body, or of one office of the authority, in one round."""

    scope_field = "division_code"

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(
        AssessmentRound,
        models.PROTECT,
        related_name="assessments",
        verbose_name=_("yearly integrity assessment"),
    )
    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="integrity_assessments", verbose_name=_("body")
    )
    office = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office")
    )
    division_code = models.CharField(_("division code"), max_length=6)
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=AssessmentState.choices,
        default=AssessmentState.WAITING,
        editable=False,
    )
    words = models.TextField(_("report of the body"), blank=True)
    signed_by = models.CharField(_("signed by the head"), max_length=60, blank=True)
    self_total = models.DecimalField(
        _("self-score"), max_digits=6, decimal_places=1, null=True, blank=True, editable=False
    )
    handed_in_on = models.DateField(_("handed in on"), null=True, blank=True, editable=False)
    handed_in_by = models.CharField(max_length=64, blank=True, editable=False)
    handed_in_by_label = models.CharField(_("handed in by"), max_length=100, blank=True, editable=False)
    returned_reason = models.CharField(_("why sent back"), max_length=255, blank=True, editable=False)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True, editable=False)
    reviewed_by = models.CharField(max_length=64, blank=True, editable=False)
    reviewed_by_label = models.CharField(_("reviewed by"), max_length=100, blank=True, editable=False)
    total = models.DecimalField(
        pgettext_lazy("assessment", "score"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    band = models.CharField(_("band"), max_length=20, blank=True, editable=False)
    vetoed = models.BooleanField(_("lowest band by veto"), default=False, editable=False)
    opinion = models.TextField(_("opinion of the review"), blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    decided_by_label = models.CharField(_("decided by"), max_length=100, blank=True, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    if TYPE_CHECKING:
        scores: RelatedManager[IndicatorScore]
        measures: RelatedManager[IntegrityMeasure]

    objects = ScopedQuerySet["Assessment"].as_manager()

    class Meta:
        verbose_name = _("integrity assessment")
        verbose_name_plural = _("integrity assessments")
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "subject"],
                condition=Q(office__isnull=True),
                name="a_body_is_assessed_once_a_round",
            ),
            models.UniqueConstraint(
                fields=["round", "office"],
                condition=Q(office__isnull=False),
                name="an_office_is_assessed_once_a_round",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | (Q(total__isnull=False) & ~Q(band="")),
                name="a_decided_assessment_has_a_result",
            ),
        ]
        indexes = [models.Index(fields=["subject", "-id"], name="assessment_of_subject")]

    def __str__(self) -> str:
        return f"{self.round} {self.called}"

    @property
    def called(self) -> str:
        """Name of who is assessed: the office where there is one."""
        return self.office.name if self.office is not None else self.subject.name


class IndicatorScore(models.Model):
    """What a body gives itself under one indicator, and what the review gives it."""

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="scores", verbose_name=_("integrity assessment")
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="scores", verbose_name=_("indicator")
    )
    own = models.DecimalField(_("self-score"), max_digits=5, decimal_places=1, null=True, blank=True)
    own_words = models.TextField(_("grounds of the self-score"), blank=True)
    given = models.DecimalField(
        _("score of the review"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    given_words = models.CharField(_("reason of the review"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("score of an indicator")
        verbose_name_plural = _("scores of indicators")
        ordering = ["assessment", "indicator__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "indicator"], name="one_score_per_indicator_of_an_assessment"
            ),
            models.CheckConstraint(
                condition=(Q(own__isnull=True) | Q(own__gte=0)) & (Q(given__isnull=True) | Q(given__gte=0)),
                name="a_score_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} · {self.indicator}"
