"""Sector visits on the supervisors' pages: a score sheet for the phone, signed by two inspectors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.admin_base import ScopedAdmin, attempt, go, officer
from accounts.dialogs import dialog
from accounts.models import Officer
from accounts.permissions import P
from core import ruletables
from core.clock import today
from core.errors import Refusal, RefusalsIn
from credit.admin.evaluations import SchemeFilter
from credit.admin.search import HELP, subject_ids
from credit.evaluations import visits
from credit.evaluations.schemes import BY_SHEET, SCHEMES, SheetItem, items_of, read_scheme, schemes
from credit.evaluations.scoring import tally
from credit.evaluations.workflow import VISIT
from credit.models import SectorVisit
from credit.models.evaluations import VisitOutcome, VisitState

COLOURS = {
    VisitState.DRAFT: "info",
    VisitState.HALF_SIGNED: "warning",
    VisitState.SIGNED: "success",
    VisitState.DROPPED: "",
}
OUTCOMES = {
    VisitOutcome.RATED: "success",
    VisitOutcome.FIRST_VISIT: "info",
    VisitOutcome.TOO_SOON: "warning",
    VisitOutcome.KEY_ITEM: "danger",
    VisitOutcome.TOO_LOW: "danger",
}


@dataclass(slots=True)
class Line:
    """A line of the sheet as the page shows it."""

    item: SheetItem
    points: str
    missing: bool
    note: str
    heading: str
    error: str = ""

    @property
    def choices(self) -> list[str]:
        """The points that a key item takes: all or none; other lines are typed."""
        return [f"{self.item.points:f}", "0"] if self.item.key else []


class StartForm(forms.ModelForm[SectorVisit]):
    """Whose sheet, under which scheme. `asker` is set by the admin."""

    asker: Officer
    scheme = forms.ChoiceField(label=gettext_lazy("Evaluation scheme"), widget=UnfoldAdminSelectWidget)

    class Meta:
        model = SectorVisit
        fields = ("subject", "scheme", "visited_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [row for row in schemes(on=today()) if row.source == BY_SHEET]
        self.fields["scheme"].choices = [(row.code, row.shown) for row in own]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask the service whether it would open this sheet."""
        data = super().clean() or self.cleaned_data
        if {"subject", "scheme", "visited_on"} <= data.keys():
            with RefusalsIn(self):
                visits.check_start(
                    subject=data["subject"],
                    scheme_code=data["scheme"],
                    visited_on=data["visited_on"],
                    by=self.asker,
                )
        return data


@admin.register(SectorVisit)
class SectorVisitAdmin(ScopedAdmin):
    """Score sheets of the officer's divisions."""

    view_right = P.FILE_VIEW
    add_right = P.EVALUATION_KEEP
    form = StartForm
    ordering = ("-visited_on", "-pk")
    list_display = ("who", "scheme_label", "visited", "score", "outcome_label", "state_label")
    list_display_links = ("who",)
    list_select_related = ("subject",)
    list_filter = ("state", SchemeFilter)
    search_fields = ("scheme",)
    search_help_text = HELP
    autocomplete_fields = ("subject",)
    fields = (
        "who_name",
        "scheme_label",
        "visited_on",
        "state",
        "first_inspector_label",
        "first_signed_at",
        "second_inspector_label",
        "second_signed_at",
        "score",
        "outcome",
        "evaluation",
    )
    change_form_outer_before_template = "admin/credit/to_file.html"
    change_form_outer_after_template = "admin/credit/visit_after.html"
    actions_detail = ("fill_sheet", "sign_sheet", "reopen_sheet", "drop_sheet")

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

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new sheet asks whose, under which scheme, and when."""
        return self.fields if obj else ("subject", "scheme", "visited_on")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Start with today: most sheets are opened on the spot."""
        return {"visited_on": today(), **super().get_changeform_initial_data(request)}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Hand the officer to the form."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.asker = officer(request)
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Open the sheet through the service."""
        made = visits.start_visit(
            subject=obj.subject, scheme_code=obj.scheme, visited_on=obj.visited_on, by=officer(request)
        )
        obj.__dict__.update(made.__dict__)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Go on to the sheet."""
        return HttpResponseRedirect(f"{self.change_url(obj).removesuffix('/change/')}/sheet/")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the sheet as it stands."""
        extra = dict(extra_context or {})
        obj = self.get_object(request, object_id)
        if obj is not None:
            extra["lines"] = list(_lines(obj, obj.answers))
            extra["sheet"] = obj.sheet
            extra["sum"] = _sum(obj)
        return super().change_view(request, object_id, form_url, extra)

    @display(description=gettext_lazy("subject"))
    def who(self, obj: SectorVisit) -> str:
        """Name of the body."""
        return obj.subject.name

    @display(description=gettext_lazy("subject"))
    def who_name(self, obj: SectorVisit) -> str:
        """Name and number in one line."""
        return obj.subject.with_number

    @display(description=gettext_lazy("evaluation scheme"))
    def scheme_label(self, obj: SectorVisit) -> str:
        """Name of the scheme."""
        row = self._book.find(obj.scheme, on=obj.visited_on, place=obj.division_code)
        return read_scheme(row).shown if row else obj.scheme

    @display(description=gettext_lazy("visited on"))
    def visited(self, obj: SectorVisit) -> str:
        """Day, short."""
        return obj.visited_on.isoformat()

    @display(description=gettext_lazy("outcome"), label=OUTCOMES)
    def outcome_label(self, obj: SectorVisit) -> tuple[str, str] | None:
        """Outcome in its colour."""
        return (obj.outcome, obj.get_outcome_display()) if obj.outcome else None

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: SectorVisit) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()

    # --- steps ---------------------------------------------------------------------------------------

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Keep the buttons of steps that the officer may take now."""
        obj = self.get_object(request, str(object_id))
        if obj is None:
            return []
        reader = officer(request)
        possible = {step.name for step in VISIT.available(obj, reader)}
        buttons = {
            "fill_sheet": "sign_first" in possible,
            "sign_sheet": bool(possible & {"sign_first", "sign_second"}),
            "reopen_sheet": "reopen" in possible,
            "drop_sheet": "drop" in possible,
        }
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        return [
            act for act in self._get_base_actions_detail() if buttons[act.action_name.removeprefix(prefix)]
        ]

    @action(
        description=gettext_lazy("Fill in the sheet"),
        url_path="sheet",
        icon="checklist",
        variant=ActionVariant.PRIMARY,
    )
    def fill_sheet(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Fill the sheet in, line by line; one line to a row on a phone."""
        obj = self.seen_object(request, object_id)
        given = _given(obj, request.POST) if request.method == "POST" else obj.answers
        remarks = request.POST.get("remarks", obj.remarks)
        refused: Refusal | None = None
        if request.method == "POST":
            try:
                visits.fill(obj, given=given, remarks=remarks, by=officer(request))
            except Refusal as refusal:
                refused = refusal
            else:
                messages.success(
                    request, _("The sheet is kept as it stands. It counts once two inspectors signed.")
                )
                return HttpResponseRedirect(self.change_url(obj))
        lines = list(_lines(obj, given))
        for line in lines:
            if refused is not None and refused.field == f"points_{line.item.code}":
                line.error = str(refused)
        context = {
            "lines": lines,
            "refused": refused if not any(line.error for line in lines) else None,
            "remarks": remarks,
            "sheet": obj.sheet,
            "visit": obj,
            "may_fill": obj.state == VisitState.DRAFT,
            "back": self.change_url(obj),
        }
        title = f"{obj.subject.name} · {self.scheme_label(obj)}"
        return self.page(request, "admin/credit/sheet.html", context, title=title)

    @action(
        description=gettext_lazy("Sign"),
        url_path="sign",
        icon="draw",
        variant=ActionVariant.PRIMARY,
        dialog=dialog(
            gettext_lazy("Sign"),
            gettext_lazy(
                "You confirm that you were at the visit and that every line is right. Two inspectors sign; "
                "after the second signature the body is rated and the sheet is closed."
            ),
        ),
    )
    def sign_sheet(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Sign as first or second inspector."""
        obj = self.seen_object(request, object_id)

        def act() -> None:
            moved = visits.sign(obj, by=officer(request))
            if moved.outcome:
                messages.info(request, moved.get_outcome_display())
            else:
                messages.info(request, _("It waits for the signature of another inspector."))

        attempt(request, act, _("Signed."))
        return go(request, self.change_url(obj))

    @action(
        description=gettext_lazy("Open it again"),
        url_path="reopen",
        icon="undo",
        dialog=dialog(gettext_lazy("Open it again"), gettext_lazy("The first signature falls."), reason=True),
    )
    def reopen_sheet(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Open the sheet again."""
        obj = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        attempt(request, lambda: visits.reopen(obj, by=officer(request), reason=reason), _("Open again."))
        return go(request, self.change_url(obj))

    @action(
        description=gettext_lazy("Drop the sheet"),
        url_path="drop",
        icon="block",
        dialog=dialog(gettext_lazy("Drop the sheet"), gettext_lazy("It leads to nothing."), reason=True),
    )
    def drop_sheet(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Drop a sheet opened in error."""
        obj = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        attempt(request, lambda: visits.drop(obj, by=officer(request), reason=reason), _("Dropped."))
        return go(request, self.change_url(obj))


def _lines(visit: SectorVisit, answers: Any) -> Iterator[Line]:
    heading = ""
    for item in items_of(visit.sheet):
        answer = answers.get(item.code) or {}
        new = item.group_shown if item.group_shown != heading else ""
        heading = item.group_shown
        yield Line(
            item,
            str(answer.get("points") or ""),
            bool(answer.get("missing")),
            str(answer.get("note") or ""),
            new,
        )


def _given(visit: SectorVisit, posted: QueryDict) -> dict[str, dict[str, Any]]:
    return {
        item.code: {
            "points": posted.get(f"points_{item.code}", ""),
            "missing": bool(posted.get(f"missing_{item.code}")),
            "note": posted.get(f"note_{item.code}", ""),
        }
        for item in items_of(visit.sheet)
    }


def _sum(visit: SectorVisit) -> Any:
    """Return what the sheet adds up to, or nothing while lines are open."""
    items = items_of(visit.sheet)
    answers = visit.answers
    ready = all(
        answers.get(item.code, {}).get("missing") or answers.get(item.code, {}).get("points")
        for item in items
    )
    if not ready or all(answers[item.code]["missing"] for item in items):
        return None
    return tally(items, answers)
