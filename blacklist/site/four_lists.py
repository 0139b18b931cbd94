"""The four lists for everybody: by place, in versions, to read, to print and to take away."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from blacklist.models import FourList
from blacklist.uses.choices import PUBLIC_STATES, FourKind, FourState
from blacklist.uses.columns import columns_of, grouped
from blacklist.uses.comparing import compare, version_before
from blacklist.uses.tables import as_csv, as_workbook
from core import divisions

FORMS = {
    "xlsx": (as_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """The lists of one place: of each kind the version in force, or None."""

    code: str
    name: str
    lists: list[tuple[str, FourList | None]]


def published() -> Any:
    """Return the versions that the public may read: in force now or before."""
    return FourList.objects.filter(state__in=PUBLIC_STATES)


@require_safe
def four_lists(request: HttpRequest) -> HttpResponse:
    """Show the lists in force by place, from the province down."""
    rows = published().filter(state=FourState.ADOPTED).order_by("division_code", "kind")
    places = []
    for code, group in groupby(rows, key=lambda row: row.division_code):
        by_kind = {row.kind: row for row in group}
        lists = [(str(label), by_kind.get(kind)) for kind, label in FourKind.choices]
        places.append(Place(code, divisions.full_name(code) or code, lists))
    return render(request, "public/four_lists.html", {"here": "lists", "places": places})


@require_safe
def version(request: HttpRequest, four: int) -> HttpResponse:
    """Show one version with all its lines, the others of its list, and what it changed; or print it."""
    row = get_object_or_404(published(), pk=four)
    lines = list(row.rows.all())
    before = version_before(row)
    context = {
        "here": "lists",
        "version": row,
        "columns": columns_of(row.kind),
        "groups": grouped(lines),
        "count": len(lines),
        "unconfirmed": any(not line.confirmed for line in lines),
    }
    if "print" in request.GET:
        return render(request, "blacklist/four_list_print.html", context)
    context["before"] = before
    context["changes"] = compare(before.rows.all(), lines) if before is not None else None
    versions = published().filter(kind=row.kind, division_code=row.division_code)
    context["versions"] = versions.order_by("-version")
    return render(request, "public/four_list.html", context)


@require_safe
def download(request: HttpRequest, four: int, form: str) -> HttpResponse:
    """Hand out one version as a workbook or as comma-separated text."""
    if form not in FORMS:
        raise Http404
    row = get_object_or_404(published(), pk=four)
    write, content_type = FORMS[form]
    name = f"{row}.{form}"
    disposition = content_disposition_header(True, name.replace(" ", "_")) or "attachment"
    return HttpResponse(write(row), content_type=content_type, headers={"Content-Disposition": disposition})
