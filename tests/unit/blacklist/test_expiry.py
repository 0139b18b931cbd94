"""Listings end with their term, at night, once, with all that they caused; windows follow the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import Officer
from blacklist import effects, tasks
from blacklist.choices import Change, ListingState
from blacklist.listing import services
from blacklist.models import Listing
from config.celery import app
from core.clock import today
from core.models import CalendarDay, Deadline, OutboxEvent
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def clerk() -> Officer:
    return make.clerk()


@pytest.fixture
def reviewer() -> Officer:
    return make.reviewer()


@pytest.fixture
def listed(clerk: Officer, reviewer: Officer, settings: Any) -> Listing:
    """A listing decided on 1 June 2026 for 36 months; its last day is 31 May 2029."""
    settings.CHENGYI_TODAY = "2026-06-01"
    row = make.listed(by=clerk, decider=reviewer)
    assert row.ends_on == date(2029, 5, 31)
    return row


def test_the_last_day_of_the_term_still_counts(listed: Listing, settings: Any):
    settings.CHENGYI_TODAY = "2029-05-31"
    assert tasks.expire() == 0
    assert Listing.objects.get(pk=listed.pk).state == ListingState.LISTED


def test_the_day_after_it_has_ended_once_however_often_the_task_runs(listed: Listing, settings: Any):
    settings.CHENGYI_TODAY = "2029-06-03"
    assert (tasks.expire(), tasks.expire()) == (1, 0)
    row = Listing.objects.get(pk=listed.pk)
    assert (row.state, row.ended_on, row.is_public) == (ListingState.EXPIRED, date(2029, 6, 1), False)
    assert OutboxEvent.objects.filter(topic="blacklist.listing.ended").count() == 1


def test_with_the_term_everything_ends_that_the_listing_caused(
    listed: Listing, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    heard: list[tuple[Change, date, list[int]]] = []

    def listen(change: Change, listings: Any, *, on: date, **_: Any) -> list[Any]:
        heard.append((change, on, [row.pk for row in listings]))
        return []

    monkeypatch.setitem(effects._effects, "test", listen)
    settings.CHENGYI_TODAY = "2029-06-01"
    tasks.expire()
    assert heard == [(Change.ENDED, date(2029, 6, 1), [listed.pk])]


def test_one_that_cannot_end_stops_no_other(
    listed: Listing, clerk: Officer, reviewer: Officer, settings: Any, caplog: pytest.LogCaptureFixture
):
    other = make.listed(make.body("内黄县他院", "12410527MB0000001X"), by=clerk, decider=reviewer)
    Listing.objects.filter(pk=listed.pk).update(ends_on=date(2026, 5, 1))
    settings.CHENGYI_TODAY = "2029-06-01"
    assert tasks.expire() == 1
    assert Listing.objects.get(pk=other.pk).state == ListingState.EXPIRED
    assert "could not end by its term" in caplog.text


def test_the_end_of_the_term_is_a_clock(listed: Listing, settings: Any):
    clocks = Deadline.objects.filter(kind="listing_term", object_id=str(listed.pk), closed_at__isnull=True)
    assert clocks.get().due_on == date(2029, 5, 31)
    settings.CHENGYI_TODAY = "2029-06-01"
    tasks.expire()
    assert not clocks.exists()


def test_a_list_without_a_term_never_ends_by_itself(clerk: Officer, reviewer: Officer, settings: Any):
    scheme = make.list_scheme()
    scheme.term_months = None
    scheme.save()
    row = make.listed(by=clerk, decider=reviewer, scheme=scheme)
    settings.CHENGYI_TODAY = (today() + timedelta(days=9000)).isoformat()
    assert (row.ends_on, tasks.expire()) == (None, 0)


def test_the_beat_runs_the_tasks_every_night():
    planned = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert {
        "blacklist.tasks.expire",
        "blacklist.tasks.look_for_breaches",
        "blacklist.tasks.recompute_windows",
    } <= planned


def test_a_window_over_a_year_whose_calendar_is_not_out_moves_with_it_and_never_forward(
    clerk: Officer, settings: Any
):
    settings.CHENGYI_TODAY = "2031-12-29"
    row = make.notified_listing(by=clerk, days_ago=0)
    assert (row.statement_until, row.statement_provisional) == (date(2032, 1, 5), True)
    for day in (date(2031, 12, 30), date(2031, 12, 31), date(2032, 1, 1), date(2032, 1, 2)):
        CalendarDay.objects.create(kind=CalendarDay.Kind.HOLIDAY, day=day)
    assert (tasks.recompute_windows(), tasks.recompute_windows()) == (1, 0)
    row.refresh_from_db()
    assert (row.statement_until, row.statement_provisional) == (date(2032, 1, 9), False)
    CalendarDay.objects.filter(day__gte=date(2032, 1, 2)).delete()
    CalendarDay.objects.create(kind=CalendarDay.Kind.WORKDAY, day=date(2032, 1, 3))
    Listing.objects.filter(pk=row.pk).update(statement_provisional=True)
    assert tasks.recompute_windows() == 0
    row.refresh_from_db()
    assert row.statement_until == date(2032, 1, 9)


def test_the_window_follows_the_calendar_at_the_decision_too(clerk: Officer, settings: Any):
    settings.CHENGYI_TODAY = "2031-12-29"
    row = make.notified_listing(by=clerk, days_ago=0)
    for day in range(30, 32):
        CalendarDay.objects.create(kind=CalendarDay.Kind.HOLIDAY, day=date(2031, 12, day))
    settings.CHENGYI_TODAY = "2032-01-06"
    with pytest.raises(Exception, match="may speak until 2032-01-07"):
        services.ask_upper(row, upper_name="安阳市卫生健康委员会", by=clerk)
