"""What stood on a day, by what was known on a day: properties over any history."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.actors import SystemActor
from core.clock import CHINA, today
from core.errors import Refusal
from credit import services
from credit.choices import Change, RecordState
from credit.models import ConductRecord, RecordEvent, Subject
from credit.publication import publication_of
from credit.rules.standing import ENDED, Happening, Standing, after, replay
from credit.selectors import records_as_of
from credit.services.changes import standing_of
from disclosure.services import decisions, publishing
from tests import factories

START = date(2026, 1, 1)
LAST = date(2026, 3, 1)
LATER = date(2099, 1, 1)
BY = SystemActor("test")

days = st.integers(0, 59).map(lambda number: START + timedelta(days=number))
changes = st.lists(st.builds(Happening, st.sampled_from(Change.values), days, days), max_size=8).map(
    lambda found: sorted(found, key=lambda one: one.known_on)
)


@given(changes, days, days)
def test_what_was_known_on_a_day_never_changes_when_later_things_become_known(
    happenings: list[Happening], as_of: date, known_on: date
) -> None:
    earlier = [one for one in happenings if one.known_on <= known_on]
    assert replay(happenings, as_of=as_of, known_on=known_on) == replay(
        earlier, as_of=as_of, known_on=known_on
    )


@given(changes, days, days, days)
def test_what_has_ended_stays_ended_on_every_later_day(
    happenings: list[Happening], one: date, other: date, known_on: date
) -> None:
    earlier, later = sorted((one, other))
    if replay(happenings, as_of=earlier, known_on=known_on).state in ENDED:
        assert replay(happenings, as_of=later, known_on=known_on).state in ENDED


@given(changes, days)
def test_a_change_that_takes_effect_later_is_not_seen_before(
    happenings: list[Happening], as_of: date
) -> None:
    begun = [one for one in happenings if one.on <= as_of]
    assert replay(happenings, as_of=as_of, known_on=LAST) == replay(begun, as_of=LAST, known_on=LAST)


@given(changes)
def test_a_replay_of_everything_is_every_change_in_its_order(happenings: list[Happening]) -> None:
    standing = Standing()
    for one in happenings:
        standing = after(standing, one.kind, one.on)
    assert replay(happenings, as_of=LAST, known_on=LAST) == standing


def at(day: date) -> datetime:
    return datetime.combine(day, time(10), CHINA)


def record(subject: Subject, happened_on: date = START, **fields: Any) -> ConductRecord:
    return ConductRecord.objects.create(
        **{
            "subject": subject,
            "item_code": "J21",
            "title": "某行为",
            "happened_on": happened_on,
            "final_on": happened_on,
            "division_code": factories.COUNTY,
            "confirmed_at": at(happened_on),
            **fields,
        }
    )


@pytest.mark.django_db
@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from([c for c in Change if c != Change.SUPERSEDED]), days), max_size=7))
def test_replaying_the_stored_events_gives_the_columns(steps: list[tuple[Change, date]]) -> None:
    row = record(factories.body())
    for kind, day in steps:
        try:
            services.change_records([row], kind, on=day, by=BY, reason="测试")
        except Refusal:
            continue
    row.refresh_from_db()
    events = RecordEvent.objects.filter(record_id=row.pk).order_by("id")
    told = [Happening(event.kind, event.effective_on, today()) for event in events]
    replayed = replay(told, as_of=today(), known_on=today())
    assert replayed == standing_of(row)
    assert row.state == replayed.state


@pytest.mark.django_db
@settings(max_examples=25)
@given(changes, changes, days, days)
def test_the_file_as_known_on_a_day_is_the_same_after_later_events(
    first: list[Happening], second: list[Happening], as_of: date, known_on: date
) -> None:
    subject = factories.body()
    ConductRecord.objects.filter(subject=subject).delete()
    row = record(subject)
    store(row, first)
    before = told(subject, as_of, known_on)
    store(row, [one for one in second if one.known_on > known_on])
    record(subject, START, confirmed_at=at(known_on + timedelta(days=1)))
    assert told(subject, as_of, known_on) == before


@pytest.mark.django_db
@settings(max_examples=25)
@given(st.lists(days, max_size=5), days, days)
def test_a_later_day_shows_no_fewer_records(facts: list[date], one: date, other: date) -> None:
    subject = factories.body()
    ConductRecord.objects.filter(subject=subject).delete()
    for day in facts:
        record(subject, day)
    earlier, later = sorted((one, other))
    seen = {row.record.pk for row in records_as_of(subject, earlier, LAST)}
    assert seen <= {row.record.pk for row in records_as_of(subject, later, LAST)}
    assert len(seen) == sum(day <= earlier for day in facts)


def store(row: ConductRecord, happenings: list[Happening]) -> None:
    RecordEvent.objects.bulk_create(
        RecordEvent(
            record_id=row.pk,
            subject_id=row.subject_id,
            kind=one.kind,
            effective_on=one.on,
            known_at=at(one.known_on),
            by=BY.actor_id,
            by_label=BY.label,
        )
        for one in happenings
    )


def told(subject: Subject, as_of: date, known_on: date) -> list[tuple[int, Standing]]:
    return [(row.record.pk, row.standing) for row in records_as_of(subject, as_of, known_on)]


@pytest.mark.django_db
def test_a_correction_shows_the_old_facts_before_it_and_the_new_ones_after() -> None:
    subject = factories.body()
    old = record(subject)
    day = today()
    new = services.supersede(
        old, services.NewRecord(subject.pk, "J22", "更正", START, START, ""), on=day, by=BY, reason="项目有误"
    )
    before = records_as_of(subject, day - timedelta(days=1), day)
    assert [(row.record, row.state, row.counts_as_dishonest) for row in before] == [
        (old, RecordState.NORMAL, True)
    ]
    now = records_as_of(subject, day, day)
    assert [(row.record, row.state) for row in now] == [
        (old, RecordState.SUPERSEDED),
        (new, RecordState.NORMAL),
    ]
    assert [row.record for row in records_as_of(subject, day, day - timedelta(days=1))] == [old]


@pytest.mark.django_db
def test_published_is_not_dishonest_before_the_decision_is_final() -> None:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    penalty = factories.penalty(by=clerk)
    decisions.approve(penalty, by=reviewer)
    publishing.publish_due(on=date(2026, 6, 8))
    row = ConductRecord.objects.get()
    shown = publication_of([row])[row.pk]
    assert shown.since == date(2026, 6, 8)
    assert shown.open
    assert row.final_on == date(2026, 12, 1)
    (seen,) = records_as_of(row.subject, date(2026, 11, 30), LATER)
    assert not seen.counts_as_dishonest
    (seen,) = records_as_of(row.subject, date(2026, 12, 1), LATER)
    assert seen.counts_as_dishonest


@pytest.mark.django_db
def test_what_nobody_has_confirmed_was_never_known() -> None:
    clerk = factories.clerk()
    subject = factories.body()
    new = services.NewRecord(subject.pk, "J21", "某行为", START, None, "")
    services.enter_record(new, by=clerk)
    assert records_as_of(subject, today(), today()) == []
