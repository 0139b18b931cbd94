"""What the public site reads: public entries, and of credit only the standing grades of bodies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from core.clock import today
from core.models import Rule
from core.search import matching
from credit.choices import SubjectKind
from credit.models import Grade
from credit.rules.terms import AppliesTo, Scale, StandardState
from disclosure.choices import PublicState
from disclosure.models import PublicEntry
from disclosure.site.filters import Filters
from disclosure.site.question import Form, Question
from institutions.portal.grade import title_of

PAGE = 20
FIGURES_END_AT = 1000
"""A figure above this is shown as "more than": counting a large table would cost more than the page."""
MOST_DIVISIONS = 400


class Row(NamedTuple):
    """An entry in a list."""

    id: int
    guid: UUID
    kind: str
    party_name: str
    uscc: str
    title: str
    document_no: str
    decided_on: date
    authority_name: str
    published_on: date
    disputed_since: date | None = None
    list_kind: str = ""


class Page(NamedTuple):
    """One page of a list without an end that anybody would count.

    Args:
        rows: the entries, the newest first.
        newer: the row before which the page of newer entries ends, None on the first page.
        older: the row after which the page of older entries starts, None on the last page.
    """

    rows: list[Row]
    newer: int | None
    older: int | None


def on_display(**narrowed: Any) -> QuerySet[PublicEntry]:
    """Return what anyone may see today, even where the worker that ends display is late.

    Args:
        narrowed: further conditions, taken in here because every `filter` copies the query once more.
    """
    in_time = Q(shown_until__isnull=True) | Q(shown_until__gte=today())
    return PublicEntry.objects.filter(in_time, state=PublicState.SHOWN, **narrowed)


def found(filters: Filters) -> QuerySet[PublicEntry]:
    """Return the entries that answer the question and pass the filters, in no order."""
    wanted = {
        "kind": filters.kind,
        "decided_on__gte": filters.since,
        "decided_on__lte": filters.until,
        "division_code__startswith": filters.division,
    }
    narrowed = {name: value for name, value in wanted.items() if value}
    return answering(on_display(**narrowed), filters.question)


def answering(entries: QuerySet[PublicEntry], question: Question) -> QuerySet[PublicEntry]:
    """Keep the entries that answer a question; an empty one keeps all, one we do not search keeps none."""
    match question.form:
        case Form.EMPTY:
            return entries
        case Form.CREDIT_CODE:
            return entries.filter(uscc=question.value)
        case Form.DOCUMENT:
            return entries.filter(document_no__startswith=question.value)
        case Form.NAME:
            return matching(entries, "grams", "name_norm", question.value)
        case _:
            return entries.none()


def page_of(
    entries: QuerySet[PublicEntry], *, after: int | None = None, before: int | None = None, size: int = PAGE
) -> Page:
    """Return one page by the key of its neighbours: no count, no offset, one query."""
    if before is not None:
        rows = _rows(entries.filter(id__gt=before).order_by("id"), size + 1)
        more, rows = len(rows) > size, rows[:size][::-1]
        return Page(rows, rows[0].id if more else None, rows[-1].id if rows else None)
    if after is not None:
        entries = entries.filter(id__lt=after)
    rows = _rows(entries.order_by("-id"), size + 1)
    more, rows = len(rows) > size, rows[:size]
    return Page(rows, rows[0].id if after is not None and rows else None, rows[-1].id if more else None)


def _rows(entries: QuerySet[PublicEntry], most: int) -> list[Row]:
    return [Row._make(values) for values in entries.values_list(*Row._fields)[:most]]


def latest(kind: str, most: int) -> list[Row]:
    """Return the entries of a kind that were published last."""
    return _rows(on_display(kind=kind).order_by("-id"), most)


def figure(kind: str) -> int:
    """Count the entries of a kind on display, but not beyond `FIGURES_END_AT` + 1."""
    rows = PublicEntry.objects.shown().filter(kind=kind).order_by("-id").values_list("id")
    return rows[: FIGURES_END_AT + 1].count()


def divisions_with_entries() -> list[str]:
    """Return the division codes of deciding authorities, one index step each instead of reading the table."""
    return list(islice(_division_steps(), MOST_DIVISIONS))


def _division_steps() -> Iterator[str]:
    codes = PublicEntry.objects.order_by("division_code").values_list("division_code", flat=True)
    code = codes.first()
    while code is not None:
        yield code
        code = codes.filter(division_code__gt=code).first()


class PublicGrade(NamedTuple):
    """A body's grade as the public sees it.

    Args:
        standard: title in the reader's language.
        demonstration: the standard is a local default and not the rule of any place.
    """

    body: str
    label: str
    as_of: date
    standard: str
    demonstration: bool


def public_grades(uscc: str) -> list[PublicGrade]:
    """Return the standing grades of a body; demerit points and people's grades are never public."""
    grades = Grade.objects.filter(
        subject__identity=f"U:{uscc}",
        standard__state=StandardState.ADOPTED,
        standard__applies_to=AppliesTo.INSTITUTION,
        standard__scale=Scale.GRADES,
    ).exclude(subject__kind=SubjectKind.PERSON)
    return [
        PublicGrade(
            body=grade.subject.name,
            label=grade.label,
            as_of=grade.as_of,
            standard=title_of(grade.standard),
            demonstration=grade.standard.certainty == Rule.Certainty.DEFAULT,
        )
        for grade in grades.select_related("standard", "subject").order_by("standard__code", "-as_of")
    ]


def download_rows(
    entries: QuerySet[PublicEntry], columns: tuple[str, ...], most: int
) -> Iterator[tuple[Any, ...]]:
    """Yield the newest entries column by column, read from the database in portions."""
    return entries.order_by("-id").values_list(*columns)[:most].iterator(chunk_size=500)
