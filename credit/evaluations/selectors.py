"""Reads over evaluations: what stands today under each scheme, and its words."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from core import ruletables
from core.ruletables import RuleBook
from credit.evaluations.schemes import SCHEMES, ResultWord, Scheme, read_scheme
from credit.models import Evaluation, Subject


def scheme_of(row: Evaluation, book: RuleBook | None = None) -> Scheme | None:
    """Return the scheme under which a result was established; None where its rule is gone."""
    rule = (book or ruletables.book(SCHEMES)).find(row.scheme, on=row.evaluated_on, place=row.division_code)
    return read_scheme(rule) if rule else None


def title_of(row: Evaluation, book: RuleBook | None = None) -> str:
    """Return the name of a result's scheme in the reader's language."""
    found = scheme_of(row, book)
    return found.shown if found else row.scheme


def word_of(row: Evaluation, book: RuleBook | None = None) -> ResultWord:
    """Return the result's word as its scheme shows it."""
    found = scheme_of(row, book)
    return found.word(row.result) if found else ResultWord(row.result, "", "")


def standing(subject: Subject) -> list[Evaluation]:
    """Return a subject's newest result under each scheme."""
    rows = Evaluation.objects.filter(subject=subject, replaced_at__isnull=True)
    return _newest(rows.order_by("scheme", "-evaluated_on", "-pk"))


def public(uscc: str) -> list[tuple[Scheme, Evaluation]]:
    """Return a body's newest results under the schemes whose results are public."""
    rows: QuerySet[Evaluation] = Evaluation.objects.filter(
        subject__identity=f"U:{uscc}", replaced_at__isnull=True
    ).select_related("subject")
    book = ruletables.book(SCHEMES)
    found = [(scheme_of(row, book), row) for row in _newest(rows.order_by("scheme", "-evaluated_on", "-pk"))]
    return [(scheme, row) for scheme, row in found if scheme is not None and scheme.public]


def _newest(rows: Iterable[Evaluation]) -> list[Evaluation]:
    first: dict[str, Evaluation] = {}
    for row in rows:
        first.setdefault(row.scheme, row)
    return list(first.values())
