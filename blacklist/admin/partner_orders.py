"""The pages of partner departments: the orders to them, their answers and proof, and nothing besides."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import officer
from accounts.evidence import Shown
from accounts.history import history_of
from accounts.models import Officer
from accounts.permissions import P
from blacklist.admin.order_pages import OrderPages, department_steps
from blacklist.measures import services
from blacklist.measures.choices import UNANSWERED
from blacklist.measures.choices import OrderState as S
from blacklist.measures.partners import Partner, acting, agencies_of
from blacklist.models import MeasureOrder, PartnerOrder
from core import evidence
from core.errors import Refusal


@admin.register(PartnerOrder)
class PartnerOrderAdmin(OrderPages):
    """Orders to the departments that the officer answers for.

    Rights come from the department, not from the division: an order to another department of the same
    county does not exist here.
    """

    view_right = P.MEASURE_ANSWER
    scope_field = ""
    steps = department_steps(acting)
    list_display = ("what", "whom", "since", "clock", "state_label")
    list_display_links = ("what",)
    list_filter = ("state", "kind")
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("To be answered"), f"state__in={','.join(UNANSWERED)}"),
        (gettext_lazy("Being carried out"), f"state__exact={S.EXECUTING}"),
        (gettext_lazy("To be lifted"), f"state__exact={S.ENDED}"),
    )

    def actor(self, reader: Officer) -> Partner:
        """Return the officer as their department."""
        return acting(reader)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the orders to the officer's departments."""
        rows = super().get_queryset(request)
        return rows.filter(department__agency_id__in=agencies_of(officer(request)))

    def allowed(self, request: HttpRequest, right: P | None, obj: Model | None = None) -> bool:
        """Ask whether the officer answers for the order's department."""
        if not super().allowed(request, right):
            return False
        if not isinstance(obj, MeasureOrder):
            return True
        return obj.department.agency_id in agencies_of(officer(request))

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Take the quick filter of several states."""
        return lookup == "state__in" or super().lookup_allowed(lookup, value, request)

    def get_urls(self) -> list[URLPattern]:
        """Add the address of the proof."""
        view = self.admin_site.admin_view(self.proof_view)
        name = "blacklist_partnerorder_proof"
        return [path("<int:pk>/proof/<int:file>/", view, name=name), *super().get_urls()]

    def proof_view(self, request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
        """Hand out a file that the department brought itself."""
        row = self.seen_object(request, str(pk))
        found = evidence.of(services.about(row)).filter(pk=file).first()
        if found is None:
            raise Http404
        try:
            return evidence.download(found, by=officer(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self.change_url(row))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the audit trail, which is kept under the order itself."""
        row = self.seen_object(request, object_id)
        entries = history_of(MeasureOrder(pk=row.pk))
        context = {"original": row, "object": row, "entries": entries}
        return self.page(request, "admin/audit_history.html", context, title=_("History of %s") % row)

    def case_context(self, row: MeasureOrder, reader: Officer) -> dict[str, Any]:
        """Return what the department may know; the files lead to its own address."""
        files = [
            Shown(
                file.name,
                file.kind,
                file.size,
                file.at,
                file.by_label,
                reverse("admin:blacklist_partnerorder_proof", args=[row.pk, file.pk]),
            )
            for file in evidence.of(services.about(row))
        ]
        return {**super().case_context(row, reader), "files": files}
