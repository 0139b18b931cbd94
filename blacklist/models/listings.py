"""Listings: one subject under one scheme, with every step of the procedure dated."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blacklist.choices import (
    DECIDED_STATES,
    ENDED_STATES,
    LIVE_STATES,
    ListingState,
    ListKind,
    ObjectionFinding,
    PartyRole,
    StatementFinding,
)
from blacklist.models.schemes import ListScheme, SchemeCriterion
from core.fields import SealedField
from core.scope import ScopedQuerySet
from credit.models import ConductRecord, Subject

DECIDED = Q(state__in=[str(state) for state in DECIDED_STATES])
ENDED = Q(state__in=[str(state) for state in ENDED_STATES])
LIVE = Q(state__in=[str(state) for state in LIVE_STATES])
# Ends that a listing can have only after it stood on the list; a decision alone can be revoked too.
ENDED_AFTER_LISTING = Q(
    state__in=[str(state) for state in (ListingState.EXPIRED, ListingState.REPAIRED, ListingState.LOST)]
)


class Listing(models.Model):
    """One subject that was proposed for, stands on, or has left a list.

    `kind` is the scheme's, kept here so that the database can hold each kind to its own procedure.
    `listed_on` is the day from which it counts and is shown; `ends_on` the last day of the term;
    `ended_on` the first day off the list. A person listed together with a body points at the body's
    listing by `parent`. Every write goes through `blacklist.listing.services`.
    """

    scope_field = "division_code"

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    scheme = models.ForeignKey(
        ListScheme, models.PROTECT, related_name="listings", verbose_name=_("list scheme")
    )
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="listings", verbose_name=_("subject"))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="responsible",
        verbose_name=_("listed together with"),
    )
    party_role = models.CharField(
        _("listed together as"), max_length=12, choices=PartyRole.choices, blank=True, editable=False
    )
    kind = models.CharField(_("list"), max_length=14, choices=ListKind.choices, editable=False)
    division_code = models.CharField(_("division code"), max_length=6, editable=False)
    authority_name = models.CharField(_("authority"), max_length=200)
    facts = models.TextField(_("facts"))
    state = models.CharField(
        _("state"), max_length=12, choices=ListingState.choices, default=ListingState.PROPOSED, editable=False
    )
    proposed_on = models.DateField(_("proposed on"))
    checked_on = models.DateField(_("checked on"), null=True, blank=True, editable=False)
    notice_no = models.CharField(_("notice number"), max_length=80, blank=True)
    notice_served_on = models.DateField(_("notice served on"), null=True, blank=True)
    notice_how = models.CharField(_("how the notice was served"), max_length=100, blank=True)
    statement_until = models.DateField(_("statement until"), null=True, blank=True, editable=False)
    statement_provisional = models.BooleanField(_("provisional"), default=False, editable=False)
    hearing_until = models.DateField(
        _("hearing may be asked for until"), null=True, blank=True, editable=False
    )
    statement_on = models.DateField(_("statement received on"), null=True, blank=True)
    statement = models.TextField(_("statement and defence"), blank=True)
    claims_no_intent = models.BooleanField(_("says it was not intended"), default=False)
    statement_finding = models.CharField(
        _("what was found about the statement"), max_length=10, choices=StatementFinding.choices, blank=True
    )
    statement_reply = models.TextField(_("reply to the statement"), blank=True)
    hearing_asked_on = models.DateField(_("hearing asked for on"), null=True, blank=True)
    hearing_told_on = models.DateField(_("told of the hearing on"), null=True, blank=True, editable=False)
    hearing_set_for = models.DateField(_("hearing set for"), null=True, blank=True)
    hearing_place = models.CharField(_("place of the hearing"), max_length=100, blank=True)
    hearing_on = models.DateField(_("hearing held on"), null=True, blank=True)
    hearing_minutes = models.TextField(_("minutes of the hearing"), blank=True)
    publicised_on = models.DateField(_("publicised on"), null=True, blank=True, editable=False)
    publicised_until = models.DateField(_("publicised until"), null=True, blank=True, editable=False)
    upper_name = models.CharField(_("upper authority"), max_length=200, blank=True)
    upper_asked_on = models.DateField(_("upper authority asked on"), null=True, blank=True)
    upper_answered_on = models.DateField(_("upper authority answered on"), null=True, blank=True)
    upper_document_no = models.CharField(_("upper authority's document"), max_length=80, blank=True)
    decision_no = models.CharField(_("decision number"), max_length=80, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decision_served_on = models.DateField(_("decision served on"), null=True, blank=True)
    repair_told_on = models.DateField(_("told of the way to repair on"), null=True, blank=True)
    listed_on = models.DateField(_("on the list since"), null=True, blank=True, editable=False)
    ends_on = models.DateField(_("last day of the term"), null=True, blank=True, editable=False)
    ended_on = models.DateField(_("off the list from"), null=True, blank=True, editable=False)
    end_reason = models.CharField(_("why it ended"), max_length=255, blank=True, editable=False)
    end_document_no = models.CharField(_("document that ended it"), max_length=80, blank=True)
    is_public = models.BooleanField(_("shown to the public"), default=False, editable=False)
    proposed_by = models.CharField(max_length=64, editable=False)
    proposed_by_label = models.CharField(_("proposed by"), max_length=100, editable=False)
    changed_by = models.CharField(max_length=64, blank=True, editable=False)
    decided_by = models.CharField(max_length=64, blank=True, editable=False)
    decided_by_label = models.CharField(_("decided by"), max_length=100, blank=True, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = ScopedQuerySet["Listing"].as_manager()

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "subject"],
                condition=LIVE & Q(parent__isnull=True),
                name="one_live_listing_per_scheme_and_subject",
            ),
            models.UniqueConstraint(
                fields=["parent", "subject"], condition=LIVE, name="one_live_listing_of_a_person_with_a_body"
            ),
            models.CheckConstraint(
                condition=~DECIDED | Q(decided_on__isnull=False) & ~Q(decision_no=""),
                name="a_decided_listing_has_its_decision",
            ),
            models.CheckConstraint(
                condition=~DECIDED | ~Q(decided_by="") & ~Q(decided_by=F("proposed_by")),
                name="nobody_decides_a_listing_of_his_own",
            ),
            models.CheckConstraint(
                condition=~DECIDED
                | ~Q(kind=ListKind.RED)
                & Q(
                    notice_served_on__isnull=False,
                    statement_until__isnull=False,
                    statement_until__gt=F("notice_served_on"),
                    statement_until__lt=F("decided_on"),
                )
                | Q(kind=ListKind.RED)
                & Q(
                    publicised_on__isnull=False,
                    publicised_until__isnull=False,
                    publicised_until__gt=F("publicised_on"),
                    publicised_until__lt=F("decided_on"),
                ),
                name="nobody_is_listed_before_the_window_is_over",
            ),
            models.CheckConstraint(
                condition=~DECIDED
                | Q(statement_on__isnull=True)
                | Q(statement_finding=StatementFinding.REJECTED) & ~Q(statement_reply=""),
                name="a_statement_is_answered_before_the_decision",
            ),
            models.CheckConstraint(
                condition=~DECIDED | Q(hearing_asked_on__isnull=True) | Q(hearing_on__isnull=False),
                name="a_hearing_that_was_asked_for_is_held",
            ),
            models.CheckConstraint(
                condition=~Q(state=ListingState.LISTED) & ~ENDED_AFTER_LISTING | Q(listed_on__isnull=False),
                name="a_listing_has_its_first_day",
            ),
            models.CheckConstraint(
                condition=Q(listed_on__isnull=True)
                | DECIDED
                & Q(
                    decision_served_on__isnull=False,
                    repair_told_on__isnull=False,
                    decision_served_on__gte=F("decided_on"),
                    listed_on__gte=F("decision_served_on"),
                ),
                name="a_listing_counts_after_its_service",
            ),
            models.CheckConstraint(
                condition=Q(kind=ListKind.RED) | ~Q(state=ListingState.LOST),
                name="only_a_red_listing_is_lost",
            ),
            models.CheckConstraint(
                condition=~ENDED | Q(ended_on__isnull=False), name="an_ended_listing_says_when"
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "-id"], name="listing_of_subject"),
            models.Index(
                fields=["division_code", "-id"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                name="listing_by_division",
            ),
            models.Index(fields=["ends_on"], condition=Q(state="listed"), name="listing_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.subject.in_tasks}"

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Leave the constraints to the database.

        The guards of the procedure say in words what is missing; asking for each constraint beforehand would
        cost a query each at every step.
        """


class ListingGround(models.Model):
    """One ground of a listing: the criterion it meets, and the record or document that shows it."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="grounds", verbose_name=_("listing"))
    criterion = models.ForeignKey(
        SchemeCriterion, models.PROTECT, related_name="+", verbose_name=_("criterion")
    )
    record = models.ForeignKey(
        ConductRecord,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="listing_grounds",
        verbose_name=_("conduct record"),
    )
    document_no = models.CharField(_("document number"), max_length=128, blank=True)
    document_by = models.CharField(pgettext_lazy("ground", "issued by"), max_length=200, blank=True)
    document_on = models.DateField(pgettext_lazy("ground", "issued on"), null=True, blank=True)

    class Meta:
        verbose_name = _("ground")
        verbose_name_plural = _("grounds")
        constraints = [
            models.CheckConstraint(
                condition=Q(record__isnull=False) | ~Q(document_no=""),
                name="a_ground_is_shown_by_a_record_or_document",
            )
        ]

    def __str__(self) -> str:
        return str(self.criterion)


class ListingObjection(models.Model):
    """One objection to a red listing while it is publicised; anyone may object.

    Who objects is kept as said, for the officers only; a personal number is never asked for.
    """

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="objections", verbose_name=_("listing"))
    received_on = models.DateField(_("received on"))
    objector = models.CharField(_("who objects"), max_length=200)
    contact = SealedField(_("how to reach the objector"), null=True, blank=True)
    words = models.TextField(_("what is objected"))
    finding = models.CharField(_("finding"), max_length=10, choices=ObjectionFinding.choices, blank=True)
    reply = models.TextField(_("reply"), blank=True)
    handled_on = models.DateField(_("handled on"), null=True, blank=True)
    handled_by_label = models.CharField(_("handled by"), max_length=100, blank=True)
    received_by_label = models.CharField(_("taken in by"), max_length=100, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("objection to a red listing")
        verbose_name_plural = _("objections to red listings")
        constraints = [
            models.CheckConstraint(
                condition=Q(finding="", handled_on__isnull=True)
                | ~Q(finding="") & ~Q(reply="") & Q(handled_on__gte=F("received_on")),
                name="an_objection_is_handled_with_a_reply",
            )
        ]
        indexes = [models.Index(fields=["listing", "id"], name="objection_of_listing")]

    def __str__(self) -> str:
        return f"{self.listing} {self.received_on}"


class ListingEvent(models.Model):
    """One step of a listing for its time line; insert-only."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="events", verbose_name=_("listing"))
    step = models.CharField(_("step"), max_length=30)
    on = models.DateField(_("day"))
    words = models.CharField(_("words"), max_length=500, blank=True)
    by_label = models.CharField(_("by"), max_length=100, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("step of a listing")
        verbose_name_plural = _("steps of a listing")
        indexes = [models.Index(fields=["listing", "id"], name="listing_event_of_listing")]

    def __str__(self) -> str:
        return f"{self.step} {self.on}"
