"""Beginning an interview or a rectification from a task that a bad evaluation opened."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from accounts.admin_base import officer
from accounts.permissions import P
from accounts.widgets import DayInput
from credit.models import EvaluationFollowUp
from credit.models.evaluations import FollowUpKind, FollowUpState
from supervision.choices import InterviewKind


class InterviewTaskForm(forms.Form):
    """The interview that a task asks for."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of interview"), choices=InterviewKind.choices, widget=UnfoldAdminSelectWidget
    )
    grounds = forms.CharField(
        label=pgettext_lazy("interview", "Grounds"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )


class RectificationTaskForm(forms.Form):
    """The rectification that a task asks for."""

    problem = forms.CharField(
        label=gettext_lazy("Problem"), max_length=500, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3})
    )
    measures = forms.CharField(
        label=gettext_lazy("Measures"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )
    due_on = forms.DateField(label=pgettext_lazy("rectification", "Due on"), widget=DayInput)


def task_of(request: HttpRequest, pk: int, kind: FollowUpKind, right: P) -> EvaluationFollowUp:
    """Return an open task of a kind for which the officer may begin what it asks for.

    Raises:
        Http404: there is none in the officer's divisions.
        PermissionDenied: the officer does not hold the right there.
    """
    by = officer(request)
    rows = EvaluationFollowUp.objects.visible_to(by, P.FILE_VIEW).select_related("evaluation__subject")
    task = rows.filter(pk=pk, kind=kind, state=FollowUpState.OPEN).first()
    if task is None:
        raise Http404
    if not by.may(right, task.division_code):
        raise PermissionDenied
    return task


def words_of(task: EvaluationFollowUp) -> str:
    """Say what the evaluation found, for grounds and problem."""
    row = task.evaluation
    return _("%(evaluator)s, %(year)s: result “%(result)s” (%(day)s)") % {
        "evaluator": row.evaluator,
        "year": row.year,
        "result": row.result,
        "day": row.evaluated_on.isoformat(),
    }
