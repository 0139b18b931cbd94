"""Demerit points (不良执业行为记分): entries with their procedure."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.scope import ScopedQuerySet
from credit.fields import PointsField
from credit.models.records import ConductRecord
from credit.models.standards import Standard
from credit.models.subject import Subject
from credit.points.choices import DefenceResult, EntryState

UNDECIDED = (EntryState.DRAFT, EntryState.SERVED, EntryState.ANSWERED)
LIVE = (*UNDECIDED, EntryState.CONFIRMED)


class DemeritEntry(models.Model):
    """One item scored against one subject under one scheme, with its notice, defence and decision.

    The scheme is a standard with the scale "actions". A confirmed entry carries its points as a conduct
    record (`record`); the entry itself is the procedure behind it.
    """

    scope_field = "division_code"

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="demerit_entries", verbose_name=_("subject")
    )
    scheme = models.ForeignKey(
        Standard, models.PROTECT, related_name="demerit_entries", verbose_name=_("scheme")
    )
    item_code = models.CharField(_("item"), max_length=20)
    item_title = models.CharField(_("conduct"), max_length=200)
    count = models.PositiveIntegerField(
        pgettext_lazy("points", "persons or departments concerned"), default=1
    )
    points = PointsField(_("points"))
    happened_on = models.DateField(_("day of the conduct"))
    facts = models.TextField(_("facts found"))
    authority_name = models.CharField(_("scoring authority"), max_length=200, blank=True)
    division_code = models.CharField(_("division code"), max_length=6)
    penalty_record = models.ForeignKey(
        ConductRecord,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="scored_by",
        verbose_name=_("penalty for the same act"),
    )
    on_the_spot = models.BooleanField(
        _("scored on the spot"),
        default=False,
        help_text=_("Only for items up to the scheme's limit; the party is heard there and then."),
    )

    notice_no = models.CharField(_("notice number"), max_length=80, blank=True)
    served_on = models.DateField(_("notice served on"), null=True, blank=True)
    defence_until = models.DateField(_("statement and defence until"), null=True, blank=True)
    defence_text = models.TextField(_("statement and defence"), blank=True)
    defended_on = models.DateField(_("defence received on"), null=True, blank=True)
    defence_result = models.CharField(
        _("result of the defence"), max_length=8, choices=DefenceResult.choices, blank=True
    )
    answer = models.TextField(_("answer to the defence"), blank=True)

    state = models.CharField(_("state"), max_length=9, choices=EntryState.choices, default=EntryState.DRAFT)
    made_by = models.CharField(_("first scorer (number)"), max_length=64, editable=False)
    made_by_label = models.CharField(_("first scorer"), max_length=100, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    changed_by = models.CharField(_("last changed by (number)"), max_length=64, blank=True, editable=False)
    confirmed_by = models.CharField(_("second scorer (number)"), max_length=64, blank=True, editable=False)
    confirmed_by_label = models.CharField(_("second scorer"), max_length=100, blank=True, editable=False)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    record = models.OneToOneField(
        ConductRecord,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="demerit_entry",
        verbose_name=_("conduct record"),
    )
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("corrects the entry"),
    )
    ended_on = models.DateField(_("dropped, corrected or taken back on"), null=True, blank=True)
    ended_reason = models.CharField(_("why"), max_length=255, blank=True)

    objects = ScopedQuerySet["DemeritEntry"].as_manager()

    class Meta:
        verbose_name = _("demerit entry")
        verbose_name_plural = _("demerit entries")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="an_entry_counts_at_least_once"),
            models.CheckConstraint(condition=Q(points__gt=0), name="an_entry_has_points"),
            models.CheckConstraint(
                condition=~Q(state=EntryState.CONFIRMED)
                | (Q(record__isnull=False) & ~Q(notice_no="") & Q(served_on__isnull=False)),
                name="confirmed_points_have_a_notice_and_a_record",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by="") | ~Q(confirmed_by=models.F("made_by")),
                name="points_are_confirmed_by_a_second_scorer",
            ),
            models.UniqueConstraint(
                fields=["scheme", "notice_no"],
                condition=~Q(notice_no=""),
                name="a_notice_number_is_used_once_in_a_scheme",
            ),
            models.UniqueConstraint(
                fields=["scheme", "item_code", "penalty_record"],
                condition=Q(state__in=UNDECIDED),
                name="an_item_is_scored_once_at_a_time_for_a_penalty",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "division_code"], name="entry_by_state"),
            models.Index(fields=["subject", "happened_on"], name="entry_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_no or self.item_code} {self.item_title}"
