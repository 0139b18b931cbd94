"""The nightly look at what is late: told once, chased, and after N working days passed to the next officer.

川卫发〔2017〕122号, ledger no. 32: what lies untouched for more than four working days is followed up by the
head of the section. The number is rule data (`supervision.rectification`, `escalate_days`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from core import audit, deadlines, outbox
from core.actors import Actor, SystemActor
from core.clock import today
from core.models import Deadline
from supervision.choices import WITH_THE_BODY, RectificationState
from supervision.models import Rectification
from supervision.rectification import clocks
from supervision.rectification.rules import settings
from supervision.rectification.services.history import note
from supervision.rectification.workflow import LATE, PASSED_UP, key_of, message

CHUNK = 500
ME = SystemActor("rectification_late")


def look() -> tuple[int, int]:
    """Find what became late and what must go to the next officer; a second run finds nothing new.

    Returns:
        How many became late, and how many were passed up.
    """
    day = today()
    became = list(
        Rectification.objects.filter(state__in=WITH_THE_BODY, due_on__lt=day, late_on__isnull=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    late = sum(_tell_late(became[at : at + CHUNK], day) for at in range(0, len(became), CHUNK))
    lying = _lying(day)
    passed = sum(_pass_up(lying[at : at + CHUNK], day) for at in range(0, len(lying), CHUNK))
    return late, passed


@transaction.atomic
def _tell_late(pks: Sequence[int], day: date) -> int:
    rows = _locked(pks, day)
    at = settings(day)
    deadlines.open_many(
        clocks.start(clocks.LATE, row, "escalate_days", on=row.due_on, at=at) for row in rows if row.due_on
    )
    _mark(rows, "late_on", day, LATE)
    return len(rows)


def _lying(day: date) -> list[int]:
    """Return what nobody touched within the time: late bodies, and what was handed in and not checked."""
    run_out = Deadline.objects.filter(
        kind__in=(clocks.LATE.code, clocks.CHECK.code),
        object_type=Rectification._meta.label_lower,
        closed_at__isnull=True,
        due_on__lt=day,
    )
    return sorted({int(pk) for pk in run_out.values_list("object_id", flat=True)})


@transaction.atomic
def _pass_up(pks: Sequence[int], day: date) -> int:
    states = (*WITH_THE_BODY, RectificationState.HANDED_IN)
    rows = [row for row in _rows(pks) if row.escalated_on is None and row.state in states]
    at = settings(day)
    deadlines.open_many(clocks.start(clocks.PASSED_UP, row, "escalate_days", on=day, at=at) for row in rows)
    _mark(rows, "escalated_on", day, PASSED_UP)
    return len(rows)


def _mark(rows: Sequence[Rectification], field: str, day: date, topic: str) -> None:
    """Set the day, and write step, audit and outbox rows of it."""
    verb = topic.rsplit(".", 1)[1]
    by: Actor = ME
    Rectification.objects.filter(pk__in=[row.pk for row in rows]).update(**{field: day})
    note(rows, verb, by=by)
    audit.record_many(
        audit.event(row, f"rectification.{verb}", by=by, changes={field: (None, day)}) for row in rows
    )
    outbox.publish_many(topic, [(key_of(row), message(row, row.state)) for row in rows])


def _locked(pks: Sequence[int], day: date) -> list[Rectification]:
    return [row for row in _rows(pks) if row.late_on is None and clocks.is_late(row, day)]


def _rows(pks: Sequence[int]) -> list[Rectification]:
    rows = Rectification.objects.select_for_update(of=("self",)).select_related("subject")
    return list(rows.filter(pk__in=pks).order_by("pk"))
