"""The full-process record: who did what when, kept once however often a telephone sends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from core.actors import Actor
from core.masking import redact
from supervision.inspections.choices import StepKind
from supervision.models import Inspection, InspectionStep

LONGEST = 500


@dataclass(frozen=True, slots=True)
class Mark:
    """Where an act comes from.

    Args:
        token: the telephone's own mark of the act; what comes again with it is not done again.
        done_at: when it was done by the telephone's clock; None: when it arrived.
        at: when it arrived; None: now. Another time only where a past is told, as in the demonstration.
    """

    token: UUID | None = None
    done_at: datetime | None = None
    at: datetime | None = None

    @property
    def arrived(self) -> datetime:
        """When the server learned of it."""
        return self.at or timezone.now()

    @property
    def moment(self) -> datetime:
        """When it was done; a telephone whose clock runs ahead is not believed."""
        return min(self.done_at, self.arrived) if self.done_at else self.arrived


NOW = Mark()


def is_known(inspection: Inspection, mark: Mark) -> bool:
    """Tell whether an act with this mark is on record already."""
    return mark.token is not None and inspection.steps.filter(token=mark.token).exists()


def build(
    inspection: Inspection, kind: StepKind, *, by: Actor, words: str = "", mark: Mark = NOW
) -> InspectionStep:
    """Build (not save) one step."""
    return InspectionStep(
        inspection=inspection,
        kind=kind,
        words=redact(words)[:LONGEST],
        at=mark.arrived,
        done_at=mark.done_at,
        by_id=by.actor_id,
        by_label=by.label[:100],
        token=mark.token,
    )


def remember(
    inspection: Inspection, kind: StepKind, *, by: Actor, words: str = "", mark: Mark = NOW
) -> InspectionStep:
    """Add one step (inside the act's transaction)."""
    step = build(inspection, kind, by=by, words=words, mark=mark)
    step.save(force_insert=True)
    return step


def remember_many(steps: Iterable[InspectionStep]) -> None:
    """Add the steps of a bulk act."""
    InspectionStep.objects.bulk_create(steps, batch_size=1000)
