"""The dated steps of a rectification: one line a step, for officers and for the body."""

from __future__ import annotations

from collections.abc import Iterable

from core.actors import Actor
from core.clock import today
from supervision.models import Rectification, RectificationStep


def note(rows: Iterable[Rectification], step: str, *, words: str = "", by: Actor) -> None:
    """Write one step of each row (inside the act's transaction)."""
    day = today()
    # What the nightly look notes is nobody's act.
    label = "" if by.actor_id.startswith("worker:") else by.label[:100]
    RectificationStep.objects.bulk_create(
        [
            RectificationStep(rectification=row, step=step, on=day, words=words, by_label=label)
            for row in rows
        ],
        batch_size=500,
    )
