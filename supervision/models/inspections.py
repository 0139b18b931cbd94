"""Inspections: the task, its inspectors, what was found line by line, and the record of every step."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.scope import ScopedQuerySet
from credit.models import Subject
from supervision.choices import Speciality
from supervision.inspections.choices import (
    Answer,
    InspectionReason,
    InspectionResult,
    InspectionState,
    Measure,
    RecusalState,
    Signature,
    StepKind,
)
from supervision.models.checklists import CheckItem, Checklist

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Inspection(models.Model):
    """One inspection of one body by a checklist.

    `source_key` names what it came from ("<model label>:<pk>" of a drawn object, a complaint …); the same
    source opens one inspection. `versions` counts the changes of each part of the head (`StepKind`
    told, signed, closing), so that two telephones that write at once cannot overwrite each other unseen.
    """

    scope_field = "division_code"

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="inspections", verbose_name=_("body"))
    division_code = models.CharField(_("division code"), max_length=6, editable=False)
    speciality = models.CharField(_("speciality"), max_length=40, blank=True)
    checklist = models.ForeignKey(
        Checklist, models.PROTECT, related_name="inspections", verbose_name=_("checklist")
    )
    reason = models.CharField(_("reason of the inspection"), max_length=13, choices=InspectionReason.choices)
    source_key = models.CharField(max_length=80, unique=True, editable=False)
    grounds = models.CharField(_("grounds"), max_length=255, blank=True)
    due_on = models.DateField(_("to be done by"))
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=InspectionState.choices,
        default=InspectionState.PLANNED,
        editable=False,
    )
    versions = models.JSONField(default=dict, editable=False)

    started_at = models.DateTimeField(_("begun at"), null=True, blank=True, editable=False)
    told_at = models.DateTimeField(_("certificates shown and rights told at"), null=True, blank=True)
    place = models.CharField(_("place of the inspection"), max_length=200, blank=True)
    accompanied_by = models.CharField(_("accompanied for the body by"), max_length=60, blank=True)
    recusal = models.CharField(
        _("recusal asked for"),
        max_length=255,
        blank=True,
        help_text=_("whom the body wants to stay out and why; empty: nobody"),
    )
    recusal_state = models.CharField(
        _("request for recusal"), max_length=7, choices=RecusalState.choices, blank=True, editable=False
    )
    recusal_decided_on = models.DateField(_("recusal decided on"), null=True, blank=True, editable=False)
    recusal_decided_by_label = models.CharField(
        _("recusal decided by"), max_length=100, blank=True, editable=False
    )
    recusal_reason = models.CharField(
        _("reasons of the decision on recusal"), max_length=255, blank=True, editable=False
    )
    result = models.CharField(_("result"), max_length=11, choices=InspectionResult.choices, blank=True)
    summary = models.TextField(_("what the inspection found"), blank=True)
    remarks = models.TextField(_("what the body says about it"), blank=True)
    signature = models.CharField(_("signature"), max_length=7, choices=Signature.choices, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=60, blank=True)
    unsigned_reason = models.CharField(_("why the signature is missing"), max_length=255, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)

    handed_in_on = models.DateField(_("handed in on"), null=True, blank=True, editable=False)
    handed_in_by = models.CharField(max_length=64, blank=True, editable=False)
    returned_reason = models.CharField(_("what is missing"), max_length=255, blank=True, editable=False)
    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)
    approved_by_label = models.CharField(_("approved by"), max_length=100, blank=True, editable=False)
    publish_by = models.DateField(_("to be published by"), null=True, blank=True, editable=False)
    published_on = models.DateField(_("published on"), null=True, blank=True, editable=False)
    ended_reason = models.CharField(_("why it was dropped or withdrawn"), max_length=255, blank=True)
    made_by = models.CharField(max_length=64, blank=True, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, blank=True, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    if TYPE_CHECKING:
        crew: RelatedManager[InspectionOfficer]
        lines: RelatedManager[InspectionLine]
        steps: RelatedManager[InspectionStep]

    objects = ScopedQuerySet["Inspection"].as_manager()

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["subject", "state"], name="inspection_of_subject"),
            models.Index(fields=["state", "due_on"], name="inspection_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["handed_in", "approved", "published"])
                | (~Q(result="") & Q(started_at__isnull=False, ended_at__isnull=False)),
                name="a_finished_inspection_began_ended_and_has_a_result",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="an_inspection_does_not_end_before_it_began",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_on__isnull=False, approved_on__isnull=False),
                name="a_published_inspection_was_approved",
            ),
            models.CheckConstraint(
                condition=~Q(recusal_state__in=["granted", "refused"])
                | Q(recusal_decided_on__isnull=False) & ~Q(recusal_reason=""),
                name="a_decided_recusal_has_its_day_and_reasons",
            ),
        ]

    def __str__(self) -> str:
        words = dict(Speciality.choices).get(self.speciality, "")
        return f"{self.subject} {words}".strip()


class InspectionOfficer(models.Model):
    """One inspector of one inspection; `joined_at` is set when the certificate was shown on the spot."""

    inspection = models.ForeignKey(
        Inspection, models.CASCADE, related_name="crew", verbose_name=_("inspection")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="inspections", verbose_name=_("inspector")
    )
    certificate = models.CharField(_("enforcement certificate number"), max_length=40, blank=True)
    joined_at = models.DateTimeField(_("on the spot since"), null=True, blank=True)

    class Meta:
        verbose_name = _("inspector of an inspection")
        verbose_name_plural = _("inspectors of inspections")
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "officer"], name="an_inspector_is_once_in_an_inspection"
            ),
            models.CheckConstraint(
                condition=Q(joined_at__isnull=True) | ~Q(certificate=""),
                name="an_inspector_on_the_spot_has_a_certificate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer}"


class InspectionLine(models.Model):
    """What was found about one line of the checklist. A line nobody answered has no row."""

    inspection = models.ForeignKey(
        Inspection, models.CASCADE, related_name="lines", verbose_name=_("inspection")
    )
    item = models.ForeignKey(CheckItem, models.PROTECT, related_name="+", verbose_name=_("line"))
    answer = models.CharField(_("answer"), max_length=7, choices=Answer.choices)
    facts = models.TextField(_("facts"), blank=True)
    measure = models.CharField(_("measure"), max_length=5, choices=Measure.choices, blank=True)
    due_on = models.DateField(_("to be corrected by"), null=True, blank=True)
    recorded = models.BooleanField(_("enters the credit file"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    answered_at = models.DateTimeField(_("answered at"))
    answered_by = models.CharField(max_length=64, blank=True, editable=False)
    answered_by_label = models.CharField(_("answered by"), max_length=100, blank=True, editable=False)

    class Meta:
        verbose_name = _("finding of an inspection")
        verbose_name_plural = _("findings of inspections")
        ordering = ["inspection", "item__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "item"], name="one_answer_per_line_of_an_inspection"
            ),
            models.CheckConstraint(
                condition=Q(answer="problem") | Q(measure="", due_on__isnull=True, recorded=False),
                name="only_a_problem_has_a_measure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}"


class InspectionStep(models.Model):
    """One step of the full-process record (执法全过程记录). Rows are only ever added.

    `at` is when the server learned of it, `done_at` what the telephone's clock said when it was done: without
    a connection hours may lie between. `token` is the telephone's own mark: what comes twice is kept once.
    """

    inspection = models.ForeignKey(
        Inspection, models.CASCADE, related_name="steps", verbose_name=_("inspection")
    )
    kind = models.CharField(_("step"), max_length=9, choices=StepKind.choices)
    words = models.CharField(_("in words"), max_length=500, blank=True)
    at = models.DateTimeField(_("at"))
    done_at = models.DateTimeField(_("by the telephone's clock"), null=True, blank=True)
    by_id = models.CharField(max_length=64, blank=True, editable=False)
    by_label = models.CharField(_("by"), max_length=100, blank=True)
    token = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("step of an inspection")
        verbose_name_plural = _("steps of inspections")
        ordering = ["inspection", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "token"], name="a_step_of_an_inspection_is_kept_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


class InspectionNotice(models.Model):
    """What the public reads of an inspection: derived once at publication, nothing else is shown.

    `problems` holds the words of the checklist, never the inspectors' own text.
    """

    guid = models.UUIDField(unique=True, editable=False)
    inspection = models.OneToOneField(Inspection, models.PROTECT, related_name="notice")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="inspection_notices")
    name = models.CharField(_("body"), max_length=200)
    number = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    name_norm = models.CharField(max_length=600, editable=False)
    division_code = models.CharField(_("division code"), max_length=6)
    authority_name = models.CharField(_("authority"), max_length=200)
    reason = models.CharField(_("kind of inspection"), max_length=13)
    speciality = models.CharField(_("speciality"), max_length=40, blank=True)
    checklist = models.CharField(_("checklist"), max_length=200)
    lines = models.PositiveSmallIntegerField(_("lines looked at"))
    inspected_on = models.DateField(_("inspected on"))
    result = models.CharField(_("result"), max_length=11, choices=InspectionResult.choices)
    problems = models.JSONField(_("problems"), default=list)
    published_on = models.DateField(_("published on"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        verbose_name = _("published result of an inspection")
        verbose_name_plural = _("published results of inspections")
        ordering = ["-published_on", "-pk"]
        indexes = [
            models.Index(fields=["-published_on", "-id"], name="inspection_notice_newest"),
            models.Index(fields=["subject", "-published_on"], name="inspection_notice_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.inspected_on:%Y-%m-%d}"
