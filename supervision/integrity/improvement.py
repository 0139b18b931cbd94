"""What scored low is put right: each such indicator of each body becomes one rectification."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from core import ruletables
from core.actors import Actor, ByDecision
from core.clock import today
from supervision.choices import RectificationSource
from supervision.integrity.tables import CLOCKS
from supervision.models import AssessmentRound, IndicatorScore
from supervision.rectification.services import NewRectification, open_many


def open_rectifications(row: AssessmentRound, *, by: Actor) -> int:
    """Open a rectification for every indicator below the share that the rules name (限期整改).

    Must run inside the transaction of the publication; can run twice. Offices of the authority itself are
    left out: they answer inside.

    Returns:
        How many are there now.
    """
    rule = ruletables.rule(CLOCKS, "rectify", on=today(), place=row.division_code)
    below, due = Decimal(str(rule["below"])), today() + timedelta(days=int(rule["days"]))
    return len(open_many(_low(row, below, due), on=today(), by=ByDecision(by)))


def _low(row: AssessmentRound, below: Decimal, due: date) -> Iterator[NewRectification]:
    scores = IndicatorScore.objects.filter(
        assessment__round=row, assessment__office=None, given__isnull=False
    ).select_related("indicator", "assessment")
    for score in scores.order_by("assessment_id", "indicator__number"):
        if score.given is None or score.given >= score.indicator.full * below:
            continue
        yield NewRectification(
            subject_id=score.assessment.subject_id,
            division_code=score.assessment.division_code,
            source=RectificationSource.INTEGRITY,
            source_key=f"supervision.indicatorscore:{score.pk}",
            problem=score.indicator.text,
            group=score.indicator.group,
            facts=score.given_words,
            due_on=due,
            document_no=row.document_no,
        )
