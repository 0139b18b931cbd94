"""Tracked matters on the supervisors' pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from unfold.decorators import display

from accounts.admin_base import officer
from accounts.division_filter import DivisionFilter
from accounts.evidence import for_officers
from accounts.models import Officer
from accounts.permissions import P
from core import evidence
from core.errors import Refusal, RefusalsIn
from credit.admin.case_pages import Button, CaseAdmin, ReasonForm, facts_of, who
from credit.admin.search import subject_ids
from supervision.admin.matter_forms import MatterForm
from supervision.admin.matter_steps import STEPS, body_named
from supervision.integrity.refused import key_of
from supervision.matters import clocks, selectors, services
from supervision.matters.choices import OPEN_STATES, MatterKind
from supervision.matters.choices import MatterState as S
from supervision.matters.services import NewMatter
from supervision.matters.workflow import MATTER
from supervision.models import IntegrityBreach, Matter

COLOURS = {
    S.RECEIVED: "warning",
    S.ASSIGNED: "info",
    S.ANSWERED: "warning",
    S.ACCEPTED: "success",
    S.REOPENED: "warning",
    S.REFUSED: "danger",
    S.DROPPED: "",
}


@admin.register(Matter)
class MatterAdmin(CaseAdmin):
    """Matters of the officer's divisions."""

    view_right = P.FILE_VIEW
    add_right = P.MATTER_KEEP
    workflow = MATTER
    steps = STEPS
    case_template = "admin/supervision/matter_case.html"
    colours = COLOURS
    clock_kinds = clocks.KINDS
    list_display = ("matter", "kind_label", "body", "received", "clock", "state_label")
    list_display_links = ("matter",)
    list_select_related = ("subject", "office")
    list_filter = ("state", "kind", DivisionFilter)
    search_fields = ("title",)
    search_help_text = gettext_lazy("body, title or number")
    # What still runs comes first, by its last day: the newest is seldom the most urgent.
    ordering: tuple[Any, ...] = (
        Case(When(state__in=OPEN_STATES, then=0), default=1).asc(),
        "due_on",
        "-pk",
    )
    list_before_template = "admin/supervision/matter_list.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("To be assigned"), f"state__exact={S.RECEIVED}"),
        (gettext_lazy("With the body"), f"state__exact={S.ASSIGNED}"),
        (gettext_lazy("To be checked"), f"state__exact={S.ANSWERED}"),
        (pgettext_lazy("matter", "Refused"), f"state__exact={S.REFUSED}"),
        (gettext_lazy("Petitions"), f"kind__exact={MatterKind.PETITION}"),
    )

    def get_urls(self) -> list[URLPattern]:
        """Add the figures by kind, and the look at who sent it."""
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("figures/", view(self.figures_view), name=f"{name}_figures"),
            path("<int:pk>/sender/", view(self.sender_view), name=f"{name}_sender"),
        ]
        return [*own, *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by the body, the title and the number."""
        words = search_term.strip()
        if not words:
            return queryset, False
        meant = Q(title__contains=words) | Q(number__contains=words)
        return queryset.filter(meant | Q(subject_id__in=subject_ids(words))), False

    def buttons(self, row: Matter, reader: Officer) -> list[Button]:
        """Return the steps; what was assigned once can be given to another, quietly."""
        again = reverse("admin:supervision_matter_assign", args=[row.pk])
        found = super().buttons(row, reader)
        if row.state != S.ASSIGNED:
            return found
        other = Button(_("Assign to another body"), again, True)
        return [other if button.url == again else button for button in found]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Enter a matter."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = MatterForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                row = self._received(officer(request), form.cleaned_data)
                messages.success(request, _("Entered; the clocks run from the day of receipt."))
                return HttpResponseRedirect(self.change_url(row))
        context = {
            "form": form,
            "intro": _(
                "Proposals, petitions, judgments, promises: each runs until an answer is accepted. The clock "
                "starts on the day of receipt."
            ),
            "button": _("Enter"),
            "heading": _("New tracked matter"),
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("New tracked matter"))

    def _received(self, by: Officer, data: dict[str, Any]) -> Matter:
        subject = body_named(data["body"], by, P.MATTER_KEEP) if data["body"] else None
        agency = by.agency.division_code if by.agency else ""
        names = ("kind", "title", "received_on", "number", "demand", "sender", "contact", "amount", "due_on")
        return services.receive(
            NewMatter(
                **{name: data[name] for name in names},
                division_code=subject.division_code if subject else agency,
                subject_id=subject.pk if subject else None,
                files=data["evidence"],
            ),
            by=by,
        )

    def figures_view(self, request: HttpRequest) -> HttpResponse:
        """Show how many matters came, were answered in time, and are late, by kind and by body."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        year = selectors.year_of(request.GET.get("year"))
        reader = officer(request)
        kinds = selectors.by_kind(year, reader)
        context = {
            "year": year,
            "years": selectors.recent_years(),
            "kinds": kinds,
            "bodies": selectors.by_body(year, reader),
            "chart": selectors.chart(kinds),
            "back": self.list_url(),
        }
        return self.page(
            request, "admin/supervision/matter_figures.html", context, title=_("Figures of tracked matters")
        )

    def sender_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show who sent a petition, to an officer who says why; the look is kept."""
        row, by = self.seen_object(request, str(pk)), officer(request)
        if row.sender is None or not self.allowed(request, P.NUMBER_REVEAL, row):
            raise PermissionDenied
        form, shown = ReasonForm(request.POST or None), ""
        if request.method == "POST" and form.is_valid():
            try:
                shown = services.reveal_sender(row, reason=form.cleaned_data["reason"], by=by)
            except Refusal as refusal:
                form.add_error("reason", str(refusal))
        context = {
            "form": form,
            "intro": _("Who looked at the sender, when and why is kept, and can be read by the auditor."),
            "button": _("Show the sender"),
            "text": shown,
            "object": row,
            "back": self.change_url(row),
        }
        answer = self.page(request, "admin/credit/act.html", context, title=_("Show the sender"))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def case_context(self, row: Matter, reader: Officer) -> dict[str, Any]:
        """Return facts, answers, papers and the periods."""
        clock = clocks.clock_of(row.kind, on=row.received_on, place=row.division_code)
        breach = IntegrityBreach.objects.filter(source_key=key_of(row)).first()
        sealed = row.sender is not None and row.kind == MatterKind.PETITION
        return {
            "facts": facts_of(
                (
                    (_("Kind of matter"), row.get_kind_display()),
                    (_("Number"), row.number),
                    (pgettext("matter", "Sender"), row.sender_shown),
                    (_("Responsible body"), row.subject),
                    (_("Responsible office"), row.office),
                    (_("Amount in yuan"), f"{row.amount:,.2f}" if row.amount is not None else ""),
                    (_("Received on"), who(row.made_by_label, row.received_on)),
                    (_("Sender told of the receipt"), who(row.told_how, row.told_on)),
                    (_("Assigned on"), row.assigned_on),
                    (_("Due on"), row.due_on),
                    (_("Why put off"), row.extension_reason),
                    (_("Times opened again"), row.reopened_times or ""),
                    (_("Refusal found on"), row.refused_on),
                    (_("Closed on"), row.closed_on),
                    (_("Sender's opinion"), row.get_satisfaction_display() if row.satisfaction else ""),
                )
            ),
            "answers": row.answers.order_by("-pk"),
            "files": for_officers(evidence.of(services.about(row))),
            "rule": clock,
            "subject_url": reverse("admin:credit_subject_change", args=[row.subject_id])
            if row.subject_id
            else "",
            "breach": breach,
            "sender_url": reverse("admin:supervision_matter_sender", args=[row.pk])
            if sealed and reader.may(P.NUMBER_REVEAL, row.division_code)
            else "",
        }

    @display(description=gettext_lazy("tracked matter"), header=True)
    def matter(self, obj: Matter) -> list[str]:
        """Title and number."""
        return [obj.title, obj.number or "–"]

    @display(description=gettext_lazy("kind of matter"))
    def kind_label(self, obj: Matter) -> str:
        """What it is."""
        return obj.get_kind_display()

    @display(description=gettext_lazy("responsible body"))
    def body(self, obj: Matter) -> str:
        """Who has to act."""
        if obj.subject is None:
            return "–"
        return obj.office.name if obj.office is not None else obj.subject.name

    @display(description=gettext_lazy("received on"))
    def received(self, obj: Matter) -> str:
        """Day of receipt, short."""
        return obj.received_on.isoformat()

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: Matter) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()
