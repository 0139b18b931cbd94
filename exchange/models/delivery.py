"""One message about one record for one platform, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core.scope import ScopedQuerySet
from exchange.choices import ENDING, RESENDABLE, UNSETTLED, Operation, State, Table
from exchange.models.platform import Platform

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager
    from django.db.models.manager import Manager

    from exchange.models.receipt import Attempt, Receipt


class DeliveryQuerySet(ScopedQuerySet["Delivery"]):
    """Reads over deliveries; `visible_to` keeps those of the reader's divisions."""

    def free(self, now: datetime) -> DeliveryQuerySet:
        """Deliveries that nobody holds: waiting, or sending under a lease that lapsed (its worker died)."""
        return self.filter(Q(state=State.WAITING) | Q(state=State.SENDING, lease_until__lt=now))

    def first_of_their_record(self) -> DeliveryQuerySet:
        """Leave out what must wait: an earlier message of the same key is not settled yet."""
        earlier = Delivery.objects.filter(
            platform=OuterRef("platform"),
            key=OuterRef("key"),
            sequence__lt=OuterRef("sequence"),
            state__in=UNSETTLED,
        )
        return self.filter(~Exists(earlier))

    def due(self, now: datetime) -> DeliveryQuerySet:
        """What may be sent at this moment, oldest first."""
        return self.free(now).filter(not_before__lte=now).first_of_their_record().order_by("id")

    def urgent(self, now: datetime) -> DeliveryQuerySet:
        """Withdrawals that may be sent: the law gives three working days for them (行政处罚法 art. 48)."""
        waiting = self.filter(state=State.WAITING, operation=Operation.WITHDRAW, not_before__lte=now)
        return waiting.first_of_their_record().order_by("id")

    def unresolved(self) -> DeliveryQuerySet:
        """Rejected or stuck, and no newer message about the record has settled the matter."""
        newer = Delivery.objects.filter(
            platform=OuterRef("platform"),
            record_id=OuterRef("record_id"),
            state__in=(State.ACCEPTED, State.OVERTAKEN),
            sequence__gt=OuterRef("sequence"),
        )
        return self.filter(~Exists(newer), state__in=RESENDABLE)

    def held_by_platform(self) -> DeliveryQuerySet:
        """The latest accepted message of each record, where it leaves the record on show there."""
        later = Delivery.objects.filter(
            platform=OuterRef("platform"),
            record_id=OuterRef("record_id"),
            state=State.ACCEPTED,
            sequence__gt=OuterRef("sequence"),
        )
        return self.filter(~Exists(later), state=State.ACCEPTED).exclude(operation__in=ENDING)


class Delivery(models.Model):
    """A row of the queue to a platform. Payloads carry personal numbers only as sealed tokens.

    `may_hold` is the one fact that ordering needs after a crash: once it is true, the platform may hold this
    record although no answer came back, so a later withdrawal must be sent.
    """

    scope_field = "division_code"

    platform = models.ForeignKey(
        Platform, models.PROTECT, related_name="deliveries", verbose_name=_("platform")
    )
    event_id = models.BigIntegerField(_("outbox event"))
    topic = models.CharField(_("topic"), max_length=80)
    key = models.CharField(_("key"), max_length=80)
    sequence = models.PositiveIntegerField(_("sequence within the key"))
    table = models.CharField(_("table"), max_length=20, choices=Table.choices)
    operation = models.CharField(_("operation"), max_length=1, choices=Operation.choices)
    record_id = models.CharField(_("record"), max_length=64)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    idempotency_key = models.CharField(_("idempotency key"), max_length=90)
    payload = models.JSONField(_("payload"), default=dict)
    label = models.CharField(_("about"), max_length=255, blank=True)
    division_code = models.CharField(_("division code"), max_length=6, blank=True, db_index=True)
    business_day = models.DateField(_("decision date"), null=True)

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"))
    lease_until = models.DateTimeField(_("held until"), null=True, blank=True)
    lease_token = models.CharField(_("held by worker"), max_length=32, blank=True)
    may_hold = models.BooleanField(_("the platform may hold it"), default=False)
    alone = models.BooleanField(_("sent in a batch of its own"), default=False)
    stuck_reason = models.CharField(_("why it does not move"), max_length=255, blank=True)

    created_at = models.DateTimeField(_("queued at"), auto_now_add=True)
    trying_since = models.DateTimeField(_("trying since"))
    sent_at = models.DateTimeField(_("first sent at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    batch_no = models.CharField(_("last batch"), max_length=60, blank=True)
    content_hash = models.CharField(_("content hash (keyed SM3)"), max_length=64, blank=True)
    body_digest = models.CharField(_("SM3 digest of the bytes sent"), max_length=64, blank=True)
    sent_body = models.JSONField(_("as sent, personal numbers hidden"), default=dict, blank=True)

    objects = DeliveryQuerySet.as_manager()

    if TYPE_CHECKING:
        _default_manager: Manager[Delivery]
        receipts: RelatedManager[Receipt]
        attempt_log: RelatedManager[Attempt]

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "idempotency_key"], name="one_delivery_per_platform_and_idempotency_key"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.STUCK) | ~Q(stuck_reason=""),
                name="a_stuck_delivery_says_why_in_words",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENDING) | Q(lease_until__isnull=False),
                name="a_delivery_is_sent_under_a_lease",
            ),
        ]
        indexes = [
            models.Index(
                fields=["platform", "table", "id"],
                name="delivery_queue",
                condition=Q(state__in=(State.WAITING, State.SENDING)),
            ),
            models.Index(fields=["platform", "state", "operation"], name="delivery_by_state"),
            models.Index(fields=["platform", "key", "sequence"], name="delivery_line"),
            models.Index(fields=["record_id", "platform"], name="delivery_of_record"),
        ]

    def __str__(self) -> str:
        return self.label or str(self.record_id)
