"""Bulletins and yearly reports on the supervisors' pages: read by leaders, written by clerks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _
from unfold.decorators import display

from accounts.admin_base import officer
from accounts.division_filter import DivisionFilter
from accounts.models import Officer
from accounts.permissions import P
from core.clock import CHINA, today
from core.errors import RefusalsIn
from credit.admin.case_pages import CaseAdmin, ReasonForm, StepPage, facts_of, maker, who
from supervision.admin.campaign_forms import SentForm, TextsForm, YearForm, texts_as_they_are
from supervision.admin.campaign_pages import hand_out
from supervision.admin.campaigns import BULLETIN_COLOURS, readable
from supervision.admin.figure_pages import figures_context
from supervision.campaigns import bulletins, clocks, paper, yearly
from supervision.campaigns.texts import Texts
from supervision.campaigns.wording import summary
from supervision.campaigns.workflow import BULLETIN, YEARLY
from supervision.models import Bulletin, YearlyReport
from supervision.models.bulletins import BulletinKind
from supervision.models.bulletins import BulletinState as B


def _draft(row: Bulletin | YearlyReport, by: Officer) -> bool:
    return row.state == B.DRAFT and by.may(P.CAMPAIGN_KEEP, row.division_code)


def _whither(row: YearlyReport) -> str:
    """Tell to whom a report goes and by when, so that it is noted for the right one."""
    words = _("To %(office)s, by %(day)s. Keep the receipt or the number of the letter in the note.")
    return words % {"office": row.sent_to or _("the authority above"), "day": row.due_on.isoformat()}


def _steps(
    write: Callable[..., object],
    recount: Callable[..., object],
    issue: Callable[..., object],
    drop: Callable[..., object],
    withdraw: Callable[..., object],
    *more: StepPage,
) -> tuple[StepPage, ...]:
    """Return the steps that bulletins and yearly reports share, in the order of the buttons."""
    return (
        StepPage(
            "issue",
            "issue",
            gettext_lazy("Words and figures are frozen as they stand; leaders read them from now on."),
            gettext_lazy("Issued."),
            lambda row, _data, by: issue(row, by=by),
        ),
        *more,
        StepPage(
            "write",
            "",
            gettext_lazy("Figures stand in it by themselves; say what was done and what they mean."),
            gettext_lazy("Kept."),
            lambda row, data, by: write(row, Texts(**data), by=by),
            TextsForm,
            title=gettext_lazy("Write"),
            initial=texts_as_they_are,
            offered=_draft,
        ),
        StepPage(
            "recount",
            "",
            gettext_lazy(
                "The draft takes the figures at the end of its time; while that runs, those of today."
            ),
            gettext_lazy("Counted again."),
            lambda row, _data, by: recount(row, by=by),
            title=gettext_lazy("Count again"),
            offered=_draft,
            plain=True,
        ),
        StepPage(
            "drop",
            "drop",
            gettext_lazy("The draft stays readable; another one may be drafted."),
            gettext_lazy("Given up."),
            lambda row, data, by: drop(row, reason=data["reason"], by=by),
            ReasonForm,
            plain=True,
        ),
        StepPage(
            "withdraw",
            "withdraw",
            gettext_lazy("It stays readable and says that it was withdrawn; another one may be drafted."),
            gettext_lazy("Withdrawn."),
            lambda row, data, by: withdraw(row, reason=data["reason"], by=by),
            ReasonForm,
            plain=True,
        ),
    )


class ToldPages(CaseAdmin):
    """What bulletins and yearly reports share: paper, workbook, reading."""

    view_right = P.FILE_VIEW
    colours = BULLETIN_COLOURS
    list_filter: tuple[Any, ...] = ("state", DivisionFilter)

    def get_urls(self) -> list[URLPattern]:
        """Add paper and workbook."""
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("<int:pk>/paper/", view(self.paper_view), name=f"{name}_paper"),
            path("<int:pk>/workbook/", view(self.workbook_view), name=f"{name}_workbook"),
        ]
        return [*own, *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by title."""
        text = search_term.strip()
        return (queryset.filter(Q(title__icontains=text)) if text else queryset), False

    def paper_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand out the paper, shown in the browser."""
        row = self.seen_object(request, str(pk))
        made = paper.bulletin_pdf(row) if isinstance(row, Bulletin) else paper.yearly_pdf(row)
        disposition = content_disposition_header(False, paper.file_name(row, "pdf")) or "inline"
        return HttpResponse(
            made, content_type="application/pdf", headers={"Content-Disposition": disposition}
        )

    def workbook_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand out the workbook."""
        row = self.seen_object(request, str(pk))
        sheets = paper.bulletin_sheets(row) if isinstance(row, Bulletin) else paper.yearly_sheets(row)
        return hand_out(sheets, paper.file_name(row, "xlsx"))

    def told_context(self, row: Bulletin | YearlyReport) -> dict[str, Any]:
        """Return what both pages show: the words, and the way to paper and workbook."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        written = (
            (_("Work done"), row.work),
            (_("Problems that remain"), row.problems),
            (_("Next steps"), row.next_steps),
        )
        return {
            "written": [(title, text) for title, text in written if text.strip()],
            "paper": reverse(f"{name}_paper", args=[row.pk]),
            "workbook": reverse(f"{name}_workbook", args=[row.pk]),
        }

    @display(description=gettext_lazy("issued"))
    def issued(self, obj: Any) -> str:
        """Day and officer of the issue."""
        return who(obj.issued_by_label, obj.issued_on) or "–"

    @display(description=gettext_lazy("state"), label=BULLETIN_COLOURS)
    def state_label(self, obj: Any) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()


@admin.register(Bulletin)
class BulletinAdmin(ToldPages):
    """Bulletins of the officer's divisions, newest first."""

    workflow = BULLETIN
    steps = _steps(
        bulletins.write_bulletin,
        bulletins.recount,
        bulletins.issue_bulletin,
        bulletins.drop_bulletin,
        bulletins.withdraw_bulletin,
    )
    case_template = "admin/supervision/bulletin.html"
    list_display = ("name", "number", "kind", "issued", "state_label")
    list_display_links = ("name",)
    list_select_related = ("campaign",)
    list_filter = ("kind", "state", DivisionFilter)
    search_fields = ("title",)
    ordering = ("-ends_on", "-pk")
    list_before_template = "admin/supervision/bulletins_before.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("Issued"), f"state__exact={B.ISSUED}"),
        (gettext_lazy("Drafts"), f"state__exact={B.DRAFT}"),
        (gettext_lazy("Final reports"), f"kind__exact={BulletinKind.FINAL}"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave drafts to those who write or issue them, and the figures to the page of one."""
        return readable(super().get_queryset(request), officer(request))

    def case_context(self, row: Bulletin, reader: Officer) -> dict[str, Any]:
        """Return head, words, figures."""
        last = row.counted_to if row.kind == BulletinKind.FINAL else row.ends_on
        return {
            "facts": facts_of(
                (
                    (_("Campaign"), row.campaign),
                    (_("Issue"), row.number),
                    (pgettext("campaign", "Authority"), row.authority_name),
                    (pgettext("bulletin", "Time"), f"{row.begins_on} – {last}"),
                    (_("Counted at"), date_format(localtime(row.counted_at, CHINA), "Y-m-d H:i")),
                    (_("Drafted by"), maker(row)),
                    (pgettext("bulletin", "Issued by"), who(row.issued_by_label, row.issued_on)),
                )
            ),
            "campaign_url": reverse("admin:supervision_campaign_change", args=[row.campaign_id]),
            "summary": summary(row.content),
            **self.told_context(row),
            **figures_context(row.content),
        }

    @display(description=gettext_lazy("bulletin"), header=True)
    def name(self, obj: Bulletin) -> list[str]:
        """Title and campaign."""
        return [obj.title, obj.campaign.title]


@admin.register(YearlyReport)
class YearlyReportAdmin(ToldPages):
    """Yearly reports of the officer's divisions."""

    add_right = P.CAMPAIGN_KEEP
    workflow = YEARLY
    steps = _steps(
        yearly.write_yearly,
        yearly.recount_yearly,
        yearly.issue_yearly,
        yearly.drop_yearly,
        yearly.withdraw_yearly,
        StepPage(
            "send",
            "send",
            gettext_lazy("Its clock stops."),
            gettext_lazy("Noted; the clock has stopped."),
            lambda row, data, by: yearly.send_yearly(row, sent_on=data["sent_on"], note=data["note"], by=by),
            SentForm,
            initial=lambda row: {"sent_on": today()},
            stake=_whither,
        ),
    )
    case_template = "admin/supervision/yearly_report.html"
    clock_kinds = (clocks.YEARLY,)
    list_display = ("name", "year", "due_on", "clock", "issued", "state_label")
    list_display_links = ("name",)
    search_fields = ("title",)
    ordering = ("-year", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave drafts to those who write or issue them, and the figures to the page of one."""
        return readable(super().get_queryset(request), officer(request))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Draft a report before its date, or where no rule asks for it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        reader = officer(request)
        prefix = next(iter(reader.prefixes(P.CAMPAIGN_KEEP)), "")
        first = {
            "year": today().year,
            "division_code": prefix.ljust(6, "0") if prefix else "",
            "authority_name": reader.agency.name if reader.agency else "",
        }
        form = YearForm(request.POST or None, initial=first)
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                row = yearly.draft_yearly(form.cleaned_data.pop("year"), **form.cleaned_data, by=reader)
                messages.success(request, _("Drafted; write its words next."))
                return HttpResponseRedirect(self.change_url(row))
        context = {
            "form": form,
            "intro": _(
                "Where a rule asks for the report, it is drafted by itself some weeks before it is due."
            ),
            "button": pgettext("bulletin", "Draft"),
            "heading": _("New yearly report"),
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("New yearly report"))

    def case_context(self, row: YearlyReport, reader: Officer) -> dict[str, Any]:
        """Return head, words, figures."""
        basis = (
            row.basis
            if row.confirmed or not row.basis
            else _("%s (local default, to be confirmed)") % row.basis
        )
        language = "zh-hans" if (get_language() or "").startswith("zh") else "en"
        return {
            "facts": facts_of(
                (
                    (pgettext("campaign", "Authority"), row.authority_name),
                    (_("Goes to"), row.sent_to),
                    (_("Due on"), row.due_on),
                    (_("Basis"), basis),
                    (_("Counted at"), date_format(localtime(row.counted_at, CHINA), "Y-m-d H:i")),
                    (_("Drafted by"), maker(row)),
                    (pgettext("bulletin", "Issued by"), who(row.issued_by_label, row.issued_on)),
                    (_("Sent"), who(row.sent_note, row.sent_on)),
                )
            ),
            "groups": [
                (group["title"][language], [(line["title"][language], line) for line in group["figures"]])
                for group in row.content["groups"]
            ],
            "before": row.year - 1,
            **self.told_context(row),
        }

    @display(description=gettext_lazy("yearly report"), header=True)
    def name(self, obj: YearlyReport) -> list[str]:
        """Title and authority."""
        return [obj.title, obj.authority_name]
