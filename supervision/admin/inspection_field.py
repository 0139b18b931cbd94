"""The inspectors' page for the telephone: one light page, and one address that takes act after act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.clock_words import time_left
from accounts.evidence import for_officers
from accounts.models import Officer
from core import ruletables
from core.clock import today
from core.errors import Refusal
from credit.services.catalogue import catalogue
from supervision.admin.inspection_forms import ActForm
from supervision.inspections import clocks, spot
from supervision.inspections.choices import (
    DONE,
    Answer,
    InspectionResult,
    InspectionState,
    Measure,
    Signature,
    StepKind,
)
from supervision.inspections.selectors import Whole, certificate_of, missing, seat_of, tasks_of, whole
from supervision.inspections.steps import Mark
from supervision.models import CheckItem, Inspection

OPEN = (InspectionState.PLANNED, InspectionState.RUNNING)
MOST_DONE = 20
KEPT_FOR = "X-Inspection-Page"
"""Tells the telephone for whom it may keep the page."""
Data = dict[str, Any]


def mine(request: HttpRequest, reader: Officer) -> HttpResponse:
    """Show an inspector's own tasks, the most urgent first, and what was handed in lately."""
    rows = tasks_of(reader.pk)
    waiting = [(row, time_left(row.due_on)) for row in rows.filter(state__in=OPEN)]
    done = rows.filter(state__in=DONE).order_by("-handed_in_on", "-pk")[:MOST_DONE]
    context = {"waiting": waiting, "done": done, "officer": reader}
    return render(request, "admin/supervision/inspections_mine.html", context)


def field(request: HttpRequest, row: Inspection, reader: Officer) -> HttpResponse:
    """Show one inspection on the telephone."""
    seen, seat = whole(row), seat_of(row, reader)
    days = int(ruletables.rule(clocks.TABLE, "correct_days", on=today(), place=row.division_code))
    items = catalogue()
    named = {
        line.item.pk: items.find(line.item.item_code, on=today(), place=row.division_code)
        for line in seen.lines
        if line.item.item_code
    }
    lines = [
        {
            "item": line.item,
            "found": line.found,
            "record": named.get(line.item.pk),
            "files": _files(line.files),
        }
        for line in seen.lines
    ]
    context = {
        "row": row,
        "seen": seen,
        "seat": seat,
        "lines": lines,
        "answers": Answer.choices,
        "measures": Measure.choices,
        "results": InspectionResult.choices,
        "signatures": Signature.choices,
        "problem": Answer.PROBLEM.value,
        "files": _files(seen.files),
        "signed": _files(seen.signature),
        "certificate": seat.certificate if seat and seat.certificate else certificate_of(reader.pk),
        "correct_by": today() + timedelta(days=days),
        "open": row.state in OPEN and seat is not None,
        "joined": bool(seat and seat.joined_at),
        "missing": missing(seen),
        "left": time_left(row.due_on),
        "case": reverse("admin:supervision_inspection_change", args=[row.pk]),
        "versions": {
            kind.value: int(row.versions.get(kind.value, 0))
            for kind in (StepKind.TOLD, StepKind.CLOSING, StepKind.SIGNED)
        },
    }
    answer = render(request, "admin/supervision/inspection_field.html", context)
    if context["open"]:
        answer.headers[KEPT_FOR] = str(reader.pk)
    return answer


def worker(request: HttpRequest, reader: Officer) -> HttpResponse:
    """Hand out the script that lets an inspection's page open without a connection."""
    context = {"officer": reader.pk}
    kind = "text/javascript; charset=utf-8"
    return render(request, "admin/supervision/inspection_worker.js", context, content_type=kind)


def send(request: HttpRequest, row: Inspection, reader: Officer) -> HttpResponse:
    """Take one act and answer what became of it; the same act may be sent any number of times."""
    form = ActForm(request.POST, request.FILES)
    if not form.is_valid():
        words = " ".join(f"{name}: {' '.join(map(str, errors))}" for name, errors in form.errors.items())
        return JsonResponse({"outcome": "refused", "words": words}, status=422)
    data = form.cleaned_data
    mark = Mark(data["token"], data["done_at"])
    try:
        saved = _ACTS[data["kind"]](row, data, reader, mark)
    except Refusal as refusal:
        return JsonResponse({"outcome": "refused", "words": str(refusal), "field": refusal.field}, status=422)
    row.refresh_from_db()
    answer = {
        "outcome": saved.outcome,
        "version": saved.version,
        "standing": saved.standing,
        "state": row.state,
        **_progress(whole(row)),
    }
    return JsonResponse(answer, status=409 if saved.outcome in (spot.CONFLICT, spot.LATE) else 200)


def _progress(seen: Whole) -> Data:
    return {
        "answered": seen.answered,
        "problems": len(seen.problems),
        "missing": [{"part": one.part, "number": one.number, "words": one.words} for one in missing(seen)],
        # What the other inspector has entered meanwhile: shown before it becomes a conflict.
        "lines": {
            line.item.pk: spot.standing(line.found)
            | {"version": line.found.version, "by": line.found.answered_by_label}
            for line in seen.lines
            if line.found
        },
        "there": [one.officer_id for one in seen.crew if one.joined_at],
    }


def _files(files: Any) -> list[Any]:
    return for_officers(files)


def _join(row: Inspection, data: Data, by: Officer, mark: Mark) -> spot.Saved:
    joined = spot.join(row, certificate=data["certificate"], by=by, mark=mark)
    return spot.Saved(spot.KEPT, 0, {"state": joined.state})


def _tell(row: Inspection, data: Data, by: Officer, mark: Mark) -> spot.Saved:
    words = {name: data[name] for name in ("place", "accompanied_by", "recusal")}
    return spot.tell(row, **words, base=data["base"] or 0, by=by, mark=mark)


def _answer(row: Inspection, data: Data, by: Officer, mark: Mark) -> spot.Saved:
    finding = spot.Finding(
        data["item"] or 0,
        data["answer"],
        data["base"] or 0,
        facts=data["facts"],
        measure=data["measure"],
        due_on=data["due_on"],
        recorded=data["recorded"],
    )
    return spot.answer(row, finding, by=by, mark=mark)


def _photo(row: Inspection, data: Data, by: Officer, mark: Mark) -> spot.Saved:
    if data["file"] is None:
        raise Refusal(_("Photographs: choose a picture."), field="file")
    item = None
    if data["item"]:
        item = CheckItem.objects.filter(pk=data["item"], checklist_id=row.checklist_id).first()
        if item is None:
            raise Refusal(_("This line does not belong to the checklist of the inspection."))
    kept = spot.add_photo(row, data["file"], item=item, by=by, mark=mark)
    return spot.Saved(spot.KEPT, 0, {"file": kept.pk, "name": kept.name})


def _close(row: Inspection, data: Data, by: Officer, mark: Mark) -> spot.Saved:
    words = {name: data[name] for name in ("result", "summary", "remarks")}
    return spot.close(row, **words, base=data["base"] or 0, by=by, mark=mark)


def _sign(row: Inspection, data: Data, by: Officer, mark: Mark) -> spot.Saved:
    words = {name: data[name] for name in ("signature", "signed_by", "unsigned_reason")}
    return spot.sign(row, **words, upload=data["file"], base=data["base"] or 0, by=by, mark=mark)


_ACTS: dict[str, Callable[[Inspection, Data, Officer, Mark], spot.Saved]] = {
    StepKind.JOINED: _join,
    StepKind.TOLD: _tell,
    StepKind.ANSWERED: _answer,
    StepKind.PHOTO: _photo,
    StepKind.CLOSING: _close,
    StepKind.SIGNED: _sign,
}
