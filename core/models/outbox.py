"""Changes that others must hear, written in the same transaction as the change."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxEvent(models.Model):
    """One message to whoever subscribes to the topic, in order per key."""

    topic = models.CharField(_("topic"), max_length=80)
    key = models.CharField(_("key"), max_length=80)
    sequence = models.PositiveIntegerField(_("sequence within the key"))
    payload = models.JSONField(_("payload"), default=dict)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    dispatched_at = models.DateTimeField(_("dispatched at"), null=True)
    failures = models.PositiveSmallIntegerField(_("failed attempts"), default=0)
    not_before = models.DateTimeField(_("not before"), null=True)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("outbox event")
        verbose_name_plural = _("outbox events")
        constraints = [
            models.UniqueConstraint(fields=["key", "sequence"], name="one_event_per_key_and_sequence")
        ]
        indexes = [
            models.Index(fields=["id"], name="outbox_waiting", condition=models.Q(dispatched_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key} #{self.sequence}"


class OutboxCounter(models.Model):
    """The last sequence number of a key. Its row lock keeps writers of one key in line."""

    key = models.CharField(max_length=80, primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.key} #{self.last}"
