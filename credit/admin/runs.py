"""Grading runs: ordered here, with live progress, and what they came to."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from accounts.admin_base import ScopedAdmin, attempt, go, officer
from accounts.clock_words import moment
from accounts.dialogs import dialog
from accounts.permissions import P
from core.errors import Refusal
from credit.admin.run_forms import TrialDialog
from credit.admin.run_steps import run_url
from credit.grading import orders, trial
from credit.grading.runs import OPEN
from credit.grading.standards import standard_data
from credit.models import GradeRun
from credit.models.grades import RunState
from credit.rules.phrases import label_of
from credit.rules.standard import StandardData

MOST_OPEN = 20
COLOURS = {
    RunState.QUEUED: "info",
    RunState.RUNNING: "primary",
    RunState.DONE: "success",
    RunState.FAILED: "danger",
}


@admin.register(GradeRun)
class GradeRunAdmin(ScopedAdmin):
    """Grading runs; whoever may compute grades orders them here."""

    view_right = P.GRADE_VIEW
    scope_field = ""
    ordering = ("-requested_at",)
    list_display = (
        "standard",
        "as_of_label",
        "kind_label",
        "state_label",
        "graded",
        "written",
        "relabelled",
        "asked_by",
        "when",
    )
    list_display_links = ("standard",)
    list_select_related = ("standard",)
    list_filter = ("state", "cause", "trial")
    list_before_template = "admin/credit/runs_before.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("Failed"), f"state__exact={RunState.FAILED}"),
        (gettext_lazy("Trial runs"), "trial__exact=1"),
    )
    actions_list = ("grade_all", "try_one")
    actions_detail = ("go_on",)

    def get_urls(self) -> list[URLPattern]:
        """Add the answers to the pages that ask every second."""
        view = self.admin_site.admin_view
        own = [
            path("progress/", view(self.open_view), name="credit_graderun_open"),
            path("<uuid:pk>/progress/", view(self.progress_view), name="credit_graderun_progress"),
        ]
        return [*own, *super().get_urls()]

    # --- ordering ------------------------------------------------------------------------------------

    def get_actions_list(self, request: HttpRequest) -> list[Any]:
        """Offer runs to whoever may compute grades."""
        return super().get_actions_list(request) if self.allowed(request, P.GRADE_RUN) else []

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Offer to go on with a failed run."""
        run = self.get_object(request, str(object_id))
        failed = run is not None and run.state == RunState.FAILED
        may = failed and officer(request).may(P.GRADE_RUN, run.standard.place)
        return super().get_actions_detail(request, object_id) if may else []

    @action(
        description=gettext_lazy("Grade everybody"),
        url_path="grade-all",
        icon="play_arrow",
        variant=ActionVariant.PRIMARY,
        dialog=dialog(
            gettext_lazy("Grade everybody"),
            gettext_lazy(
                "Every subject is graded anew under every standard in force, as of today, by a worker. "
                "A grade that stays the same is not rewritten."
            ),
        ),
    )
    def grade_all(self, request: HttpRequest, form: Any) -> HttpResponse:
        """Have everybody graded under every standard in force."""
        attempt(request, lambda: orders.order_runs(by=officer(request)), _("Ordered; a worker takes it up."))
        return go(request, self.list_url())

    @action(
        description=gettext_lazy("Trial run"),
        url_path="trial",
        icon="science",
        dialog=dialog(
            gettext_lazy("Trial run"),
            gettext_lazy("A worker computes what everybody's grades of a day would be. No grade is written."),
            form=TrialDialog,
        ),
    )
    def try_one(self, request: HttpRequest, form: Any) -> HttpResponse:
        """Try what everybody's grades under a standard would be on a day."""
        wanted = form.cleaned_data
        try:
            run = orders.order_trial(wanted["standard"], as_of=wanted["as_of"], by=officer(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return go(request, self.list_url())
        return go(request, run_url(run))

    @action(
        description=gettext_lazy("Go on"),
        url_path="go-on",
        icon="resume",
        variant=ActionVariant.PRIMARY,
        dialog=dialog(
            gettext_lazy("Go on"),
            gettext_lazy("The run goes on after the last subjects that it finished; those stay as they are."),
        ),
    )
    def go_on(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Go on with a failed run."""
        run = self.seen_object(request, object_id)
        attempt(request, lambda: orders.go_on(run, by=officer(request)), _("It goes on."))
        return go(request, self.change_url(run))

    # --- progress and result -------------------------------------------------------------------------

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the runs that are on their way above the list."""
        return super().changelist_view(request, {**(extra_context or {}), "open_runs": _open_runs()})

    def open_view(self, request: HttpRequest) -> HttpResponse:
        """Answer the list that asks every second; once nothing is on its way the list loads itself again."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = _open_runs()
        if not found:
            refresh = HttpResponse(headers={"HX-Refresh": "true"})
            return refresh if request.headers.get("HX-Request") else go(request, self.list_url())
        context = {"open_runs": found}
        return self.page(request, "admin/credit/runs_open.html", context, title=_("Grading runs"))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show progress while a worker grades, and afterwards what came of it."""
        run = self.get_object(request, object_id)
        if run is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        actions = self._get_actions_navigation(
            self.actions_detail, self.get_actions_detail(request, object_id), object_id
        )
        data = standard_data(run.standard)
        context = {
            "run": run,
            "original": run,
            "colour": COLOURS[RunState(run.state)],
            "asker": _asker(run),
            "seconds": _seconds(run),
            "moves": [_in_words(move, data) for move in trial.in_order(run.standard, run.outcome)],
            "staying": sum(count for held, would_be, count in run.outcome if held == would_be),
            "actions_detail": actions,
        }
        title = _("Trial run") if run.trial else _("Grading run")
        return self.page(request, "admin/credit/run.html", context, title=f"{title} · {run.standard}")

    def progress_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Answer the page that asks every second; once all is done the page loads itself again."""
        run = self.seen_object(request, str(pk))
        if run.finished:
            refresh = HttpResponse(headers={"HX-Refresh": "true"})
            return refresh if request.headers.get("HX-Request") else go(request, self.change_url(run))
        context = {"run": run, "colour": COLOURS[RunState(run.state)]}
        return self.page(request, "admin/credit/run_progress.html", context, title=str(run))

    # --- the list ------------------------------------------------------------------------------------

    @display(description=gettext_lazy("as of"))
    def as_of_label(self, obj: GradeRun) -> str:
        """The day for which it grades, short."""
        return obj.as_of.isoformat()

    @display(description=gettext_lazy("cause"))
    def kind_label(self, obj: GradeRun) -> str:
        """Why it was asked for; a trial says so."""
        return _("trial") if obj.trial else obj.get_cause_display()

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: GradeRun) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()

    @display(description=gettext_lazy("ordered by"))
    def asked_by(self, obj: GradeRun) -> str:
        """Who asked for it."""
        return _asker(obj)

    @display(description=gettext_lazy("finished at"))
    def when(self, obj: GradeRun) -> str:
        """When it was finished, short."""
        return moment(obj.finished_at)


def _open_runs() -> list[tuple[GradeRun, str]]:
    found = GradeRun.objects.filter(state__in=OPEN).select_related("standard").order_by("requested_at")
    return [(run, COLOURS[RunState(run.state)]) for run in found[:MOST_OPEN]]


def _asker(run: GradeRun) -> str:
    """Name the officer who ordered a run; the clock and the commands have no name that helps a reader."""
    officer_asked = run.requested_by.startswith("officer:")
    return run.requested_by_label or run.requested_by if officer_asked else _("the system")


def _seconds(run: GradeRun) -> float | None:
    if run.started_at is None or run.finished_at is None:
        return None
    return round((run.finished_at - run.started_at).total_seconds(), 1)


def _in_words(move: trial.Move, data: StandardData) -> dict[str, Any]:
    return {
        "held": None if move.held is None else label_of(data, move.held),
        "would_be": label_of(data, move.would_be),
        "subjects": move.subjects,
        "stays": move.stays,
    }
