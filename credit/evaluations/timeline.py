"""What evaluations tell in the time line of a subject."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from core.language import headed
from credit.evaluations.selectors import title_of, word_of
from credit.models import Evaluation, EvaluationFollowUp, Subject
from credit.models.evaluations import FollowUpState
from credit.timeline import Event, Reader, tells


@tells("evaluation", gettext_lazy("Evaluation"))
def evaluations(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of results, replaced ones too, and of what became of the tasks they opened."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    for row in reader.newest(Evaluation.objects.filter(subject_id=subject.pk), "evaluated_on"):
        word = word_of(row)
        yield Event(
            row.evaluated_on,
            _("Evaluation"),
            headed(f"{title_of(row)} {row.year}", word.shown),
            "grading",
            "" if row.replaced_at else word.tone,
            _("replaced by a newer result of the year") if row.replaced_at else row.evaluator,
            reverse("admin:credit_evaluation_change", args=[row.pk]),
        )
    tasks = EvaluationFollowUp.objects.filter(
        evaluation__subject_id=subject.pk, state=FollowUpState.DONE
    ).select_related("evaluation")
    for task in reader.newest(tasks, "done_on"):
        if task.done_on:
            yield Event(
                task.done_on,
                task.get_kind_display(),
                f"{title_of(task.evaluation)} {task.evaluation.year}",
                "task_alt",
                "success",
                url=reverse("admin:credit_evaluationfollowup_change", args=[task.pk]),
                inside=task.outcome,
            )
