"""Interviews (约谈): who determined a fault talks to the bodies about it; minutes, demands, follow-up."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.scope import ScopedQuerySet
from credit.models import Subject
from supervision.choices import Attendance, DemandResult, InterviewKind, InterviewReply, InterviewState

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Interview(models.Model):
    """One interview with one or several bodies, held by the authority that determined the fault.

    津滨卫执法〔2020〕120号 三(三)10: 谁认定、谁约谈; the record goes into the credit file
    and to the platform.
    `source_key` names what asked for it, "<model label>:<pk>"; the same cause proposes one interview.
    """

    scope_field = "division_code"

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind of interview"), max_length=8, choices=InterviewKind.choices)
    grounds = models.TextField(_("grounds"))
    basis = models.CharField(_("legal basis"), max_length=255, blank=True)
    authority_name = models.CharField(_("authority that determined it and interviews"), max_length=200)
    division_code = models.CharField(_("division code"), max_length=6)
    source_key = models.CharField(max_length=80, unique=True, editable=False)
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=InterviewState.choices,
        default=InterviewState.PROPOSED,
        editable=False,
    )
    proposed_on = models.DateField(_("proposed on"), editable=False)
    notice_no = models.CharField(_("notice number"), max_length=80, blank=True)
    noticed_on = models.DateField(_("notice given on"), null=True, blank=True)
    meets_at = models.DateTimeField(_("time"), null=True, blank=True)
    place = models.CharField(pgettext_lazy("interview", "place"), max_length=200, blank=True)
    who_must_come = models.CharField(_("who must come"), max_length=200, blank=True)
    bring = models.CharField(_("what to bring"), max_length=255, blank=True)
    contact = models.CharField(_("contact at the authority"), max_length=100, blank=True)
    put_off_from = models.DateTimeField(_("put off from"), null=True, blank=True, editable=False)
    put_off_reason = models.CharField(_("why it was put off"), max_length=255, blank=True, editable=False)
    held_on = models.DateField(_("held on"), null=True, blank=True, editable=False)
    host = models.CharField(_("held by"), max_length=100, blank=True, editable=False)
    recorder = models.CharField(_("minutes taken by"), max_length=100, blank=True, editable=False)
    minutes = models.TextField(_("minutes"), blank=True, editable=False)
    follow_up_by = models.DateField(_("to be followed up by"), null=True, blank=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    closed_by_label = models.CharField(_("closed by"), max_length=100, blank=True, editable=False)
    dropped_reason = models.CharField(_("reason of dropping"), max_length=255, blank=True, editable=False)
    called_off_on = models.DateField(_("called off on"), null=True, blank=True, editable=False)
    made_by = models.CharField(max_length=64, blank=True, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, blank=True, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    if TYPE_CHECKING:
        bodies: RelatedManager[InterviewBody]
        demands: RelatedManager[InterviewDemand]

    objects = ScopedQuerySet["Interview"].as_manager()

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["notified", "held", "closed"])
                | Q(noticed_on__isnull=False, meets_at__isnull=False) & ~Q(notice_no=""),
                name="an_interview_is_noticed_before_it_is_held",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["held", "closed"]) | Q(held_on__isnull=False) & ~Q(minutes=""),
                name="an_interview_held_has_minutes",
            ),
            models.CheckConstraint(
                condition=Q(called_off_on__isnull=True) | Q(state="dropped") & ~Q(dropped_reason=""),
                name="an_interview_called_off_says_why",
            ),
            models.CheckConstraint(
                condition=Q(put_off_from__isnull=True) | ~Q(put_off_reason=""),
                name="an_interview_put_off_says_why",
            ),
            models.UniqueConstraint(
                fields=["division_code", "notice_no"],
                condition=~Q(notice_no=""),
                name="a_notice_number_is_used_once",
            ),
        ]
        indexes = [models.Index(fields=["state", "meets_at"], name="interview_by_state")]

    def __str__(self) -> str:
        return self.grounds[:80]


class InterviewBody(models.Model):
    """One body that is interviewed, and what became of it."""

    interview = models.ForeignKey(
        Interview, models.CASCADE, related_name="bodies", verbose_name=_("interview")
    )
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="interviews", verbose_name=_("body"))
    read_on = models.DateField(_("notice read on"), null=True, blank=True, editable=False)
    reply = models.CharField(
        _("answer to the notice"), max_length=5, choices=InterviewReply.choices, blank=True, editable=False
    )
    reply_words = models.CharField(_("words of the answer"), max_length=200, blank=True, editable=False)
    replied_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    attendance = models.CharField(_("attendance"), max_length=8, choices=Attendance.choices, blank=True)
    came_as = models.CharField(
        _("represented by"), max_length=100, blank=True, help_text=_("office or post, without a number")
    )
    statement = models.TextField(_("what the body said"), blank=True)
    result = models.CharField(
        _("result of the follow-up"), max_length=6, choices=DemandResult.choices, blank=True
    )
    result_note = models.CharField(_("note of the follow-up"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("body of an interview")
        verbose_name_plural = _("bodies of interviews")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["interview", "subject"], name="a_body_is_once_in_an_interview"),
            models.CheckConstraint(
                condition=Q(reply="", replied_on__isnull=True) | ~Q(reply="") & Q(replied_on__isnull=False),
                name="an_answer_to_an_interview_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.subject)


class InterviewDemand(models.Model):
    """One thing that the authority demands, with its day; it opens a rectification at each body."""

    interview = models.ForeignKey(
        Interview, models.CASCADE, related_name="demands", verbose_name=_("interview")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(_("demand"), max_length=500)
    due_on = models.DateField(_("due on"))

    class Meta:
        verbose_name = _("demand of an interview")
        verbose_name_plural = _("demands of interviews")
        ordering = ["interview", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "number"], name="one_demand_per_number_of_an_interview"
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
