"""What is begun from a task of a bad evaluation: the interview, or the rectification; and what was begun."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Officer
from accounts.permissions import P
from credit.admin.offers import Offer, register_for_tasks
from credit.models import EvaluationFollowUp
from credit.models.evaluations import FollowUpKind, FollowUpState
from supervision.models import Interview, Rectification
from supervision.rectification.tasks_of_evaluations import key_of


@register_for_tasks("supervision")
def offers(task: EvaluationFollowUp, reader: Officer) -> Iterator[Offer]:
    """Offer to begin what the task asks for, and lead to it once it is begun."""
    key, place = key_of(task), task.division_code
    if task.kind == FollowUpKind.INTERVIEW:
        interview = Interview.objects.filter(source_key=key).first()
        if interview is not None:
            yield Offer(
                _("To the interview"), reverse("admin:supervision_interview_change", args=[interview.pk])
            )
        elif task.state == FollowUpState.OPEN and reader.may(P.INTERVIEW_HOLD, place):
            url = reverse("admin:supervision_interview_from_task", args=[task.pk])
            yield Offer(_("Propose the interview"), url, act=True)
        return
    row = Rectification.objects.filter(source_key=key).first()
    if row is not None:
        yield Offer(
            _("To the rectification"), reverse("admin:supervision_rectification_change", args=[row.pk])
        )
    elif task.state == FollowUpState.OPEN and reader.may(P.RECTIFICATION_CHECK, place):
        url = reverse("admin:supervision_rectification_from_task", args=[task.pk])
        yield Offer(_("Open the rectification"), url, act=True)
