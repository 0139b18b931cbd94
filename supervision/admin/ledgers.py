"""Self-inspection ledgers on the supervisors' pages: list, check, accept, return."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.cache import never_cache
from unfold.decorators import action, display

from accounts.admin_base import officer
from accounts.division_filter import DivisionFilter
from accounts.evidence import for_officers
from accounts.models import Officer
from accounts.permissions import P
from core import evidence
from core.clock import today
from core.errors import Refusal
from core.language import listed
from credit.admin.case_pages import CaseAdmin, ReasonForm, StepPage, facts_of, who
from credit.admin.search import HELP
from credit.models.commitments import SigningWay
from supervision.admin import ledger_paper
from supervision.ledgers import clocks, paper, services, signing
from supervision.ledgers.checking import equal_words, rectifications_of
from supervision.ledgers.filling import keep_line
from supervision.ledgers.selectors import Line, lines_of
from supervision.ledgers.workflow import LEDGER
from supervision.models import Ledger
from supervision.models.ledgers import Answer
from supervision.models.ledgers import LedgerState as S

COLOURS = {
    S.OPEN: "info",
    S.HANDED_IN: "warning",
    S.RETURNED: "info",
    S.ACCEPTED: "success",
    S.DROPPED: "",
}
MOST_SENTENCES = 5


def _new_limit(row: Ledger) -> str:
    """Tell the officer by when the body must hand in again what is returned today."""
    day, basis = clocks.mended_when_returned(row, on=today())
    return _(
        "Returned today, it must be handed in again by %(day)s (%(basis)s). The body reads this day in its "
        "portal; when it is over, the ledger stands in your task box as overdue."
    ) % {"day": day.isoformat(), "basis": basis or _("local default, to be confirmed")}


STEPS = (
    StepPage(
        "accept",
        "accept",
        gettext_lazy(
            "You have read the ledger. It is accepted as it was handed in; the rectifications go on."
        ),
        gettext_lazy("Accepted."),
        lambda row, _data, by: services.accept(row, by=by),
    ),
    StepPage(
        "send_back",
        "send_back",
        gettext_lazy("The body reads the reasons, mends its ledger and hands it in again."),
        gettext_lazy("Returned."),
        lambda row, data, by: services.send_back(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
        stake=_new_limit,
    ),
    StepPage(
        "find_faked",
        "find_faked",
        gettext_lazy(
            "You find that the ledger was made up: not merely poor, but untrue. It goes back to the body, "
            "and raises the chance of being drawn for inspection. Say what was found on the spot."
        ),
        gettext_lazy("Found to be faked; it went back to the body."),
        lambda row, data, by: services.find_faked(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
        stake=_new_limit,
    ),
    StepPage(
        "drop",
        "drop",
        gettext_lazy(
            "The body owes no ledger of this round, for instance because it has closed. It reads the reason."
        ),
        gettext_lazy("Taken back."),
        lambda row, data, by: services.drop(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
)


@admin.register(Ledger)
class LedgerAdmin(CaseAdmin):
    """Ledgers of the officer's divisions; they are opened on the page of rounds."""

    view_right = P.FILE_VIEW
    workflow = LEDGER
    steps = STEPS
    case_template = "admin/supervision/ledger_case.html"
    colours = COLOURS
    clock_kinds = (clocks.MEND,)
    list_display = ("subject_column", "round_name", "due", "handed_in", "problems", "flags", "state_label")
    list_display_links = ("subject_column",)
    list_filter = ("state", "late", "empty", "copied", "round__kind", DivisionFilter)
    search_help_text = HELP
    search_fields = ("subject__name",)
    actions = ("accept_selected",)
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("To be checked"), f"state__exact={S.HANDED_IN}"),
        (pgettext_lazy("ledgers", "Late"), "late__exact=1"),
        (pgettext_lazy("ledgers", "Empty"), "empty__exact=1"),
        (pgettext_lazy("ledgers", "Copied"), "copied__exact=1"),
        (pgettext_lazy("ledgers", "Returned"), f"state__exact={S.RETURNED}"),
        (pgettext_lazy("ledgers", "Accepted"), f"state__exact={S.ACCEPTED}"),
    )

    def get_urls(self) -> list[URLPattern]:
        """Add entering a ledger from paper."""
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("<int:pk>/paper/", view(self.paper_view), name=f"{name}_paper"),
            path("<int:pk>/paper/begin/", view(self.paper_begin), name=f"{name}_paper_begin"),
            path("<int:pk>/paper/blank/", view(self.paper_blank), name=f"{name}_paper_blank"),
            path("<int:pk>/paper/leave/", view(self.paper_leave), name=f"{name}_paper_leave"),
            path("<int:pk>/paper/sign/", view(self.paper_sign), name=f"{name}_paper_sign"),
            path("<int:pk>/paper/lines/<int:item>/", view(self.paper_line), name=f"{name}_paper_line"),
        ]
        return [*own, *super().get_urls()]

    def paper_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Enter the lines of a ledger from paper."""
        row = self._on_paper(request, pk)
        if row is None:
            return redirect("admin:supervision_ledger_change", pk)
        return never_cache(ledger_paper.fill)(request, row, officer(request))

    def paper_sign(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Enter who signed on paper, and hand in."""
        row = self._on_paper(request, pk)
        if row is None:
            return redirect("admin:supervision_ledger_change", pk)
        return never_cache(ledger_paper.sign)(request, row, officer(request))

    def paper_line(self, request: HttpRequest, pk: int, item: int) -> HttpResponse:
        """Keep one line as it is typed."""
        row = self._on_paper(request, pk)
        if row is None or request.method != "POST":
            raise PermissionDenied
        return keep_line(request, row, item, ledger_paper.side_of(row, officer(request)))

    def paper_begin(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin to enter a ledger from paper."""
        return self._turn(request, pk, paper.begin, "paper")

    def paper_blank(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand out the list to be filled in by hand; what the body has entered is not in it."""
        return ledger_paper.blank(self.seen_object(request, str(pk)))

    def paper_leave(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Leave a ledger to the body after all."""
        return self._turn(request, pk, paper.leave_to_body, "change")

    def _turn(self, request: HttpRequest, pk: int, act: Callable[..., object], then: str) -> HttpResponse:
        row = self.seen_object(request, str(pk))
        if request.method != "POST" or not self.allowed(request, P.LEDGER_CHECK, row):
            raise PermissionDenied
        try:
            act(row, by=officer(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            then = "change"
        return redirect(f"admin:supervision_ledger_{then}", pk)

    def _on_paper(self, request: HttpRequest, pk: int) -> Ledger | None:
        """Return a ledger that is being entered from paper, None where it is not (any more)."""
        row: Ledger = self.seen_object(request, str(pk))
        if not self.allowed(request, P.LEDGER_CHECK, row):
            raise PermissionDenied
        return row if row.way == SigningWay.PAPER and row.writable else None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the officer's ledgers with what their pages read."""
        return super().get_queryset(request).select_related("subject", "round__campaign", "commitment")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Let the page of a round link to its ledgers."""
        return lookup in {"round__exact", "round__id__exact"} or super().lookup_allowed(
            lookup,
            value,
            request,
        )

    @action(description=gettext_lazy("Accept the selected"), permissions=["check"])
    def accept_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Accept ledgers without a flag; the others are refused one by one."""
        result = services.accept_many(list(queryset.values_list("pk", flat=True)), by=officer(request))
        if result.done:
            done = ngettext("%(n)s ledger accepted.", "%(n)s ledgers accepted.", len(result.done))
            messages.success(request, done % {"n": len(result.done)})
        for _row, sentence in result.refused[:MOST_SENTENCES]:
            messages.error(request, sentence)
        if (more := len(result.refused) - MOST_SENTENCES) > 0:
            messages.error(request, _("… and %(n)s more.") % {"n": more})

    def has_check_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the bulk acceptance may be offered."""
        return self.allowed(request, P.LEDGER_CHECK)

    def case_context(self, row: Ledger, reader: Officer) -> dict[str, Any]:
        """Return facts, flags, lines with their evidence and rectifications."""
        lines = lines_of(row)
        told, name = row.signed_at is not None, "admin:supervision_ledger"
        entering = row.way == SigningWay.PAPER and row.writable
        return {
            "facts": facts_of(self._facts(row, lines)),
            "groups": _groups(row, lines),
            "intact": signing.is_intact(row, lines) if told and not row.writable else None,
            "copies": equal_words(row, lines, reader),
            "may_enter": paper.may_begin(row, reader),
            "entering": entering,
            "paper_url": reverse(f"{name}_paper" if entering else f"{name}_paper_begin", args=[row.pk]),
            "blank_url": reverse(f"{name}_paper_blank", args=[row.pk]),
            "scans": for_officers(evidence.of(row.about)) if row.way == SigningWay.PAPER else [],
            "hidden": row.writable and row.first_handed_in_on is None,
            "subject_url": reverse("admin:credit_subject_change", args=[row.subject_id]),
            "round_url": reverse("admin:supervision_ledgerround_change", args=[row.round_id]),
            "overdue": row.writable and row.first_handed_in_on is None and row.due_on < today(),
        }

    def _facts(self, row: Ledger, lines: list[Line]) -> list[tuple[Any, Any]]:
        answers = [line.entry.answer for line in lines]
        return [
            (_("Institution"), row.subject.with_number),
            (_("Self-inspection"), f"{row.round.title} {row.round.period}"),
            (_("To be handed in by"), row.due_on),
            (_("Lines answered"), f"{sum(map(bool, answers))} / {len(answers)}"),
            (_("Problems found"), row.found if row.signed_at else None),
            (
                _("Signed"),
                who(f"{row.signer_post} {row.signer_name}".strip(), row.signed_on or row.handed_in_on),
            ),
            (_("Handed in on"), row.handed_in_on),
            (_("Entered from paper by"), row.entered_by_label),
            (_("Commitment to lawful practice"), row.commitment.number if row.commitment else None),
            (_("Checked"), who(row.checked_by_label, row.checked_on)),
            (_("Why it was returned"), row.return_reason),
        ]

    @display(description=gettext_lazy("body"), header=True)
    def subject_column(self, obj: Ledger) -> list[str]:
        """Name and number."""
        return [obj.subject.name, obj.subject.number or "–"]

    @display(description=gettext_lazy("self-inspection"), header=True)
    def round_name(self, obj: Ledger) -> list[str]:
        """Title and period of the round."""
        return [obj.round.title, f"{obj.round.get_kind_display()} {obj.round.period}"]

    @display(description=gettext_lazy("to be handed in by"), ordering="due_on")
    def due(self, obj: Any) -> str:
        """The last day; of one that was returned, the day by which it must be in again."""
        return (obj.clock_due or obj.due_on).isoformat()

    @display(description=gettext_lazy("handed in on"))
    def handed_in(self, obj: Ledger) -> str:
        """Day on which it was handed in."""
        return obj.handed_in_on.isoformat() if obj.handed_in_on else "–"

    @display(description=gettext_lazy("problems found"))
    def problems(self, obj: Ledger) -> str:
        """How many problems it reports."""
        return str(obj.found) if obj.signed_at else "–"

    @display(description=gettext_lazy("flags"), label={"danger": "danger", "warning": "warning"})
    def flags(self, obj: Ledger) -> tuple[str, str] | None:
        """What to look at first."""
        words = [
            (obj.faked_on is not None, _("faked")),
            (obj.copied, _("copied")),
            (obj.empty, _("empty ledger")),
            (obj.late, _("late")),
            (obj.way == SigningWay.PAPER, _("on paper")),
        ]
        told = [word for on, word in words if on]
        if not told:
            return None
        return ("danger" if obj.faked_on or obj.copied else "warning"), listed(told)

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: Ledger) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()


def _groups(row: Ledger, lines: list[Line]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the lines by group: what was found first read, with its files and its rectification."""
    files = evidence.of_many(line.entry.about for line in lines if line.entry.pk)
    opened = rectifications_of(lines)
    shown: list[dict[str, Any]] = [
        {
            "item": line.item,
            "entry": line.entry,
            "found": line.entry.answer == Answer.FOUND,
            "files": for_officers(files.get(line.entry.about, [])) if line.entry.pk else [],
            "rectification": opened.get(line.entry.about) if line.entry.pk else None,
        }
        for line in lines
    ]
    return [(group, list(found)) for group, found in groupby(shown, key=lambda line: line["item"].group)]
