"""What happened to conduct records. Rows are only ever added."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.scope import ScopedQuerySet
from credit.choices import Change


class RecordEvent(models.Model):
    """One change of one conduct record: when it takes effect, and when we knew. No foreign keys.

    A trigger (migration credit.0004) refuses UPDATE on both databases and DELETE on PostgreSQL. Replaying the
    events of a record (`credit.rules.standing`) gives the columns of the record.
    """

    scope_field = "division_code"

    record_id = models.BigIntegerField(_("conduct record"))
    subject_id = models.BigIntegerField(_("subject"))
    kind = models.CharField(_("change"), max_length=10, choices=Change.choices)
    effective_on = models.DateField(_("takes effect on"))
    known_at = models.DateTimeField(_("known since"), default=timezone.now)
    by = models.CharField(_("actor number"), max_length=64)
    by_label = models.CharField(_("actor"), max_length=100)
    reason = models.TextField(_("reason"), blank=True)
    replaced_by = models.BigIntegerField(_("replaced by"), null=True, blank=True)
    notes = models.JSONField(_("notes"), default=dict, blank=True)
    division_code = models.CharField(_("division code"), max_length=6, blank=True)

    objects = ScopedQuerySet["RecordEvent"].as_manager()

    class Meta:
        verbose_name = _("change of a record")
        verbose_name_plural = _("changes of records")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["record_id", "id"], name="change_of_record"),
            models.Index(fields=["subject_id", "id"], name="change_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_on:%Y-%m-%d}"
