"""Every legal clock that runs, in one table: it feeds every task box."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.scope import ScopedQuerySet


class Deadline(models.Model):
    """Something that must be done by a day."""

    scope_field = "division_code"

    kind = models.CharField(_("kind"), max_length=40)
    object_type = models.CharField(_("kind of object"), max_length=64)
    object_id = models.CharField(_("object number"), max_length=64)
    title = models.CharField(_("about"), max_length=255)
    permission = models.CharField(_("whose task"), max_length=64)
    division_code = models.CharField(_("division code"), max_length=6)
    started_on = models.DateField(_("clock started on"))
    working_days = models.PositiveSmallIntegerField(_("working days"), null=True)
    due_on = models.DateField(_("due on"))
    provisional = models.BooleanField(_("provisional"), default=False)
    # Clocks of one kind that are worked off together, such as those of one campaign: one line in a task box.
    bundle = models.CharField(max_length=80, blank=True)
    basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = ScopedQuerySet["Deadline"].as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_type", "object_id"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_deadline_of_a_kind_per_object",
            )
        ]
        indexes = [
            models.Index(fields=["due_on"], name="deadline_open", condition=models.Q(closed_at__isnull=True)),
            models.Index(
                fields=["bundle", "due_on"],
                name="deadline_bundle",
                condition=models.Q(closed_at__isnull=True) & ~models.Q(bundle=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.due_on:%Y-%m-%d}"
