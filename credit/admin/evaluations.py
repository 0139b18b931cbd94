"""Evaluations on the supervisors' pages: results as they came, and the tasks that bad ones opened."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.admin_base import ScopedAdmin, attempt, go, officer
from accounts.clock_words import time_left
from accounts.dialogs import dialog
from accounts.evidence import EvidenceField, for_officers
from accounts.permissions import P
from accounts.widgets import DayInput
from core import evidence, ruletables
from core.clock import today
from core.language import headed
from credit.admin.acts import ActPages
from credit.admin.offers import offers_about_task
from credit.admin.search import HELP, subject_ids
from credit.evaluations import services
from credit.evaluations.schemes import SCHEMES, schemes
from credit.evaluations.selectors import scheme_of, title_of, word_of
from credit.evaluations.workflow import FOLLOW_UP
from credit.models import Evaluation, EvaluationFollowUp
from credit.models.evaluations import FollowUpState

TONES = {"success": "success", "warning": "warning", "danger": "danger", "": ""}


class SchemeFilter(SimpleListFilter):
    """Rows of one scheme; the schemes are rule data."""

    title = gettext_lazy("evaluation scheme")
    parameter_name = "scheme"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Name the schemes in force."""
        return [(scheme.code, scheme.shown) for scheme in schemes(on=today())]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows of the chosen scheme."""
        return queryset.filter(scheme=self.value()) if self.value() else queryset


class StandingFilter(SimpleListFilter):
    """Results that stand, or those that were replaced."""

    title = gettext_lazy("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer both."""
        return [("yes", gettext_lazy("standing")), ("no", gettext_lazy("replaced"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what is asked for."""
        if self.value() not in {"yes", "no"}:
            return queryset
        return queryset.filter(replaced_at__isnull=self.value() == "yes")


@admin.register(Evaluation)
class EvaluationAdmin(ScopedAdmin):
    """Results of the officer's divisions, for reading: workbook, interface and score sheets bring them."""

    view_right = P.FILE_VIEW
    ordering = ("-evaluated_on", "-pk")
    list_display = ("who", "scheme_label", "year", "result_label", "evaluated", "standing_label")
    list_display_links = ("who",)
    list_select_related = ("subject",)
    list_filter = (SchemeFilter, "result", StandingFilter)
    search_fields = ("result",)
    search_help_text = HELP
    fields = (
        "who_name",
        "scheme_label",
        "year",
        "result_words",
        "score",
        "evaluated_on",
        "evaluator",
        "way",
        "taken_in_at",
        "taken_in_by_label",
        "replaced_at",
        "basis",
    )
    change_form_outer_before_template = "admin/credit/to_file.html"
    change_form_outer_after_template = "admin/credit/evaluation_after.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Read the schemes once for a whole list."""
        self._book = ruletables.book(SCHEMES)
        return super().get_queryset(request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by the subject."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(subject_id__in=subject_ids(search_term)), False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the result with its tasks, the visits behind it and the other results of the scheme."""
        extra = dict(extra_context or {})
        obj = self.get_object(request, object_id)
        if obj is not None:
            extra["tasks"] = obj.follow_ups.order_by("kind")
            extra["visits"] = obj.visits.order_by("-visited_on")
            others = Evaluation.objects.filter(subject=obj.subject_id, scheme=obj.scheme)
            extra["others"] = others.exclude(pk=obj.pk).order_by("-evaluated_on", "-pk")[:20]
        return super().change_view(request, object_id, form_url, extra)

    @display(description=gettext_lazy("subject"), header=True)
    def who(self, obj: Evaluation) -> list[str]:
        """Name and number."""
        return [obj.subject.name, obj.subject.number or "–"]

    @display(description=gettext_lazy("subject"))
    def who_name(self, obj: Evaluation) -> str:
        """Name and number in one line."""
        return obj.subject.with_number

    @display(description=gettext_lazy("evaluation scheme"))
    def scheme_label(self, obj: Evaluation) -> str:
        """Name of the scheme."""
        return title_of(obj, self._book)

    @display(description=gettext_lazy("result"), label=TONES)
    def result_label(self, obj: Evaluation) -> tuple[str, str]:
        """Result in its colour."""
        word = word_of(obj, self._book)
        return word.tone, word.shown

    @display(description=gettext_lazy("result"))
    def result_words(self, obj: Evaluation) -> str:
        """Result in words."""
        return word_of(obj, self._book).shown

    @display(description=gettext_lazy("evaluated on"))
    def evaluated(self, obj: Evaluation) -> str:
        """Day, short."""
        return obj.evaluated_on.isoformat()

    @display(description=gettext_lazy("standing"), label={"standing": "success", "replaced": ""})
    def standing_label(self, obj: Evaluation) -> tuple[str, str]:
        """Standing, or replaced by a newer one of the year."""
        return ("replaced", _("replaced")) if obj.replaced_at else ("standing", _("standing"))

    @display(description=gettext_lazy("basis"))
    def basis(self, obj: Evaluation) -> str:
        """Document of the scheme, and whether it was read there."""
        found = scheme_of(obj, self._book)
        if found is None:
            return "–"
        return found.basis if found.confirmed else _("%s (local default, to be confirmed)") % found.basis


class DoneForm(forms.Form):
    """What became of a task."""

    done_on = forms.DateField(label=gettext_lazy("Done on"), widget=DayInput)
    outcome = forms.CharField(
        label=gettext_lazy("Outcome"),
        min_length=4,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=gettext_lazy("Who took part, what was agreed or mended; it stays in the credit file."),
    )
    evidence = EvidenceField(required=False)


@admin.register(EvaluationFollowUp)
class EvaluationFollowUpAdmin(ActPages):
    """Tasks that bad results opened."""

    view_right = P.FILE_VIEW
    list_display = ("who", "kind", "about_what", "clock", "state_label")
    list_display_links = ("who",)
    list_select_related = ("evaluation__subject",)
    list_filter = ("state", "kind")
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("To do"), f"state__exact={FollowUpState.OPEN}"),
        (gettext_lazy("Done"), f"state__exact={FollowUpState.DONE}"),
    )
    fields = (
        "who_name",
        "kind",
        "about_what",
        "state",
        "opened_at",
        "due_on",
        "done_on",
        "outcome",
        "done_by_label",
    )
    change_form_outer_after_template = "admin/credit/evidence_after.html"
    actions_detail = ("note_done", "drop_task")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Read the schemes once for a whole list."""
        self._book = ruletables.book(SCHEMES)
        return super().get_queryset(request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the task with its evidence."""
        extra = dict(extra_context or {})
        obj = self.get_object(request, object_id)
        if obj is not None:
            extra["files"] = for_officers(evidence.of(services.about(obj)))
            extra["offers"] = offers_about_task(obj, officer(request))
        return super().change_view(request, object_id, form_url, extra)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Keep the buttons of steps that the officer may take now."""
        obj = self.get_object(request, str(object_id))
        if obj is None or obj.state != FollowUpState.OPEN:
            return []
        possible = officer(request).may(FOLLOW_UP.transitions["do"].permission, obj.division_code)
        return super().get_actions_detail(request, object_id) if possible else []

    @display(description=gettext_lazy("subject"))
    def who(self, obj: EvaluationFollowUp) -> str:
        """Name of the subject."""
        return obj.evaluation.subject.name

    @display(description=gettext_lazy("subject"))
    def who_name(self, obj: EvaluationFollowUp) -> str:
        """Name and number in one line."""
        subject = obj.evaluation.subject
        return subject.with_number

    @display(description=gettext_lazy("evaluation"))
    def about_what(self, obj: EvaluationFollowUp) -> str:
        """Scheme, year and result."""
        row = obj.evaluation
        return headed(f"{title_of(row, self._book)} {row.year}", word_of(row, self._book).shown)

    @display(
        description=gettext_lazy("time left"),
        label={"danger": "danger", "warning": "warning", "success": "success"},
    )
    def clock(self, obj: EvaluationFollowUp) -> tuple[str, str] | None:
        """Working days left while it is open."""
        if obj.state != FollowUpState.OPEN:
            return None
        left = time_left(obj.due_on)
        return left.level, left.words

    @display(
        description=gettext_lazy("state"),
        label={FollowUpState.OPEN: "warning", FollowUpState.DONE: "success", FollowUpState.DROPPED: ""},
    )
    def state_label(self, obj: EvaluationFollowUp) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()

    @action(
        description=gettext_lazy("Note as done"),
        url_path="done",
        icon="task_alt",
        variant=ActionVariant.PRIMARY,
    )
    def note_done(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Note what was agreed or mended."""
        obj = self.seen_object(request, object_id)
        initial: dict[str, date] = {"done_on": today()}
        form = DoneForm(request.POST or None, request.FILES or None, initial=initial)
        return self.act_page(
            request,
            obj,
            form,
            lambda data: services.note_done(
                obj,
                by=officer(request),
                outcome=data["outcome"],
                done_on=data["done_on"],
                proof=data["evidence"],
            ),
            title=str(obj.get_kind_display()),
            button=_("Note as done"),
            done=_("Noted; the clock has stopped."),
            intro=self.about_what(obj),
        )

    @action(
        description=gettext_lazy("Drop the task"),
        url_path="drop",
        icon="block",
        dialog=dialog(
            gettext_lazy("Drop the task"),
            gettext_lazy("Only where it is no longer needed; the reason stays in the audit trail."),
            reason=True,
        ),
    )
    def drop_task(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Drop a task."""
        obj = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        attempt(request, lambda: services.drop_task(obj, by=officer(request), reason=reason), _("Dropped."))
        return go(request, self.change_url(obj))
