"""Two evaluators, one meaning: whatever standard and histories, SQL grades as the pure function does.

Some thousands of random histories are stored once. Each example draws a standard and grades a part of them by
one statement: everybody between two subjects, as a slice of a run, or named subjects, as after a change.
"""

import uuid
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Prefetch
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.models import Rule
from core.ruletables import BEGINNING
from credit.cases import STATE_DAYS
from credit.choices import SubjectKind
from credit.fields import hundredths_of
from credit.grading.explaining import event_of, explain, kept
from credit.grading.standards import standard_data, store_standard
from credit.grading.writing import grade
from credit.models import (
    ConductRecord,
    Grade,
    Licence,
    ListedPeriod,
    Standard,
    Subject,
    Verification,
    VerifiedUntil,
)
from credit.models.grades import Cause
from credit.rules.counting_back import CODE, TABLE, believed, place_rules
from credit.rules.explanation import LineKind
from credit.rules.scoring import Evaluation, Period, evaluate
from credit.rules.standard import BandData, StandardData
from credit.rules.standard_file import read_standard
from credit.rules.terms import CycleBasis, Reason, Scale

CENTRE = date(2026, 3, 31)
ITEMS = ("A1", "A2", "A3", "A4", "A5", "A6", "B1", "B2")
EDGES = [
    date(2024, 2, 29),
    date(2025, 1, 31),
    date(2025, 12, 31),
    date(2026, 1, 1),
    date(2026, 2, 28),
    CENTRE,
]
SOURCES = ("", "credit.intake:{}", "credit.api:{}", *["test.procedure:{}"] * 5)
BESIDE = ("standard__criteria", "standard__bands", "standard__decay_steps")
SEED = 20261122
POOL, EXAMPLES, SUBJECTS, EXPLAINED = 1200, 60, 60, 3


@dataclass(frozen=True, slots=True)
class History:
    """What happened to one invented subject: its own days, its times on a list, its records."""

    verified: list[date]
    licensed: list[date]
    listed: list[tuple[date, date | None]]
    valid_to: date | None
    division: str
    events: list[dict[str, Any]]


class Pool:
    """The stored histories by subject; a failing example does not print them all."""

    def __init__(self, bodies: dict[int, Subject]) -> None:
        self.bodies = bodies


RICH: dict[str, Any] = {
    "code": "RICH",
    "version": "1",
    "subject": "institution",
    "cycle": {"type": "from_licence", "months": 12, "years_without_licence": 2},
    "base": "12",
    "bands": [
        {"grade": grade, "min": least} for grade, least in zip("ABCD", ("11", "8", "5", "0"), strict=True)
    ],
    "items": [
        {
            "item": item,
            "title": item,
            "points": "2.25",
            "cap": "4",
            "bonus": item == "B1",
            "direct": item == "A6",
        }
        | ({"veto": True, "grade": "C"} if item == "A1" else {})
        for item in ITEMS
    ],
    "bonus_cap": "3",
    "deduction_cap": "4.5",
    "serious_list_grade": "B",
    "decay": [{"from_months": 3, "percent": 33}],
}

points = st.sampled_from(["0.5", "2", "2", "2.25", "6"])
bonuses = st.sampled_from(["0.5", "2", "2.25"])
percents = st.sampled_from([[], [], [50], [75, 33], [99, 50, 1], [60, 0]])
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
        lambda months, years: {"type": "from_licence", "months": months, "years_without_licence": years},
        st.sampled_from([1, 6, 12, 24]),
        st.integers(1, 2),
    ),
    st.builds(
        lambda years, anchor: {"type": "calendar_years", "years": years, "anchor": anchor},
        st.integers(1, 3),
        st.integers(2020, 2030),
    ),
)


@st.composite
def standards(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a standard's file: either scale, any cycle, half points, caps, floors, vetoes, decay, lists."""
    cuts = sorted(draw(st.sets(st.sampled_from([2, 4, 5, 7, 8, 9, 11, 12]), min_size=2, max_size=4)))
    grades = draw(st.booleans())
    labels = [f"G{cut}" for cut in [*cuts, 0]] if grades else [f"do {cut}" for cut in cuts]
    common = {
        "code": "RANDOM",
        "version": uuid.uuid4().hex[:12],
        "subject": "institution",
        "cycle": draw(cycles),
        "items": [draw(criteria(item, labels)) for item in ITEMS],
        "bonus_cap": draw(st.sampled_from(["3", "5"])),
        "floor": draw(st.sampled_from(["0", "1"])),
        "deduction_cap": draw(st.sampled_from([None, None, "7", "9.5"])),
        "veto_grade": draw(st.sampled_from(labels)),
        "serious_list_grade": draw(st.sampled_from(["", "", *labels])),
        "decay": draw(steps()),
        "document": "某市试行办法",
        "state": "draft",
    }
    if grades:
        minima = [*map(str, cuts), common["floor"]]
        bands = [{"grade": label, "min": least} for label, least in zip(labels, minima, strict=True)]
        return {**common, "base": "12", "bands": bands}
    return {**common, "full": "12", "thresholds": [{"action": label, "min": label[3:]} for label in labels]}


@st.composite
def criteria(draw: st.DrawFn, item: str, labels: list[str]) -> dict[str, Any]:
    """Draw what an item is worth: A1 and A5 veto, A6 leads directly to a grade, B1 and B2 are bonuses."""
    worth = draw(bonuses if item.startswith("B") else points)
    row = {
        "item": item,
        "title": item,
        "points": worth,
        "per": draw(st.sampled_from(["occurrence", "person", "department"])),
        "veto": item in ("A1", "A5"),
        "direct": item == "A6",
        "bonus": item.startswith("B"),
        "cap": draw(st.sampled_from([None, None, None, str(max(Decimal(worth), Decimal("2.5")))])),
    }
    return row | {"grade": draw(st.sampled_from(["", *labels])) if row["veto"] or row["direct"] else ""}


@st.composite
def steps(draw: st.DrawFn) -> list[dict[str, int]]:
    """Draw decay steps: ever older, ever less."""
    parts = draw(percents)
    ages = sorted(draw(st.sets(st.integers(1, 13), min_size=len(parts), max_size=len(parts))))
    return [{"from_months": age, "percent": part} for age, part in zip(ages, parts, strict=True)]


@pytest.fixture
def pool(db: None) -> Pool:
    """Store the histories; read them back as the pure function takes them."""
    chance = Random(SEED)
    _store([_history(chance) for _number in range(POOL)])
    never = {"count_back": False, "longest_months": 39}
    Rule.objects.create(table=TABLE, code=CODE, place="12", valid_from=BEGINNING, title="不推算", value=never)
    everything = Prefetch("records", ConductRecord._base_manager.all())  # also what nobody confirmed
    beside = (everything, "verifications", "verified_until", "licences", "listed_periods")
    return Pool({row.pk: row for row in Subject.objects.order_by("pk").prefetch_related(*beside)})


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),  # shrinking would grade for minutes
)
@given(
    standard=standards(),
    first=st.integers(0, POOL - SUBJECTS),
    by_name=st.booleans(),
    as_of=st.sampled_from([CENTRE, CENTRE - timedelta(days=1), date(2026, 2, 28), date(2025, 12, 31)]),
)
def test_the_statement_and_the_pure_function_grade_alike(
    pool: Pool, standard: dict[str, Any], first: int, by_name: bool, as_of: date
):
    chosen = list(pool.bodies)[first : first + SUBJECTS]
    among: dict[str, Any] = {"after": chosen[0] - 1, "upto": chosen[-1]}
    if by_name:
        among = {"subject_ids": chosen}
    with transaction.atomic():
        store_standard(standard)
        row = Standard.objects.get(code="RANDOM")
        grade(row, as_of=as_of, act_id=uuid.uuid4(), cause=Cause.DEMAND, **among)
        data = standard_data(row)
        grades = list(row.grades.select_related("standard").prefetch_related(*BESIDE))
        assert sorted(stored.subject_id for stored in grades) == chosen
        for stored in grades:
            assert _stored(stored) == _told(_pure(data, pool.bodies[stored.subject_id], as_of))
        for stored in grades[:EXPLAINED]:
            assert _explained(stored) == _reasons(data, _pure(data, pool.bodies[stored.subject_id], as_of))
        again = grade(row, as_of=as_of, act_id=uuid.uuid4(), cause=Cause.DEMAND, **among)
        assert (again.grades, again.relabelled) == (0, 0)
        transaction.set_rollback(True)


def test_the_histories_hold_every_case_that_the_evaluators_tell_apart():
    chance, standard = Random(SEED), read_standard(RICH)
    results = [_evaluated(standard, _history(chance)) for _number in range(POOL)]
    reasons = Counter(line.reason for result in results for line in result.lines)
    assert set(reasons) == set(Reason) - {Reason.LATER, Reason.BY_HAND}
    scheme = replace(
        standard, scale=Scale.ACTIONS, bands=(BandData("talk", Decimal(2)),), serious_list_grade=""
    )
    plain = {item: replace(row, veto=False, direct=False, grade="") for item, row in scheme.criteria.items()}
    scored = [_evaluated(replace(scheme, criteria=plain), _history(chance)) for _number in range(POOL)]
    assert sum(line.reason == Reason.BY_HAND for result in scored for line in result.lines) > POOL // 20
    assert {result.cycle.basis for result in results} == {CycleBasis.LICENCE, CycleBasis.NO_LICENCE}
    for flag in ("veto", "direct", "listed"):
        assert {getattr(result, flag) for result in results} == {True, False}
    assert {result.label for result in results} == {"A", "B", "C", "D"}
    aged = [line for result in results for line in result.lines if line.counts and line.points != line.full]
    assert len(aged) > POOL // 20
    assert sum(result.points == standard.deduction_cap for result in results) > POOL // 100


def _history(chance: Random) -> History:
    """Draw a subject's days and records: most of them near the day, a third with a state."""
    apart = Random(hash(chance.getstate()[1]))  # what came later moves nothing that was drawn before
    return History(
        verified=sorted({_day(chance) for _number in range(chance.randrange(3))}),
        licensed=sorted({_day(chance) for _number in range(chance.randrange(3))}),
        listed=[_listed(chance) for _number in range(chance.choice([0, 0, 0, 1, 2]))],
        events=[_event(chance) for _number in range(chance.randrange(9))],
        valid_to=apart.choice([None, CENTRE + timedelta(days=apart.randrange(-800, 1500)), *EDGES]),
        division=apart.choice(["410527", "120116"]),
    )


def _listed(chance: Random) -> tuple[date, date | None]:
    since = _day(chance)
    return since, chance.choice([None, CENTRE, since + timedelta(days=chance.randrange(200))])


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
        "source": chance.choice(SOURCES).format(chance.getrandbits(60)),
        **({"review": "waiting", "confirmed_at": None} if chance.random() < 0.05 else {}),
        **{state: chance.choice([_day(chance), chance.choice(EDGES)]) for state in states},
    }


def _day(chance: Random) -> date:
    near = CENTRE - timedelta(days=chance.randrange(-5, 150))
    far = CENTRE - timedelta(days=chance.randrange(-60, 1100))
    return chance.choice([near, near, far, chance.choice(EDGES)])


def _store(population: list[History]) -> None:
    bodies = Subject.objects.bulk_create(
        Subject(
            identity=f"U:{uuid.uuid4().hex}",
            kind=SubjectKind.ORGANISATION,
            name="某机构",
            division_code=past.division,
        )
        for past in population
    )
    pairs = list(zip(bodies, population, strict=True))
    Verification.objects.bulk_create(
        Verification(subject=body, passed_on=day) for body, past in pairs for day in past.verified
    )
    VerifiedUntil.objects.bulk_create(
        VerifiedUntil(subject=body, day=past.valid_to) for body, past in pairs if past.valid_to
    )
    Licence.objects.bulk_create(
        Licence(subject=body, issued_on=day) for body, past in pairs for day in past.licensed
    )
    ListedPeriod.objects.bulk_create(
        ListedPeriod(
            subject=body, since=since, until=until and max(since, until), source=f"test:{uuid.uuid4().hex}"
        )
        for body, past in pairs
        for since, until in past.listed
    )
    ConductRecord.objects.bulk_create(
        ConductRecord(subject=body, title="某行为", **row) for body, past in pairs for row in past.events
    )


def _pure(data: StandardData, body: Subject, as_of: date) -> Evaluation:
    rules, until = place_rules(as_of), hasattr(body, "verified_until")
    return evaluate(
        data,
        [event_of(row) for row in body.records.all()],
        as_of=as_of,
        verified_on=[row.passed_on for row in body.verifications.all()],
        valid_to=believed(rules, body.division_code, body.verified_until.day) if until else None,
        licensed_on=[row.issued_on for row in body.licences.all()],
        listed=[Period(row.since, row.until) for row in body.listed_periods.all()],
    )


def _evaluated(data: StandardData, past: History) -> Evaluation:
    """Evaluate a history that is not stored."""
    rows = [ConductRecord(pk=number, title="某行为", **row) for number, row in enumerate(past.events)]
    return evaluate(
        data,
        [event_of(row) for row in rows],
        as_of=CENTRE,
        verified_on=past.verified,
        valid_to=past.valid_to,
        licensed_on=past.licensed,
        listed=[Period(*period) for period in past.listed],
    )


def _stored(stored: Grade) -> dict[str, Any]:
    return {
        "cycle": (stored.cycle_start, stored.cycle_end, stored.cycle_basis),
        "sums": (stored.points, stored.bonus, stored.score),
        "label": (stored.label, stored.veto, stored.direct, stored.listed),
        "kept": sorted((record, worth) for record, _criterion, worth in kept(stored.lines)),
    }


def _told(result: Evaluation) -> dict[str, Any]:
    return {
        "cycle": (result.cycle.start, result.cycle.end, result.cycle.basis),
        "sums": (result.points, result.bonus, result.score),
        "label": (result.label, result.veto, result.direct, result.listed),
        "kept": sorted((line.event.key, hundredths_of(line.points)) for line in result.lines if line.counts),
    }


def _explained(stored: Grade) -> dict[str, Any]:
    lines = explain(stored)
    ignored = {line.record_id: line.reason for line in lines if line.kind == LineKind.IGNORED}
    sums = [line.change for line in lines if line.change is not None]
    return {"ignored": ignored, "ends_at": lines[-1].running, "adds_up": sum(sums)}


def _reasons(data: StandardData, result: Evaluation) -> dict[str, Any]:
    """What an explanation must say; what nobody confirmed is not of the file and is not told."""
    lines = [line for line in result.lines if line.event.confirmed]
    ignored = {line.event.key: line.reason for line in lines if not line.counts}
    grades = data.scale == Scale.GRADES
    return {
        "ignored": ignored,
        "ends_at": result.score if grades else result.points,
        "adds_up": result.bonus - result.points if grades else result.points + result.bonus,
    }
