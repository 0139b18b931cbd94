"""What the parts above are told of drawn bodies: one task of inspection each."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from supervision.draws.choices import Mode, Role
from supervision.draws.followers import DRAWN, FULL_COVERAGE, DrawnTask
from supervision.models import DrawnObject, DrawnStaff


def tasks_of(rows: QuerySet[DrawnObject], *, replaces: str = "") -> list[DrawnTask]:
    """Return the tasks of drawn bodies, in four queries however many they are.

    Args:
        replaces: source key of the inspection that falls away.
    """
    staff = DrawnStaff.objects.filter(role=Role.INSPECTOR, replaced=False).select_related("inspector")
    found = rows.select_related("line", "draw", "subject").prefetch_related(
        Prefetch("staff", queryset=staff.order_by("place", "pk")), "line__items"
    )
    return [_task(row, replaces) for row in found]


def _task(row: DrawnObject, replaces: str) -> DrawnTask:
    return DrawnTask(
        subject_id=row.subject_id,
        division_code=row.subject.division_code,
        speciality=row.line.speciality,
        reason=FULL_COVERAGE if row.mode == Mode.ALL else DRAWN,
        source_key=row.source_key,
        due_on=row.due_on,
        inspectors=tuple(who.inspector.officer_id for who in row.staff.all() if who.inspector is not None),
        items=tuple(item.code for item in row.line.items.all()),
        replaces=replaces,
    )
