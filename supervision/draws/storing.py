"""Keeping a result as rows: the bodies drawn, and who goes to each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from core.clock import today
from supervision.draws.algorithm import RESERVE, Line
from supervision.draws.choices import Role
from supervision.draws.population import line_number
from supervision.models import Draw, DrawnObject, DrawnStaff, Expert, Inspector, PlanLine


def store_result(draw: Draw, lines: Sequence[Line]) -> None:
    """Store the drawn bodies with their inspectors and experts, in three statements."""
    chosen = [line for line in lines if line.mode != RESERVE]
    plan_lines = {row.number: row for row in draw.lines.all()}
    rows = [drawn_object(draw, line, plan_lines, on=today()) for line in chosen]
    DrawnObject.objects.bulk_create(rows, batch_size=500)
    store_staff(rows, chosen)


def drawn_object(draw: Draw, line: Line, plan_lines: dict[int, PlanLine], *, on: date) -> DrawnObject:
    """Build (not save) the row of a drawn body; its inspection is due the line's days after `on`."""
    plan_line = plan_lines[line_number(line.ballot.stratum)]
    return DrawnObject(
        draw=draw,
        line=plan_line,
        subject_id=int(draw.factors[line.ballot.code]["subject"]),
        stratum=line.ballot.stratum,
        code=line.ballot.code,
        rank=line.rank,
        mode=line.mode,
        tickets=line.ballot.tickets,
        due_on=on + timedelta(days=plan_line.days),
    )


def store_staff(rows: Sequence[DrawnObject], lines: Sequence[Line]) -> None:
    """Store who goes to each body."""
    inspectors = dict(Inspector.objects.values_list("code", "pk"))
    experts = dict(Expert.objects.values_list("code", "pk"))
    found = []
    for row, line in zip(rows, lines, strict=True):
        for place, code in enumerate(line.inspectors, start=1):
            found.append(
                DrawnStaff(drawn_object=row, role=Role.INSPECTOR, inspector_id=inspectors[code], place=place)
            )
        for place, code in enumerate(line.experts, start=1):
            found.append(DrawnStaff(drawn_object=row, role=Role.EXPERT, expert_id=experts[code], place=place))
    DrawnStaff.objects.bulk_create(found, batch_size=500)
