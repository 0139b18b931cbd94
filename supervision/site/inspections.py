"""Results of inspections for everybody: by year, speciality, result and name, and to take away."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import ruletables
from core.clock import today
from core.identifiers import clean_code
from core.search import normalise
from supervision.choices import Speciality
from supervision.inspections import clocks
from supervision.inspections.choices import InspectionResult, Measure
from supervision.inspections.naming import reason_words, speciality_words
from supervision.models import InspectionNotice

PAGE, DEEPEST, MOST_TAKEN = 20, 100, 5000
YEARS = 5
_CODE = re.compile(r"[0-9A-Z]{18}")
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a visitor looks for; what makes no sense is left out."""

    year: int | None
    speciality: str
    result: str
    name: str
    page: int

    @property
    def link(self) -> str:
        """The address without its page."""
        told = QueryDict(mutable=True)
        for name, value in (
            ("year", self.year),
            ("speciality", self.speciality),
            ("result", self.result),
            ("q", self.name),
        ):
            if value:
                told[name] = str(value)
        return told.urlencode()

    @property
    def of_code(self) -> bool:
        """Whether one body is asked for by its code: nothing else is searched then."""
        return _CODE.fullmatch(clean_code(self.name)) is not None


@dataclass(frozen=True, slots=True)
class Told:
    """A published result with its words."""

    notice: InspectionNotice
    reason: str
    speciality: str


def published(asked: Asked) -> QuerySet[InspectionNotice]:
    """Return what may be read, newest first; a withdrawn result is in no list."""
    rows = InspectionNotice.objects.filter(withdrawn_on__isnull=True)
    if asked.year:
        rows = rows.filter(published_on__range=(date(asked.year, 1, 1), date(asked.year, 12, 31)))
    if asked.speciality:
        rows = rows.filter(speciality=asked.speciality)
    if asked.result:
        rows = rows.filter(result=asked.result)
    if asked.name:
        by_code, by_name = {"number": clean_code(asked.name)}, {"name_norm__contains": normalise(asked.name)}
        rows = rows.filter(**(by_code if asked.of_code else by_name))
    return rows.order_by("-published_on", "-pk")


def of_body(uscc: str, most: int) -> list[Told]:
    """Return the newest published results of a body, for its public page."""
    asked = Asked(None, "", "", uscc, 1)
    return [_told(row) for row in published(asked)[:most]]


@require_safe
def inspections(request: HttpRequest) -> HttpResponse:
    """Show the published results."""
    asked = _asked(request.GET)
    start = (asked.page - 1) * PAGE
    rows = list(published(asked)[start : start + PAGE + 1])
    context = {
        "here": "inspections",
        "asked": asked,
        "rows": [_told(row) for row in rows[:PAGE]],
        "years": range(today().year, today().year - YEARS, -1),
        "specialities": Speciality.choices,
        "results": InspectionResult.choices,
        "days": ruletables.rule(clocks.TABLE, "publish_days", on=today()),
        "newer": asked.page - 1 if asked.page > 1 else 0,
        "older": asked.page + 1 if len(rows) > PAGE and asked.page < DEEPEST else 0,
    }
    return render(request, "public/inspections.html", context)


@require_safe
def inspection(request: HttpRequest, inspected: UUID) -> HttpResponse:
    """Show one result; of a withdrawn one only that it was withdrawn."""
    notice = get_object_or_404(InspectionNotice, guid=inspected)
    measures = dict(Measure.choices)
    problems = [(row["number"], row["text"], measures.get(row["measure"], "")) for row in notice.problems]
    context = {"here": "inspections", "told": _told(notice), "notice": notice, "problems": problems}
    return render(request, "public/inspection.html", context)


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Hand the list out as comma-separated text; no cell runs as a formula."""
    target = io.StringIO()
    writer = csv.writer(target)
    for line in _lines(published(_asked(request.GET))[:MOST_TAKEN]):
        writer.writerow([f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell for cell in line])
    return HttpResponse(
        b"\xef\xbb\xbf" + target.getvalue().encode(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="inspections.csv"'},
    )


def _lines(rows: QuerySet[InspectionNotice]) -> Iterator[list[str]]:
    yield [
        _("Body inspected"),
        _("Unified social credit code"),
        _("Authority that inspected"),
        _("Kind of inspection"),
        _("Speciality"),
        _("Checklist"),
        _("Inspected on"),
        _("Result"),
        _("Problems"),
        _("Published on"),
    ]
    for row in rows:
        told = _told(row)
        yield [
            row.name,
            row.number,
            row.authority_name,
            told.reason,
            told.speciality,
            row.checklist,
            row.inspected_on.isoformat(),
            row.get_result_display(),
            "；".join(problem["text"] for problem in row.problems),
            row.published_on.isoformat(),
        ]


def _told(row: InspectionNotice) -> Told:
    return Told(row, reason_words(row.reason), speciality_words(row.speciality))


def _asked(given: QueryDict) -> Asked:
    year, page = given.get("year", ""), given.get("page", "")
    speciality, result = given.get("speciality", ""), given.get("result", "")
    this = today().year
    return Asked(
        int(year) if year.isdecimal() and this - YEARS < int(year) <= this else None,
        speciality if speciality in Speciality.values else "",
        result if result in InspectionResult.values else "",
        given.get("q", "").strip()[:100],
        min(int(page), DEEPEST) if page.isdecimal() and len(page) < 5 and int(page) > 0 else 1,
    )
