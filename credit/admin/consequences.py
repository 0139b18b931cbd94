"""What grades and points have set in motion: the offices' tasks, with their days and their outcome."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.admin_base import ScopedAdmin, attempt, go, officer
from accounts.clock_words import time_left
from accounts.dialogs import dialog
from accounts.division_filter import DivisionFilter
from accounts.permissions import P
from credit import consequence_tasks
from credit.admin.search import HELP, subject_ids
from credit.consequence_tasks import CONSEQUENCE_TASK
from credit.models.consequences import ConsequenceTask, TaskState

STEP_OF_BUTTON = {"finish": "finish", "waive": "waive"}


class OutcomeDialog(BaseDialogForm):
    """Asks what came of it."""

    outcome = forms.CharField(
        label=gettext_lazy("Outcome"),
        min_length=4,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=gettext_lazy("Day, who took part, and the result; it stays on the credit file."),
    )


@admin.register(ConsequenceTask)
class ConsequenceTaskAdmin(ScopedAdmin):
    """Consequences that an office carries out; grades open them."""

    view_right = P.GRADE_VIEW
    scope_field = "subject__division_code"
    list_display = ("who", "title_label", "office", "label", "opened_on", "time_left", "state_label")
    list_display_links = ("who",)
    list_select_related = ("subject", "standard")
    list_filter = ("state", "office", DivisionFilter)
    search_fields = ("code",)
    search_help_text = HELP
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("To do"), f"state__exact={TaskState.OPEN}"),
        (gettext_lazy("Done"), f"state__exact={TaskState.DONE}"),
    )
    fields = (
        "who_name",
        "title_label",
        "office",
        "label",
        "standard",
        "basis",
        "opened_on",
        "due_shown",
        "state",
        "outcome",
        "closed_on",
    )
    change_form_outer_after_template = "admin/credit/to_file.html"
    actions_detail = ("finish", "waive")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by the subject."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(subject_id__in=subject_ids(search_term)), False

    @display(description=gettext_lazy("subject"), header=True)
    def who(self, obj: ConsequenceTask) -> list[str]:
        """Name and number."""
        return [obj.subject.name, obj.subject.number or "–"]

    @display(description=gettext_lazy("subject"))
    def who_name(self, obj: ConsequenceTask) -> str:
        """Name and number in one line."""
        return f"{obj.subject.name}（{obj.subject.number}）" if obj.subject.number else obj.subject.name

    @display(description=gettext_lazy("what is to be done"))
    def title_label(self, obj: ConsequenceTask) -> str:
        """What is to be done, in the reader's language."""
        return obj.title_shown

    @display(description=gettext_lazy("due on"))
    def due_shown(self, obj: ConsequenceTask) -> str:
        """Last day, and the working days it was counted from."""
        return _("%(day)s (%(days)s working days)") % {
            "day": obj.due.on.isoformat(),
            "days": obj.working_days,
        }

    @display(
        description=gettext_lazy("time left"),
        label={"danger": "danger", "warning": "warning", "success": "success"},
    )
    def time_left(self, obj: ConsequenceTask) -> tuple[str, str] | None:
        """Working days left while it is open."""
        if obj.state != TaskState.OPEN:
            return None
        due = obj.due
        left = time_left(due.on, provisional=due.provisional)
        return left.level, left.words

    @display(
        description=gettext_lazy("state"),
        label={
            TaskState.OPEN: "warning",
            TaskState.DONE: "success",
            TaskState.WAIVED: "",
            TaskState.LAPSED: "info",
        },
    )
    def state_label(self, obj: ConsequenceTask) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()

    @action(
        description=gettext_lazy("Note as done"),
        url_path="finish",
        icon="check",
        variant=ActionVariant.PRIMARY,
        dialog=dialog(
            gettext_lazy("Note as done"),
            gettext_lazy("The task leaves the task box; the outcome stays on the credit file."),
            form=OutcomeDialog,
        ),
    )
    def finish(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Note what came of it."""
        task = self.seen_object(request, object_id)
        outcome = form.cleaned_data["outcome"]
        attempt(
            request,
            lambda: consequence_tasks.finish(task, outcome=outcome, by=officer(request)),
            _("Noted as done."),
        )
        return go(request, self.change_url(task))

    @action(
        description=gettext_lazy("Waive"),
        url_path="waive",
        icon="block",
        dialog=dialog(
            gettext_lazy("Waive"),
            gettext_lazy("Nothing is done about it; the reason stays on the credit file."),
            reason=True,
        ),
    )
    def waive(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Do without it, for a reason."""
        task = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        attempt(
            request, lambda: consequence_tasks.waive(task, reason=reason, by=officer(request)), _("Waived.")
        )
        return go(request, self.change_url(task))

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Keep the buttons of steps that the officer may take now."""
        task = self.get_object(request, str(object_id))
        if task is None:
            return []
        possible = {step.name for step in CONSEQUENCE_TASK.available(task, officer(request))}
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        return [
            act
            for act in self._get_base_actions_detail()
            if STEP_OF_BUTTON.get(act.action_name.removeprefix(prefix)) in possible
        ]
