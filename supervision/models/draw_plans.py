"""Yearly plans of random inspection: which items, which bodies, what share, how often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.scope import ScopedQuerySet
from supervision.choices import Speciality
from supervision.draws.choices import PlanState
from supervision.models.draw_libraries import InspectionItem

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Plan(models.Model):
    """The plan of one authority for one year (年度抽查计划); public once approved."""

    scope_field = "division_code"

    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=200)
    document_no = models.CharField(_("document number"), max_length=80, blank=True)
    authority_name = models.CharField(pgettext_lazy("plan", "authority"), max_length=200)
    division_code = models.CharField(_("division code"), max_length=6)
    state = models.CharField(
        _("state"), max_length=9, choices=PlanState.choices, default=PlanState.DRAFT, editable=False
    )
    submitted_on = models.DateField(_("submitted for approval on"), null=True, blank=True, editable=False)
    submitted_by = models.CharField(max_length=64, blank=True, editable=False)
    submitted_by_label = models.CharField(_("submitted by"), max_length=100, blank=True, editable=False)
    # Why it came back last; empty from the next submission on.
    return_reason = models.CharField(_("why it was returned"), max_length=255, blank=True, editable=False)
    # What came from an earlier plan and what was left out, in words, for whoever decides.
    taken_over = models.TextField(_("taken over from an earlier plan"), blank=True, editable=False)
    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)
    approved_by_label = models.CharField(_("approved by"), max_length=100, blank=True, editable=False)
    made_by = models.CharField(max_length=64, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, editable=False)
    # Whoever edited it last, so that nobody approves their own plan.
    changed_by = models.CharField(max_length=64, blank=True, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = ScopedQuerySet["Plan"].as_manager()

    if TYPE_CHECKING:
        lines: RelatedManager[PlanLine]

    class Meta:
        verbose_name = _("plan of random inspection")
        verbose_name_plural = _("plans of random inspection")
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["division_code", "year"],
                condition=Q(state__in=[PlanState.DRAFT, PlanState.SUBMITTED, PlanState.APPROVED]),
                name="one_plan_of_a_place_and_year",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[PlanState.DRAFT, PlanState.SUBMITTED, PlanState.DROPPED])
                | Q(approved_on__isnull=False),
                name="a_plan_in_force_was_approved_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.SUBMITTED) | Q(submitted_on__isnull=False) & ~Q(submitted_by=""),
                name="a_submitted_plan_was_submitted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanLine(models.Model):
    """One line: a speciality, its items and bodies, the base share that the grades weigh, and how often.

    `ratio` counts ten-thousandths of the bodies (500 is 5 %): the draw calculates in whole numbers only.
    `by_weight` draws each weight on its own, so that each gets exactly its share.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="lines", verbose_name=_("plan"))
    number = models.PositiveSmallIntegerField(_("number"))
    speciality = models.CharField(_("speciality"), max_length=20, choices=Speciality.choices)
    items = models.ManyToManyField(InspectionItem, related_name="+", verbose_name=_("inspection items"))
    categories = models.JSONField(_("categories of bodies"), default=list)
    full_coverage = models.BooleanField(_("full coverage, outside the draw"), default=False)
    ratio = models.PositiveSmallIntegerField(_("base share (ten-thousandths)"), default=0)
    rounds = models.PositiveSmallIntegerField(_("draws a year"), default=1)
    by_weight = models.BooleanField(_("each weight drawn on its own"), default=False)
    experts = models.PositiveSmallIntegerField(_("experts who go along"), default=0)
    days = models.PositiveSmallIntegerField(_("days for the inspections"), default=60)
    department = models.CharField(_("joint inspection with"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("line of a plan")
        verbose_name_plural = _("lines of plans")
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_line_per_number_of_a_plan"),
            models.CheckConstraint(
                condition=Q(full_coverage=True) | Q(ratio__gt=0, ratio__lte=10000),
                name="a_line_of_a_plan_has_a_share_or_covers_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_speciality_display()}"

    @property
    def percent(self) -> str:
        """The base share as a reader writes it, without needless noughts."""
        return as_percent(10000 if self.full_coverage else self.ratio)


def as_percent(ratio: int) -> str:
    """Write ten-thousandths as a percentage, without needless noughts: 250 is 2.5%."""
    whole, rest = divmod(ratio, 100)
    return (f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)) + "%"
