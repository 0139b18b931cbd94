"""Conduct records: facts about a subject. They are added, never overwritten."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.scope import ScopedQuerySet
from credit.choices import RecordState
from credit.models.subject import Subject


class ConductRecord(models.Model):
    """One fact, with the days on which it counts and the day on which we knew.

    `happened_on` places it in a scoring cycle; `final_on` is the day from which it counts as dishonest (when
    the time for reconsideration and litigation has passed, where the locality asks for that); the other dates
    end or suspend its effect from that day on.
    """

    scope_field = "division_code"

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="records", verbose_name=_("subject"))
    item_code = models.CharField(_("item"), max_length=20)
    title = models.CharField(_("conduct"), max_length=255)
    facts = models.TextField(_("facts"), blank=True)
    authority_name = models.CharField(_("authority"), max_length=200, blank=True)
    document_no = models.CharField(_("document number"), max_length=128, blank=True)
    source = models.CharField(
        _("source"),
        max_length=80,
        blank=True,
        help_text=_("what it came from, such as disclosure.penalty:12"),
    )
    division_code = models.CharField(_("division code"), max_length=6, blank=True)
    act = models.CharField(
        _("act"),
        max_length=80,
        blank=True,
        help_text=_("records of the same act count once, under the highest item"),
    )
    count = models.PositiveIntegerField(
        _("count"), default=1, help_text=_("persons or departments concerned")
    )
    happened_on = models.DateField(_("date"))
    final_on = models.DateField(_("counts as dishonest from"), null=True, blank=True)
    known_at = models.DateTimeField(_("known since"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=10, choices=RecordState.choices, default=RecordState.NORMAL
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    annulled_on = models.DateField(_("annulled on"), null=True, blank=True)
    repaired_on = models.DateField(_("repaired on"), null=True, blank=True)
    disputed_from = models.DateField(_("disputed from"), null=True, blank=True)
    disputed_until = models.DateField(_("disputed until"), null=True, blank=True)

    objects = ScopedQuerySet["ConductRecord"].as_manager()

    class Meta:
        verbose_name = _("conduct record")
        verbose_name_plural = _("conduct records")
        indexes = [
            models.Index(fields=["subject", "happened_on"], name="record_of_subject"),
            models.Index(fields=["source"], name="record_by_source"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(count__gte=1), name="a_record_counts_at_least_once"),
            models.UniqueConstraint(
                fields=["source", "item_code"],
                condition=~models.Q(source=""),
                name="one_record_per_source_and_item",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.happened_on:%Y-%m-%d}"
