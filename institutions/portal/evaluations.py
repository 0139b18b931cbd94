"""The section "evaluations": results about the body, the tasks they opened, and the score sheets behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import ruletables
from core.ruletables import RuleBook
from credit.evaluations.schemes import SCHEMES, SheetItem, items_of
from credit.evaluations.selectors import standing, title_of, word_of
from credit.models import Evaluation, EvaluationFollowUp, SectorVisit
from credit.models.evaluations import FollowUpState, VisitState
from institutions.models import Institution
from institutions.portal.file import running_date
from institutions.portal.sections import Fact, Section, Tone, register

TONES = {"success": Tone.GOOD, "warning": Tone.WATCH, "danger": Tone.ACT}
MOST = 50


@dataclass(frozen=True, slots=True)
class Told:
    """A result in the reader's words."""

    row: Evaluation
    title: str
    word: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Lost:
    """A line of a score sheet that did not get all its points."""

    item: SheetItem
    points: str
    note: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A signed score sheet."""

    visit: SectorVisit
    title: str
    lost: list[Lost]


def told(row: Evaluation, book: RuleBook) -> Told:
    """Put a result into words."""
    word = word_of(row, book)
    return Told(row, title_of(row, book), word.shown, TONES.get(word.tone, Tone.PLAIN))


def open_tasks(body: Institution) -> list[EvaluationFollowUp]:
    """Return the tasks about the body that are open."""
    rows = EvaluationFollowUp.objects.filter(
        evaluation__subject_id=body.subject_id, state=FollowUpState.OPEN
    ).select_related("evaluation")
    return list(rows.order_by("due_on")[:MOST])


def summary(body: Institution) -> Sequence[Fact]:
    """Return the newest result under each scheme, and the next open task."""
    rows = standing(body.subject)
    if not rows:
        return [Fact(_("Evaluation"), _("none yet"))]
    book = ruletables.book(SCHEMES)
    results = [told(row, book) for row in rows]
    facts = [Fact(each.title, each.row.year, each.word, each.tone) for each in results]
    tasks = [running_date(task.get_kind_display(), task.due_on) for task in open_tasks(body)[:1]]
    facts += [replace(task, waits=False) for task in tasks]  # an office's task, not the body's
    return facts


def context(body: Institution) -> dict[str, Any]:
    """Return all results, the open tasks with their days, and the signed sheets with what was lost."""
    book = ruletables.book(SCHEMES)
    rows = Evaluation.objects.filter(subject_id=body.subject_id).order_by("-evaluated_on", "-pk")[:MOST]
    visits = SectorVisit.objects.filter(subject_id=body.subject_id, state=VisitState.SIGNED)
    return {
        "results": [told(row, book) for row in rows],
        "tasks": [
            (task, running_date(_("to be done by"), task.due_on), told(task.evaluation, book))
            for task in open_tasks(body)
        ],
        "sheets": [
            Sheet(visit, visit.sheet.get("title", ""), list(_lost(visit)))
            for visit in visits.order_by("-visited_on", "-pk")[:MOST]
        ],
    }


def _lost(visit: SectorVisit) -> Iterable[Lost]:
    for item in items_of(visit.sheet):
        answer = visit.answers.get(item.code) or {}
        points = str(answer.get("points") or "")
        if not answer.get("missing") and points != f"{item.points:f}":
            yield Lost(item, points, str(answer.get("note") or ""))


EVALUATIONS = register(
    Section("evaluations", _("Evaluations"), "portal/evaluations.html", 45, summary, context)
)
