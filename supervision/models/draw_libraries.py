"""Who inspects and what may be inspected: inspectors, experts, their ties, the list of inspection items."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Officer
from core.models import Rule
from core.scope import ScopedQuerySet
from credit.models import Subject
from supervision.choices import Speciality
from supervision.draws.choices import ExitGround, PoolState, Tie

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class InspectionItem(models.Model):
    """One item of the published list of random inspection items (随机抽查事项清单): no item, no inspection.

    `place` is a division prefix, "" the country; `categories` are categories of institutions. `full_coverage`
    marks what touches life and health directly: everybody is inspected, outside the draw
    (优化营商环境条例 article 54).
    """

    code = models.CharField(_("code"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    speciality = models.CharField(_("speciality"), max_length=20, choices=Speciality.choices)
    categories = models.JSONField(_("categories of bodies"), default=list, blank=True)
    content = models.CharField(_("what is inspected"), max_length=500, blank=True)
    way = models.CharField(_("way of inspection"), max_length=100, blank=True)
    full_coverage = models.BooleanField(_("full coverage"), default=False)
    place = models.CharField(_("place"), max_length=6, blank=True)
    effective_from = models.DateField(_("in force from"))
    effective_to = models.DateField(_("in force to"), null=True, blank=True)
    document = models.CharField(_("legal basis"), max_length=200)
    article = models.CharField(_("article"), max_length=80, blank=True)
    confirmed = models.BooleanField(_("confirmed by a source"), default=False)
    origin = models.CharField(
        _("origin"), max_length=5, choices=Rule.Origin.choices, default=Rule.Origin.LOCAL, editable=False
    )

    class Meta:
        verbose_name = _("inspection item")
        verbose_name_plural = _("inspection items")
        ordering = ["speciality", "code", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "place", "effective_from"],
                name="one_inspection_item_per_code_place_and_start",
            ),
            models.CheckConstraint(condition=~Q(document=""), name="an_inspection_item_has_a_legal_basis"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="an_inspection_item_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title_shown}"

    @property
    def title_shown(self) -> str:
        """The title in the reader's language."""
        english = not (get_language() or "").startswith("zh")
        return self.title_en if english and self.title_en else self.title

    @property
    def basis(self) -> str:
        """Document and article in one line."""
        return f"{self.document} {self.article}".strip()

    def in_force(self, day: date) -> bool:
        """Tell whether it may be inspected on a day."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


class Inspector(models.Model):
    """An officer in the library of inspectors (执法检查人员名录库).

    `code` is all that the published files of a draw say of a person: whoever reads there that someone is
    barred from a body does not learn who has a relative in it.
    """

    scope_field = "division_code"

    officer = models.OneToOneField(
        Officer, models.PROTECT, related_name="inspector", verbose_name=_("officer")
    )
    code = models.CharField(pgettext_lazy("pool", "number in the library"), max_length=20, unique=True)
    certificate_no = models.CharField(_("enforcement certificate"), max_length=60)
    certificate_valid_to = models.DateField(_("certificate valid to"), null=True, blank=True)
    specialities = models.JSONField(_("specialities"), default=list)
    office = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("office"))
    division_code = models.CharField(_("division code"), max_length=6)
    state = models.CharField(
        _("state"), max_length=6, choices=PoolState.choices, default=PoolState.ACTIVE, editable=False
    )
    left_on = models.DateField(_("left on"), null=True, blank=True, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = ScopedQuerySet["Inspector"].as_manager()

    if TYPE_CHECKING:
        leaves: RelatedManager[Leave]
        ties: RelatedManager[ConflictOfInterest]

    class Meta:
        verbose_name = _("inspector")
        verbose_name_plural = _("inspectors")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~Q(certificate_no=""), name="an_inspector_holds_a_certificate"),
            models.CheckConstraint(
                condition=Q(state=PoolState.ACTIVE) | Q(left_on__isnull=False),
                name="an_inspector_who_left_did_so_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.officer}"


class Leave(models.Model):
    """Days on which an inspector is away."""

    inspector = models.ForeignKey(
        Inspector, models.CASCADE, related_name="leaves", verbose_name=_("inspector")
    )
    from_day = models.DateField(pgettext_lazy("leave", "from"))
    to_day = models.DateField(pgettext_lazy("leave", "to"))
    made_by_label = models.CharField(_("entered by"), max_length=100, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("pool", "leave")
        verbose_name_plural = pgettext_lazy("pool", "leaves")
        ordering = ["-from_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day__gte=F("from_day")), name="a_leave_does_not_end_before_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_day:%Y-%m-%d} – {self.to_day:%Y-%m-%d}"


class Expert(models.Model):
    """A member of the expert pool (专家库): qualified, bound to confidentiality, and able to leave it."""

    scope_field = "division_code"

    code = models.CharField(pgettext_lazy("pool", "number in the library"), max_length=20, unique=True)
    name = models.CharField(_("full name"), max_length=60)
    title = models.CharField(_("professional title"), max_length=60, blank=True)
    employer = models.CharField(_("employer"), max_length=200, blank=True)
    employer_subject = models.ForeignKey(
        Subject,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("employer's credit file"),
    )
    specialities = models.JSONField(_("specialities"), default=list)
    division_code = models.CharField(_("division code"), max_length=6)
    term_to = models.DateField(_("appointed until"), null=True, blank=True)
    undertaking_on = models.DateField(_("confidentiality undertaking signed on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=6, choices=PoolState.choices, default=PoolState.ACTIVE, editable=False
    )
    left_on = models.DateField(_("left on"), null=True, blank=True, editable=False)
    exit_ground = models.CharField(
        _("why they left"), max_length=8, choices=ExitGround.choices, blank=True, editable=False
    )
    exit_words = models.CharField(_("reasons"), max_length=255, blank=True, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = ScopedQuerySet["Expert"].as_manager()

    if TYPE_CHECKING:
        ties: RelatedManager[ConflictOfInterest]

    class Meta:
        verbose_name = pgettext_lazy("pool", "expert")
        verbose_name_plural = pgettext_lazy("pool", "experts")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PoolState.ACTIVE) | Q(left_on__isnull=False) & ~Q(exit_ground=""),
                name="an_expert_who_left_did_so_on_a_day_and_for_a_ground",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ConflictOfInterest(models.Model):
    """A body that an inspector or expert declared a tie to, and so never inspects (回避)."""

    inspector = models.ForeignKey(
        Inspector,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="ties",
        verbose_name=_("inspector"),
    )
    expert = models.ForeignKey(
        Expert, models.CASCADE, null=True, blank=True, related_name="ties", verbose_name=_("expert")
    )
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+", verbose_name=_("body"))
    tie = models.CharField(pgettext_lazy("conflict", "tie"), max_length=8, choices=Tie.choices)
    declared_on = models.DateField(_("declared on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    made_by_label = models.CharField(_("entered by"), max_length=100, editable=False)

    class Meta:
        verbose_name = _("declared conflict of interest")
        verbose_name_plural = _("declared conflicts of interest")
        ordering = ["-declared_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(inspector__isnull=False, expert__isnull=True)
                | Q(inspector__isnull=True, expert__isnull=False),
                name="a_conflict_of_interest_is_one_persons",
            ),
            models.UniqueConstraint(
                fields=["inspector", "subject"],
                condition=Q(ended_on__isnull=True),
                name="an_inspector_declares_a_body_once",
            ),
            models.UniqueConstraint(
                fields=["expert", "subject"],
                condition=Q(ended_on__isnull=True),
                name="an_expert_declares_a_body_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.get_tie_display()}"
