"""Self-inspection ledgers (自查台账): a round opened for many bodies, each body's ledger, its lines."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.scope import ScopedQuerySet
from credit.models import Commitment, Subject
from credit.models.commitments import SigningWay
from supervision.choices import ChecklistKind
from supervision.models.campaigns import Campaign
from supervision.models.checklists import CheckItem, Checklist

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

# A register brings commitments only.
WAYS = [(way.value, way.label) for way in (SigningWay.PORTAL, SigningWay.PAPER)]


class LedgerState(models.TextChoices):
    """Where a ledger stands."""

    OPEN = "open", pgettext_lazy("ledger", "to be filled in")
    HANDED_IN = "handed_in", pgettext_lazy("ledger", "handed in")
    RETURNED = "returned", pgettext_lazy("ledger", "returned")
    ACCEPTED = "accepted", pgettext_lazy("ledger", "accepted")
    DROPPED = "dropped", pgettext_lazy("ledger", "taken back")


WRITABLE = (LedgerState.OPEN, LedgerState.RETURNED)
"""States in which the body may write."""


class Answer(models.TextChoices):
    """What the body says about one line."""

    FOUND = "found", pgettext_lazy("self-inspection", "found")
    CLEAR = "clear", pgettext_lazy("self-inspection", "not found")
    NOT_HERE = "not_here", pgettext_lazy("self-inspection", "does not concern us")


class CopiedFrom(models.TextChoices):
    """Where the words of a copied ledger stood before."""

    BODY = "body", _("another body's ledger of the same round")
    BEFORE = "before", _("the body's own ledger of an earlier round")
    LIST = "list", _("the problem list itself")


class LedgerRound(models.Model):
    """One self-inspection ordered of many bodies at once: a campaign's, a quarter's, a year's.

    `source_key` tells rounds apart: the same campaign, or the same checklist, place and period, opens once.
    `scope` is what was chosen: place, categories, subject ids; empty for a campaign, which knows its bodies.
    """

    scope_field = "division_code"

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=ChecklistKind.choices)
    title = models.CharField(_("title"), max_length=200)
    period = models.CharField(_("period"), max_length=20, blank=True)
    checklist = models.ForeignKey(
        Checklist, models.PROTECT, related_name="rounds", verbose_name=_("checklist")
    )
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("campaign"),
    )
    source_key = models.CharField(max_length=120, unique=True, editable=False)
    authority_name = models.CharField(_("authority"), max_length=200, blank=True)
    division_code = models.CharField(_("division code"), max_length=6)
    scope = models.JSONField(default=dict, blank=True, editable=False)
    opens_on = models.DateField(_("opens on"))
    due_on = models.DateField(_("to be handed in by"))
    made_by = models.CharField(max_length=64, blank=True, editable=False)
    made_by_label = models.CharField(_("opened by"), max_length=100, blank=True, editable=False)
    made_at = models.DateTimeField(_("opened at"), auto_now_add=True)

    if TYPE_CHECKING:
        ledgers: RelatedManager[Ledger]

    objects = ScopedQuerySet["LedgerRound"].as_manager()

    class Meta:
        verbose_name = _("round of self-inspection")
        verbose_name_plural = _("rounds of self-inspection")
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")), name="a_round_is_due_after_it_opened"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Ledger(models.Model):
    """One body's ledger of one round. Lines exist from their first answer on.

    `late`, `empty` and `copied` are told by the product; `faked_on` is an officer's finding. `way` is "paper"
    from the moment on which an officer begins to enter it for a body that has no sign-in.
    """

    scope_field = "division_code"

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(
        LedgerRound, models.PROTECT, related_name="ledgers", verbose_name=_("round of self-inspection")
    )
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="ledgers", verbose_name=_("body"))
    division_code = models.CharField(_("division code"), max_length=6)
    due_on = models.DateField(_("to be handed in by"))
    state = models.CharField(
        _("state"), max_length=9, choices=LedgerState.choices, default=LedgerState.OPEN, editable=False
    )
    handed_in_on = models.DateField(_("handed in on"), null=True, blank=True)
    first_handed_in_on = models.DateField(_("first handed in on"), null=True, blank=True)
    way = models.CharField(_("way"), max_length=6, choices=WAYS, default=SigningWay.PORTAL, editable=False)
    entered_by_label = models.CharField(_("entered from paper by"), max_length=100, blank=True)
    signed_on = models.DateField(_("day on the paper"), null=True, blank=True)
    signer_name = models.CharField(_("signer"), max_length=60, blank=True)
    signer_post = models.CharField(_("signer's post"), max_length=60, blank=True)
    signed_at = models.DateTimeField(_("signature stored at"), null=True, blank=True)
    content_digest = models.CharField(_("digest of the content (SM3)"), max_length=64, blank=True)
    signature = models.CharField(max_length=64, blank=True, editable=False)
    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("commitment to lawful practice"),
    )
    found = models.PositiveSmallIntegerField(_("problems found"), default=0)
    late = models.BooleanField(_("late"), default=False)
    empty = models.BooleanField(_("empty"), default=False)
    copied = models.BooleanField(_("copied"), default=False)
    copied_from = models.CharField(
        _("copied from"), max_length=6, choices=CopiedFrom.choices, blank=True, editable=False
    )
    copied_share = models.PositiveSmallIntegerField(_("share of equal words (%)"), default=0)
    copied_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("same words in")
    )
    faked_on = models.DateField(_("found to be faked on"), null=True, blank=True)
    return_reason = models.CharField(_("why it was returned"), max_length=500, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    checked_by_label = models.CharField(_("checked by"), max_length=100, blank=True)
    changed_by = models.CharField(max_length=64, blank=True, editable=False)
    changed_at = models.DateTimeField(_("last changed at"), null=True, blank=True)

    if TYPE_CHECKING:
        entries: RelatedManager[LedgerEntry]
        uploads: RelatedManager[LedgerUpload]

    objects = ScopedQuerySet["Ledger"].as_manager()

    class Meta:
        verbose_name = _("self-inspection ledger")
        verbose_name_plural = _("self-inspection ledgers")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "subject"], name="a_body_has_one_ledger_in_a_round"),
            models.CheckConstraint(
                condition=~Q(state__in=["handed_in", "accepted"])
                | (Q(handed_in_on__isnull=False, signed_at__isnull=False) & ~Q(signer_name="")),
                name="a_ledger_handed_in_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""), name="a_returned_ledger_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(way="paper", state__in=["handed_in", "accepted"])
                | (Q(signed_on__isnull=False) & ~Q(entered_by_label="")),
                name="a_ledger_on_paper_says_who_entered_it",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "-due_on"], name="ledger_of_subject"),
            models.Index(fields=["round", "state"], name="ledger_of_round"),
            models.Index(
                fields=["due_on"],
                name="ledger_not_handed_in",
                condition=Q(state__in=["open", "returned"], late=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}：{self.subject}"

    @property
    def writable(self) -> bool:
        """Whether it may be written in: by the body, or by the officer who enters it from paper."""
        return self.state in WRITABLE

    @property
    def at_the_desk(self) -> bool:
        """Whether an officer is entering it from paper, so that the body cannot write in it."""
        return self.way == SigningWay.PAPER and self.state == LedgerState.OPEN

    @property
    def about(self) -> str:
        """How the scans of a ledger on paper name it."""
        return f"supervision.ledger:{self.pk}"


class LedgerEntry(models.Model):
    """What a body says about one line of the list.

    `version` rises with every save; a save names the version it was made from. `token` is the name that the
    page gave to its last save, so that the same save sent twice counts once. `words` is a digest of the
    facts without blanks and marks, "" where they are too short to be compared.
    """

    ledger = models.ForeignKey(Ledger, models.CASCADE, related_name="entries", verbose_name=_("ledger"))
    item = models.ForeignKey(CheckItem, models.PROTECT, related_name="+", verbose_name=_("problem or duty"))
    answer = models.CharField(_("result"), max_length=8, choices=Answer.choices, blank=True)
    facts = models.TextField(_("facts"), blank=True)
    measures = models.TextField(_("measures"), blank=True)
    owner = models.CharField(_("responsible person or office"), max_length=100, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    permanent = models.BooleanField(_("permanent"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    token = models.CharField(max_length=40, blank=True, editable=False)
    words = models.CharField(max_length=32, blank=True, editable=False)
    changed_by = models.CharField(max_length=64, blank=True, editable=False)
    changed_by_label = models.CharField(_("changed by"), max_length=100, blank=True, editable=False)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("line of a ledger")
        verbose_name_plural = _("lines of ledgers")
        constraints = [
            models.UniqueConstraint(fields=["ledger", "item"], name="a_ledger_answers_a_line_once")
        ]
        indexes = [
            models.Index(fields=["words"], name="ledger_line_by_words", condition=~Q(words="")),
            models.Index(fields=["item", "answer"], name="ledger_line_by_item"),
        ]

    def __str__(self) -> str:
        return f"{self.item}"

    @property
    def about(self) -> str:
        """How evidence and rectifications name this line."""
        return f"supervision.ledgerentry:{self.pk}"


class LedgerUpload(models.Model):
    """A workbook that was handed up for a ledger: taken in as a whole, or refused with its faults marked."""

    ledger = models.ForeignKey(Ledger, models.CASCADE, related_name="uploads", verbose_name=_("ledger"))
    file_name = models.CharField(_("file"), max_length=200)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by_label = models.CharField(_("by"), max_length=100)
    taken = models.PositiveSmallIntegerField(_("lines taken in"), default=0)
    faults = models.JSONField(_("faults"), default=list)
    stored_as = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("workbook of a ledger")
        verbose_name_plural = _("workbooks of ledgers")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
