"""Campaigns on the supervisors' pages: list, case, steps."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from unfold.decorators import display

from accounts.admin_base import officer
from accounts.division_filter import DivisionFilter
from accounts.models import Officer
from accounts.permissions import P
from core.clock import today
from core.errors import RefusalsIn
from credit.admin.case_pages import NoForm, ReasonForm, StepPage, facts_of, who
from credit.rules.cycles import add_months
from supervision.admin.campaign_close import still_open
from supervision.admin.campaign_forms import CopyForm, HeadForm, MonthForm, head_as_it_is
from supervision.admin.campaign_pages import CampaignPages, may_keep
from supervision.campaigns import bulletins, clocks, scope, services
from supervision.campaigns.checklists import lines
from supervision.campaigns.shifting import MONTHS_A_YEAR
from supervision.campaigns.workflow import CAMPAIGN, missing
from supervision.models import Bulletin, Campaign
from supervision.models.bulletins import BulletinKind, BulletinState
from supervision.models.campaigns import CampaignState as S

COLOURS = {S.DRAFT: "info", S.RUNNING: "warning", S.CLOSED: "success", S.DROPPED: ""}
BULLETIN_COLOURS = {
    BulletinState.DRAFT: "info",
    BulletinState.ISSUED: "success",
    BulletinState.SENT: "success",
    BulletinState.WITHDRAWN: "danger",
    BulletinState.DROPPED: "",
}


def _copy(row: Campaign, data: dict[str, Any], by: Officer) -> Campaign:
    with transaction.atomic():
        new = services.copy_campaign(
            row, title=data["title"], document_no=data["document_no"], starts_on=data["starts_on"], by=by
        )
        if data["with_bodies"]:
            scope.add_from(new, row, by=by)
    return new


def _page_of(row: Campaign | Bulletin) -> str:
    return reverse(f"admin:supervision_{row._meta.model_name}_change", args=[row.pk])


def _a_year_later(row: Campaign) -> date:
    return add_months(row.starts_on, MONTHS_A_YEAR)


def _may_tell(row: Campaign, by: Officer) -> bool:
    return row.state == S.RUNNING and by.may(P.CAMPAIGN_KEEP, row.division_code)


def _may_tell_month(row: Campaign, by: Officer) -> bool:
    return _may_tell(row, by) and bool(bulletins.months_to_tell(row))


def _may_finish(row: Campaign, by: Officer) -> bool:
    final = row.bulletins.filter(kind=BulletinKind.FINAL).exclude(state__in=bulletins.GONE)
    return _may_tell(row, by) and not final.exists()


STEPS = (
    StepPage(
        "start",
        "start",
        gettext_lazy("From now on bodies answer the problem list; it cannot be changed any more."),
        gettext_lazy("The campaign runs."),
        lambda row, _data, by: services.start_campaign(row, by=by),
    ),
    StepPage(
        "bulletin",
        "",
        gettext_lazy(
            "What came within the month, and how things stood at its end, is counted into the draft; "
            "a second officer issues it."
        ),
        gettext_lazy("Drafted; write its words next."),
        lambda row, data, by: bulletins.draft_monthly(row, data["month"], by=by),
        MonthForm,
        title=gettext_lazy("Draft a bulletin"),
        initial=lambda row: {"months": bulletins.months_to_tell(row)},
        offered=_may_tell_month,
        then=_page_of,
    ),
    StepPage(
        "final",
        "",
        gettext_lazy("Its figures are those with which the campaign closes."),
        gettext_lazy("Drafted; write its words next."),
        lambda row, _data, by: bulletins.draft_final(row, by=by),
        NoForm,
        title=gettext_lazy("Draft the final report"),
        offered=_may_finish,
        plain=True,
        then=_page_of,
    ),
    StepPage(
        "close",
        "close",
        gettext_lazy(
            "Nothing of it can be changed afterwards; rectifications go on until they are crossed off."
        ),
        gettext_lazy("Closed."),
        lambda row, _data, by: services.close_campaign(row, by=by),
        plain=True,
        stake=still_open,
    ),
    StepPage(
        "edit",
        "",
        gettext_lazy("Once it runs, place and first day stay as they are."),
        gettext_lazy("Kept."),
        lambda row, data, by: services.change_campaign(row, services.Head(**data), by=by),
        HeadForm,
        title=gettext_lazy("Change"),
        initial=head_as_it_is,
        offered=may_keep,
        plain=True,
    ),
    StepPage(
        "copy",
        "",
        gettext_lazy("Areas, phases and problems are taken over into a new draft, their days moved."),
        gettext_lazy("Copied. This is the new draft: change what is different, then have it started."),
        _copy,
        CopyForm,
        title=gettext_lazy("Copy"),
        initial=lambda row: {"title": row.title, "starts_on": _a_year_later(row), "with_bodies": True},
        offered=lambda row, by: by.may(P.CAMPAIGN_KEEP, row.division_code),
        plain=True,
        then=_page_of,
    ),
    StepPage(
        "reopen",
        "reopen",
        gettext_lazy("Bulletins may be drafted again."),
        gettext_lazy("Open again."),
        lambda row, data, by: services.reopen_campaign(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
    StepPage(
        "drop",
        "drop",
        gettext_lazy("It never started; the draft stays readable."),
        gettext_lazy("Given up."),
        lambda row, data, by: services.drop_campaign(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
)


@admin.register(Campaign)
class CampaignAdmin(CampaignPages):
    """Campaigns of the officer's divisions."""

    view_right = P.FILE_VIEW
    add_right = P.CAMPAIGN_KEEP
    workflow = CAMPAIGN
    steps = STEPS
    case_template = "admin/supervision/campaign.html"
    colours = COLOURS
    clock_kinds = (clocks.BULLETIN,)
    list_display = ("name", "days", "phase_now", "bodies_in_scope", "clock", "state_label")
    list_display_links = ("name",)
    list_filter = ("state", DivisionFilter)
    search_fields = ("title", "document_no")
    ordering = ("-starts_on", "-pk")
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("Running"), f"state__exact={S.RUNNING}"),
        (gettext_lazy("Being prepared"), f"state__exact={S.DRAFT}"),
        (gettext_lazy("Closed"), f"state__exact={S.CLOSED}"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the officer's campaigns with the number of bodies in scope."""
        rows = super().get_queryset(request).prefetch_related("phases")
        return rows.annotate(in_scope=Count("bodies", filter=Q(bodies__left_on__isnull=True)))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by title and document number."""
        text = search_term.strip()
        wanted = Q(title__icontains=text) | Q(document_no__icontains=text)
        return (queryset.filter(wanted) if text else queryset), False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Draft a campaign."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        reader = officer(request)
        prefix = next(iter(reader.prefixes(P.CAMPAIGN_KEEP)), "")
        first = {
            "division_code": prefix.ljust(6, "0") if prefix else "",
            "authority_name": reader.agency.name if reader.agency else "",
        }
        form = HeadForm(request.POST or None, initial=first)
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                row = services.draft_campaign(form.head(), by=reader)
                messages.success(request, _("Kept. Enter phases, problem list and bodies next."))
                return HttpResponseRedirect(self.change_url(row))
        context = {
            "form": form,
            "intro": _("To follow an earlier campaign, open that one and copy it."),
            "button": _("Keep"),
            "heading": _("New campaign"),
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("New campaign"))

    def case_context(self, row: Campaign, reader: Officer) -> dict[str, Any]:
        """Return what the case shows: facts, phases, areas, problems, bodies, bulletins."""
        day = today()
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        return {
            "facts": facts_of(
                (
                    (_("Document number"), row.document_no),
                    (pgettext("campaign", "Authority"), row.authority_name),
                    (_("Leading office"), " ".join(filter(None, (row.lead_office, row.contact)))),
                    (_("First and last day"), f"{row.starts_on} – {row.ends_on}"),
                    (_("Copied from"), row.copied_from),
                    (_("Entered by"), row.made_by_label),
                    (_("Started"), who(row.started_by_label, row.started_on)),
                    (_("Closed"), who(row.closed_by_label, row.closed_on)),
                )
            ),
            "phases": [(phase, _stands(phase, day)) for phase in row.phases.all()],
            "areas": list(row.areas.all()),
            "problems": lines(row.checklist),
            "in_scope": scope.members(row).count(),
            "by_category": scope.by_category(row),
            "bulletins": [
                (bulletin, BULLETIN_COLOURS[BulletinState(bulletin.state)])
                for bulletin in readable(row.bulletins.order_by("-number"), reader)
            ],
            "missing": missing(row) if row.state == S.DRAFT and may_keep(row, reader) else None,
            "waits": _whom_it_waits_for(row, reader),
            "may_keep": may_keep(row, reader),
            "drafted": row.state == S.DRAFT,
            "links": {
                page: reverse(f"{name}_{page}", args=[row.pk])
                for page in ("phases", "areas", "problems", "scope", "progress")
            },
        }

    @display(description=gettext_lazy("campaign"), header=True)
    def name(self, obj: Campaign) -> list[str]:
        """Title and document number."""
        return [obj.title, obj.document_no or obj.authority_name]

    @display(description=gettext_lazy("first and last day"))
    def days(self, obj: Campaign) -> str:
        """First and last day."""
        return f"{obj.starts_on} – {obj.ends_on}"

    @display(description=gettext_lazy("phase now"))
    def phase_now(self, obj: Campaign) -> str:
        """The phases that run today."""
        day = today()
        if obj.state != S.RUNNING:
            return "–"
        running = [phase.title for phase in obj.phases.all() if phase.starts_on <= day <= phase.ends_on]
        return "、".join(running) or "–"

    @display(description=gettext_lazy("bodies in scope"))
    def bodies_in_scope(self, obj: Any) -> int:
        """How many bodies are in scope."""
        return int(obj.in_scope)

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: Campaign) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()


def _whom_it_waits_for(row: Campaign, reader: Officer) -> str:
    """Tell what a campaign waits for: another officer who starts it, or its end; "" for nothing."""
    if row.state == S.RUNNING and row.ends_on < today():
        return _("Its last day is over: draft and issue the final report, then close it.")
    if row.state != S.DRAFT or not may_keep(row, reader):
        return ""
    if any(step.name == "start" for step in CAMPAIGN.available(row, reader)):
        return ""
    return _("Complete: an officer who may start campaigns and did not enter it starts it.")


def readable(rows: QuerySet[Any], reader: Officer) -> QuerySet[Any]:
    """Keep drafts of bulletins and reports from leaders and others who only read; figures are left behind."""
    works = reader.may(P.CAMPAIGN_KEEP) or reader.may(P.CAMPAIGN_ISSUE)
    told = (BulletinState.ISSUED, BulletinState.SENT, BulletinState.WITHDRAWN)
    return (rows if works else rows.filter(state__in=told)).defer("content")


def _stands(phase: Any, day: Any) -> str:
    """Tell whether a phase is over, runs or lies ahead."""
    if phase.ends_on < day:
        return "done"
    return "now" if phase.starts_on <= day else ""
