"""What was tried and what was answered. Rows are only ever added."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.choices import Action, Origin, Result, Table
from exchange.models.delivery import Delivery
from exchange.models.platform import Platform


class Batch(models.Model):
    """One message: its number is never used again (domain: unique, kept five years)."""

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="batches", verbose_name=_("platform"))
    table = models.CharField(_("table"), max_length=20, choices=Table.choices)
    day = models.DateField(_("day"))
    number = models.PositiveIntegerField(_("number of the day"))
    batch_no = models.CharField(_("batch number"), max_length=60)
    record_count = models.PositiveIntegerField(_("records"))
    body_digest = models.CharField(_("SM3 digest of the bytes sent"), max_length=64)
    opened_at = models.DateTimeField(_("sent at"))

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "table", "day", "number"],
                name="one_batch_per_platform_table_day_and_number",
            )
        ]
        indexes = [models.Index(fields=["platform", "opened_at"], name="batch_rate")]

    def __str__(self) -> str:
        return self.batch_no


class Attempt(models.Model):
    """One try to send a delivery, whatever came of it."""

    delivery = models.ForeignKey(
        Delivery, models.CASCADE, related_name="attempt_log", verbose_name=_("delivery")
    )
    batch_no = models.CharField(_("batch number"), max_length=60, blank=True)
    at = models.DateTimeField(_("at"))
    duration_ms = models.PositiveIntegerField(_("milliseconds"), null=True)
    http_status = models.PositiveSmallIntegerField(_("HTTP status"), null=True)
    error = models.CharField(_("failure"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = pgettext_lazy("log", "attempts")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.error or self.http_status}"


class Receipt(models.Model):
    """An answer about one record: from the platform, or from our own check before sending."""

    delivery = models.ForeignKey(
        Delivery, models.CASCADE, related_name="receipts", verbose_name=_("delivery")
    )
    origin = models.CharField(_("found by"), max_length=10, choices=Origin.choices, default=Origin.PLATFORM)
    result = models.PositiveSmallIntegerField(_("result"), choices=Result.choices)
    code = models.CharField(_("code"), max_length=12, blank=True)
    field = models.CharField(_("field"), max_length=40, blank=True)
    message = models.CharField(_("message"), max_length=500, blank=True)
    platform_record_id = models.CharField(_("number at the platform"), max_length=64, blank=True)
    action = models.CharField(_("what we do"), max_length=10, choices=Action.choices, default=Action.NONE)
    batch_no = models.CharField(_("batch number"), max_length=60, blank=True)
    raw = models.JSONField(_("answer as received, personal numbers hidden"), default=dict, blank=True)
    received_at = models.DateTimeField(_("received at"))

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["id"]
        indexes = [models.Index(fields=["received_at"], name="receipt_by_time")]

    def __str__(self) -> str:
        return f"{self.get_result_display()} {self.code}".strip()


class Reconciliation(models.Model):
    """One comparison of a table's day between us and a platform."""

    platform = models.ForeignKey(
        Platform, models.PROTECT, related_name="reconciliations", verbose_name=_("platform")
    )
    run = models.CharField(_("run"), max_length=32, db_index=True)
    table = models.CharField(_("table"), max_length=20, choices=Table.choices)
    day = models.DateField(_("decision date"), null=True)
    our_count = models.PositiveIntegerField(_("records here"))
    their_count = models.PositiveIntegerField(_("records there"))
    equal = models.BooleanField(_("equal"))
    missing_there = models.JSONField(_("missing there"), default=list, blank=True)
    unknown_here = models.JSONField(_("unknown here"), default=list, blank=True)
    different = models.JSONField(_("different content"), default=list, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.table} {self.day}"
