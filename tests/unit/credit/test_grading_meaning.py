"""Two evaluators, one meaning: whatever standard and histories, SQL grades as the pure function does."""

import uuid
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from credit.cases import STATE_DAYS
from credit.choices import SubjectKind
from credit.fields import hundredths_of
from credit.grading.explaining import event_of, explain, kept
from credit.grading.standards import standard_data, store_standard
from credit.grading.writing import grade
from credit.models import ConductRecord, Grade, Standard, Subject, Verification
from credit.models.grades import Cause
from credit.rules.explanation import LineKind
from credit.rules.scoring import Evaluation, evaluate
from credit.rules.standard import StandardData
from credit.rules.terms import Scale

CENTRE = date(2026, 3, 31)
ITEMS = ("A1", "A2", "A3", "A4", "B1")
EDGES = [
    date(2024, 2, 29),
    date(2025, 1, 31),
    date(2025, 12, 31),
    date(2026, 1, 1),
    date(2026, 2, 28),
    CENTRE,
]
BESIDE = ("standard__criteria", "standard__bands", "subject__records", "subject__verifications")
EXPLAINED = 4
History = tuple[list[date], list[dict[str, Any]]]

points = st.sampled_from(["0", "0.5", "2", "2", "2.25", "6"])
cycles = st.one_of(
    st.builds(
        lambda months, years: {
            "type": "from_verification",
            "months": months,
            "years_without_verification": years,
        },
        st.sampled_from([1, 2, 6, 12, 36]),
        st.integers(1, 3),
    ),
    st.builds(
        lambda years, anchor: {"type": "calendar_years", "years": years, "anchor": anchor},
        st.integers(1, 3),
        st.integers(2020, 2030),
    ),
)


@st.composite
def standards(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a standard's file: either scale, any cycle, half points, caps, floors and vetoes."""
    items = [
        {
            "item": item,
            "title": item,
            "points": draw(points),
            "per": draw(st.sampled_from(["occurrence", "person", "department"])),
            "veto": item == "A1",
            "bonus": item == "B1",
        }
        for item in ITEMS
    ]
    cuts = sorted(draw(st.sets(st.sampled_from([2, 4, 5, 7, 8, 9, 11, 12]), min_size=2, max_size=4)))
    common = {
        "code": "RANDOM",
        "version": uuid.uuid4().hex[:12],
        "subject": "institution",
        "cycle": draw(cycles),
        "items": items,
        "bonus_cap": draw(st.sampled_from(["0.5", "3", "5"])),
        "floor": draw(st.sampled_from(["0", "1"])),
        "state": "draft",
    }
    if draw(st.booleans()):
        bands = [{"grade": f"G{cut}", "min": str(cut)} for cut in cuts] + [{"grade": "G0", "min": "0"}]
        veto = draw(st.sampled_from([band["grade"] for band in bands]))
        return {**common, "base": "12", "bands": bands, "veto_grade": veto}
    thresholds = [{"action": f"do {cut}", "min": str(cut)} for cut in cuts]
    return {**common, "full": "12", "thresholds": thresholds, "veto_grade": thresholds[0]["action"]}


@pytest.mark.django_db
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),  # shrinking would grade for minutes
)
@given(
    standard=standards(),
    seed=st.integers(0, 2**32),
    as_of=st.sampled_from([CENTRE, CENTRE - timedelta(days=1), date(2026, 2, 28), date(2025, 12, 31)]),
)
def test_the_statement_and_the_pure_function_grade_alike(standard: dict[str, Any], seed: int, as_of: date):
    chance = Random(seed)
    population = [_history(chance) for _number in range(12)]
    with transaction.atomic():
        store_standard(standard)
        row = Standard.objects.get(code="RANDOM")
        _store(population)
        grade(row, as_of=as_of, act_id=uuid.uuid4(), cause=Cause.DEMAND)
        data = standard_data(row)
        grades = list(row.grades.select_related("standard").prefetch_related(*BESIDE))
        assert len(grades) == len(population)
        for stored in grades:
            assert _stored(stored) == _told(_pure(data, stored.subject, as_of))
        for stored in grades[:EXPLAINED]:
            assert _explained(stored) == _reasons(data, _pure(data, stored.subject, as_of))
        assert grade(row, as_of=as_of, act_id=uuid.uuid4(), cause=Cause.DEMAND).grades == 0
        transaction.set_rollback(True)


def _history(chance: Random) -> History:
    """Draw a subject's verifications and records: most of them near the day, a third with a state."""
    verified = {_day(chance) for _number in range(chance.randrange(3))}
    return sorted(verified), [_event(chance) for _number in range(chance.randrange(9))]


def _event(chance: Random) -> dict[str, Any]:
    happened = _day(chance)
    lag = chance.choice([0, 0, 0, 0, 10, 60, None])
    states = chance.sample(STATE_DAYS, chance.choice([0, 0, 0, 1, 1, 2]))
    return {
        "item_code": chance.choice([*ITEMS, *ITEMS, "X9"]),
        "happened_on": happened,
        "final_on": None if lag is None else happened + timedelta(days=lag),
        "count": chance.randint(1, 3),
        "act": chance.choice(["", "x", "x", "y"]),
        **{state: chance.choice([_day(chance), chance.choice(EDGES)]) for state in states},
    }


def _day(chance: Random) -> date:
    near = CENTRE - timedelta(days=chance.randrange(-5, 150))
    far = CENTRE - timedelta(days=chance.randrange(-60, 1100))
    return chance.choice([near, near, far, chance.choice(EDGES)])


def _store(population: list[History]) -> None:
    bodies = Subject.objects.bulk_create(
        Subject(identity=f"U:{uuid.uuid4().hex}", kind=SubjectKind.ORGANISATION, name="某机构")
        for _history in population
    )
    Verification.objects.bulk_create(
        Verification(subject=body, passed_on=day)
        for body, (verified, _events) in zip(bodies, population, strict=True)
        for day in verified
    )
    ConductRecord.objects.bulk_create(
        ConductRecord(subject=body, title="某行为", **row)
        for body, (_verified, happened) in zip(bodies, population, strict=True)
        for row in happened
    )


def _pure(data: StandardData, body: Subject, as_of: date) -> Evaluation:
    verified = [row.passed_on for row in body.verifications.all()]
    return evaluate(data, [event_of(row) for row in body.records.all()], as_of=as_of, verified_on=verified)


def _stored(stored: Grade) -> dict[str, Any]:
    return {
        "cycle": (stored.cycle_start, stored.cycle_end, stored.cycle_basis),
        "sums": (stored.points, stored.bonus, stored.score),
        "label": (stored.label, stored.veto),
        "kept": sorted((record, worth) for record, _criterion, worth in kept(stored.lines)),
    }


def _told(result: Evaluation) -> dict[str, Any]:
    return {
        "cycle": (result.cycle.start, result.cycle.end, result.cycle.basis),
        "sums": (result.points, result.bonus, result.score),
        "label": (result.label, result.veto),
        "kept": sorted((line.event.key, hundredths_of(line.points)) for line in result.lines if line.counts),
    }


def _explained(stored: Grade) -> dict[str, Any]:
    lines = explain(stored)
    ignored = {line.record_id: line.reason for line in lines if line.kind == LineKind.IGNORED}
    return {"ignored": ignored, "ends_at": lines[-1].running}


def _reasons(data: StandardData, result: Evaluation) -> dict[str, Any]:
    ignored = {line.event.key: line.reason for line in result.lines if not line.counts}
    return {"ignored": ignored, "ends_at": result.score if data.scale == Scale.GRADES else result.points}
