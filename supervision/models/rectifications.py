"""Rectifications (整改): one problem of one body, from finding to cross-off (销号), extensions, re-checks."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.scope import ScopedQuerySet
from credit.models import Subject
from supervision.choices import ExtensionState, RecheckFinding, RectificationSource, RectificationState
from supervision.models.campaigns import Campaign
from supervision.models.checklists import CheckItem

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Rectification(models.Model):
    """One problem to be put right. Whatever found it points here; this row knows its source in words only.

    `source_key` is "<model label>:<pk>" of the finding, unique: the same finding opens one rectification.
    `item` is the line of the checklist that it was found under, where there is one.
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
    document_no = models.CharField(_("document number"), max_length=80, blank=True)
    item = models.ForeignKey(
        CheckItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("problem or duty"),
        editable=False,
    )
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
    report = models.TextField(_("what was done"), blank=True)
    handed_in_on = models.DateField(_("handed in on"), null=True, blank=True, editable=False)
    handed_in_by_label = models.CharField(_("handed in by"), max_length=100, blank=True, editable=False)
    returned_reason = models.CharField(_("reason of the return"), max_length=255, blank=True, editable=False)
    check_note = models.TextField(_("what the check found"), blank=True, editable=False)
    checked_by = models.CharField(max_length=64, blank=True, editable=False)
    checked_by_label = models.CharField(_("checked by"), max_length=100, blank=True, editable=False)
    checked_on = models.DateField(_("checked on"), null=True, blank=True, editable=False)
    crossed_off_by = models.CharField(max_length=64, blank=True, editable=False)
    crossed_off_by_label = models.CharField(_("crossed off by"), max_length=100, blank=True, editable=False)
    crossed_off_on = models.DateField(_("crossed off on"), null=True, blank=True, editable=False)
    # Why a close-out is doubted; another officer than the one who doubts decides whether it was false.
    doubt = models.CharField(_("why the cross-off is doubted"), max_length=500, blank=True, editable=False)
    doubted_by = models.CharField(max_length=64, blank=True, editable=False)
    doubted_by_label = models.CharField(_("doubted by"), max_length=100, blank=True, editable=False)
    doubted_on = models.DateField(_("doubted on"), null=True, blank=True, editable=False)
    found_false_on = models.DateField(_("found false on"), null=True, blank=True, editable=False)
    # Set by the nightly look: when it was first found late, and when it went to the next officer.
    late_on = models.DateField(_("found late on"), null=True, blank=True, editable=False)
    escalated_on = models.DateField(_("passed up on"), null=True, blank=True, editable=False)
    made_by = models.CharField(max_length=64, blank=True, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, blank=True, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    if TYPE_CHECKING:
        steps: RelatedManager[RectificationStep]
        extensions: RelatedManager[RectificationExtension]

    objects = ScopedQuerySet["Rectification"].as_manager()

    class Meta:
        verbose_name = _("rectification")
        verbose_name_plural = _("rectifications")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | Q(permanent=True),
                name="a_rectification_has_a_due_day_or_is_permanent",
            ),
            models.CheckConstraint(
                condition=~Q(state="crossed_off")
                | Q(checked_on__isnull=False, crossed_off_on__isnull=False)
                & ~Q(check_note="")
                & ~Q(checked_by=""),
                name="what_is_crossed_off_was_checked",
            ),
            models.CheckConstraint(
                condition=~Q(state="crossed_off") | ~Q(checked_by=models.F("crossed_off_by")),
                name="who_checked_does_not_cross_off",
            ),
            models.CheckConstraint(
                condition=Q(self_reported=False) | Q(concealed=False),
                name="what_was_reported_was_not_concealed",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "state"], name="rectification_of_subject"),
            models.Index(fields=["campaign", "state"], name="rectification_of_campaign"),
            models.Index(
                fields=["due_on"],
                name="rectification_with_the_body",
                condition=Q(state__in=["open", "running", "returned", "reopened"]),
            ),
        ]

    def __str__(self) -> str:
        return self.problem[:80]


class RectificationStep(models.Model):
    """One dated step of a rectification, as officers and the body read it. Rows are only ever added."""

    rectification = models.ForeignKey(
        Rectification, models.CASCADE, related_name="steps", verbose_name=_("rectification")
    )
    step = models.CharField(_("step"), max_length=20)
    on = models.DateField(_("on"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    words = models.TextField(_("words"), blank=True)
    by_label = models.CharField(_("by"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("step of a rectification")
        verbose_name_plural = _("steps of rectifications")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.step} {self.on:%Y-%m-%d}"


class RectificationExtension(models.Model):
    """One request for a later due day; one open request a rectification."""

    scope_field = "rectification__division_code"

    rectification = models.ForeignKey(
        Rectification, models.CASCADE, related_name="extensions", verbose_name=_("rectification")
    )
    due_before = models.DateField(_("due day before"))
    until = models.DateField(_("asked until"))
    reason = models.CharField(_("reason"), max_length=255)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ExtensionState.choices,
        default=ExtensionState.ASKED,
        editable=False,
    )
    asked_on = models.DateField(_("asked on"))
    answer = models.CharField(_("answer"), max_length=255, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    decided_by_label = models.CharField(_("decided by"), max_length=100, blank=True, editable=False)
    made_by = models.CharField(max_length=64, blank=True, editable=False)
    made_by_label = models.CharField(_("asked by"), max_length=100, blank=True, editable=False)

    objects = ScopedQuerySet["RectificationExtension"].as_manager()

    class Meta:
        verbose_name = _("extension of a rectification")
        verbose_name_plural = _("extensions of rectifications")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rectification"],
                condition=Q(state="asked"),
                name="one_open_extension_per_rectification",
            ),
            models.CheckConstraint(
                condition=Q(until__gt=models.F("due_before")), name="an_extension_ends_after_the_due_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rectification} {self.until:%Y-%m-%d}"


class Recheck(models.Model):
    """One random re-check of what was crossed off. Population, seed and rule are kept: it can be recomputed.

    The sample is the first `size` of the population by SHA-256 of "<seed>:<guid>".
    """

    scope_field = "division_code"

    title = models.CharField(_("title"), max_length=200)
    division_code = models.CharField(_("division code"), max_length=6)
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rechecks",
        verbose_name=_("campaign"),
    )
    crossed_off_from = models.DateField(_("crossed off from"))
    crossed_off_to = models.DateField(_("crossed off to"))
    percent = models.PositiveSmallIntegerField(_("per cent drawn"))
    population = models.TextField(_("population"), editable=False)
    population_size = models.PositiveIntegerField(_("size of the population"), editable=False)
    population_digest = models.CharField(_("digest of the population"), max_length=64, editable=False)
    seed = models.CharField(_("seed"), max_length=64, editable=False)
    size = models.PositiveIntegerField(_("number drawn"), editable=False)
    drawn_on = models.DateField(_("drawn on"), editable=False)
    made_by = models.CharField(max_length=64, blank=True, editable=False)
    made_by_label = models.CharField(_("drawn by"), max_length=100, blank=True, editable=False)
    made_at = models.DateTimeField(_("drawn at"), auto_now_add=True)

    if TYPE_CHECKING:
        lines: RelatedManager[RecheckLine]

    objects = ScopedQuerySet["Recheck"].as_manager()

    class Meta:
        verbose_name = _("random re-check")
        verbose_name_plural = _("random re-checks")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=100), name="a_recheck_draws_up_to_all"
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1) & Q(size__lte=models.F("population_size")),
                name="a_recheck_draws_from_its_population",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RecheckLine(models.Model):
    """One rectification that a re-check drew, and what was found on the spot."""

    recheck = models.ForeignKey(
        Recheck, models.CASCADE, related_name="lines", verbose_name=_("random re-check")
    )
    rectification = models.ForeignKey(
        Rectification, models.PROTECT, related_name="rechecks", verbose_name=_("rectification")
    )
    number = models.PositiveIntegerField(_("number"))
    finding = models.CharField(_("finding"), max_length=8, choices=RecheckFinding.choices, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    noted_on = models.DateField(_("noted on"), null=True, blank=True)
    noted_by_label = models.CharField(_("noted by"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("line of a re-check")
        verbose_name_plural = _("lines of re-checks")
        ordering = ["recheck", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["recheck", "rectification"], name="a_rectification_is_drawn_once_in_a_recheck"
            ),
            models.CheckConstraint(
                condition=Q(finding="") | Q(noted_on__isnull=False), name="a_finding_has_its_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.rectification}"
