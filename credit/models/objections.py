"""Objections (异议申诉): who objects to what, who was asked, what was found."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.scope import ScopedQuerySet
from credit.models.records import ConductRecord
from credit.models.subject import Subject
from credit.objection.choices import OPEN_STATES, Channel, Finding, Ground, ObjectionState, Remedy


class Objection(models.Model):
    """One objection of one subject to one record.

    `about` names what is objected to: a decision ("disclosure.penalty:<guid>") or a conduct record
    ("credit.conductrecord:<pk>"). `division_code` is that of the authority that keeps the record, because
    its local clocks hold.
    """

    scope_field = "division_code"

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="objections", verbose_name=_("subject"))
    about = models.CharField(_("about (number)"), max_length=80, editable=False)
    record = models.ForeignKey(
        ConductRecord,
        models.PROTECT,
        related_name="objections",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("conduct record"),
    )
    title = models.CharField(_("about"), max_length=255, editable=False)
    document_no = models.CharField(_("document number"), max_length=128, blank=True, editable=False)
    division_code = models.CharField(_("division code"), max_length=6, editable=False)
    channel = models.CharField(
        _("came in by"), max_length=10, choices=Channel.choices, default=Channel.PORTAL, editable=False
    )
    ground = models.CharField(_("what is wrong"), max_length=10, choices=Ground.choices)
    claim = models.TextField(_("what is wrong, and what would be right"))
    received_on = models.DateField(_("received on"))
    marked_on = models.DateField(_("marked as disputed on"), null=True, blank=True, editable=False)
    state = models.CharField(
        _("state"),
        max_length=14,
        choices=ObjectionState.choices,
        default=ObjectionState.RECEIVED,
        editable=False,
    )
    provider_name = models.CharField(_("provider asked"), max_length=200, blank=True)
    passed_on = models.DateField(_("passed to the provider on"), null=True, blank=True, editable=False)
    provider_answer = models.TextField(_("provider's answer"), blank=True)
    provider_confirms = models.BooleanField(_("the provider stands by the record"), null=True, blank=True)
    answered_on = models.DateField(_("provider answered on"), null=True, blank=True, editable=False)
    paused_on = models.DateField(_("tests or expert review since"), null=True, blank=True, editable=False)
    paused_days = models.PositiveSmallIntegerField(
        _("working days of tests and expert review"), default=0, editable=False
    )
    extended_by_days = models.PositiveSmallIntegerField(
        _("extended by working days"), default=0, editable=False
    )
    extension_reason = models.CharField(_("why extended"), max_length=255, blank=True, editable=False)
    finding = models.CharField(
        pgettext_lazy("objection", "finding"), max_length=8, choices=Finding.choices, blank=True
    )
    remedy = models.CharField(
        pgettext_lazy("objection", "what follows"), max_length=8, choices=Remedy.choices, blank=True
    )
    correction = models.JSONField(_("corrected content"), default=dict, blank=True)
    reasoning = models.TextField(_("reasoning"), blank=True)
    proposed_by = models.CharField(max_length=64, blank=True, editable=False)
    proposed_by_label = models.CharField(_("proposed by"), max_length=100, blank=True, editable=False)
    decided_by_label = models.CharField(_("decided by"), max_length=100, blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    effects = models.JSONField(_("what was done"), default=list, blank=True, editable=False)
    told_on = models.DateField(_("party told on"), null=True, blank=True, editable=False)
    told_how = models.CharField(_("how the party was told"), max_length=100, blank=True, editable=False)
    made_by = models.CharField(max_length=64, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    # Who entered the provider's answer, on which the proposal rests.
    changed_by = models.CharField(max_length=64, blank=True, editable=False)

    objects = ScopedQuerySet["Objection"].as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "about"],
                condition=Q(state__in=[str(state) for state in OPEN_STATES]),
                name="one_open_objection_per_subject_and_record",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "told"])
                | (Q(decided_on__isnull=False) & ~Q(finding="") & ~Q(remedy="")),
                name="a_decided_objection_has_a_finding",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True)
                | Q(passed_on__isnull=False, answered_on__gte=F("passed_on")),
                name="a_provider_answers_after_being_asked",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "-id"], name="objection_of_subject"),
            models.Index(
                fields=["division_code", "-id"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                name="objection_by_division",
            ),
            models.Index(fields=["about"], name="objection_by_about"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.document_no}".strip()

    @property
    def is_open(self) -> bool:
        """Whether the record still carries the dispute mark."""
        return self.state in OPEN_STATES
