"""The demonstration's next-year standard, being tried, and what the standing grades have set in motion."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from core.actors import Actor
from core.clock import today
from credit import consequence_tasks
from credit.consequence_following import open_missing
from credit.models import ConsequenceTask, Criterion, Standard
from credit.models.consequences import TaskState
from credit.standards import adoption, drafting
from credit.standards.draft import Draft, draft_of

CODE = "DEMO-INST"
OUTCOMES = (
    "已约谈主要负责人，当场签收整改清单，承诺30日内整改到位",
    "复查合格：整改材料齐全，现场抽查未见同类问题",
)


def tell(*, drafter: Actor, clerk: Actor) -> None:
    """Draft a stricter standard for the next year and try it; carry a few measures out.

    Args:
        drafter: the administrator who drafts.
        clerk: who notes what came of measures.
    """
    in_force = Standard.objects.in_force(today()).filter(code=CODE, place="").first()
    if in_force is not None:
        adoption.try_out(stricter(in_force, by=drafter), by=drafter)
    open_missing()
    tasks = ConsequenceTask.objects.filter(state=TaskState.OPEN, code__in=("interview", "rectification"))
    for task, outcome in zip(tasks.order_by("pk")[: len(OUTCOMES)], OUTCOMES, strict=False):
        consequence_tasks.finish(task, outcome=outcome, by=clerk)


def stricter(standard: Standard, *, by: Actor) -> Standard:
    """Draft the next year's version: more points for unqualified staff, a cap, a higher bar for B."""
    year = today().year + 1
    new = drafting.new_version(standard, version=f"{year}-1", effective_from=date(year, 1, 1), by=by)
    draft = draft_of(new)
    points = {"I01": Decimal(6), "I02": Decimal(9), "I06": Decimal(8)}
    for row in draft.criteria:
        row.points = points.get(row.item_code, row.points)
        if row.item_code == "I05":
            row.cap = Decimal(3)
    for band in draft.bands:
        if band.label == "B":
            band.minimum = Decimal(80)
    further = Criterion(
        item_code="J32",
        title="自查弄虚作假",
        title_en="Self-inspection falsified",
        clause="第10项",
        points=Decimal(4),
    )
    criteria = [*draft.criteria, further]
    return drafting.save_draft(Draft(new, criteria, draft.bands, draft.decay), by=by)
