"""Random draws (双随机): the frozen files, the commitment, what was drawn, and what was replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import SealedField
from core.scope import ScopedQuerySet
from credit.models import Subject
from supervision.draws.choices import (
    REVEALED,
    DrawState,
    Mode,
    ReplacementGround,
    ReplacementKind,
    ReplacementState,
    Role,
)
from supervision.models.draw_libraries import Expert, Inspector
from supervision.models.draw_plans import Plan, PlanLine

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Draw(models.Model):
    """One draw of one plan.

    `population`, `staff` and `parameters` are the frozen files, byte for byte as they are published; `result`
    is the file that anybody recomputes. `factors` explains each body's weight and is not published: it tells
    of grades and self-inspections. `secret` is sealed until the draw is opened.
    """

    scope_field = "division_code"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="draws", verbose_name=_("plan"))
    number = models.CharField(pgettext_lazy("draw", "number"), max_length=30, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    division_code = models.CharField(_("division code"), max_length=6, editable=False)
    lines = models.ManyToManyField(PlanLine, related_name="draws", verbose_name=_("lines of the plan"))
    state = models.CharField(
        _("state"), max_length=9, choices=DrawState.choices, default=DrawState.DRAFT, editable=False
    )
    draw_on = models.DateField(_("day of the draw"), help_text=_("the day after the commitment, or later"))
    public_source = models.CharField(
        _("public number"),
        max_length=200,
        blank=True,
        help_text=_("which number nobody can know yet is mixed in, such as a lottery result of that day"),
    )
    population = models.TextField(blank=True, editable=False)
    staff = models.TextField(blank=True, editable=False)
    parameters = models.TextField(blank=True, editable=False)
    factors = models.JSONField(default=dict, blank=True, editable=False)
    unfit = models.JSONField(default=dict, blank=True, editable=False)
    secret = SealedField(_("seed"), null=True, blank=True, editable=False)
    commitment = models.CharField(_("commitment (SHA-256)"), max_length=64, blank=True, editable=False)
    commitment_sm3 = models.CharField(_("commitment (SM3)"), max_length=64, blank=True, editable=False)
    committed_at = models.DateTimeField(_("committed at"), null=True, blank=True, editable=False)
    committed_by_label = models.CharField(_("committed by"), max_length=100, blank=True, editable=False)
    public_number = models.CharField(_("public number drawn"), max_length=100, blank=True, editable=False)
    witnesses = models.CharField(_("witnesses"), max_length=200, blank=True, editable=False)
    result = models.TextField(blank=True, editable=False)
    drawn_at = models.DateTimeField(_("drawn at"), null=True, blank=True, editable=False)
    drawn_by = models.CharField(max_length=64, blank=True, editable=False)
    drawn_by_label = models.CharField(_("drawn by"), max_length=100, blank=True, editable=False)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    approved_by_label = models.CharField(_("approved by"), max_length=100, blank=True, editable=False)
    opened_at = models.DateTimeField(
        pgettext_lazy("draw", "opened at"), null=True, blank=True, editable=False
    )
    opened_seed = models.CharField(_("seed"), max_length=64, blank=True, editable=False)
    void_reason = models.CharField(_("why it is void"), max_length=255, blank=True, editable=False)
    made_by = models.CharField(max_length=64, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = ScopedQuerySet["Draw"].as_manager()

    if TYPE_CHECKING:
        objects_drawn: RelatedManager[DrawnObject]
        replacements: RelatedManager[Replacement]

    class Meta:
        verbose_name = pgettext_lazy("draw", "random draw")
        verbose_name_plural = _("random draws")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[DrawState.DRAFT, DrawState.DROPPED])
                | ~Q(commitment="") & ~Q(population="") & Q(committed_at__isnull=False),
                name="a_draw_is_committed_before_it_is_held",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DrawState.DRAWN, DrawState.APPROVED, DrawState.OPENED])
                | ~Q(result="") & Q(drawn_at__isnull=False),
                name="a_draw_that_was_held_has_a_result",
            ),
            models.CheckConstraint(
                condition=Q(opened_seed="") | Q(state__in=[str(state) for state in REVEALED]),
                name="a_seed_is_open_only_after_the_draw",
            ),
            models.CheckConstraint(
                condition=~Q(state=DrawState.VOID) | ~Q(void_reason=""), name="a_void_draw_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_revealed(self) -> bool:
        """Whether seed and result are public."""
        return self.state in REVEALED


class DrawnObject(models.Model):
    """One body that a draw leads to.

    `replaced` is True from the approval of its replacement on; `instead_of` is the body it stands in for.
    """

    scope_field = "draw__division_code"

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="objects_drawn", verbose_name=_("draw"))
    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="+", verbose_name=_("line of the plan"))
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="drawn_objects", verbose_name=_("body"))
    stratum = models.CharField(_("stratum"), max_length=60)
    code = models.CharField(_("code"), max_length=80)
    rank = models.PositiveIntegerField(pgettext_lazy("draw", "place"))
    mode = models.CharField(pgettext_lazy("draw", "how"), max_length=4, choices=Mode.choices)
    tickets = models.PositiveIntegerField(pgettext_lazy("draw", "lots"), default=0)
    due_on = models.DateField(_("inspect by"))
    replaced = models.BooleanField(_("replaced"), default=False)
    instead_of = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("instead of"),
    )

    objects = ScopedQuerySet["DrawnObject"].as_manager()

    if TYPE_CHECKING:
        staff: RelatedManager[DrawnStaff]

    class Meta:
        verbose_name = _("drawn body")
        verbose_name_plural = _("drawn bodies")
        ordering = ["draw", "stratum", "mode", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "stratum", "code"], name="a_body_is_drawn_once_a_stratum")
        ]
        indexes = [models.Index(fields=["subject", "-id"], name="drawn_objects_of_subject")]

    def __str__(self) -> str:
        return f"{self.subject} {self.stratum}"

    @property
    def source_key(self) -> str:
        """The key under which an inspection is opened for it, once."""
        return f"supervision.drawnobject:{self.pk}"


class DrawnStaff(models.Model):
    """Who goes to a drawn body."""

    drawn_object = models.ForeignKey(
        DrawnObject, models.CASCADE, related_name="staff", verbose_name=_("drawn body")
    )
    role = models.CharField(pgettext_lazy("pool", "role"), max_length=9, choices=Role.choices)
    inspector = models.ForeignKey(
        Inspector, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("inspector")
    )
    expert = models.ForeignKey(
        Expert, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("expert")
    )
    place = models.PositiveSmallIntegerField(pgettext_lazy("draw", "place"))
    replaced = models.BooleanField(_("replaced"), default=False)

    class Meta:
        verbose_name = _("who goes to a drawn body")
        verbose_name_plural = _("who goes to drawn bodies")
        ordering = ["drawn_object", "role", "place"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role=Role.INSPECTOR, inspector__isnull=False, expert__isnull=True)
                | Q(role=Role.EXPERT, inspector__isnull=True, expert__isnull=False),
                name="who_goes_is_an_inspector_or_an_expert",
            )
        ]

    def __str__(self) -> str:
        return str(self.inspector or self.expert)


class Replacement(models.Model):
    """A request to replace what the draw gave: with a ground, words, and a second officer's decision."""

    scope_field = "draw__division_code"

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="replacements", verbose_name=_("draw"))
    kind = models.CharField(_("what is replaced"), max_length=6, choices=ReplacementKind.choices)
    drawn_object = models.ForeignKey(
        DrawnObject, models.PROTECT, related_name="replacements", verbose_name=_("drawn body")
    )
    staff = models.ForeignKey(
        DrawnStaff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replacements",
        verbose_name=_("who goes to a drawn body"),
    )
    ground = models.CharField(_("ground"), max_length=13, choices=ReplacementGround.choices)
    words = models.CharField(_("reasons"), max_length=255)
    state = models.CharField(
        _("state"), max_length=8, choices=ReplacementState.choices, default=ReplacementState.ASKED
    )
    outcome = models.CharField(_("who or what came instead"), max_length=255, blank=True)
    made_by = models.CharField(max_length=64, editable=False)
    made_by_label = models.CharField(_("asked by"), max_length=100, editable=False)
    made_at = models.DateTimeField(pgettext_lazy("replacement", "asked at"), auto_now_add=True)
    decided_by_label = models.CharField(_("decided by"), max_length=100, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_reason = models.CharField(_("reasons of the decision"), max_length=255, blank=True)

    objects = ScopedQuerySet["Replacement"].as_manager()

    class Meta:
        verbose_name = _("replacement in a draw")
        verbose_name_plural = _("replacements in draws")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="a_replacement_gives_reasons"),
            models.CheckConstraint(
                condition=Q(state=ReplacementState.ASKED) | ~Q(decided_by_label=""),
                name="a_decided_replacement_was_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["drawn_object"],
                condition=Q(state=ReplacementState.ASKED, kind=ReplacementKind.OBJECT),
                name="one_open_replacement_of_a_drawn_body",
            ),
            models.UniqueConstraint(
                fields=["staff"],
                condition=Q(state=ReplacementState.ASKED),
                name="one_open_replacement_of_who_goes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw.number} {self.drawn_object.subject}"
