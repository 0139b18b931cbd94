"""The section "inspections" of the portal: what was inspected at the body, found, ordered and published.

A body reads of an inspection once it is over: one that is announced inspects nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from institutions.models import Institution
from institutions.portal.sections import Fact, Group, Section, Tone, register
from supervision.inspections.choices import DONE, Answer, InspectionResult, InspectionState
from supervision.inspections.following import source_of
from supervision.inspections.naming import reason_words
from supervision.models import Inspection, InspectionLine, Rectification
from supervision.rectification.selectors import of_sources

MOST = 100
NONE: Mapping[str, Rectification] = {}
TONES = {
    InspectionResult.CLEAN: Tone.GOOD,
    InspectionResult.ORDERED: Tone.ACT,
    InspectionResult.PENDING: Tone.WATCH,
    InspectionResult.REFUSED: Tone.ACT,
}


@dataclass(frozen=True, slots=True)
class Told:
    """An inspection as the body reads it.

    Args:
        reason: random, full coverage or targeted; who gave cause is not told.
        problems: findings with a problem in the order of the checklist, each with what is to be put right.
    """

    row: Inspection
    reason: str
    tone: Tone
    problems: list[tuple[InspectionLine, Rectification | None]]


def own(body: Institution) -> QuerySet[Inspection]:
    """Return the body's inspections that are over, newest first, and those where it reads a decision."""
    found = InspectionLine.objects.filter(answer=Answer.PROBLEM).select_related("item")
    decided = Q(state=InspectionState.RUNNING) & ~Q(recusal_state="")
    over = Q(state__in=[*DONE, InspectionState.WITHDRAWN])
    rows = Inspection.objects.filter(over | decided, subject_id=body.subject_id)
    newest = F("ended_at").desc(nulls_first=True)
    problems = Prefetch("lines", found.order_by("item__number"), to_attr="problems_found")
    return rows.select_related("checklist").prefetch_related(problems).order_by(newest, "-pk")


def told(row: Inspection, rectifications: Mapping[str, Rectification] = NONE) -> Told:
    """Put an inspection into the words of the portal.

    Args:
        rectifications: what the findings led to, by the finding's name.
    """
    over = row.state in DONE
    tone = TONES.get(InspectionResult(row.result), Tone.WATCH) if over else Tone.PLAIN
    found = getattr(row, "problems_found", []) if over else []
    problems = [(line, rectifications.get(source_of(line))) for line in found]
    return Told(row, reason_words(row.reason), tone, problems)


def summary(body: Institution) -> Sequence[Fact]:
    """Return the last inspection for the portal's first page."""
    last = own(body).filter(state__in=DONE).first()
    if last is None:
        return [Fact(_("Last inspection"), _("none yet"))]
    day = last.ended_at.date().isoformat() if last.ended_at else ""
    return [Fact(_("Last inspection"), last.get_result_display(), note=day, tone=told(last).tone)]


def context(body: Institution) -> dict[str, Any]:
    """Return the inspections of the body."""
    rows = list(own(body)[:MOST])
    found = of_sources(source_of(line) for row in rows for line in getattr(row, "problems_found", []))
    return {"inspections": [told(row, found) for row in rows]}


INSPECTIONS = register(
    Section(
        "inspections",
        pgettext_lazy("portal", "Inspections"),
        "portal/inspections.html",
        47,
        summary,
        context,
        Group.SUPERVISION,
    )
)
