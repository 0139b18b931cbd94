"""Walks every path of the printed table of listings: nobody is listed without notice and window.

The model reads the real table (`LISTING.transitions`) and the real needs (`rules.NEEDS`); only the services'
writes are replaced, by every value a careless or ill-meaning officer might enter: days before, today and
tomorrow, empty numbers, any finding. Basis and grounds come and go as the world likes. The window is one day.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from blacklist import rules
from blacklist.choices import DECIDED_STATES, ENDED_STATES, ListingState, StatementFinding
from blacklist.listing.workflow import LISTING
from blacklist.rules import Case

FIRST, DAY = date(2026, 6, 1), timedelta(days=1)
# The short walk of a red list can afford a day more, on which its term ends.
LAST = {True: FIRST + 3 * DAY, False: FIRST + 2 * DAY}
S = ListingState
OVER = (*ENDED_STATES, S.NOT_LISTED, S.TAKEN_BACK)
World = tuple[str, Case]


@pytest.fixture(autouse=True)
def _plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sentences be as they are: the walk asks for hundreds of thousands."""
    monkeypatch.setattr(rules, "_", str)


def days(case: Case) -> list[date]:
    """The days an officer may write: before, today, tomorrow."""
    return [case.day - DAY, case.day, case.day + DAY]


def back_or_now(case: Case) -> list[date]:
    return [case.day - DAY, case.day]


def notify(case: Case) -> Iterator[Case]:
    for on in days(case):
        yield replace(
            case,
            notice_no="1",
            notice_how="x",
            notice_served_on=on,
            statement_until=on + DAY,
            hearing_until=on + DAY,
        )
    yield replace(
        case, notice_no="", notice_how="x", notice_served_on=case.day, statement_until=case.day + DAY
    )


def publicise(case: Case) -> Iterator[Case]:
    for on in days(case):
        yield replace(case, publicised_on=on, publicised_until=on + DAY)


def weigh(case: Case) -> Iterator[Case]:
    for finding in ("", *StatementFinding.values):
        yield replace(case, finding=finding, reply="x" * rules.LEAST_WORDS)
    yield replace(case, finding=StatementFinding.REJECTED, reply="")


def answer(case: Case) -> Iterator[Case]:
    for number in ("", "1"):
        yield replace(case, upper_document_no=number, upper_answered_on=case.day)


def decide(case: Case) -> Iterator[Case]:
    for on in days(case):
        yield replace(case, decision_no="1", decided_on=on)
    yield replace(case, decision_no="", decided_on=case.day)


def serve(case: Case) -> Iterator[Case]:
    for on in days(case):
        yield replace(case, decision_served_on=on, repair_told_on=on)
    yield replace(case, decision_served_on=case.day, repair_told_on=None)


def same(case: Case) -> Iterator[Case]:
    yield case


# What each step may write, as the services let an officer enter it; a step that is not here writes nothing.
WRITES: Mapping[str, Callable[[Case], Iterator[Case]]] = {
    "check": lambda case: (replace(case, checked_on=on) for on in back_or_now(case)),
    "notify": notify,
    "publicise": publicise,
    "defend": lambda case: iter([replace(case, statement_on=case.day, statement="x", finding="", reply="")]),
    "ask_hearing": lambda case: iter([replace(case, hearing_asked_on=case.day, finding="", reply="")]),
    "order_hearing": lambda case: iter(
        [replace(case, hearing_set_for=case.day, hearing_on=None, hearing_minutes="")]
    ),
    "hold_hearing": lambda case: iter([replace(case, hearing_on=case.day, hearing_minutes="x" * 10)]),
    "weigh": weigh,
    "consent": answer,
    "upper_refuses": answer,
    "decide": decide,
    "serve_decision": serve,
    "enter": lambda case: iter([replace(case, listed_on=case.day, ends_on=case.day)]),
}


def world_moves(case: Case, *, red: bool) -> Iterator[Case]:
    """What happens without any officer: time passes, basis and grounds fall and rise, people object."""
    if case.day < LAST[red]:
        yield replace(case, day=case.day + DAY)
    fallen = "" if case.no_basis else "gone"
    yield replace(case, no_basis=fallen, bad_grounds=fallen)
    if red:
        yield replace(case, open_objections=1 - case.open_objections)
        yield replace(case, upheld_objections=1 - case.upheld_objections)


def successors(world: World) -> Iterator[tuple[str, World]]:
    state, case = world
    for step in LISTING.transitions.values():
        if state not in step.sources:
            continue
        for after in WRITES.get(step.name, same)(case):
            if rules.refusal(step.name, after) is None:
                yield step.name, (step.target, after)
    if state not in OVER:
        for after in world_moves(case, red=case.red):
            yield "", (state, after)


@cache
def walked(red: bool, upper: bool, wilfulness: bool) -> tuple[frozenset[World], frozenset[str]]:
    """Every world that can be reached under a scheme, and the steps that were taken on the way."""
    start: World = (
        S.PROPOSED,
        Case(
            day=FIRST,
            red=red,
            upper_needed=upper,
            wilfulness=wilfulness,
            proposed_on=FIRST,
        ),
    )
    seen, taken, waiting = {start}, set(), deque([start])
    while waiting:
        for name, world in successors(waiting.popleft()):
            taken.add(name)
            if world not in seen:
                seen.add(world)
                waiting.append(world)
    return frozenset(seen), frozenset(taken)


SCHEMES = {
    "red": (True, False, False),
    "black": (False, False, False),
    "black with consent and intent": (False, True, True),
}


def wrongs(state: str, case: Case) -> list[str]:
    """What is wrong with a world, in words; empty where due process was kept."""
    if state not in DECIDED_STATES:
        return []
    start = case.publicised_on if case.red else case.notice_served_on
    until = case.publicised_until if case.red else case.statement_until
    found = {
        "no notice": start is None or (not case.red and not case.notice_no),
        "window not over at the decision": not (
            start and until and case.decided_on and start < until < case.decided_on <= case.day
        ),
        "decision without number": not case.decision_no,
        "not checked before": not (case.checked_on and start and case.checked_on <= start),
        "statement not weighed": case.statement_on is not None and case.finding != StatementFinding.REJECTED,
        "hearing not held": bool(case.hearing_asked_on or case.hearing_set_for) and case.hearing_on is None,
        "no consent": case.upper_needed and not case.upper_document_no,
    }
    if case.listed_on is not None:
        served, told = case.decision_served_on, case.repair_told_on
        found["entered before service"] = not (
            served and told and case.decided_on and case.decided_on <= served <= case.listed_on
        )
    elif state not in (S.DECIDED, S.REVOKED, S.COURT):
        found["on the list without an entry"] = True
    return [name for name, wrong in found.items() if wrong]


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_no_path_leads_to_the_list_without_notice_and_window(scheme: Any):
    worlds, _taken = walked(*scheme)
    listed = [case for state, case in worlds if state == S.LISTED]
    assert len(listed) > 10, "the walk must reach the list, or it proves nothing"
    assert [(state, found) for state, case in worlds if (found := wrongs(state, case))] == []


def test_the_walk_takes_every_step_and_reaches_every_state():
    states: set[str] = set()
    steps: set[str] = set()
    for scheme in SCHEMES.values():
        worlds, taken = walked(*scheme)
        states |= {state for state, _case in worlds}
        steps |= taken
    assert states == set(ListingState.values)
    assert steps - {""} == set(LISTING.transitions)


def test_the_walk_would_find_a_missing_guard(monkeypatch: pytest.MonkeyPatch):
    without = {
        step: tuple(need for need in needs if need is not rules.window_is_over)
        for step, needs in rules.NEEDS.items()
    }
    monkeypatch.setattr(rules, "NEEDS", without)
    walked.cache_clear()
    try:
        worlds, _taken = walked(*SCHEMES["red"])
        found = {wrong for state, case in worlds for wrong in wrongs(state, case)}
    finally:
        walked.cache_clear()
    assert "window not over at the decision" in found


def test_every_step_of_the_table_has_its_needs_and_no_other():
    assert set(rules.NEEDS) == set(LISTING.transitions)


def reached_without(*banned: str) -> set[str]:
    """States that the bare table reaches when some steps are taken out."""
    steps = [step for step in LISTING.transitions.values() if step.name not in banned]
    reached, grew = {str(S.PROPOSED)}, True
    while grew:
        more = {step.target for step in steps if reached & step.sources} - reached
        reached |= {str(state) for state in more}
        grew = bool(more)
    return reached


def test_the_bare_table_reaches_the_list_by_a_decision_after_notice_or_publicity_only():
    after = {str(state) for state in DECIDED_STATES}
    assert after <= reached_without()
    assert not after & reached_without("decide")
    assert not after & reached_without("notify", "publicise")
    assert str(S.LISTED) not in reached_without("enter")


def test_whoever_decides_or_consents_is_a_second_officer():
    eyes = {step.name for step in LISTING.transitions.values() if step.four_eyes}
    into = {step.name for step in LISTING.transitions.values() if step.target in (S.DECIDED, S.CONSENTED)}
    assert into - {"serve_decision"} <= eyes
