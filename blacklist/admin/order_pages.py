"""What the pages of ordered measures share, for our officers and the departments: columns, steps, case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.admin_base import ScopedAdmin
from accounts.clock_words import time_left
from accounts.evidence import EvidenceField
from accounts.models import Officer
from accounts.widgets import DayInput
from blacklist.measures import clocks, services
from blacklist.measures.choices import CLOSED, MeasureKind
from blacklist.measures.choices import OrderState as S
from blacklist.measures.workflow import ORDER
from blacklist.models import Listing, MeasureOrder, MeasureOrderEvent
from core.actors import Actor
from core.clock import today
from credit.admin.case_pages import Button, CaseAdmin, Clock, StepPage, facts_of

COLOURS = {
    S.ORDERED: "info",
    S.RECEIVED: "info",
    S.EXECUTING: "primary",
    S.EXECUTED: "success",
    S.CANNOT: "danger",
    S.ENDED: "warning",
    S.LIFTED: "",
}
STEP_WORDS = {
    "order": pgettext_lazy("measure", "ordered"),
    "receive": pgettext_lazy("measure", "received"),
    "accept": pgettext_lazy("measure", "being carried out"),
    "execute": pgettext_lazy("measure", "carried out"),
    "cannot": pgettext_lazy("measure", "cannot be carried out"),
    "insist": gettext_lazy("asked once more"),
    "remind": gettext_lazy("reminded"),
    "end": gettext_lazy("ended, to be lifted"),
    "confirm_lifted": pgettext_lazy("measure", "lifted"),
}
EVENT_COLOURS = {"execute": "success", "cannot": "danger", "remind": "warning", "end": "warning"}


class WordsForm(forms.Form):
    """A word with the answer, if there is one."""

    words = forms.CharField(
        label=gettext_lazy("Remark"),
        required=False,
        max_length=500,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


class ResultForm(forms.Form):
    """What was done, when, and the proof of it."""

    executed_on = forms.DateField(label=gettext_lazy("Carried out on"), initial=today, widget=DayInput)
    result = forms.CharField(
        label=gettext_lazy("Result"),
        min_length=4,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
        help_text=gettext_lazy("What was done and with which result. Leave personal numbers out."),
    )
    evidence = EvidenceField(required=False, label=gettext_lazy("Proof"))


class CannotForm(forms.Form):
    """Why it cannot be done."""

    reason = forms.CharField(
        label=gettext_lazy("Why it cannot be carried out"),
        min_length=4,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
    )
    evidence = EvidenceField(required=False)


class LiftedForm(forms.Form):
    """When and how the measure was lifted."""

    lifted_on = forms.DateField(label=gettext_lazy("Lifted on"), initial=today, widget=DayInput)
    words = forms.CharField(
        label=gettext_lazy("How it was lifted"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )
    evidence = EvidenceField(required=False, label=gettext_lazy("Proof"))


def department_steps(actor: Callable[[Officer], Actor]) -> tuple[StepPage, ...]:
    """Return the pages of a department's steps.

    Args:
        actor: turns the signed-in officer into who takes the step: the department itself, or an officer who
            notes what the department wrote.
    """
    return (
        StepPage(
            "receive",
            "receive",
            gettext_lazy("Says that the order arrived. The answer stays due."),
            gettext_lazy("Receipt noted."),
            lambda row, _data, by: services.receive(row, by=actor(by)),
            plain=True,
        ),
        StepPage(
            "accept",
            "accept",
            gettext_lazy("The order is answered; the period for carrying it out starts."),
            gettext_lazy("Noted; report it as soon as it is carried out."),
            lambda row, data, by: services.accept(row, words=data["words"], by=actor(by)),
            WordsForm,
        ),
        StepPage(
            "execute",
            "execute",
            gettext_lazy("Say what was done, and add the proof where there is one."),
            gettext_lazy("Reported as carried out."),
            lambda row, data, by: services.execute(
                row,
                result=data["result"],
                executed_on=data["executed_on"],
                files=data["evidence"],
                by=actor(by),
            ),
            ResultForm,
        ),
        StepPage(
            "cannot",
            "cannot",
            gettext_lazy("The reasons go back to the authority that ordered the measure."),
            gettext_lazy("Noted; the authority reads the reasons."),
            lambda row, data, by: services.cannot(
                row, reason=data["reason"], files=data["evidence"], by=actor(by)
            ),
            CannotForm,
            plain=True,
        ),
        StepPage(
            "confirm_lifted",
            "confirm_lifted",
            gettext_lazy("The listing has ended: the measure no longer holds."),
            gettext_lazy("Noted; the matter is closed."),
            lambda row, data, by: services.confirm_lifted(
                row,
                lifted_on=data["lifted_on"],
                words=data["words"],
                files=data["evidence"],
                by=actor(by),
            ),
            LiftedForm,
        ),
    )


class OrderPages(CaseAdmin):
    """A list of orders, and one page an order with its steps."""

    workflow = ORDER
    case_template = "admin/blacklist/measure_case.html"
    colours = COLOURS
    list_select_related = ("department__agency", "listing__subject", "listing__scheme")

    def actor(self, reader: Officer) -> Actor:
        """Return as whom the officer acts here."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        """Add the letter to print."""
        view = self.admin_site.admin_view(self.letter_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_letter"
        return [path("<int:pk>/letter/", view, name=name), *super().get_urls()]

    def letter_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the letter to the department, ready to print: the order, or the lifting once it ended."""
        row = self.seen_object(request, str(pk))
        context = {**letter_of(row), "back": self.change_url(row)}
        return TemplateResponse(request, "blacklist/measure_letter.html", context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the officer's orders; each carries its own last day."""
        return ScopedAdmin.get_queryset(self, request)

    def buttons(self, row: Any, reader: Officer) -> list[Button]:
        """Return the steps that may be taken now."""
        possible = {step.name: str(step.label) for step in self.workflow.available(row, self.actor(reader))}
        return [
            Button(str(step.title) or possible[step.step], self.step_url(row, step), step.plain)
            for step in self.steps
            if step.step in possible
        ]

    def case_context(self, row: MeasureOrder, reader: Officer) -> dict[str, Any]:
        """Return what the order's page shows besides its steps."""
        return {
            "clocks": clocks_of_order(row),
            "letter": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_letter", args=[row.pk]),
            "whom": whom_of_listing(row.listing),
            "facts": facts_of(
                (
                    (_("Number"), row.number),
                    (_("Department"), row.department),
                    (pgettext("measure", "Ordered"), f"{row.ordered_on} {row.made_by_label}"),
                    (pgettext("measure", "Received"), row.received_on),
                    (_("Answered"), _joined(row.answered_on, row.answered_by_label)),
                    (_("Carried out on"), row.executed_on),
                    (_("Reminders"), row.reminders or ""),
                    (_("Ended on"), row.ended_on),
                    (_("Lifted on"), row.lifted_on),
                )
            ),
            "measure": facts_of(
                (
                    (pgettext("measure", "Kind"), row.get_kind_display()),
                    (_("Family"), row.measure.get_family_display()),
                    (_("Edition"), row.measure.edition),
                    (_("Legal basis"), row.basis),
                )
            ),
            "events": events_of(row),
        }

    # --- columns -------------------------------------------------------------------------------------

    @display(description=gettext_lazy("measure"), header=True)
    def what(self, obj: MeasureOrder) -> list[str]:
        """The measure, and the number under which it is answered."""
        return [obj.title_shown, f"{obj.number} · {obj.get_kind_display()}"]

    @display(description=gettext_lazy("subject"), header=True)
    def whom(self, obj: MeasureOrder) -> list[str]:
        """The listed subject with the number that officers may see, and its list."""
        subject = obj.listing.subject
        return [subject.name, subject.number or "–"]

    @display(description=gettext_lazy("ordered on"))
    def since(self, obj: MeasureOrder) -> str:
        """Day of the order, short."""
        return obj.ordered_on.isoformat()

    @display(
        description=gettext_lazy("time left"),
        label={"danger": "danger", "warning": "warning", "success": "success"},
    )
    def clock(self, obj: MeasureOrder) -> tuple[str, str] | None:
        """Working days left until the department must have acted."""
        if obj.due_on is None:
            return None
        left = time_left(obj.due_on)
        return left.level, left.words

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: MeasureOrder) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()


def whom_of_listing(listing: Listing) -> list[tuple[str, str]]:
    """Return what a department may know of a listing: who, under which number, by which decision."""
    return facts_of(
        (
            (_("Subject"), listing.subject.name),
            (_("Credit code or masked number"), listing.subject.number),
            (_("List"), listing.scheme.name_shown),
            (_("Decision number"), listing.decision_no),
            (_("Decided by"), listing.authority_name),
            (_("On the list since"), listing.listed_on),
            (_("Last day of the term"), listing.ends_on),
            (_("Off the list from"), listing.ended_on),
        )
    )


def letter_of(row: MeasureOrder) -> dict[str, Any]:
    """Return what the letter to a department says: who, which measure, on what basis, by when."""
    lifting = row.state in CLOSED
    if lifting:
        heading = _("Letter on the lifting of a measure")
    elif row.kind == MeasureKind.INCENTIVE:
        heading = _("Letter on an incentive")
    else:
        heading = _("Letter on a joint measure")
    return {
        "heading": heading,
        "order": row,
        "listing": row.listing,
        "lifting": lifting,
        "until": row.due_on if lifting else row.answer_due_on,
        "on": row.ended_on if lifting else row.ordered_on,
    }


def clocks_of_order(row: MeasureOrder) -> list[Clock]:
    """Return what is awaited from the department, and how long it has left."""
    if row.due_on is None:
        return []
    kind = clocks.KIND_OF[S(row.state)]
    known = clocks.clocks(row.period_from)
    basis = known.basis(clocks.CODE_OF[kind.code], row.division_code)
    words = basis or str(_("Local default, to be confirmed"))
    return [Clock(_("Due on"), row.due_on.isoformat(), time_left(row.due_on), words)]


def events_of(row: MeasureOrder) -> list[tuple[MeasureOrderEvent, str, str]]:
    """Return the steps of an order with their words and colours, newest first."""
    events = MeasureOrderEvent.objects.filter(order_id=row.pk).order_by("-pk")
    return [
        (event, str(STEP_WORDS.get(event.step, event.step)), EVENT_COLOURS.get(event.step, "info"))
        for event in events
    ]


def _joined(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)
