"""Commitments that anybody may read: a list, those of one body, and one with its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from core.search import matching
from credit.commitments.rendering import is_intact
from credit.commitments.selectors import on_display, public_signer, title_of
from credit.models import Commitment, Subject
from credit.models.commitments import CommitmentKind
from credit.models.commitments import CommitmentState as S
from disclosure.site.question import Form, Question, understand

PAGE = 20
MOST_NAMED = 200
# What the public reads; a doubt that nobody has confirmed is no finding.
TONES = {S.PERFORMED: "good", S.BREACHED: "act"}


@dataclass(frozen=True, slots=True)
class Row:
    """A commitment in a list."""

    commitment: Commitment
    title: str
    state: str | Promise
    tone: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of commitments; `newer` and `older` are the keys of its neighbours, None at the ends."""

    rows: list[Row]
    newer: int | None
    older: int | None


def public_row(row: Commitment) -> Row:
    """Put a commitment into the public's words."""
    running = row.state in (S.PUBLISHED, S.DOUBTED)
    state = S.PUBLISHED.label if running else row.get_state_display()
    return Row(row, title_of(row.template), state, TONES.get(S(row.state), "plain"))


def page_of(rows: QuerySet[Commitment], *, after: int | None, before: int | None) -> Page:
    """Return one page by the key of its neighbours, the newest first: no count, no offset."""
    if before is not None:
        found = list(rows.filter(pk__gt=before).order_by("pk")[: PAGE + 1])
        more, found = len(found) > PAGE, found[:PAGE][::-1]
        newer = found[0].pk if more else None
        return Page([public_row(row) for row in found], newer, found[-1].pk if found else None)
    older_than = rows.filter(pk__lt=after) if after is not None else rows
    found = list(older_than.order_by("-pk")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    newer = found[0].pk if after is not None and found else None
    return Page([public_row(row) for row in found], newer, found[-1].pk if more else None)


@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """Show the commitments on display, by body and kind."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in CommitmentKind.values else ""
    question = understand(request.GET.get("q", ""))
    rows = on_display().filter(template__kind=kind) if kind else on_display()
    context: dict[str, Any] = {
        "here": "commitments",
        "kinds": CommitmentKind.choices,
        "kind": kind,
        "question": question,
        "page": page_of(_asked(rows, question), after=_key(request, "after"), before=_key(request, "before")),
    }
    return render(request, "public/commitments.html", context)


def _asked(rows: QuerySet[Commitment], question: Question) -> QuerySet[Commitment]:
    match question.form:
        case Form.EMPTY:
            return rows
        case Form.CREDIT_CODE:
            return rows.filter(subject__identity=f"U:{question.value}")
        case Form.DOCUMENT:
            return rows.filter(number=question.value.upper())
        case Form.NAME:
            named = matching(Subject.objects.all(), "grams", "name_norm", question.value)
            return rows.filter(subject_id__in=list(named.values_list("pk", flat=True)[:MOST_NAMED]))
        case _:
            return rows.none()


def _key(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


@require_safe
def of_body(request: HttpRequest, uscc: str) -> HttpResponse:
    """Show the commitments of one body."""
    rows = on_display().filter(subject__identity=f"U:{uscc}")
    page = page_of(rows, after=_key(request, "after"), before=_key(request, "before"))
    if not page.rows:
        return render(request, "public/no_subject.html", {"uscc": uscc}, status=404)
    context = {"uscc": uscc, "name": page.rows[0].commitment.subject.name, "page": page}
    return render(request, "public/body_commitments.html", {**context, "here": "commitments"})


@require_safe
def commitment(request: HttpRequest, promise: UUID) -> HttpResponse:
    """Show one commitment with its exact words; the signer's name is masked."""
    row = on_display().filter(guid=promise).first()
    if row is None:
        raise Http404
    context = {
        "here": "commitments",
        "row": public_row(row),
        "letter": row.text,
        "signer": public_signer(row),
        "intact": is_intact(row),
    }
    if "print" in request.GET:
        printed = {"commitment": row, "letter": row.text, "intact": is_intact(row)}
        signer = public_signer(row).removeprefix(row.signer_post).strip()
        return render(request, "credit/commitment_print.html", {**printed, "signer": signer})
    return render(request, "public/commitment.html", context)
