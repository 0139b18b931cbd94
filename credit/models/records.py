"""Conduct records: facts about a subject. They are added, never overwritten."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.scope import ScopedQuerySet
from credit.choices import Polarity, RecordState, Review
from credit.models.catalogue import CatalogueItem
from credit.models.subject import Subject


class OfTheFile(models.Manager.from_queryset(ScopedQuerySet["ConductRecord"])):  # type: ignore[misc]
    """The records that belong to the file: brought by a procedure, or confirmed by a second officer.

    What a clerk has entered and nobody confirmed is not there: no page, report or grade can take it in by
    forgetting a filter.
    """

    def get_queryset(self) -> ScopedQuerySet[ConductRecord]:
        """Leave out what waits for confirmation or was discarded."""
        rows: ScopedQuerySet[ConductRecord] = super().get_queryset()
        return rows.filter(confirmed_at__isnull=False)


class ConductRecord(models.Model):
    """One fact, with the days on which it counts and the day on which we knew.

    `happened_on` places it in a scoring cycle; `final_on` is the day from which it counts as dishonest (when
    the time for reconsideration and litigation has passed, where the locality asks for that), which is not
    the day on which it was published; the other dates end or suspend its effect from that day on. They are
    written by `credit.services.change_records` only, each change with its `RecordEvent`.

    A record counts only when `confirmed_at` is set. What other apps' procedures bring is confirmed at once;
    what a clerk enters waits for a second officer (`review`, see `credit.workflow.ENTRY`), and only the
    manager `entries` sees it until then.
    """

    scope_field = "division_code"

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="records", verbose_name=_("subject"))
    item_code = models.CharField(_("item"), max_length=20)
    item = models.ForeignKey(
        CatalogueItem,
        models.PROTECT,
        related_name="records",
        verbose_name=_("catalogue item"),
        null=True,
        blank=True,
        db_index=False,
    )
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
    note = models.CharField(
        _("remark"),
        max_length=255,
        blank=True,
        db_default="",
        help_text=_("of a correction: what was wrong"),
    )
    happened_on = models.DateField(_("date"))
    final_on = models.DateField(_("counts as dishonest from"), null=True, blank=True)
    known_at = models.DateTimeField(_("known since"), auto_now_add=True)

    review = models.CharField(
        _("review"), max_length=9, choices=Review.choices, default=Review.CONFIRMED, db_default="confirmed"
    )
    confirmed_at = models.DateTimeField(
        _("confirmed at"), null=True, blank=True, default=timezone.now, db_default=Now()
    )
    made_by = models.CharField(max_length=64, blank=True, editable=False, db_default="")
    made_by_label = models.CharField(_("entered by"), max_length=100, blank=True, db_default="")
    changed_by = models.CharField(max_length=64, blank=True, editable=False, db_default="")
    reviewed_by_label = models.CharField(_("confirmed by"), max_length=100, blank=True, db_default="")

    state = models.CharField(
        _("state"), max_length=10, choices=RecordState.choices, default=RecordState.NORMAL
    )
    superseded_on = models.DateField(_("superseded on"), null=True, blank=True)
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        related_name="replacement",
        verbose_name=_("supersedes"),
        null=True,
        blank=True,
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    annulled_on = models.DateField(_("annulled on"), null=True, blank=True)
    repaired_on = models.DateField(_("repaired on"), null=True, blank=True)
    disputed_from = models.DateField(_("disputed from"), null=True, blank=True)
    disputed_until = models.DateField(_("disputed until"), null=True, blank=True)
    shielded_from = models.DateField(_("shielded from"), null=True, blank=True)
    shielded_until = models.DateField(_("shielded until"), null=True, blank=True)

    objects = OfTheFile()
    entries = ScopedQuerySet["ConductRecord"].as_manager()

    class Meta:
        verbose_name = _("conduct record")
        verbose_name_plural = _("conduct records")
        indexes = [
            models.Index(fields=["subject", "happened_on"], name="record_of_subject"),
            models.Index(fields=["source"], name="record_by_source"),
            models.Index(
                fields=["review", "-id"], condition=~Q(review="confirmed"), name="record_to_confirm"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(count__gte=1), name="a_record_counts_at_least_once"),
            models.CheckConstraint(
                condition=Q(review="confirmed", confirmed_at__isnull=False)
                | (~Q(review="confirmed") & Q(confirmed_at__isnull=True)),
                name="only_a_confirmed_record_has_the_time_of_it",
            ),
            models.UniqueConstraint(
                fields=["source", "item_code"],
                condition=~Q(source="") & Q(superseded_on__isnull=True),
                name="one_record_per_source_and_item",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.happened_on:%Y-%m-%d}"

    @property
    def polarity(self) -> str:
        """Good, bad or basic; what fits no item of the catalogue is bad conduct."""
        return self.item.polarity if self.item is not None else str(Polarity.BAD)
