"""Grades as they stand, what they were before, and the runs that wrote them."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from credit.fields import PointsField
from credit.models.standards import Standard
from credit.rules.terms import CycleBasis


class RunState(models.TextChoices):
    """Life of a grading run; a run that was killed goes back from running to queued."""

    QUEUED = "queued", pgettext_lazy("run", "queued")
    RUNNING = "running", pgettext_lazy("run", "running")
    DONE = "done", pgettext_lazy("run", "done")
    FAILED = "failed", pgettext_lazy("run", "failed")


class Cause(models.TextChoices):
    """Why grades were computed."""

    NIGHTLY = "nightly", _("nightly run")
    CHANGE = "change", _("a record changed")
    DEMAND = "demand", _("on demand")


class GradeRun(models.Model):
    """One computation of everybody's grade under one standard, slice by slice in the order of subjects.

    Each slice is one transaction that also moves `reached`, the last subject done: a run that was killed goes
    on from there, and a finished run has graded everybody once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="runs", verbose_name=_("standard"))
    as_of = models.DateField(_("as of"))
    cause = models.CharField(_("cause"), max_length=8, choices=Cause.choices)
    state = models.CharField(_("state"), max_length=8, choices=RunState.choices, default=RunState.QUEUED)
    requested_by = models.CharField(_("requested by"), max_length=100)
    requested_by_label = models.CharField(_("requested by"), max_length=100, blank=True)
    requested_at = models.DateTimeField(_("requested at"), auto_now_add=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(pgettext_lazy("run", "attempts"), default=0)
    trial = models.BooleanField(
        _("trial"), default=False, help_text=_("Tells what the grades of a day would be; writes none.")
    )
    population = models.PositiveIntegerField(_("subjects to grade"), default=0)
    reached = models.BigIntegerField(null=True, editable=False)
    outcome = models.JSONField(
        _("outcome"),
        default=list,
        blank=True,
        help_text=_("Of a trial: [grade held, grade of the trial, subjects] each."),
    )
    graded = models.PositiveIntegerField(_("subjects graded"), default=0)
    written = models.PositiveIntegerField(_("grades written"), default=0)
    relabelled = models.PositiveIntegerField(_("grades or actions changed"), default=0)
    failure = models.CharField(_("failure"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("grading run")
        verbose_name_plural = _("grading runs")
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["standard"],
                condition=Q(state="running", trial=False),
                name="one_running_grade_run_per_standard",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard} {self.as_of}"

    @property
    def finished(self) -> bool:
        """Whether nothing is left to be done or waited for."""
        return self.state in (RunState.DONE, RunState.FAILED)

    @property
    def percent(self) -> int:
        """How much of the population is graded."""
        if self.state == RunState.DONE:
            return 100
        return min(99, self.graded * 100 // self.population) if self.population else 0


class Grade(models.Model):
    """The standing grade of a subject under a standard, with its reason as computed that day.

    Written only by ``credit.grading``. A grade that did not change is not rewritten: ``as_of`` is the day for
    which it was last established; the standard's last finished run says until when it was confirmed.
    """

    subject = models.ForeignKey(
        "credit.Subject", models.CASCADE, related_name="grades", verbose_name=_("subject")
    )
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="grades", verbose_name=_("standard"))
    run_id = models.UUIDField(_("run or change that wrote it"))
    as_of = models.DateField(_("as of"))
    cycle_start = models.DateField(_("cycle from"))
    cycle_end = models.DateField(_("cycle until"))
    cycle_basis = models.CharField(_("cycle found by"), max_length=12, choices=CycleBasis.choices)
    points = PointsField(_("points"))
    bonus = PointsField(_("bonus"))
    score = PointsField(_("score"))
    label = models.CharField(_("grade or action"), max_length=60, blank=True)
    veto = models.BooleanField(_("veto"))
    direct = models.BooleanField(_("put directly"), default=False)
    listed = models.BooleanField(_("on a serious list"), default=False)
    lines = models.TextField(
        _("reason, line by line"),
        help_text=_("JSON: [record, criterion, hundredths of points] per record that counted."),
    )
    prior_as_of = models.DateField(null=True, editable=False)
    prior_cycle_start = models.DateField(null=True, editable=False)
    prior_points = PointsField(null=True, editable=False)
    prior_score = PointsField(null=True, editable=False)
    prior_label = models.CharField(max_length=60, blank=True, editable=False)
    prior_veto = models.BooleanField(null=True, editable=False)
    prior_lines = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("grade")
        verbose_name_plural = _("grades")
        ordering = ["standard", "subject"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "standard"], name="one_grade_per_subject_and_standard"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.as_of}"

    @property
    def resets_on(self) -> date:
        """First day of the next cycle, when counting starts again at zero."""
        return date.fromordinal(self.cycle_end.toordinal() + 1)


class GradeChange(models.Model):
    """A superseded grade: what it was, what it became, and why. Insert-only, without foreign keys."""

    subject_id = models.BigIntegerField(_("subject"))
    standard_id = models.BigIntegerField(_("standard"))
    run_id = models.UUIDField(_("run or change that wrote it"))
    cause = models.CharField(_("cause"), max_length=8, choices=Cause.choices)
    recorded_at = models.DateTimeField(_("recorded at"))
    as_of = models.DateField(_("as of"))
    from_as_of = models.DateField(_("as of, before"), null=True)
    from_cycle_start = models.DateField(_("cycle from, before"), null=True)
    from_points = PointsField(_("points, before"), null=True)
    from_score = PointsField(_("score, before"), null=True)
    from_label = models.CharField(_("grade or action, before"), max_length=60, blank=True)
    from_veto = models.BooleanField(_("veto, before"), null=True)
    from_lines = models.TextField(_("reason line by line, before"), blank=True)
    to_cycle_start = models.DateField(_("cycle from, after"))
    to_points = PointsField(_("points, after"))
    to_score = PointsField(_("score, after"))
    to_label = models.CharField(_("grade or action, after"), max_length=60, blank=True)
    to_veto = models.BooleanField(_("veto, after"))

    class Meta:
        verbose_name = _("grade change")
        verbose_name_plural = _("grade changes")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_id", "standard_id", "-id"], name="grade_change_of_subject"),
            models.Index(fields=["run_id"], name="grade_change_of_run"),
        ]

    def __str__(self) -> str:
        return f"{self.from_label} > {self.to_label} {self.as_of}"


class DueRegrade(models.Model):
    """A subject whose records changed: it is graded anew once, however often they change until then."""

    subject = models.OneToOneField("credit.Subject", models.CASCADE, primary_key=True, related_name="+")
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.subject_id} {self.due_at}"
