"""The rail of a listing: which stops it has, where it stands, and which days it shows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from blacklist.models import Listing, ListingEvent, ListScheme
from blacklist.parts import Door, Part, parts_of, register
from blacklist.rail import stops

DAY = date(2026, 6, 1)
SERIOUS = ListScheme(kind="serious", upper_consent=True)
RED = ListScheme(kind="red")


def listing(scheme: ListScheme = SERIOUS, **fields: object) -> Listing:
    return Listing(**{"scheme": scheme, "kind": scheme.kind, "proposed_on": DAY, **fields})


def now(row: Listing) -> str:
    return next((stop.code for stop in stops(row) if stop.state == "now"), "")


@pytest.mark.parametrize(
    ("fields", "stop"),
    [
        ({"state": "proposed"}, "check"),
        ({"state": "checked"}, "notice"),
        ({"state": "notified", "statement_until": date(2999, 1, 1)}, "statement"),
        ({"state": "notified", "statement_until": DAY}, "upper"),
        ({"state": "defended"}, "weigh"),
        ({"state": "hearing"}, "hearing"),
        ({"state": "heard"}, "upper"),
        ({"state": "with_upper"}, "upper"),
        ({"state": "consented", "upper_answered_on": DAY}, "decision"),
        ({"state": "decided"}, "service"),
        ({"state": "listed"}, "end"),
    ],
)
def test_the_rail_stands_at_what_comes_next(fields: dict[str, Any], stop: str):
    assert now(listing(**fields)) == stop


@pytest.mark.parametrize(
    ("state", "stop"),
    [("proposed", "check"), ("checked", "publicise"), ("publicised", "objections"), ("heard", "decision")],
)
def test_a_red_listing_is_publicised_instead_of_notified(state: str, stop: str):
    row = listing(RED, state=state)
    assert now(row) == stop
    assert {stop.code for stop in stops(row)} & {"notice", "statement", "upper"} == set()


def test_a_closed_case_shows_how_far_it_went_and_an_ended_listing_every_stop():
    closed = stops(listing(state="not_listed", checked_on=DAY, notice_served_on=DAY))
    assert [stop.code for stop in closed] == ["propose", "check", "notice", "closed"]
    ended = stops(listing(state="repaired", ended_on=DAY))
    assert {stop.state for stop in ended} == {"done"}
    assert ended[-1].on == DAY


def test_a_step_without_a_field_takes_its_day_from_the_events():
    weighed = stops(listing(state="heard"), [ListingEvent(step="weigh", on=DAY)])
    assert next(stop.on for stop in weighed if stop.code == "weigh") == DAY


def test_parts_stand_in_order_at_their_door_and_only_where_they_have_something_to_say(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("blacklist.parts._parts", {})
    register(Part("late", Door.PORTAL, 30, "late.html", lambda row: {"state": row.state}))
    register(Part("early", Door.PORTAL, 10, "early.html", lambda row: {}))
    register(Part("silent", Door.PORTAL, 20, "silent.html", lambda row: None))
    register(Part("elsewhere", Door.OFFICERS, 5, "elsewhere.html", lambda row: {}))
    told = parts_of(listing(state="listed"), Door.PORTAL)
    assert told == [("early.html", {}), ("late.html", {"state": "listed"})]
