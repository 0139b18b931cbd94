"""Anybody may check an answer sheet by its code: the page says whether it is genuine, and what it answered.

It tells less than the paper: persons' names are masked, numbers and hits are left out.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from blacklist.checks.choices import CheckState
from blacklist.checks.showing import result_words
from blacklist.models import Check
from core.masking import mask_name
from credit.report.terms import spaced
from credit.site import papers

MOST_NAMES = 20


@papers.register("check")
def verify_sheet(request: HttpRequest, code: str) -> HttpResponse | None:
    """Confirm an answer sheet: number, day, purpose, counts, and of few names the result of each."""
    check = Check.objects.filter(check_code=code, state=CheckState.DONE).first()
    if check is None:
        return None
    rows = check.names.order_by("row")[:MOST_NAMES] if check.done <= MOST_NAMES else []
    told = [(mask_name(row.name) if row.is_person else row.name, result_words(row)) for row in rows]
    context = {"here": "verify", "check": check, "code": spaced(check.check_code), "told": told}
    return render(request, "public/verify_check.html", context)
