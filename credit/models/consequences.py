"""What a grade or an action has set in motion: one task for an office, with its days and its outcome."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.scope import ScopedQuerySet
from core.workdays import DueDate, add_working_days
from credit.models.standards import Standard
from credit.models.subject import Subject


class TaskState(models.TextChoices):
    """Life of a task that a grade or an action leads to."""

    OPEN = "open", pgettext_lazy("task", "open")
    DONE = "done", pgettext_lazy("task", "done")
    WAIVED = "waived", pgettext_lazy("task", "waived")
    LAPSED = "lapsed", pgettext_lazy("task", "lapsed")


class ConsequenceTask(models.Model):
    """Something an office has to do because of a subject's grade or points, such as an interview.

    Its words are kept as they were when it was opened; the rule may change afterwards.
    """

    scope_field = "subject__division_code"

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="consequence_tasks", verbose_name=_("subject")
    )
    standard = models.ForeignKey(
        Standard, models.PROTECT, related_name="consequence_tasks", verbose_name=_("standard")
    )
    code = models.CharField(_("consequence"), max_length=80)
    title = models.CharField(_("what is to be done"), max_length=200)
    title_en = models.CharField(_("what is to be done, in English"), max_length=200, blank=True)
    label = models.CharField(_("grade or action"), max_length=60)
    ground = models.CharField(
        _("ground"), max_length=160, help_text=_("what it was opened for; the same ground opens it once")
    )
    cycle_start = models.DateField(_("cycle from"), null=True, blank=True)
    office = models.CharField(_("office"), max_length=100, blank=True)
    basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    opened_on = models.DateField(_("opened on"))
    working_days = models.PositiveSmallIntegerField(_("working days"))
    state = models.CharField(_("state"), max_length=6, choices=TaskState.choices, default=TaskState.OPEN)
    outcome = models.TextField(_("outcome"), blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = ScopedQuerySet["ConsequenceTask"].as_manager()

    class Meta:
        verbose_name = _("consequence to carry out")
        verbose_name_plural = _("consequences to carry out")
        ordering = ["opened_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "code"], condition=Q(state="open"), name="one_open_task_per_consequence"
            ),
            models.UniqueConstraint(
                fields=["subject", "code", "ground"], name="one_task_per_consequence_and_ground"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_on__isnull=True)
                | (~Q(state="open") & Q(closed_on__isnull=False)),
                name="a_task_has_a_closing_day_once_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.title_shown

    @property
    def title_shown(self) -> str:
        """What is to be done, in the reader's language."""
        chinese = not self.title_en or (get_language() or "").startswith("zh")
        return self.title if chinese else self.title_en

    @property
    def due(self) -> DueDate:
        """The last day, by the official calendar as it is known today."""
        return add_working_days(self.opened_on, self.working_days)
