"""What the subject promised, and how it was judged: commitments, grades, evaluations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core import ruletables
from core.masking import redact
from credit.evaluations.schemes import SCHEMES, read_scheme
from credit.models import Commitment, Evaluation, Grade
from credit.models.commitments import CommitmentState
from credit.report.sections import Asked, Chapter, Column, Row, Table, Words, register
from credit.report.showing import choice, day, two_tongues
from credit.report.terms import Audience
from credit.rules.terms import CycleBasis, Scale, StandardState

Rows = Iterator[tuple[int, Row]]
_SIGNED = (
    CommitmentState.SIGNED,
    CommitmentState.PUBLISHED,
    CommitmentState.PERFORMED,
    CommitmentState.BREACHED,
)


def _commitments(asked: Asked) -> Rows:
    rows = Commitment.objects.filter(subject__in=asked.subject_ids, state__in=_SIGNED)
    if asked.audience == Audience.PUBLIC:
        rows = rows.filter(published_on__isnull=False, hidden_on__isnull=True)
    for row in rows.select_related("template").order_by("-signed_on", "-pk"):
        yield (
            row.subject_id,
            {
                "number": row.number,
                "title": [row.template.title, row.template.title_en],
                "matter": redact(row.matter),
                "signed": day(row.signed_on),
                "due": day(row.due_on),
                "state": row.state,
            },
        )


def _commitment_advice(row: Row, on: date) -> Words | None:
    if row["state"] in (CommitmentState.SIGNED, CommitmentState.PUBLISHED) and row["due"]:
        return _("Keep the commitment %(number)s by %(day)s.") % {"number": row["number"], "day": row["due"]}
    return None


COMMITMENTS = register(
    Table(
        "credit.commitment",
        Chapter.COMMITMENTS,
        gettext_lazy("Commitments given"),
        (
            Column("number", gettext_lazy("Number"), 1.6),
            Column("title", gettext_lazy("Commitment"), 2.4, two_tongues),
            Column("matter", gettext_lazy("Matter"), 1.8),
            Column("signed", gettext_lazy("Signed on"), 1.1),
            Column("due", gettext_lazy("To be kept by"), 1.1),
            Column("state", gettext_lazy("State"), 0.9, choice(CommitmentState.choices)),
        ),
        _commitments,
        advise=_commitment_advice,
    )
)


HELD_DOWN = {
    "veto": gettext_lazy("a veto"),
    "direct": gettext_lazy("a grade put directly"),
    "listed": gettext_lazy("a serious list"),
}
"""What keeps a grade below what its score comes to: fields of the grade; kept in snapshots."""
_BASES = {str(value): label for value, label in CycleBasis.choices}


def _grades(asked: Asked) -> Rows:
    rows = Grade.objects.filter(subject__in=asked.subject_ids, standard__state=StandardState.ADOPTED)
    for grade in rows.select_related("standard").order_by("standard__code", "pk"):
        yield (
            grade.subject_id,
            {
                "standard": [
                    f"{grade.standard.title} {grade.standard.version}",
                    f"{grade.standard.title_en} {grade.standard.version}" if grade.standard.title_en else "",
                ],
                "label": grade.label,
                "score": f"{_reached(grade).normalize():f}",
                "held": [name for name in HELD_DOWN if getattr(grade, name)],
                "cycle": [day(grade.cycle_start), day(grade.cycle_end), grade.cycle_basis],
            },
        )


def _reached(grade: Grade) -> Decimal:
    """Return what the label was read from: the remaining score, or the points reached."""
    return grade.points if grade.standard.scale == Scale.ACTIONS else grade.score


def _cycle(value: Any) -> str:
    """Write a cycle and how it was found; reports of earlier days kept only its two ends."""
    start, end, *basis = value
    return f"{start} – {end}" + "".join(f" ({_BASES.get(name, name)})" for name in basis)


def _held_down(value: Any) -> str:
    """Write what keeps the grade below its score; nothing in reports of earlier days."""
    return ", ".join(str(HELD_DOWN[name]) for name in value or ())


GRADES = register(
    Table(
        "credit.grade",
        Chapter.EVALUATION,
        gettext_lazy("Grades by the health authority"),
        (
            Column("standard", gettext_lazy("Standard"), 2.2, two_tongues),
            Column("label", gettext_lazy("Grade or action"), 1.1),
            Column("score", gettext_lazy("Score or points"), 0.9),
            Column("held", gettext_lazy("Held down by"), 1.1, _held_down),
            Column("cycle", gettext_lazy("Scoring cycle"), 2.2, _cycle),
        ),
        _grades,
        order=10,
    )
)


def _evaluations(asked: Asked) -> Rows:
    book = ruletables.book(SCHEMES)
    rows = Evaluation.objects.filter(subject__in=asked.subject_ids, replaced_at__isnull=True)
    for row in rows.order_by("-year", "scheme", "-pk"):
        rule = book.find(row.scheme, on=row.evaluated_on, place=row.division_code)
        known = read_scheme(rule) if rule is not None else None
        if asked.audience == Audience.PUBLIC and not (known is not None and known.public):
            continue
        yield (
            row.subject_id,
            {
                "scheme": [known.title, known.title_en] if known is not None else [row.scheme, ""],
                "year": row.year,
                "result": row.result,
                "by": row.evaluator,
                "on": day(row.evaluated_on),
            },
        )


EVALUATIONS = register(
    Table(
        "credit.evaluation",
        Chapter.EVALUATION,
        gettext_lazy("Evaluations by others and by sector sheets"),
        (
            Column("scheme", pgettext_lazy("evaluation", "Scheme"), 2.4, two_tongues),
            Column("year", gettext_lazy("Year"), 0.6),
            Column("result", gettext_lazy("Result"), 0.8),
            Column("by", gettext_lazy("Evaluated by"), 2),
            Column("on", gettext_lazy("Evaluated on"), 1.1),
        ),
        _evaluations,
        order=20,
    )
)
