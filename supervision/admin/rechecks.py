"""Random re-checks on the supervisors' pages: draw, the record of the draw, findings line by line."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.admin_base import officer
from accounts.permissions import P
from core.errors import RefusalsIn
from credit.admin.acts import ActPages
from credit.admin.case_pages import facts_of, who
from supervision.admin.rectification_forms import FindingForm, RecheckForm
from supervision.choices import RecheckFinding
from supervision.models import Campaign, Recheck, RecheckLine
from supervision.rectification import services

TONES = {
    "": "info",
    RecheckFinding.KEPT: "success",
    RecheckFinding.RELAPSED: "warning",
    RecheckFinding.FALSE: "danger",
}


@admin.register(Recheck)
class RecheckAdmin(ActPages):
    """Re-checks of the officer's divisions."""

    view_right = P.FILE_VIEW
    add_right = P.RECTIFICATION_CHECK
    list_display = ("title", "campaign", "drawn", "share")
    list_display_links = ("title",)
    list_select_related = ("campaign",)

    def get_urls(self) -> list[URLPattern]:
        """Add the population as a file, and the page of a finding."""
        view, name = self.admin_site.admin_view, "supervision_recheck"
        own = [
            path("<int:pk>/population/", view(self.population_view), name=f"{name}_population"),
            path("<int:pk>/lines/<int:line>/", view(self.line_view), name=f"{name}_line"),
        ]
        return [*own, *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Draw a re-check."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        by = officer(request)
        campaigns = Campaign.objects.visible_to(by, P.RECTIFICATION_CHECK)
        form = RecheckForm(request.POST or None, campaigns=campaigns)
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                row = services.draw_recheck(division_code=_place(request), by=by, **form.cleaned_data)
                messages.success(request, _("Drawn. The record of the draw stands on this page."))
                return HttpResponseRedirect(self.change_url(row))
        context = {
            "form": form,
            "intro": _(
                "A share of what was crossed off is drawn at random and looked at on the spot. Population, "
                "seed and sample are kept; anyone can draw it again from them."
            ),
            "button": _("Draw"),
            "heading": _("Draw a random re-check"),
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("Draw a random re-check"))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the record of the draw and its lines."""
        row: Recheck = self.seen_object(request, object_id)
        by = officer(request)
        lines = row.lines.select_related("rectification__subject").order_by("number")
        may = by.may(P.RECTIFICATION_CHECK, row.division_code)
        context = {
            "row": row,
            "lines": [
                (line, TONES[line.finding], line.get_finding_display() or _("not looked at yet"))
                for line in lines
            ],
            "may": may,
            "facts": facts_of(
                (
                    (_("Campaign"), row.campaign),
                    (_("Crossed off"), f"{row.crossed_off_from} – {row.crossed_off_to}"),
                    (_("Population"), row.population_size),
                    (_("Drawn"), f"{row.size}（{row.percent}%）"),
                    (_("Drawn by"), who(row.made_by_label, row.drawn_on)),
                    (_("Seed"), row.seed),
                    (_("Digest of the population (SHA-256)"), row.population_digest),
                )
            ),
            "population_url": reverse("admin:supervision_recheck_population", args=[row.pk]),
            "history": reverse("admin:supervision_recheck_history", args=[row.pk]),
            "back": self.list_url(),
        }
        return self.page(request, "admin/supervision/recheck.html", context, title=row.title)

    def population_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand out the population as it was drawn from: one identifier a line."""
        row: Recheck = self.seen_object(request, str(pk))
        answer = HttpResponse(row.population, content_type="text/plain; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="recheck-{row.pk}-population.txt"'
        return answer

    def line_view(self, request: HttpRequest, pk: int, line: int) -> HttpResponse:
        """Note what was found on the spot."""
        row: Recheck = self.seen_object(request, str(pk))
        drawn = row.lines.select_related("rectification__subject").filter(pk=line).first()
        if drawn is None:
            raise Http404
        by = officer(request)
        if not by.may(P.RECTIFICATION_CHECK, row.division_code):
            raise PermissionDenied
        form = FindingForm(request.POST or None)
        return self.act_page(
            request,
            row,
            form,
            lambda data: _found(drawn, data, request),
            title=_("Note the finding"),
            button=_("Note the finding"),
            done=_("Noted."),
            intro=f"{drawn.rectification.subject.name}：{drawn.rectification.problem}",
            text=drawn.rectification.check_note,
        )

    @display(description=gettext_lazy("drawn on"))
    def drawn(self, obj: Recheck) -> str:
        """Day of the draw, short."""
        return obj.drawn_on.isoformat()

    @display(description=gettext_lazy("drawn"))
    def share(self, obj: Recheck) -> str:
        """How many of how many."""
        return f"{obj.size} / {obj.population_size}"


def _found(line: RecheckLine, data: dict[str, Any], request: HttpRequest) -> object:
    return services.note_finding(
        line, finding=data["finding"], note_text=data["note_text"], by=officer(request)
    )


def _place(request: HttpRequest) -> str:
    """Return the division in which the officer re-checks: the first of the posts, as a whole code."""
    prefixes = officer(request).prefixes(P.RECTIFICATION_CHECK)
    return (prefixes[0] if prefixes else "").ljust(6, "0")
