"""A case on one page: where it stands, how long is left, and its steps as buttons, drawn from tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.admin_base import officer
from accounts.clock_words import Left, time_left
from accounts.models import Officer
from core import deadlines
from core.deadlines import DeadlineKind
from core.models import Deadline
from core.workflow import Workflow
from credit.admin.acts import ActPages
from credit.admin.search import subject_ids

Words = str | Promise


class NoForm(forms.Form):
    """Asks nothing but to be confirmed."""


class ReasonForm(forms.Form):
    """Asks why."""

    reason = forms.CharField(
        label=gettext_lazy("Stated reason"),
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("In words; it is kept in the audit trail."),
    )


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step of a procedure as a page with a form.

    Args:
        slug: last part of its address and of its name.
        step: name of the transition that must be possible, "" where `offered` alone decides.
        intro: what the step does.
        done: what is said afterwards.
        act: called with row, cleaned data and officer; the service decides.
        form: what is asked.
        title: on page and button; by default the transition's label.
        initial: first values of the form.
        offered: a further condition for the button.
        plain: whether the button is drawn quietly.
        stake: what the step means for this row, or what is to be read first, "" for nothing in particular.
        stake_heading: what stands above it.
        then: the address that follows, from what `act` returned; by default the case.
    """

    slug: str
    step: str
    intro: Words
    done: Words
    act: Callable[[Any, dict[str, Any], Officer], object]
    form: type[forms.Form] = NoForm
    title: Words = ""
    initial: Callable[[Any], dict[str, Any]] | None = None
    offered: Callable[[Any, Officer], bool] | None = None
    plain: bool = False
    stake: Callable[[Any], str] | None = None
    stake_heading: Words = ""
    then: Callable[[Any], str] | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A step that the officer may take now."""

    label: str
    url: str
    plain: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """A running clock of a case."""

    label: str
    due: str
    left: Left
    basis: str


class CaseAdmin(ActPages):
    """Pages of a procedure: a list, and one page a case with clocks, facts and steps.

    Attributes:
        workflow: the procedure.
        steps: its pages.
        case_template: template of the case's page.
        colours: colour of the label of each state.
        clock_kinds: the clocks that run for it.
    """

    workflow: Workflow[Any]
    steps: tuple[StepPage, ...] = ()
    case_template: str
    colours: dict[Any, str]
    clock_kinds: tuple[DeadlineKind, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the officer's rows, each with the day on which its next clock runs out."""
        running = Deadline.objects.filter(
            kind__in=[kind.code for kind in self.clock_kinds],
            object_type=self.model._meta.label_lower,
            object_id=Cast(OuterRef("pk"), CharField()),
            closed_at__isnull=True,
        ).order_by("due_on")
        return (
            super()
            .get_queryset(request)
            .annotate(
                clock_due=Subquery(running.values("due_on")[:1]),
                clock_provisional=Subquery(running.values("provisional")[:1]),
                clock_working=Subquery(running.values("working_days")[:1]),
            )
        )

    @display(
        description=gettext_lazy("time left"),
        label={"danger": "danger", "warning": "warning", "success": "success"},
    )
    def clock(self, obj: Any) -> tuple[str, str] | None:
        """Days left until the next clock runs out, of the sort that its period counts."""
        if obj.clock_due is None:
            return None
        provisional, calendar = bool(obj.clock_provisional), obj.clock_working is None
        left = time_left(obj.clock_due, provisional=provisional, calendar=calendar)
        return left.level, left.words

    @display(description=gettext_lazy("subject"))
    def who(self, obj: Any) -> str:
        """Name of the subject."""
        return str(obj.subject.name)

    def get_urls(self) -> list[URLPattern]:
        """Add one address a step."""
        own = [
            path(
                f"<int:pk>/{step.slug.replace('_', '-')}/",
                self.admin_site.admin_view(partial(self.step_view, step=step)),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{step.slug}",
            )
            for step in self.steps
        ]
        return [*own, *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by the subject."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(subject_id__in=subject_ids(search_term)), False

    def buttons(self, row: Any, reader: Officer) -> list[Button]:
        """Return the steps that the officer may take now."""
        possible = {step.name: str(step.label) for step in self.workflow.available(row, reader)}
        shown = []
        for step in self.steps:
            if step.step and step.step not in possible:
                continue
            if step.offered and not step.offered(row, reader):
                continue
            label = str(step.title) or possible[step.step]
            shown.append(Button(label, self.step_url(row, step), step.plain))
        return shown

    def step_url(self, row: Model, step: StepPage) -> str:
        """Return the address of a step's page."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{step.slug}", args=[row.pk])

    def step_view(self, request: HttpRequest, pk: int, *, step: StepPage) -> HttpResponse:
        """Show or take the form of one step; what is not possible now leads back to the case."""
        row, reader = self.seen_object(request, str(pk)), officer(request)
        url = self.step_url(row, step)
        button = next((button for button in self.buttons(row, reader) if button.url == url), None)
        if button is None:
            if request.method == "POST":
                raise PermissionDenied
            return HttpResponseRedirect(self.change_url(row))
        posted = request.method == "POST"
        form = step.form(
            request.POST if posted else None,
            request.FILES if posted else None,
            initial=step.initial(row) if step.initial else None,
        )
        return self.act_page(
            request,
            row,
            form,
            lambda data: step.act(row, data, reader),
            title=button.label,
            button=button.label,
            done=str(step.done),
            intro=str(step.intro),
            text=step.stake(row) if step.stake else "",
            text_heading=str(step.stake_heading),
            then=step.then,
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the case."""
        row = self.seen_object(request, object_id)
        reader = officer(request)
        context = {
            "original": row,
            "row": row,
            "state_label": self.workflow.state_label(row.state),
            "colour": self.colours.get(row.state, ""),
            "buttons": self.buttons(row, reader),
            "clocks": clocks_of(row),
            "own_work": self._waits_for_another(row, reader),
            "history": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[row.pk]),
            "back": self.list_url(),
            **self.case_context(row, reader),
        }
        return self.page(request, self.case_template, context, title=str(row))

    def case_context(self, row: Any, reader: Officer) -> dict[str, Any]:
        """Return what the case's own template needs."""
        return {}

    def _waits_for_another(self, row: Any, reader: Officer) -> bool:
        steps = [
            step
            for step in self.workflow.transitions.values()
            if step.four_eyes and row.state in step.sources
        ]
        makers = {getattr(row, name, "") for name in self.workflow.maker_fields}
        return reader.actor_id in makers and any(
            reader.may(step.permission, self.division(row)) for step in steps
        )


def clocks_of(row: Model) -> list[Clock]:
    """Return the running clocks of a row, the most urgent first."""
    from_table = Deadline.objects.filter(
        object_type=row._meta.label_lower, object_id=str(row.pk), closed_at__isnull=True
    )
    return [
        Clock(
            _kind_label(clock.kind),
            clock.due_on.isoformat(),
            time_left(clock.due_on, provisional=clock.provisional, calendar=clock.working_days is None),
            clock.basis,
        )
        for clock in from_table.order_by("due_on", "pk")
    ]


def _kind_label(code: str) -> str:
    kind = deadlines.kinds.get(code)
    return str(kind.label) if kind else code


def facts_of(pairs: Iterable[tuple[Any, Any]]) -> list[tuple[str, str]]:
    """Return the facts that are known, as text."""
    return [(str(label), str(value)) for label, value in pairs if value not in (None, "", [])]


def maker(row: Any) -> str:
    """Write who made a row; what a task or listener made is the system's."""
    return gettext("the system") if row.made_by.startswith("worker:") else str(row.made_by_label)


def who(label: str, on: Any) -> str:
    """Write who did something, and when."""
    return " · ".join(filter(None, (label, str(on) if on else ""))) if label or on else ""
