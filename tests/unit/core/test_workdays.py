"""Working days: make-up Saturdays, years not announced yet, and overrides."""

import json
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from core import workdays
from core.models import CalendarDay
from core.workdays import DueDate, WorkCalendar, committed_calendar

GOLDEN = json.loads((Path(__file__).parents[2] / "data/golden/workdays.json").read_text(encoding="utf-8"))
HOLIDAY, WORKDAY = CalendarDay.Kind.HOLIDAY, CalendarDay.Kind.WORKDAY
covered_days = st.dates(date(2004, 1, 1), date(2026, 10, 1))


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    workdays.forget_calendar()
    yield
    workdays.forget_calendar()


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: f"{case['decision_date']}+{case['n']}")
def test_every_golden_period_ends_on_the_written_day(case: dict[str, Any]) -> None:
    due = committed_calendar().add_working_days(date.fromisoformat(case["decision_date"]), case["n"])
    assert due == DueDate(date.fromisoformat(case["due_date"]), case["provisional"])


@given(covered_days, st.integers(1, 40))
def test_the_due_date_is_a_working_day_and_lies_that_many_working_days_ahead(start: date, n: int) -> None:
    calendar = committed_calendar()
    due = calendar.add_working_days(start, n).on
    assert calendar.is_working_day(due)
    assert calendar.working_days_between(start, due) == n


@given(covered_days, covered_days)
def test_working_days_are_negative_when_the_day_is_past(first: date, last: date) -> None:
    calendar = committed_calendar()
    assert calendar.working_days_between(first, last) == -calendar.working_days_between(last, first)


def test_a_make_up_saturday_is_a_working_day_and_a_holiday_monday_is_not() -> None:
    calendar = committed_calendar()
    assert calendar.is_working_day(date(2026, 10, 10))
    assert not calendar.is_working_day(date(2026, 10, 5))


def test_a_period_within_a_known_year_is_certain_and_one_reaching_beyond_is_provisional() -> None:
    calendar = committed_calendar()
    assert calendar.add_working_days(date(2026, 12, 30), 1) == DueDate(date(2026, 12, 31), False)
    assert calendar.add_working_days(date(2026, 12, 31), 1) == DueDate(date(2027, 1, 1), True)
    assert calendar.add_working_days(date(2003, 12, 31), 1).provisional is False
    assert calendar.add_working_days(date(2003, 12, 30), 1).provisional is True


def test_no_working_days_end_on_the_day_itself_and_negative_ones_are_refused() -> None:
    assert committed_calendar().add_working_days(date(2026, 11, 22), 0) == DueDate(date(2026, 11, 22), False)
    with pytest.raises(ValueError, match="negative"):
        committed_calendar().add_working_days(date(2026, 11, 22), -1)


def test_further_days_overrule_the_calendar_and_announce_their_year() -> None:
    plain = WorkCalendar(frozenset({date(2026, 5, 1)}), frozenset({date(2026, 5, 9)}), frozenset({2026}))
    changed = plain.with_days(holidays=[date(2026, 5, 9), date(2027, 1, 1)], workdays=[date(2026, 5, 1)])
    assert changed.is_working_day(date(2026, 5, 1))
    assert not changed.is_working_day(date(2026, 5, 9))
    assert changed.add_working_days(date(2026, 12, 31), 1) == DueDate(date(2027, 1, 4), False)


@pytest.mark.django_db
def test_an_override_counts_at_once_and_its_removal_too() -> None:
    friday = date(2026, 11, 20)
    assert workdays.add_working_days(friday, 1).on == date(2026, 11, 23)
    snow = CalendarDay.objects.create(day=date(2026, 11, 23), kind=HOLIDAY, occasion="暴雪")
    assert not workdays.is_working_day(snow.day)
    assert workdays.add_working_days(friday, 1).on == date(2026, 11, 24)
    snow.kind = WORKDAY
    snow.save()
    assert workdays.is_working_day(snow.day)
    snow.delete()
    assert workdays.working_days_between(friday, date(2026, 11, 24)) == 2


@pytest.mark.django_db
def test_announcing_a_year_ends_its_being_provisional() -> None:
    assert workdays.missing_year(date(2026, 10, 31)) is None
    assert workdays.missing_year(date(2026, 11, 1)) == 2027
    assert workdays.add_working_days(date(2026, 12, 31), 1) == DueDate(date(2027, 1, 1), True)
    CalendarDay.objects.create(day=date(2027, 1, 1), kind=HOLIDAY, occasion="元旦")
    assert workdays.add_working_days(date(2026, 12, 31), 1) == DueDate(date(2027, 1, 4), False)
    assert workdays.missing_year(date(2026, 11, 1)) is None


@pytest.mark.django_db(transaction=True)
def test_an_override_that_is_rolled_back_is_not_remembered() -> None:
    monday = date(2026, 11, 23)
    with transaction.atomic():
        CalendarDay.objects.create(day=monday, kind=HOLIDAY)
        assert not workdays.is_working_day(monday)
        transaction.set_rollback(True)
    assert workdays.is_working_day(monday)


@pytest.mark.django_db(transaction=True)
def test_the_overrides_are_asked_for_once_in_a_bulk(django_assert_num_queries: Any) -> None:
    workdays.is_working_day(date(2026, 1, 1))
    with django_assert_num_queries(0):
        for n in range(100):
            workdays.add_working_days(date(2026, 1, 1) + timedelta(days=n), 7)


@pytest.mark.django_db(transaction=True)
def test_another_process_sees_an_override_once_its_memory_is_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monday = date(2026, 11, 23)
    assert workdays.is_working_day(monday)

    def elsewhere() -> None:
        CalendarDay.objects.create(day=monday, kind=HOLIDAY)
        connection.close()

    writer = threading.Thread(target=elsewhere)
    writer.start()
    writer.join()
    later = workdays.time.monotonic() + workdays.CACHE_SECONDS
    monkeypatch.setattr(workdays.time, "monotonic", lambda: later)
    assert not workdays.is_working_day(monday)
