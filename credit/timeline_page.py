"""The whole time line of a credit file on the supervisors' pages: by kind, page by page, and to print."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.admin_base import ScopedAdmin, officer
from core.actors import Actor
from credit.models import Subject
from credit.timeline import MOST_PRINTED, kinds, timeline


def timeline_page(pages: ScopedAdmin, request: HttpRequest, subject: Subject) -> HttpResponse:
    """Answer with one page of the time line; the caller has checked that the officer may see the file."""
    reader = officer(request)
    if "print" in request.GET:
        return print_view(request, subject, reader)
    context = chosen(request, subject, reader)
    return pages.page(request, "admin/credit/timeline.html", context, title=_("Time line"))


def chosen(request: HttpRequest, subject: Subject, reader: Actor, *, own: bool = False) -> dict[str, Any]:
    """Read kind and start from the address and return what a page of the time line needs."""
    known = kinds()
    kind = request.GET.get("kind", "")
    kind = kind if kind in dict(known) else ""
    start = request.GET.get("from", "")
    page = timeline(subject, reader, own=own, kind=kind, start=start)
    return {"subject": subject, "page": page, "kinds": known, "kind": kind, "start": start}


def print_view(request: HttpRequest, subject: Subject, reader: Actor, *, own: bool = False) -> HttpResponse:
    """Answer with a plain page for paper: all events of the chosen kind, up to a bound that is told."""
    kind = request.GET.get("kind", "")
    known = dict(kinds())
    kind = kind if kind in known else ""
    context = {
        "subject": subject,
        "page": timeline(subject, reader, own=own, kind=kind, most=MOST_PRINTED),
        "kind_title": known.get(kind, ""),
        "inside": not own,
        "reader": reader.label,
        "printed_at": timezone.now(),
    }
    return render(request, "credit/timeline_print.html", context)
