"""Random steps with random days through the real services: whatever is done, due process holds."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Officer
from accounts.roles import CLERK, REVIEWER
from blacklist.choices import DECIDED_STATES, ListingState, ListKind, StatementFinding
from blacklist.listing import services
from blacklist.listing.workflow import LISTING
from blacklist.models import Listing, ListingEvent
from core.errors import Refusal
from credit.choices import Change
from credit.models import ConductRecord, Subject
from credit.services import change_records, ensure_person
from tests import factories as make

pytestmark = pytest.mark.django_db
FIRST = date(2026, 6, 1)
WORDS = "经核查，理由不能成立。"
STEPS = 30
FAR = (25, 27)
_serial = itertools.count(1)
KINDS = ("serious", "attention", "red", "medical_order")


class Walk:
    """One listing, three officers, and days that are before, right or after."""

    def __init__(self, seed: int, config: Any, officers: tuple[Officer, Officer, Officer]) -> None:
        self.chance = Random(seed)
        self.config, self.officers = config, officers
        self.reached: set[str] = set()
        self.day = FIRST
        self._set_day()
        kind = KINDS[seed % len(KINDS)]
        self.row = make.listing(new_subject(kind), by=officers[0], kind=kind, proposed_on=FIRST)

    def _set_day(self) -> None:
        self.config.CHENGYI_TODAY = self.day.isoformat()

    def attempt(self, act: Callable[..., Any], **fields: Any) -> None:
        try:
            act(Listing.objects.select_related("scheme", "subject", "parent").get(pk=self.row.pk), **fields)
        except Refusal:
            return
        self.row.refresh_from_db()
        self.reached.add(self.row.state)

    def step(self) -> None:
        """Wait, shake the grounds, or try a step: mostly one that the state has, by somebody, near today."""
        match self.chance.randrange(8):
            case 0 | 1:
                self.day += timedelta(days=self.chance.choice([1, 3, 9]))
                self._set_day()
            case 2:
                self._shake_grounds()
            case _:
                self._go()
        self.due_process_holds()

    def _go(self) -> None:
        fitting = [act for act in ACTS if self.row.state in LISTING.transitions[act].sources]
        act = self.chance.choice([*fitting * 8, *ACTS])
        on = self.day + timedelta(days=self.chance.choice([0, 0, 0, -1, -6, 1]))
        by = self.officers[self.chance.choice(LIKELY.get(act, (0, 0, 0, 1, 2)))]
        finding = self.chance.choice(["rejected", "rejected", "rejected", "accepted", "no_intent", ""])
        ACTS[act](self, on, by, finding)

    def _shake_grounds(self) -> None:
        records = list(ConductRecord.objects.filter(listing_grounds__listing=self.row))
        change = self.chance.choice([Change.DISPUTED, Change.SETTLED, Change.SETTLED])
        with suppress(Refusal):
            change_records(records, change, on=self.day, by=self.officers[2])

    def due_process_holds(self) -> None:
        """The invariant, read from the database after every step."""
        row = Listing.objects.get(pk=self.row.pk)
        if row.state not in DECIDED_STATES:
            assert row.listed_on is None
            return
        red = row.kind == ListKind.RED
        start = row.publicised_on if red else row.notice_served_on
        until = row.publicised_until if red else row.statement_until
        assert start is not None
        assert until is not None
        assert row.decided_on is not None
        assert row.proposed_on <= start < until < row.decided_on <= self.day
        assert row.decided_by not in ("", row.proposed_by)
        assert row.statement_on is None or row.statement_finding == StatementFinding.REJECTED
        assert row.hearing_asked_on is None or row.hearing_on is not None
        told = set(ListingEvent.objects.filter(listing=row).values_list("step", flat=True))
        assert {"propose", "check", "publicise" if red else "notify", "decide"} <= told
        if row.state == ListingState.LISTED:
            assert row.decision_served_on is not None
            assert row.listed_on is not None
            assert row.decided_on <= row.decision_served_on <= row.listed_on <= self.day


# Step → how it is tried. Officer 0 is the clerk, 1 holds both rights, 2 sits above.
ACTS: dict[str, Callable[[Walk, date, Officer, str], None]] = {
    "check": lambda walk, on, by, _: walk.attempt(services.check, by=by, checked_on=on),
    "notify": lambda walk, on, by, _: walk.attempt(
        services.serve_notice, notice_no=f"告{walk.row.pk}", served_on=on, how="邮寄", by=by
    ),
    "publicise": lambda walk, on, by, _: walk.attempt(services.publicise, by=by, publicised_on=on),
    "defend": lambda walk, on, by, _: walk.attempt(
        services.receive_statement, on=on, statement="不服", claims_no_intent=True, by=by
    ),
    "ask_hearing": lambda walk, on, by, _: walk.attempt(services.ask_hearing, on=on, by=by),
    "order_hearing": lambda walk, on, by, _: walk.attempt(
        services.order_hearing, set_for=on + timedelta(days=9), place="会议室", by=by
    ),
    "hold_hearing": lambda walk, on, by, _: walk.attempt(
        services.hold_hearing, held_on=on, minutes=WORDS, by=by
    ),
    "weigh": lambda walk, _, by, finding: walk.attempt(services.weigh, finding=finding, reply=WORDS, by=by),
    "conclude": lambda walk, _, by, __: walk.attempt(services.conclude_publicity, by=by),
    "ask_upper": lambda walk, _, by, __: walk.attempt(services.ask_upper, upper_name="市卫健委", by=by),
    "consent": lambda walk, on, by, _: walk.attempt(
        services.upper_consents, document_no="函1", answered_on=on, by=by
    ),
    "decide": lambda walk, on, by, _: walk.attempt(
        services.decide, decision_no=f"决{walk.row.pk}", decided_on=on, by=by
    ),
    "serve_decision": lambda walk, on, by, _: walk.attempt(services.serve_decision, served_on=on, by=by),
    "enter": lambda walk, _, by, __: walk.attempt(services.enter_on_list, by=by),
}
LIKELY = {"decide": (0, 1, 2, 2), "enter": (0, 1, 2, 2), "consent": (1, 2, 2)}


def new_subject(kind: str) -> Subject:
    """Somebody who stands on no list yet, so that one test can walk many times."""
    number = next(_serial)
    if kind == "medical_order":
        return ensure_person(
            name="林知夏", id_type="护照", number=f"E{number:08d}", division_code=make.COUNTY
        )
    return make.body(f"内黄县第{number}诊所", uscc="", registration_no=f"4105270000{number:05d}")


@pytest.fixture
def officers() -> tuple[Officer, Officer, Officer]:
    both = make.officer(roles=(CLERK.code, REVIEWER.code))
    return make.clerk(), both, make.officer(roles=(REVIEWER.code,), prefix="4105")


@settings(max_examples=3, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(min_value=0, max_value=10**9))
def test_no_random_walk_reaches_the_list_round_the_procedure(
    config: Any, officers: tuple[Officer, Officer, Officer], seed: int
):
    walk = Walk(seed, config, officers)
    for _ in range(STEPS):
        walk.step()


def test_random_walks_get_far_enough_to_prove_something(
    config: Any, officers: tuple[Officer, Officer, Officer]
):
    reached: set[str] = set()
    for seed in FAR:
        walk = Walk(seed, config, officers)
        for _ in range(STEPS):
            walk.step()
        reached |= walk.reached
    assert {ListingState.LISTED, ListingState.HEARD, ListingState.DEFENDED} <= reached


@pytest.fixture
def config(request: pytest.FixtureRequest) -> Any:
    """The settings of the day; hypothesis has a function of that name."""
    return request.getfixturevalue("settings")
