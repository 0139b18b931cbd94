"""What grades and points have set in motion: the offices' tasks, with their days and their outcome."""

from __future__ import annotations

from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.forms import BaseDialogForm
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.admin_base import ScopedAdmin, attempt, go, officer
from accounts.clock_words import time_left
from accounts.dialogs import dialog
from accounts.division_filter import DivisionFilter
from accounts.models import Officer
from accounts.permissions import P
from core.clock import today
from core.errors import Refusal
from credit import consequence_tasks
from credit.admin.search import HELP, subject_ids
from credit.consequence_tasks import CONSEQUENCE_TASK
from credit.consequence_workbook import Wanted, Whom, note_export, write_workbook
from credit.models.consequences import ConsequenceTask, TaskState

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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


class WorkbookForm(forms.Form):
    """For whom, and as of which day."""

    whom = forms.ChoiceField(
        label=gettext_lazy("Applies to"), choices=Whom.choices, widget=UnfoldAdminSelectWidget
    )
    on = forms.DateField(
        label=gettext_lazy("As of"),
        initial=today,
        widget=UnfoldAdminSingleDateWidget,
        help_text=gettext_lazy("Today or a day before."),
    )
    only_limited = forms.BooleanField(
        label=gettext_lazy("Only who has a limit in force or a measure to be carried out"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
    )

    @property
    def wanted(self) -> Wanted:
        """What is asked for, once the form is valid."""
        entered = self.cleaned_data
        return Wanted(Whom(entered["whom"]), entered["on"], entered["only_limited"])


def hand_out(wanted: Wanted, reader: Officer) -> FileResponse:
    """Write the workbook into a temporary file and hand that out piece by piece."""
    with ExitStack() as opened:
        target = opened.enter_context(TemporaryFile())
        count = write_workbook(wanted, target, by=reader)
        note_export(wanted, count, by=reader)
        target.seek(0)
        opened.pop_all()  # from here on the response closes it
    name = f"{wanted.whom.value}-{wanted.on.isoformat()}.xlsx"
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


@admin.register(ConsequenceTask)
class ConsequenceTaskAdmin(ScopedAdmin):
    """Consequences that an office carries out; grades open them."""

    view_right = P.GRADE_VIEW
    scope_field = "subject__division_code"
    list_display = ("who", "title_label", "office", "label", "opened", "time_left", "state_label")
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
    actions_list = ("workbook",)
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
        return obj.subject.with_number

    @display(description=gettext_lazy("what is to be done"))
    def title_label(self, obj: ConsequenceTask) -> str:
        """What is to be done, in the reader's language."""
        return obj.title_shown

    @display(description=gettext_lazy("opened on"))
    def opened(self, obj: ConsequenceTask) -> str:
        """Day on which it was opened, short."""
        return obj.opened_on.isoformat()

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

    @action(description=gettext_lazy("Workbook for the offices"), url_path="workbook", icon="table_view")
    def workbook(self, request: HttpRequest) -> HttpResponseBase:
        """Ask for whom and which day, and hand the workbook out."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = WorkbookForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                return hand_out(form.wanted, officer(request))
            except Refusal as refusal:
                form.add_error(refusal.field or None, str(refusal))
        title = _("Workbook for the offices")
        return self.page(request, "admin/credit/consequence_workbook.html", {"form": form}, title=title)

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
