"""Approval items (审批服务事项) and the cases that run under them, each with its limits and warnings.

行政许可法 第32、42、44、45、82条; the automatic warning near a limit: 川卫发〔2017〕122号 第8项.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.models import Rule
from core.scope import ScopedQuerySet
from credit.models import Commitment, CommitmentTemplate, Subject
from credit.rules.terms import AppliesTo
from supervision.service.choices import CaseState, Door, ItemKind, Level, Outcome

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class ApprovalItem(models.Model):
    """One item that can be applied for. `place` is a division prefix, "" the whole country.

    `statutory_days` is the limit of the law, `promised_days` what the authority promises in public,
    `green_days` what it promises to whom the green channel is open: all working days from acceptance.
    """

    code = models.SlugField(_("code"), max_length=40)
    place = models.CharField(
        _("place"), max_length=6, blank=True, help_text=_("division-code prefix; empty: whole country")
    )
    name = models.CharField(_("name of the item"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    kind = models.CharField(_("kind of item"), max_length=10, choices=ItemKind.choices)
    applies_to = models.CharField(_("who applies"), max_length=12, choices=AppliesTo.choices)
    office = models.CharField(_("handling office"), max_length=60)
    statutory_days = models.PositiveSmallIntegerField(
        _("limit of the law (working days)"), validators=[MinValueValidator(1)]
    )
    promised_days = models.PositiveSmallIntegerField(
        _("promised limit (working days)"), validators=[MinValueValidator(1)]
    )
    green_days = models.PositiveSmallIntegerField(
        _("limit in the green channel (working days)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("empty: this item has no green channel"),
    )
    commitment_template = models.ForeignKey(
        CommitmentTemplate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("letter for the commitment door"),
        help_text=_("empty: this item cannot be had on a commitment"),
    )
    incomplete_template = models.ForeignKey(
        CommitmentTemplate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("letter for papers that follow"),
        help_text=_("empty: nothing may be handed in later"),
    )
    document = models.CharField(_("document"), max_length=200, blank=True)
    article = models.CharField(_("article"), max_length=80, blank=True)
    certainty = models.CharField(
        _("certainty"), max_length=8, choices=Rule.Certainty.choices, default=Rule.Certainty.DEFAULT
    )
    origin = models.CharField(
        _("origin"), max_length=5, choices=Rule.Origin.choices, default=Rule.Origin.LOCAL, editable=False
    )
    in_use = models.BooleanField(_("in use"), default=True)

    if TYPE_CHECKING:
        materials: RelatedManager[ItemMaterial]
        steps: RelatedManager[ItemStep]

    class Meta:
        verbose_name = _("approval item")
        verbose_name_plural = _("approval items")
        ordering = ["office", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "place"], name="one_approval_item_per_code_and_place"),
            models.CheckConstraint(
                condition=Q(promised_days__lte=F("statutory_days")),
                name="a_promised_limit_is_within_the_law",
                violation_error_message=_("The promised limit cannot be longer than the limit of the law."),
            ),
            models.CheckConstraint(
                condition=Q(green_days__isnull=True) | Q(green_days__lte=F("promised_days")),
                name="the_green_channel_is_not_slower",
                violation_error_message=_("The green channel cannot take longer than the promised limit."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_shown

    @property
    def name_shown(self) -> str:
        """The name in the reader's language."""
        english = not (get_language() or "").startswith("zh")
        return self.name_en if english and self.name_en else self.name


class ItemMaterial(models.Model):
    """One paper that an application needs; what stands here is all that may be asked for."""

    item = models.ForeignKey(
        ApprovalItem, models.CASCADE, related_name="materials", verbose_name=_("approval item")
    )
    number = models.PositiveSmallIntegerField(pgettext_lazy("approval item", "number"))
    name = models.CharField(_("paper"), max_length=120)
    form = models.CharField(_("form and copies"), max_length=60, blank=True)
    may_follow = models.BooleanField(_("may follow later"), default=False)
    conditional = models.BooleanField(_("needed in some cases only"), default=False)

    class Meta:
        verbose_name = _("paper of an application")
        verbose_name_plural = _("papers of an application")
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="one_paper_per_number_of_an_item")
        ]

    def __str__(self) -> str:
        return self.name


class ItemStep(models.Model):
    """One stage of the flow chart of an item, with its share of the promised limit."""

    item = models.ForeignKey(
        ApprovalItem, models.CASCADE, related_name="steps", verbose_name=_("approval item")
    )
    number = models.PositiveSmallIntegerField(pgettext_lazy("approval item", "number"))
    title = models.CharField(_("stage"), max_length=60)
    office = models.CharField(_("office"), max_length=60, blank=True)
    days = models.PositiveSmallIntegerField(_("working days"))

    class Meta:
        verbose_name = _("stage of an item")
        verbose_name_plural = _("stages of an item")
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="one_stage_per_number_of_an_item")
        ]

    def __str__(self) -> str:
        return self.title


class ApprovalCase(models.Model):
    """One application (办件). The limits are those promised on the day it came in, whatever changes later.

    `told_on` is the day of the one-time notice: there is only one. `paused_days` are working days of
    hearings, tests and expert review, which do not count (行政许可法 第45条).
    """

    scope_field = "division_code"

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("case number"), max_length=40, unique=True)
    item = models.ForeignKey(
        ApprovalItem, models.PROTECT, related_name="cases", verbose_name=_("approval item")
    )
    subject = models.ForeignKey(
        Subject,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="approval_cases",
        verbose_name=_("applicant's file"),
    )
    applicant = models.CharField(_("applicant"), max_length=200)
    division_code = models.CharField(_("division code"), max_length=6)
    door = models.CharField(_("way of handling"), max_length=10, choices=Door.choices, default=Door.ORDINARY)
    green = models.BooleanField(_("green channel"), default=False)
    green_ground = models.CharField(_("why the green channel is open"), max_length=200, blank=True)
    promised_days = models.PositiveSmallIntegerField(_("promised limit (working days)"))
    statutory_days = models.PositiveSmallIntegerField(_("limit of the law (working days)"))
    received_on = models.DateField(_("received on"))
    missing = models.JSONField(_("what is missing"), default=list, blank=True)
    told_on = models.DateField(_("one-time notice given on"), null=True, blank=True)
    completed_on = models.DateField(_("papers completed on"), null=True, blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    deemed = models.BooleanField(
        _("accepted by force of law"), default=False, help_text=_("nobody said in time what was missing")
    )
    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="approval_cases",
        verbose_name=_("commitment"),
    )
    commitment_broken_on = models.DateField(_("commitment found broken on"), null=True, blank=True)
    weighed_on = models.DateField(_("revocation weighed on"), null=True, blank=True)
    weighing = models.CharField(_("what became of the permit"), max_length=255, blank=True)
    due_on = models.DateField(_("promised for"), null=True, blank=True)
    law_due_on = models.DateField(_("last day by law"), null=True, blank=True)
    due_provisional = models.BooleanField(default=False, editable=False)
    extended_by_days = models.PositiveSmallIntegerField(_("extended by (working days)"), default=0)
    paused_on = models.DateField(_("clock stopped on"), null=True, blank=True)
    paused_days = models.PositiveSmallIntegerField(_("days that do not count"), default=0)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True)
    reasoning = models.TextField(_("reasons"), blank=True)
    decision_no = models.CharField(_("decision number"), max_length=80, blank=True)
    proposed_by = models.CharField(max_length=64, blank=True, editable=False)
    proposed_by_label = models.CharField(_("proposed by"), max_length=100, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by_label = models.CharField(_("decided by"), max_length=100, blank=True)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=CaseState.choices, default=CaseState.RECEIVED, editable=False
    )
    made_by = models.CharField(max_length=64, blank=True, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, blank=True, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    if TYPE_CHECKING:
        warnings: RelatedManager[ApprovalWarning]

    objects = ScopedQuerySet["ApprovalCase"].as_manager()

    class Meta:
        verbose_name = _("approval case")
        verbose_name_plural = _("approval cases")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "paused", "proposed", "decided", "delivered"])
                | Q(accepted_on__isnull=False, due_on__isnull=False, law_due_on__isnull=False),
                name="an_accepted_case_has_its_last_days",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "delivered"])
                | (Q(decided_on__isnull=False) & ~Q(outcome="")),
                name="a_decided_case_says_how_and_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                name="approval_case_running",
                condition=Q(state__in=["accepted", "paused", "proposed"]),
            ),
            models.Index(fields=["subject", "-id"], name="approval_case_of_subject"),
            models.Index(fields=["item", "state"], name="approval_case_of_item"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.item}"


class ApprovalWarning(models.Model):
    """A limit came near or has passed: who is to hurry it, and what was said."""

    scope_field = "case__division_code"

    case = models.ForeignKey(
        ApprovalCase, models.CASCADE, related_name="warnings", verbose_name=_("approval case")
    )
    level = models.CharField(_("level"), max_length=6, choices=Level.choices)
    due_on = models.DateField(_("promised for"))
    raised_on = models.DateField(_("raised on"))
    urged_on = models.DateField(_("hurried on"), null=True, blank=True)
    urged_by_label = models.CharField(_("hurried by"), max_length=100, blank=True)
    words = models.CharField(_("what was said"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("warning of a limit")
        verbose_name_plural = _("warnings of limits")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "level", "due_on"], name="one_warning_per_case_level_and_limit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_level_display()}"
