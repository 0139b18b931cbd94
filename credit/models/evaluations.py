"""Evaluations by others and by sector sheets: results as they came, their tasks, and the visits behind."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.scope import ScopedQuerySet
from credit.fields import PointsField
from credit.models.subject import Subject


class EvaluationWay(models.TextChoices):
    """How a result came to us."""

    WORKBOOK = "workbook", _("workbook")
    API = "api", _("interface")
    SHEET = "sheet", _("score sheet")


class Evaluation(models.Model):
    """One result under one scheme. A newer one of the same year replaces it; both stay readable."""

    scope_field = "division_code"

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="evaluations", verbose_name=_("subject")
    )
    scheme = models.CharField(_("evaluation scheme"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year evaluated"))
    result = models.CharField(_("result"), max_length=40)
    score = PointsField(_("standardised score"), null=True, blank=True)
    evaluated_on = models.DateField(_("evaluated on"))
    evaluator = models.CharField(_("evaluated by"), max_length=200)
    way = models.CharField(_("came by"), max_length=8, choices=EvaluationWay.choices)
    division_code = models.CharField(_("division code"), max_length=6)
    taken_in_at = models.DateTimeField(_("taken in at"), auto_now_add=True)
    taken_in_by = models.CharField(max_length=64, blank=True, editable=False)
    taken_in_by_label = models.CharField(_("taken in by"), max_length=100, blank=True)
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)

    objects = ScopedQuerySet["Evaluation"].as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        indexes = [models.Index(fields=["subject", "scheme", "-evaluated_on"], name="evaluation_of_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "scheme", "year"],
                condition=Q(replaced_at__isnull=True),
                name="one_standing_evaluation_per_scheme_and_year",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.result}"


class FollowUpKind(models.TextChoices):
    """What a bad result asks for (津滨卫执法〔2020〕120号: talk and rectification)."""

    INTERVIEW = "interview", _("interview")
    RECTIFICATION = "rectification", _("rectification")


class FollowUpState(models.TextChoices):
    """Where a task stands."""

    OPEN = "open", pgettext_lazy("task", "open")
    DONE = "done", pgettext_lazy("task", "done")
    DROPPED = "dropped", pgettext_lazy("task", "dropped")


class EvaluationFollowUp(models.Model):
    """A task that a bad result opened."""

    scope_field = "division_code"

    evaluation = models.ForeignKey(
        Evaluation, models.PROTECT, related_name="follow_ups", verbose_name=_("evaluation")
    )
    kind = models.CharField(_("task"), max_length=14, choices=FollowUpKind.choices)
    state = models.CharField(
        _("state"), max_length=8, choices=FollowUpState.choices, default=FollowUpState.OPEN
    )
    division_code = models.CharField(_("division code"), max_length=6)
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    outcome = models.TextField(_("outcome"), blank=True)
    done_by_label = models.CharField(_("done by"), max_length=100, blank=True)
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)

    objects = ScopedQuerySet["EvaluationFollowUp"].as_manager()

    class Meta:
        verbose_name = _("task of an evaluation")
        verbose_name_plural = _("tasks of evaluations")
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "kind"], name="one_task_of_a_kind_per_evaluation")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.evaluation}"


class VisitState(models.TextChoices):
    """Where a visit's score sheet stands."""

    DRAFT = "draft", pgettext_lazy("visit", "being filled in")
    HALF_SIGNED = "half_signed", pgettext_lazy("visit", "signed by one inspector")
    SIGNED = "signed", pgettext_lazy("visit", "signed by two inspectors")
    DROPPED = "dropped", pgettext_lazy("visit", "dropped")


class VisitOutcome(models.TextChoices):
    """What a signed sheet led to."""

    RATED = "rated", pgettext_lazy("visit", "rated")
    FIRST_VISIT = "first_visit", pgettext_lazy("visit", "first visit: rated after a second one")
    TOO_SOON = "too_soon", pgettext_lazy("visit", "too soon after the first visit")
    KEY_ITEM = "key_item", pgettext_lazy("visit", "not rated: a key item failed")
    TOO_LOW = "too_low", pgettext_lazy("visit", "not rated: score too low")


class SectorVisit(models.Model):
    """One visit with a score sheet of a sector scheme; the sheet's words are kept as they were that day."""

    scope_field = "division_code"

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="sector_visits", verbose_name=_("subject")
    )
    scheme = models.CharField(_("evaluation scheme"), max_length=40)
    visited_on = models.DateField(_("visited on"))
    division_code = models.CharField(_("division code"), max_length=6)
    sheet = models.JSONField(_("score sheet"), default=dict, editable=False)
    answers = models.JSONField(_("answers"), default=dict, editable=False)
    remarks = models.TextField(_("remarks"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=VisitState.choices, default=VisitState.DRAFT)
    first_inspector = models.CharField(max_length=64, blank=True, editable=False)
    first_inspector_label = models.CharField(_("first inspector"), max_length=100, blank=True)
    first_signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    second_inspector_label = models.CharField(_("second inspector"), max_length=100, blank=True)
    second_signed_at = models.DateTimeField(_("signed at (second)"), null=True, blank=True)
    score = PointsField(_("standardised score"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=VisitOutcome.choices, blank=True)
    evaluation = models.ForeignKey(
        Evaluation, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=_("evaluation")
    )
    made_by = models.CharField(max_length=64, blank=True, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, blank=True, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = ScopedQuerySet["SectorVisit"].as_manager()

    class Meta:
        verbose_name = _("sector visit")
        verbose_name_plural = _("sector visits")
        indexes = [models.Index(fields=["subject", "scheme", "-visited_on"], name="visit_of_subject")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="signed")
                | (~Q(first_inspector_label="") & ~Q(second_inspector_label="") & ~Q(outcome="")),
                name="a_signed_sheet_has_two_inspectors_and_an_outcome",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.visited_on:%Y-%m-%d}"
