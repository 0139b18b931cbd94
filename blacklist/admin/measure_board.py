"""The tracking board, the statistics with their charts, and the workbook for departments."""

from __future__ import annotations

from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.admin.intakes import XLSX, upload_url
from accounts.admin_base import officer
from accounts.charts import BAD, GOOD, OPEN, Chart, bar_options, stacked_bars
from accounts.models import Officer
from accounts.permissions import P
from blacklist.admin.measure_launch import LaunchPages, launch_context
from blacklist.measures import tracking, workbook
from blacklist.measures.choices import MeasureKind
from blacklist.measures.tracking import Figures
from blacklist.models import Department, ListScheme, MeasureOrder
from core.clock import today

FIRST_LATE = 20
CHARTED = 8
YEARS_BACK = 6


class Narrowed(forms.Form):
    """Narrows the figures; every field may be left open."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("measure", "Kind"),
        required=False,
        choices=(("", gettext_lazy("All")), *MeasureKind.choices),
        widget=UnfoldAdminSelectWidget,
    )
    scheme = forms.ChoiceField(
        label=gettext_lazy("List"), required=False, choices=(), widget=UnfoldAdminSelectWidget
    )
    year = forms.ChoiceField(
        label=gettext_lazy("Year of the order"), required=False, choices=(), widget=UnfoldAdminSelectWidget
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything, fields = ("", _("All")), self.fields
        schemes = dict(ListScheme.objects.order_by("place").values_list("code", "name"))
        years = range(today().year, today().year - YEARS_BACK, -1)
        fields["scheme"].choices = [everything, *schemes.items()]  # type: ignore[attr-defined]
        fields["year"].choices = [everything, *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]

    def of(self, orders: QuerySet[MeasureOrder]) -> QuerySet[MeasureOrder]:
        """Return the orders that are asked for; what cannot be read narrows nothing."""
        given = self.cleaned_data if self.is_valid() else {}
        wanted = {
            "kind": given.get("kind"),
            "listing__scheme__code": given.get("scheme"),
            "ordered_on__year": given.get("year"),
        }
        return orders.filter(**{name: value for name, value in wanted.items() if value})


class BoardPages(LaunchPages):
    """The pages that show how departments get on."""

    def get_urls(self) -> list[URLPattern]:
        """Add board, statistics and workbook."""
        view = self.admin_site.admin_view
        own = [
            path("board/", view(self.board_view), name="blacklist_measureorder_board"),
            path("statistics/", view(self.statistics_view), name="blacklist_measureorder_statistics"),
            path("workbook/", view(self.workbook_view), name="blacklist_measureorder_workbook"),
        ]
        return [*own, *super().get_urls()]

    def _narrowed(self, request: HttpRequest) -> tuple[Narrowed, QuerySet[MeasureOrder]]:
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = Narrowed(request.GET or None)
        return form, form.of(self.get_queryset(request))

    def board_view(self, request: HttpRequest) -> HttpResponse:
        """Show departments by state, with what is late."""
        form, orders = self._narrowed(request)
        reader, day = officer(request), today()
        lines = tracking.board(orders, day)
        listed = self.list_url()
        rows = [
            (
                line,
                [(cell, _filtered(listed, line.department, cell.state)) for cell in line.cells],
                _filtered(listed, line.department),
            )
            for line in lines
        ]
        late = orders.filter(due_on__lt=day).select_related(*self.list_select_related)
        context = {
            "form": form,
            "columns": [state.label for state in tracking.COLUMNS],
            "rows": rows,
            "late": list(late.order_by("due_on", "pk")[:FIRST_LATE]),
            "late_count": sum(line.late for line in lines),
            "today": day,
            "list": listed,
            "statistics": reverse("admin:blacklist_measureorder_statistics"),
            "workbook": reverse("admin:blacklist_measureorder_workbook"),
            "may_handle": reader.may(P.MEASURE_HANDLE),
            **launch_context(reader),
        }
        return self.page(
            request, "admin/blacklist/measure_board.html", context, title=_("Joint measures: tracking board")
        )

    def statistics_view(self, request: HttpRequest) -> HttpResponse:
        """Show how many were ordered, answered in time and carried out."""
        form, orders = self._narrowed(request)
        day = today()
        departments, years = tracking.by_department(orders, day), tracking.by_year(orders, day)
        context = {
            "form": form,
            "all": tracking.in_all(orders, day),
            "tables": (
                (_("By department"), _("Department"), departments),
                (_("By measure"), _("Measure"), tracking.by_measure(orders, day)),
                (_("By year"), _("Year"), years),
            ),
            "charts": (_answers_chart(departments[:CHARTED]), _execution_chart(list(reversed(years)))),
            "board": reverse("admin:blacklist_measureorder_board"),
        }
        return self.page(
            request, "admin/blacklist/measure_statistics.html", context, title=_("Joint measures: statistics")
        )

    def workbook_view(self, request: HttpRequest) -> HttpResponseBase:
        """Hand out the orders that await a department, to be filled in and taken in again."""
        reader = officer(request)
        if not reader.may(P.MEASURE_HANDLE):
            raise PermissionDenied
        orders = self.get_queryset(request)
        asked = orders.order_by().values("department_id")
        departments = Department.objects.filter(pk__in=asked).select_related("agency")
        if request.method == "POST":
            chosen = departments.filter(pk=_number(request.POST.get("department"))).first()
            return hand_out(workbook.waiting(orders, chosen), chosen, reader)
        counts = workbook.waiting_by_department(orders)
        context = {
            "departments": [(row, counts.get(row.pk, 0)) for row in departments.order_by("agency__name")],
            "upload": upload_url("measure_answers") if reader.may(P.INTAKE_RUN) else "",
            "back": reverse("admin:blacklist_measureorder_board"),
        }
        return self.page(
            request, "admin/blacklist/measure_workbook.html", context, title=_("Workbook for departments")
        )


def hand_out(orders: QuerySet[MeasureOrder], department: Department | None, reader: Officer) -> FileResponse:
    """Write the workbook into a temporary file and hand that out piece by piece."""
    with ExitStack() as opened:
        target = opened.enter_context(TemporaryFile())
        count = workbook.write_workbook(orders, target, day=today())
        workbook.note_export(department, count, by=reader)
        target.seek(0)
        opened.pop_all()  # from here on the response closes it
    name = "-".join(filter(None, (_("measures"), str(department or ""), today().isoformat())))
    return FileResponse(target, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _filtered(url: str, department: Department, state: str = "") -> str:
    wanted = {"department": department.pk, **({"state__exact": state} if state else {})}
    return f"{url}?{urlencode(wanted)}"


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _answers_chart(rows: list[Figures]) -> Chart:
    series = [
        (_("answered in time"), GOOD, [row.in_time for row in rows]),
        (_("answered late"), BAD, [row.answered - row.in_time for row in rows]),
        (_("not answered yet"), OPEN, [row.ordered - row.answered for row in rows]),
    ]
    words = _("Answers by department"), _("Orders by the department that was asked.")
    return _chart(*words, rows, series, lying=True)


def _execution_chart(rows: list[Figures]) -> Chart:
    series = [
        (pgettext("measures", "carried out"), GOOD, [row.executed for row in rows]),
        (pgettext("measures", "cannot be carried out"), BAD, [row.cannot for row in rows]),
        (
            _("not carried out yet"),
            OPEN,
            [max(row.ordered - row.executed - row.cannot, 0) for row in rows],
        ),
    ]
    words = _("Execution by year"), _("Orders by the year in which they were made.")
    return _chart(*words, rows, series, lying=False)


def _chart(
    title: str, caption: str, rows: list[Figures], series: list[tuple[str, str, list[int]]], *, lying: bool
) -> Chart:
    return Chart(
        title,
        caption,
        stacked_bars([row.label for row in rows], series),
        bar_options(stacked=True, lying=lying),
        tuple((words, colour) for words, colour, _figures in series),
        not rows,
    )
