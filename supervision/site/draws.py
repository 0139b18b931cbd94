"""Random inspection for everybody: plans, items, draws, and all that is needed to recompute a draw."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from core.clock import today
from core.divisions import full_name
from supervision.draws import downloads, files
from supervision.draws.choices import IN_FORCE, PUBLIC, Mode, ReplacementState
from supervision.draws.population import counts, line_number
from supervision.models import Draw, InspectionItem, Plan

MOST = 50
"""Draws of the first page; older ones stand on their plan's page."""
ALL_FILES = "all.zip"
KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json", "py": "text/x-python; charset=utf-8"}


@require_safe
def draws(request: HttpRequest) -> HttpResponse:
    """Show plans and draws, and say how a draw is checked."""
    context = {
        "here": "draws",
        "plans": Plan.objects.filter(state__in=IN_FORCE).order_by("-year", "division_code")[:MOST],
        "draws": Draw.objects.filter(state__in=PUBLIC)
        .select_related("plan")
        .order_by("-draw_on", "-pk")[:MOST],
    }
    return render(request, "public/draws.html", context)


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """Show the list of inspection items in force: what stands in none is not inspected."""
    day = today()
    rows = [row for row in InspectionItem.objects.all() if row.in_force(day)]
    places = {row.place: full_name(row.place.ljust(6, "0")) for row in rows if row.place}
    return render(request, "public/draw_items.html", {"here": "draw_items", "items": rows, "places": places})


@require_safe
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Show an approved plan with its lines and draws."""
    row = get_object_or_404(Plan, pk=plan_id, state__in=IN_FORCE)
    context = {
        "here": "draws",
        "plan": row,
        "lines": row.lines.prefetch_related("items"),
        "draws": row.draws.filter(state__in=PUBLIC).order_by("-draw_on", "-pk"),
    }
    return render(request, "public/draw_plan.html", context)


@require_safe
def draw(request: HttpRequest, drawn: str) -> HttpResponse:
    """Show a draw: the commitment from the day it was made, seed and result from the opening on."""
    row = _public(drawn)
    terms = files.read_parameters(row.parameters)
    context = {
        "here": "draws",
        "draw": row,
        "strata": counts(files.read_population(row.population), terms.strata, terms.unit),
        "terms": terms,
        "files": [
            (name, files.sha256(content.decode()), len(content))
            for name, content in downloads.bundle(row).items()
        ],
        "result": _result(row) if row.is_revealed else [],
        "replacements": row.replacements.filter(state=ReplacementState.APPROVED).select_related(
            "drawn_object__subject"
        )
        if row.is_revealed
        else [],
    }
    return render(request, "public/draw.html", context)


def _result(row: Draw) -> list[dict[str, str | bool]]:
    """Return the lines of the published result that led to an inspection, and which were replaced since."""
    if not row.result:
        return []
    drawn = {str(Mode.ALL), str(Mode.DRAW)}
    lines = {line.number: line.get_speciality_display() for line in row.lines.all()}
    gone = set(row.objects_drawn.filter(replaced=True).values_list("stratum", "code"))
    return [
        {
            **line,
            "replaced": (line["stratum"], line["code"]) in gone,
            "speciality": str(lines[line_number(line["stratum"])]),
        }
        for line in files.read_result(row.result)
        if line["mode"] in drawn
    ]


@require_safe
def draw_file(request: HttpRequest, drawn: str, name: str) -> HttpResponse:
    """Hand out one published file of a draw, or all of them in one archive."""
    row = _public(drawn)
    if name == ALL_FILES:
        return _download(downloads.as_zip(row), f"{row.number}.zip", "application/zip")
    content = downloads.bundle(row).get(name)
    if content is None:
        raise Http404
    return _download(content, name, KINDS[name.rsplit(".", 1)[-1]])


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """Hand out the script that recomputes a draw."""
    return _download(downloads.script(), downloads.SCRIPT, KINDS["py"])


def _public(drawn: str) -> Draw:
    return get_object_or_404(Draw.objects.select_related("plan"), number=drawn, state__in=PUBLIC)


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})
