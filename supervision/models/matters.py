"""Tracked matters (办理事项): what somebody entitled asked of a government body, from receipt to answer."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Agency
from core.fields import SealedField
from core.scope import ScopedQuerySet
from credit.models import Subject
from supervision.matters.choices import DUTIES, OPEN_STATES, MatterKind, MatterState, Satisfaction

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Matter(models.Model):
    """One matter: a proposal, a petition, a judgment, a promise … that a body must answer or obey.

    `subject` is the body that has to act; its `office` where the body is the authority itself. Both are known
    once the matter is assigned. Who sent a petition is sealed; `sender_shown` is what pages say.
    """

    scope_field = "division_code"

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind of matter"), max_length=10, choices=MatterKind.choices)
    number = models.CharField(_("number"), max_length=80, blank=True)
    title = models.CharField(_("title"), max_length=200)
    demand = models.TextField(_("what is asked for or owed"), blank=True)
    amount = models.DecimalField(_("amount in yuan"), max_digits=16, decimal_places=2, null=True, blank=True)
    sender = SealedField(_("sender"), context="supervision.matter", null=True, blank=True, editable=False)
    sender_shown = models.CharField(_("sender"), max_length=100, blank=True, editable=False)
    contact = SealedField(
        _("how the sender is reached"), context="supervision.matter", null=True, blank=True, editable=False
    )
    subject = models.ForeignKey(
        Subject,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="matters",
        verbose_name=_("responsible body"),
    )
    office = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsible office")
    )
    authority_name = models.CharField(_("authority"), max_length=200)
    division_code = models.CharField(_("division code"), max_length=6)
    received_on = models.DateField(_("received on"))
    told_on = models.DateField(_("sender told of the receipt on"), null=True, blank=True, editable=False)
    told_how = models.CharField(_("how the sender was told"), max_length=100, blank=True, editable=False)
    assigned_on = models.DateField(_("assigned on"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("due on"))
    due_fixed = models.BooleanField(_("due day named by the document"), default=False)
    extended_days = models.PositiveSmallIntegerField(_("extended by days"), default=0, editable=False)
    extension_reason = models.CharField(_("why extended"), max_length=255, blank=True, editable=False)
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=MatterState.choices,
        default=MatterState.RECEIVED,
        editable=False,
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    answered_by = models.CharField(max_length=64, blank=True, editable=False)
    reopened_times = models.PositiveSmallIntegerField(_("times opened again"), default=0, editable=False)
    reopened_on = models.DateField(_("opened again on"), null=True, blank=True, editable=False)
    refused_on = models.DateField(_("refusal found on"), null=True, blank=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    satisfaction = models.CharField(
        _("sender's opinion"), max_length=11, choices=Satisfaction.choices, blank=True, editable=False
    )
    made_by = models.CharField(max_length=64, blank=True, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, blank=True, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    if TYPE_CHECKING:
        answers: RelatedManager[MatterAnswer]

    objects = ScopedQuerySet["Matter"].as_manager()

    class Meta:
        verbose_name = _("tracked matter")
        verbose_name_plural = _("tracked matters")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["division_code", "kind", "number"],
                condition=~Q(number=""),
                name="a_matter_is_entered_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "dropped"])
                | Q(subject__isnull=False, assigned_on__isnull=False),
                name="an_assigned_matter_has_a_body",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(answered_on__isnull=False, closed_on__isnull=False),
                name="an_accepted_matter_was_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | Q(refused_on__isnull=False),
                name="a_refused_matter_has_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "state"], name="matter_of_subject"),
            models.Index(
                fields=["division_code", "-id"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                name="matter_by_division",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()

    @property
    def is_open(self) -> bool:
        """Whether it still awaits an answer that is accepted."""
        return self.state in OPEN_STATES

    @property
    def is_duty(self) -> bool:
        """Whether it is obeyed rather than answered."""
        return self.kind in DUTIES


class MatterAnswer(models.Model):
    """One answer of the body; each stays when the matter is opened again."""

    matter = models.ForeignKey(
        Matter, models.CASCADE, related_name="answers", verbose_name=_("tracked matter")
    )
    text = models.TextField(pgettext_lazy("matter", "answer"))
    done = models.BooleanField(_("done as asked or owed"), default=False)
    on = models.DateField(_("answered on"))
    by_label = models.CharField(_("answered by"), max_length=100, blank=True)
    outcome = models.CharField(_("what became of the answer"), max_length=255, blank=True)
    accepted = models.BooleanField(_("accepted"), null=True)

    class Meta:
        verbose_name = _("answer to a matter")
        verbose_name_plural = _("answers to matters")
        ordering = ["matter", "pk"]

    def __str__(self) -> str:
        return f"{self.matter} {self.on:%Y-%m-%d}"
