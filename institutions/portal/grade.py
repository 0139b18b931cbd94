"""The section "own grade": the grade, its cycle, and how the points came about, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.models import Rule
from credit.grading.explaining import Rung, explain, ladder
from credit.models import Grade, Standard
from credit.rules.explanation import Line, LineKind
from credit.rules.terms import Scale, StandardState
from institutions.models import Institution
from institutions.portal.sections import Fact, Section, Tone, register


@dataclass(frozen=True, slots=True)
class Told:
    """A grade with its reason.

    Args:
        demonstration: the standard is a local default and not the rule of any place.
        lines: what made the grade; `aside` the records that did not count, each with the reason.
    """

    grade: Grade
    title: str
    demonstration: bool
    lines: Sequence[Line]
    aside: Sequence[Line]
    ladder: Sequence[Rung]


def grades_of(body: Institution) -> list[Grade]:
    """Return the body's standing grades under the adopted standards; points have a section of their own."""
    rows = Grade.objects.filter(
        subject_id=body.subject_id, standard__state=StandardState.ADOPTED, standard__scale=Scale.GRADES
    )
    return list(rows.select_related("standard", "subject").order_by("standard__code", "-as_of"))


def title_of(standard: Standard) -> str:
    """Return the standard's title in the reader's language."""
    chinese = (get_language() or "").startswith("zh")
    return standard.title if chinese or not standard.title_en else standard.title_en


def summary(body: Institution) -> Sequence[Fact]:
    """Return the facts for the portal's first page."""
    facts: list[Fact] = []
    for grade in grades_of(body):
        facts += [
            Fact(_("Grade"), grade.label or "–", title_of(grade.standard)),
            Fact(_("As of"), grade.as_of),
            Fact(_("Counting starts again on"), grade.resets_on),
        ]
    return facts or [Fact(_("Grade"), _("not computed yet"), tone=Tone.PLAIN)]


def context(body: Institution) -> dict[str, Any]:
    """Return the grades, each with its explanation."""
    return {"grades": [_told(grade) for grade in grades_of(body)]}


def _told(grade: Grade) -> Told:
    demonstration = grade.standard.certainty == Rule.Certainty.DEFAULT
    lines = explain(grade)
    return Told(
        grade,
        title_of(grade.standard),
        demonstration,
        [line for line in lines if line.kind != LineKind.IGNORED],
        [line for line in lines if line.kind == LineKind.IGNORED],
        ladder(grade),
    )


GRADE = register(Section("grade", _("Own grade"), "portal/grade.html", 30, summary, context))
