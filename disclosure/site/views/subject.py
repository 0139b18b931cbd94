"""The public file of a body: all its entries on display, and its grade. People have no such page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from credit.commitments import selectors as commitments
from credit.evaluations.selectors import public as public_evaluations
from disclosure.site import selectors
from disclosure.site.filters import read
from disclosure.site.listing import as_list
from supervision.site.inspections import of_body

MOST_INSPECTIONS = 5


@require_safe
def subject(request: HttpRequest, uscc: str) -> HttpResponse:
    """Show what is public about the body with a unified social credit code."""
    filters = read({"after": request.GET.get("after", ""), "before": request.GET.get("before", "")})
    entries = selectors.on_display().filter(uscc=uscc)
    page = selectors.page_of(entries, after=filters.after, before=filters.before)
    grades = selectors.public_grades(uscc)
    evaluations = public_evaluations(uscc)
    promised = commitments.on_display().filter(subject__identity=f"U:{uscc}").first()
    inspected = of_body(uscc, MOST_INSPECTIONS + 1)
    names = [
        *(row.party_name for row in page.rows[:1]),
        *(grade.body for grade in grades[:1]),
        *(row.subject.name for _scheme, row in evaluations[:1]),
        *([promised.subject.name] if promised else []),
        *(told.notice.name for told in inspected[:1]),
    ]
    if not names:
        return render(request, "public/no_subject.html", {"uscc": uscc}, status=404)
    context = {
        "here": "search",
        "uscc": uscc,
        "name": names[0],
        "page": page,
        "grades": grades,
        "evaluations": [(scheme, row, scheme.word(row.result)) for scheme, row in evaluations],
        "promised": promised is not None,
        "inspected": inspected[:MOST_INSPECTIONS],
        "more_inspected": len(inspected) > MOST_INSPECTIONS,
    }
    return render(request, "public/subject.html", {**context, "entries": as_list(page.rows, own=True)})
