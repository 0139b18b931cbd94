"""Complaints and reports: what is said about whom, and what became of it. Nothing of who said it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.scope import ScopedQuerySet
from credit.models import Subject
from supervision.complaints.choices import (
    OPEN_STATES,
    UPHELD,
    Channel,
    ComplaintFinding,
    ComplaintState,
    DeclineGround,
    Nature,
    Procedure,
    RewardState,
    Satisfaction,
    Topic,
)

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from supervision.models.informants import SealedInformant


class Complaint(models.Model):
    """One complaint or report. Who brought it is in `SealedInformant`, which no server secret opens.

    `fingerprint` is the digest of the words in one form: same body, same words is the same matter. The codes
    of the complainant are kept as keyed digests; a dump gives neither. `submission` is the digest of the
    form's own token, so that a form sent twice is one complaint.
    """

    scope_field = "division_code"

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("complaint number"), max_length=40, unique=True, editable=False)
    nature = models.CharField(
        pgettext_lazy("complaint", "nature"), max_length=9, choices=Nature.choices, default=Nature.COMPLAINT
    )
    channel = models.CharField(_("came in by"), max_length=9, choices=Channel.choices, default=Channel.SITE)
    topic = models.CharField(
        pgettext_lazy("complaint", "topic"), max_length=10, choices=Topic.choices, default=Topic.OTHER
    )
    subject = models.ForeignKey(
        Subject,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name=_("body complained about"),
    )
    body_name = models.CharField(_("body as named"), max_length=200)
    division_code = models.CharField(_("division code"), max_length=6)
    words = models.TextField(_("what is complained about"))
    received_on = models.DateField(_("received on"))
    happened_on = models.DateField(_("happened on"), null=True, blank=True)
    named = models.BooleanField(_("with a name"), default=False, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    wave = models.BooleanField(
        _("one of a wave"), default=False, help_text=_("unusually many about this body on one day")
    )
    state = models.CharField(
        _("state"),
        max_length=11,
        choices=ComplaintState.choices,
        default=ComplaintState.RECEIVED,
        editable=False,
    )
    procedure = models.CharField(
        pgettext_lazy("complaint", "procedure"), max_length=9, choices=Procedure.choices, blank=True
    )
    office = models.CharField(_("handling office"), max_length=100, blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("to be answered by"), null=True, blank=True, editable=False)
    extended_days = models.PositiveSmallIntegerField(_("extended by days"), default=0, editable=False)
    extension_reason = models.CharField(_("why extended"), max_length=255, blank=True, editable=False)
    transferred_to = models.CharField(_("passed on to"), max_length=200, blank=True)
    declined_as = models.CharField(
        _("why not accepted"), max_length=9, choices=DeclineGround.choices, blank=True
    )
    finding = models.CharField(
        pgettext_lazy("complaint", "finding"), max_length=10, choices=ComplaintFinding.choices, blank=True
    )
    facts = models.TextField(_("facts established"), blank=True)
    item_code = models.CharField(_("item of the collection catalogue"), max_length=20, blank=True)
    conduct_on = models.DateField(_("day of the conduct"), null=True, blank=True)
    problem = models.CharField(_("problem to be put right"), max_length=500, blank=True)
    rectify_by = models.DateField(_("to be put right by"), null=True, blank=True)
    effects = models.JSONField(_("what was done"), default=list, blank=True, editable=False)
    answer = models.TextField(pgettext_lazy("complaint", "answer"), blank=True)
    proposed_by = models.CharField(max_length=64, blank=True, editable=False)
    proposed_by_label = models.CharField(_("proposed by"), max_length=100, blank=True, editable=False)
    decided_by_label = models.CharField(_("decided by"), max_length=100, blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    answered_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    satisfaction = models.CharField(
        _("satisfaction"), max_length=4, choices=Satisfaction.choices, blank=True, editable=False
    )
    joined_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="joined",
        editable=False,
        verbose_name=_("joined with"),
    )
    tracking = models.CharField(max_length=64, blank=True, editable=False)
    pickup = models.CharField(max_length=64, blank=True, editable=False)
    submission = models.CharField(max_length=64, blank=True, editable=False)
    made_by = models.CharField(max_length=64, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    changed_by = models.CharField(max_length=64, blank=True, editable=False)

    if TYPE_CHECKING:
        joined: RelatedManager[Complaint]
        informant: SealedInformant
        reward: ComplaintReward

    objects = ScopedQuerySet["Complaint"].as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tracking"], condition=~Q(tracking=""), name="one_complaint_per_tracking_code"
            ),
            models.UniqueConstraint(
                fields=["submission"], condition=~Q(submission=""), name="a_form_sent_twice_is_one_complaint"
            ),
            models.CheckConstraint(
                condition=~Q(state="joined") | Q(joined_to__isnull=False),
                name="a_joined_complaint_names_the_earlier_one",
            ),
            models.CheckConstraint(
                condition=Q(joined_to__isnull=True) | ~Q(joined_to=F("pk")),
                name="a_complaint_is_not_joined_to_itself",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "answered"])
                | (Q(decided_on__isnull=False) & ~Q(finding="")),
                name="a_decided_complaint_has_a_finding",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(declined_as=""), name="a_declined_complaint_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "-received_on"], name="complaint_of_subject"),
            models.Index(fields=["fingerprint"], name="complaint_by_words"),
            models.Index(
                fields=["division_code", "-id"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                name="complaint_by_division",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in OPEN_STATES

    @property
    def is_upheld(self) -> bool:
        """Whether it counts as valid (有效投诉)."""
        return self.finding in UPHELD

    @property
    def about(self) -> str:
        """The body complained about: as on file, or as it was named."""
        return self.subject.in_tasks if self.subject is not None else self.body_name


class ComplaintReward(models.Model):
    """A reward for a report that was upheld; approved and paid without anybody learning for whom."""

    scope_field = "division_code"

    complaint = models.OneToOneField(
        Complaint, models.PROTECT, related_name="reward", verbose_name=_("complaint"), editable=False
    )
    division_code = models.CharField(_("division code"), max_length=6, editable=False)
    amount = models.DecimalField(_("amount (yuan)"), max_digits=9, decimal_places=2)
    grounds = models.CharField(_("grounds of the reward"), max_length=500)
    state = models.CharField(
        _("state"), max_length=8, choices=RewardState.choices, default=RewardState.PROPOSED, editable=False
    )
    made_by = models.CharField(max_length=64, editable=False)
    made_by_label = models.CharField(_("proposed by"), max_length=100, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    approved_by = models.CharField(max_length=64, blank=True, editable=False)
    approved_by_label = models.CharField(_("approved by"), max_length=100, blank=True, editable=False)
    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)
    collect_by = models.DateField(_("to be collected by"), null=True, blank=True, editable=False)
    paid_on = models.DateField(_("paid on"), null=True, blank=True, editable=False)
    paid_by_label = models.CharField(_("paid by"), max_length=100, blank=True, editable=False)
    voucher_no = models.CharField(_("voucher number"), max_length=80, blank=True)

    objects = ScopedQuerySet["ComplaintReward"].as_manager()

    class Meta:
        verbose_name = _("reward for a report")
        verbose_name_plural = _("rewards for reports")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_reward_is_more_than_nothing"),
            models.CheckConstraint(
                condition=~Q(state="paid") | (Q(paid_on__isnull=False) & ~Q(voucher_no="")),
                name="a_paid_reward_has_its_day_and_voucher",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint.number} {self.amount}"
