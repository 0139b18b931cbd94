"""Scoring standards as data: what counts, how much, in which cycle, and what the result leads to."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.models import Rule
from credit.fields import PointsField
from credit.rules.terms import AppliesTo, CycleKind, Per, Scale, StandardState


class StandardQuerySet(models.QuerySet["Standard"]):
    """Standards by what they are used for."""

    def in_force(self, on: date) -> StandardQuerySet:
        """Standards whose effective dates hold the day: adopted ones, and for a past day retired ones."""
        open_ended = Q(state=StandardState.ADOPTED, effective_until__isnull=True)
        ended = Q(state__in=(StandardState.ADOPTED, StandardState.RETIRED), effective_until__gte=on)
        return self.filter(open_ended | ended, effective_from__lte=on)


class Standard(models.Model):
    """One version of a scoring standard of one place, with the document that set it.

    Drafted, tried, adopted by a second officer, retired (`credit.standards`). Once adopted it is frozen: a
    change is a new version, copied from it.
    """

    scope_field = "place"

    code = models.CharField(_("code"), max_length=40)
    version = models.CharField(_("version"), max_length=20)
    place = models.CharField(_("place (division prefix)"), max_length=6, blank=True)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    applies_to = models.CharField(_("applies to"), max_length=12, choices=AppliesTo.choices)
    scale = models.CharField(_("scale"), max_length=8, choices=Scale.choices)

    base = PointsField(_("base score"))
    floor = PointsField(_("lowest score"), default=0)
    bonus_cap = PointsField(_("most bonus points"), default=0)
    deduction_cap = PointsField(
        _("most points taken in all"),
        null=True,
        blank=True,
        help_text=_("All records of a cycle together cost no more; empty: no limit."),
    )
    veto_grade = models.CharField(_("grade after a veto"), max_length=60, blank=True)
    serious_list_grade = models.CharField(_("grade while on a serious list"), max_length=60, blank=True)

    cycle_kind = models.CharField(_("cycle"), max_length=20, choices=CycleKind.choices)
    cycle_months = models.PositiveSmallIntegerField(_("months in a cycle"), null=True, blank=True)
    cycle_years = models.PositiveSmallIntegerField(
        _("calendar years in a cycle"),
        default=1,
        help_text=_("Otherwise: used for a subject whose verification or licence day is not known."),
    )
    cycle_anchor = models.PositiveSmallIntegerField(_("a year in which a cycle starts"), default=2000)

    document = models.CharField(_("document"), max_length=200)
    article = models.CharField(_("article"), max_length=100, blank=True)
    certainty = models.CharField(_("certainty"), max_length=8, choices=Rule.Certainty.choices)
    effective_from = models.DateField(_("effective from"))
    effective_until = models.DateField(_("effective until"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=StandardState.choices, default=StandardState.DRAFT
    )
    made_by = models.CharField(_("drafted by"), max_length=64, blank=True, editable=False)
    changed_by = models.CharField(_("last changed by"), max_length=64, blank=True, editable=False)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, verbose_name=_("drafted from")
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True, editable=False)
    adopted_by = models.CharField(_("adopted by"), max_length=100, blank=True, editable=False)

    objects = StandardQuerySet.as_manager()

    class Meta:
        verbose_name = _("scoring standard")
        verbose_name_plural = _("scoring standards")
        ordering = ["code", "-effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version", "place"], name="standard_version_is_unique"),
            models.CheckConstraint(
                condition=Q(cycle_kind=CycleKind.CALENDAR_YEARS)
                | Q(cycle_months__isnull=False, cycle_months__gte=1),
                name="cycle_from_a_day_has_months",
            ),
            models.CheckConstraint(
                condition=Q(deduction_cap__isnull=True) | Q(deduction_cap__gt=0),
                name="most_points_taken_are_more_than_none",
            ),
            models.CheckConstraint(condition=Q(cycle_years__gte=1), name="cycle_has_at_least_one_year"),
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True) | Q(effective_until__gte=F("effective_from")),
                name="standard_does_not_end_before_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title_shown} {self.version}"

    @property
    def title_shown(self) -> str:
        """The title in the reader's language, Chinese where there is no English one."""
        return self.title if not self.title_en or (get_language() or "").startswith("zh") else self.title_en


class Criterion(models.Model):
    """What one item of conduct is worth under a standard."""

    standard = models.ForeignKey(
        Standard, models.CASCADE, related_name="criteria", verbose_name=_("standard")
    )
    item_code = models.CharField(_("item code"), max_length=20)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    clause = models.CharField(_("clause"), max_length=100, blank=True)
    points = PointsField(_("points"))
    per = models.CharField(_("counted"), max_length=12, choices=Per.choices, default=Per.OCCURRENCE)
    veto = models.BooleanField(_("veto"), default=False)
    bonus = models.BooleanField(_("bonus"), default=False)
    direct = models.BooleanField(
        _("lowest directly"),
        default=False,
        help_text=_("Such as a refused assessment: the grade is put directly, whatever the score."),
    )
    grade = models.CharField(
        _("grade it leads to"),
        max_length=60,
        blank=True,
        help_text=_(
            "For a veto: this item's own grade, else the standard's. For “lowest directly”: else the gravest."
        ),
    )
    cap = PointsField(
        _("most points of this item"),
        null=True,
        blank=True,
        help_text=_("All records of this item in a cycle together count for no more; empty: no limit."),
    )

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["standard", "item_code"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "item_code"], name="item_is_once_in_a_standard"),
            models.CheckConstraint(condition=Q(points__gte=0), name="criterion_points_are_not_negative"),
            models.CheckConstraint(condition=~Q(veto=True, bonus=True), name="bonus_is_never_a_veto"),
            models.CheckConstraint(
                condition=Q(direct=False) | Q(veto=False, bonus=False),
                name="lowest_directly_is_neither_veto_nor_bonus",
            ),
            models.CheckConstraint(
                condition=Q(grade="") | Q(veto=True) | Q(direct=True),
                name="only_a_veto_or_lowest_directly_leads_to_a_grade",
            ),
            models.CheckConstraint(
                condition=Q(cap__isnull=True) | Q(cap__gt=0), name="most_points_of_an_item_are_more_than_none"
            ),
        ]

    def __str__(self) -> str:
        chinese = not self.title_en or (get_language() or "").startswith("zh")
        return f"{self.item_code} {self.title if chinese else self.title_en}"


class Band(models.Model):
    """From which score or points on a grade or an action applies."""

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="bands", verbose_name=_("standard"))
    label = models.CharField(_("grade or action"), max_length=60)
    label_en = models.CharField(_("grade or action in English"), max_length=100, blank=True)
    minimum = PointsField(_("from"))
    consequences = models.JSONField(
        _("consequences"),
        default=list,
        blank=True,
        help_text=_("Codes of the rule table “credit.consequence”."),
    )

    class Meta:
        verbose_name = _("band")
        verbose_name_plural = _("bands")
        ordering = ["standard", "-minimum"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "label"], name="label_is_once_in_a_standard"),
            models.UniqueConstraint(fields=["standard", "minimum"], name="minimum_is_once_in_a_standard"),
        ]

    def __str__(self) -> str:
        return self.label


class DecayStep(models.Model):
    """From which age on a record counts for only a part of its points."""

    standard = models.ForeignKey(
        Standard, models.CASCADE, related_name="decay_steps", verbose_name=_("standard")
    )
    from_months = models.PositiveSmallIntegerField(_("from an age of (months)"))
    percent = models.PositiveSmallIntegerField(_("counts for (percent)"))

    class Meta:
        verbose_name = _("decay step")
        verbose_name_plural = _("decay steps")
        ordering = ["standard", "from_months"]
        constraints = [
            models.UniqueConstraint(
                fields=["standard", "from_months"], name="decay_age_is_once_in_a_standard"
            ),
            models.CheckConstraint(
                condition=Q(from_months__gte=1), name="decay_starts_after_a_month_or_more"
            ),
            models.CheckConstraint(condition=Q(percent__lt=100), name="decay_lessens"),
        ]

    def __str__(self) -> str:
        return f"≥ {self.from_months}: {self.percent} %"
