"""Listings on the supervisors' pages: list, proposal, one page a case with rail, clocks, steps and papers."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.division_filter import DivisionFilter
from accounts.evidence import for_officers
from accounts.models import Officer
from accounts.permissions import P
from blacklist import papers, rail
from blacklist.admin import listing_words as words
from blacklist.admin.exit_steps import LISTING_STEPS as EXIT_STEPS
from blacklist.admin.listing_steps import STEPS
from blacklist.admin.proposals import ProposesListings
from blacklist.admin.scheme_words import KIND_COLOURS, name_of
from blacklist.choices import OPEN_STATES, ListKind
from blacklist.choices import ListingState as S
from blacklist.exit import clocks as exit_clocks
from blacklist.listing import clocks, services
from blacklist.listing.workflow import LISTING
from blacklist.models import Listing
from blacklist.parts import Door, parts_of
from core import evidence
from credit.admin.case_pages import CaseAdmin
from credit.admin.search import HELP
from credit.admin.subjects import place_name


def _states(*states: str) -> str:
    return "state__in=" + ",".join(str(state) for state in states)


@admin.register(Listing)
class ListingAdmin(ProposesListings, CaseAdmin):
    """Listings of the officer's divisions, from the proposal to the end."""

    view_right = P.FILE_VIEW
    add_right = P.LISTING_PROPOSE
    workflow = LISTING
    steps = (*STEPS, *EXIT_STEPS)
    case_template = "admin/blacklist/listing.html"
    colours = words.COLOURS
    clock_kinds = (*clocks.KINDS, clocks.BREACH, exit_clocks.REVIEW, exit_clocks.TELL)
    list_display = ("subject_column", "scheme_column", "place", "window", "clock", "state_label")
    list_display_links = ("subject_column",)
    list_select_related = ("subject", "scheme")
    list_filter = ("state", "kind", "scheme", DivisionFilter)
    search_fields = ("notice_no",)
    search_help_text = HELP
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("In their window"), _states(S.NOTIFIED, S.DEFENDED, S.HEARING, S.PUBLICISED)),
        (gettext_lazy("To be decided"), _states(S.HEARD, S.CONSENTED)),
        (gettext_lazy("On the list"), _states(S.LISTED)),
        *((kind.label, f"kind__exact={kind}") for kind in ListKind),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the officer's listings with what their page reads."""
        rows = super().get_queryset(request).select_related("subject", "scheme", "parent__subject")
        return rows.prefetch_related("scheme__bases")

    def get_urls(self) -> list[URLPattern]:
        """Add the papers to print."""
        view = self.admin_site.admin_view(self.paper_view)
        own = [
            path(f"<int:pk>/{name}/", view, {"name": name}, name=f"blacklist_listing_{name}_paper")
            for name in papers.PAPERS
        ]
        return [*own, *super().get_urls()]

    def paper_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Show notice or decision, ready to print."""
        row = self.seen_object(request, str(pk))
        if name not in papers.possible(row):
            raise Http404
        context = {**papers.content(row), "back": self.change_url(row)}
        return TemplateResponse(request, papers.PAPERS[name].template, context)

    def case_context(self, row: Listing, reader: Officer) -> dict[str, Any]:
        """Return what the listing's page shows besides steps and clocks."""
        events = list(row.events.order_by("pk"))
        return {
            "colour": words.colour_of(row),
            "kind_colour": KIND_COLOURS[ListKind(row.kind)],
            "stops": rail.stops(row, events),
            "notes": self._notes(row, reader),
            "is_open": row.state in OPEN_STATES or row.state == S.DECIDED,
            "facts": words.facts(row),
            "grounds": words.ground_lines(row),
            "bases": words.basis_lines(row),
            "speaks": row.kind != ListKind.RED,
            "said": words.said(row),
            "objections": list(row.objections.order_by("pk")) if row.kind == ListKind.RED else [],
            "decided": words.decided(row),
            "files": for_officers(evidence.of(services.about(row))),
            "together": list(row.responsible.select_related("subject").order_by("pk")),
            "parts": parts_of(row, Door.OFFICERS),
            "events": words.event_lines(events),
            "papers": [
                (papers.PAPERS[name].title, reverse(f"admin:blacklist_listing_{name}_paper", args=[row.pk]))
                for name in papers.possible(row)
            ],
            "scheme_url": reverse("admin:blacklist_listscheme_change", args=[row.scheme_id]),
            "subject_url": reverse("admin:credit_subject_change", args=[row.subject_id]),
        }

    def _notes(self, row: Listing, reader: Officer) -> list[str]:
        notes = []
        if reader.may(P.LISTING_PROPOSE, row.division_code) or reader.may(
            P.LISTING_DECIDE, row.division_code
        ):
            notes.append(words.why_not_decided(row))
        if row.parent_id is not None and row.state in OPEN_STATES:
            notes.append(
                _("This person is listed together with a body; the decision on the body lists both.")
            )
        return [note for note in notes if note]

    # --- columns ---------------------------------------------------------------------------------------

    @display(description=gettext_lazy("subject"), header=True)
    def subject_column(self, obj: Listing) -> list[str]:
        """Name and number."""
        return [obj.subject.name, obj.subject.number or "–"]

    @display(description=gettext_lazy("list"), header=True)
    def scheme_column(self, obj: Listing) -> list[str]:
        """Name of the list, and its kind."""
        return [name_of(obj.scheme), obj.get_kind_display()]

    @display(description=gettext_lazy("division"))
    def place(self, obj: Listing) -> str:
        """Name of the division."""
        return place_name(obj.division_code)

    @display(description=gettext_lazy("window or term"), header=True)
    def window(self, obj: Listing) -> list[str]:
        """Since when it stands where it stands, and until when."""
        if obj.listed_on:
            return [obj.listed_on.isoformat(), f"– {obj.ended_on or obj.ends_on or ''}".strip()]
        since = obj.notice_served_on or obj.publicised_on or obj.proposed_on
        until = obj.statement_until or obj.publicised_until
        return [since.isoformat(), f"– {until}" if until else ""]

    @display(
        description=gettext_lazy("state"), label={colour: colour for colour in {*words.COLOURS.values()}}
    )
    def state_label(self, obj: Listing) -> tuple[str, str]:
        """State in its colour."""
        return words.colour_of(obj), obj.get_state_display()
