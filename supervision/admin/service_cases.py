"""Applications on the supervisors' pages: list, receipt, one page a case, the board, the printed notice."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from unfold.decorators import display

from accounts.admin_base import officer
from accounts.authorities import authority_of
from accounts.clock_words import time_left
from accounts.division_filter import DivisionFilter
from accounts.evidence import for_officers
from accounts.models import Officer
from accounts.permissions import P
from core import evidence
from core.clock import today
from core.errors import Refusal, RefusalsIn
from core.scope import division_filter
from credit.admin.case_pages import CaseAdmin, facts_of, who
from credit.admin.points_forms import subject_named
from credit.admin.search import HELP, subject_ids
from credit.models import Subject
from supervision.admin.service_forms import ReceiveForm
from supervision.admin.service_steps import STEPS
from supervision.models import ApprovalCase, ApprovalItem
from supervision.service import cases, clocks, terms
from supervision.service.board import board, offices
from supervision.service.choices import RUNNING, ItemKind, Level, Outcome
from supervision.service.choices import CaseState as S
from supervision.service.permits import permits_of
from supervision.service.receiving import NewCase, receive
from supervision.service.stages import stages_of
from supervision.service.workflow import APPROVAL

COLOURS = {
    S.RECEIVED: "warning",
    S.INCOMPLETE: "info",
    S.ACCEPTED: "primary",
    S.PAUSED: "info",
    S.PROPOSED: "warning",
    S.DECIDED: "success",
    S.DELIVERED: "success",
    S.NOT_ACCEPTED: "",
    S.TAKEN_BACK: "",
}
LEVEL_COLOURS = {Level.YELLOW: "warning", Level.RED: "danger", Level.OVER: "danger"}


@admin.register(ApprovalCase)
class ApprovalCaseAdmin(CaseAdmin):
    """Applications of the officer's divisions."""

    view_right = P.FILE_VIEW
    add_right = P.SERVICE_KEEP
    workflow = APPROVAL
    steps = STEPS
    case_template = "admin/supervision/approval_case.html"
    colours = COLOURS
    clock_kinds = clocks.KINDS
    list_display = ("document", "applicant_column", "received", "door_label", "clock", "state_label")
    list_display_links = ("document",)
    list_select_related = ("item", "subject")
    list_filter = ("state", "item", "door", "green", DivisionFilter)
    search_fields = ("number",)
    search_help_text = HELP
    list_before_template = "admin/supervision/approval_list_head.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("To be accepted"), f"state__exact={S.RECEIVED}"),
        (pgettext_lazy("approval", "Being examined"), f"state__exact={S.ACCEPTED}"),
        (gettext_lazy("To be decided"), f"state__exact={S.PROPOSED}"),
        (pgettext_lazy("approval", "To be delivered"), f"state__exact={S.DECIDED}"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the officer's cases with what their page reads."""
        return (
            super().get_queryset(request).select_related("item", "subject", "commitment__template")
        ).prefetch_related("warnings")

    def get_urls(self) -> list[URLPattern]:
        """Add the board and the printed notice."""
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("board/", view(self.board_view), name=f"{name}_board"),
            path("<int:pk>/notice/", view(self.notice_view), name=f"{name}_notice"),
        ]
        return [*own, *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by case number, or by the applicant's file."""
        term = search_term.strip()
        if not term:
            return queryset, False
        if term.upper().startswith("SP"):
            return queryset.filter(number=term.upper()), False
        return queryset.filter(subject_id__in=subject_ids(term)), False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Take in an application at the counter."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ReceiveForm(request.POST or None, request.FILES or None, items=items_of(officer(request)))
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                row = self._received(officer(request), form.cleaned_data)
                messages.success(request, _received_words(row))
                return HttpResponseRedirect(self.change_url(row))
        context = {
            "form": form,
            "intro": _("The days for acceptance begin with the receipt. A green channel opens by itself."),
            "button": pgettext("approval", "Take in"),
            "heading": _("Application at the counter"),
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("Application at the counter"))

    def _received(self, by: Officer, data: dict[str, Any]) -> ApprovalCase:
        subject = None
        if data["party"].strip():
            visible = Subject.objects.filter(division_filter("division_code", by.prefixes(P.SERVICE_KEEP)))
            try:
                subject = subject_named(data["party"], visible)
            except Refusal as refusal:
                raise Refusal(str(refusal), field="party") from refusal
        new = NewCase(
            item=data["item"],
            division_code=subject.division_code if subject else own_division(by),
            subject=subject,
            applicant=data["applicant"],
            door=data["door"],
            missing=data["missing"],
            received_on=data["received_on"],
        )
        return receive(new, by=by, files=data["evidence"])

    def board_view(self, request: HttpRequest) -> HttpResponse:
        """Show what is near its limit, and how each item keeps its promise."""
        by = officer(request)
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = ApprovalCase.objects.visible_to(by, P.FILE_VIEW)
        found = board(rows, on=today())
        place = own_division(by, needed=False)
        context = {
            "board": found,
            "urgent": [
                (row, LEVEL_COLOURS[row.level], time_left(row.case.due_on), self.change_url(row.case))
                for row in found.urgent
                if row.case.due_on
            ],
            "offices": offices(found.lines),
            "lights": terms.lights(on=today(), place=place),
            "basis": terms.basis("warn_days", on=today(), place=place),
            "list": self.list_url(),
            "items": reverse("admin:supervision_approvalitem_changelist"),
        }
        return self.page(
            request, "admin/supervision/approval_board.html", context, title=_("Limits of approvals")
        )

    def notice_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Print the one-time notice."""
        row = self.seen_object(request, str(pk))
        if row.told_on is None:
            raise Http404
        context = {
            "case": row,
            "back": self.change_url(row),
            "authority": authority_of(row.division_code, P.SERVICE_KEEP),
            "basis": terms.basis("accept_days", on=row.received_on, place=row.division_code),
        }
        return render(request, "supervision/approval_notice.html", context)

    def case_context(self, row: ApprovalCase, reader: Officer) -> dict[str, Any]:
        """Return what the case's page shows besides steps and clocks."""
        return {
            "facts": facts_of(
                (
                    (_("Applicant"), row.applicant),
                    (_("Approval item"), row.item.name_shown),
                    (_("Way of handling"), row.get_door_display()),
                    (_("Received on"), who(row.made_by_label, row.received_on)),
                    (_("Accepted on"), row.accepted_on),
                    (_("Promised limit"), _limit(_total(row), row.due_on)),
                    (_("Limit of the law"), _limit(row.statutory_days, row.law_due_on)),
                    (_("Extended by (working days)"), row.extended_by_days or ""),
                    (_("Days that do not count"), row.paused_days or ""),
                    (pgettext("approval", "Outcome"), row.get_outcome_display()),
                    (_("Decision number"), row.decision_no),
                    (_("Proposed by"), row.proposed_by_label),
                    (_("Decided"), who(row.decided_by_label, row.decided_on)),
                    (_("Delivered on"), row.delivered_on),
                    (_("What became of the permit"), who(row.weighing, row.weighed_on)),
                )
            ),
            "stages": stages_of(row, on=today()),
            "hurried_still": row.state in RUNNING,
            "raised": [
                (warning, LEVEL_COLOURS.get(Level(warning.level), "")) for warning in row.warnings.all()
            ],
            "files": for_officers(evidence.of(cases.about(row))),
            "commitment_url": _page("credit_commitment", row.commitment_id),
            "subject_url": _page("credit_subject", row.subject_id),
            "notice": reverse("admin:supervision_approvalcase_notice", args=[row.pk]) if row.told_on else "",
            "permit": permits_of([row.guid]).get(row.guid),
            "permit_expected": _grants_a_permit(row),
            "enter_permit": reverse("admin:disclosure_permit_add")
            if _grants_a_permit(row) and row.subject is None and reader.may(P.DECISION_ENTER)
            else "",
            "accept_basis": terms.basis("accept_days", on=row.received_on, place=row.division_code),
        }

    @display(description=gettext_lazy("application"), header=True)
    def document(self, obj: ApprovalCase) -> list[str]:
        """Item, and below it the number."""
        return [obj.item.name_shown, obj.number]

    @display(description=gettext_lazy("applicant"))
    def applicant_column(self, obj: ApprovalCase) -> str:
        """Who applies."""
        return obj.applicant

    @display(description=gettext_lazy("received on"))
    def received(self, obj: ApprovalCase) -> str:
        """Day of receipt, short."""
        return obj.received_on.isoformat()

    @display(description=gettext_lazy("way of handling"))
    def door_label(self, obj: ApprovalCase) -> str:
        """Door, and whether the green channel is open."""
        green = pgettext("approval", "green channel") if obj.green else ""
        return " · ".join(filter(None, (obj.get_door_display(), green)))

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: ApprovalCase) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()


def items_of(by: Officer) -> QuerySet[ApprovalItem]:
    """Return the items in use that may be handled where the officer acts."""
    prefixes = by.prefixes(P.SERVICE_KEEP)
    places = {prefix[:length] for prefix in prefixes for length in range(len(prefix) + 1)}
    rows = ApprovalItem.objects.filter(in_use=True)
    return rows if "" in prefixes else rows.filter(division_filter("place", prefixes) | Q(place__in=places))


def own_division(by: Officer, *, needed: bool = True) -> str:
    """Return the division for which an officer takes in applications of those without a file.

    Raises:
        Refusal: the officer belongs to no agency and acts in more than one division.
    """
    if by.agency is not None and by.may(P.SERVICE_KEEP, by.agency.division_code):
        return by.agency.division_code
    prefixes = by.prefixes(P.SERVICE_KEEP) or by.prefixes(P.FILE_VIEW)
    if len(prefixes) == 1 and len(prefixes[0]) == 6:
        return prefixes[0]
    if not needed:
        return ""
    raise Refusal(_("You act in several divisions: take the applicant into the files first."), field="party")


def _limit(days: int, last: date | None) -> str:
    """Write a limit; its last day is known from acceptance on."""
    if last is None:
        return ngettext("%(days)s working day", "%(days)s working days", days) % {"days": days}
    return _("%(days)s working days, last day %(day)s") % {"days": days, "day": last}


def _total(row: ApprovalCase) -> int:
    return row.promised_days + row.extended_by_days + row.paused_days


def _page(model: str, pk: int | None) -> str:
    return reverse(f"admin:{model}_change", args=[pk]) if pk else ""


def _grants_a_permit(row: ApprovalCase) -> bool:
    granted = row.outcome == Outcome.GRANTED and row.decided_on is not None
    return granted and row.item.kind != ItemKind.FILING


def _received_words(row: ApprovalCase) -> str:
    if row.green:
        return _("Taken in as %(number)s. The green channel is open: %(ground)s.") % {
            "number": row.number,
            "ground": row.green_ground,
        }
    if row.commitment is not None:
        return _("Taken in as %(number)s. The commitment waits for its signature in the portal.") % {
            "number": row.number
        }
    return _("Taken in as %(number)s.") % {"number": row.number}
