"""What was done, by whom, when and why. Rows are only ever added."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One act on one row. No foreign keys: it never blocks a delete and never loses its words.

    A trigger (migration core.0002) refuses UPDATE on both databases and DELETE on PostgreSQL.
    """

    scope_field = "division_code"

    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    actor_id = models.CharField(_("actor number"), max_length=64, db_index=True)
    actor_label = models.CharField(_("actor"), max_length=100)
    action = models.CharField(_("action"), max_length=64)
    object_type = models.CharField(_("kind of object"), max_length=64)
    object_id = models.CharField(_("object number"), max_length=64)
    object_label = models.CharField(_("object"), max_length=255)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    request_id = models.CharField(_("request number"), max_length=36, blank=True, db_index=True)
    division_code = models.CharField(_("division code"), max_length=6, blank=True)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        indexes = [models.Index(fields=["object_type", "object_id", "-id"], name="audit_of_object")]

    def __str__(self) -> str:
        return f"{self.action} {self.object_label}"
