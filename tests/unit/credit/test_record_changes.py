"""Changes of conduct records: state, dates, history, effects and announcement in one act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from core.actors import SystemActor
from core.clock import today
from core.errors import Refusal
from core.models import AuditEvent, OutboxEvent
from credit import effects, services
from credit.choices import Change, RecordState
from credit.effects import EffectDone
from credit.models import ConductRecord, RecordEvent
from credit.services import NewRecord
from disclosure.services.decisions import approve
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
BY = SystemActor("objection")
DAY = date(2026, 6, 1)
MARCH = date(2026, 3, 1)


def record(**fields: Any) -> ConductRecord:
    new = {
        "item_code": "I01",
        "title": "某行为",
        "happened_on": date(2026, 3, 1),
        "final_on": date(2026, 3, 1),
    }
    return ConductRecord.objects.create(
        subject=factories.body(), division_code=factories.COUNTY, **{**new, **fields}
    )


def correction(of: ConductRecord, **fields: Any) -> NewRecord:
    values = {
        "subject_id": of.subject_id,
        "item_code": of.item_code,
        "title": "更正后的行为",
        "happened_on": of.happened_on,
        "final_on": of.final_on,
        "source": of.source,
        "division_code": of.division_code,
    }
    return NewRecord(**{**values, **fields})


@pytest.fixture
def effect_that_fails() -> Iterator[list[str]]:
    heard: list[str] = []

    def fail(change: Change, records: Sequence[ConductRecord], **_words: Any) -> Iterable[EffectDone]:
        heard.append(change)
        raise RuntimeError("the list could not be changed")

    effects.register("test.fails")(fail)
    yield heard
    effects._effects.pop("test.fails")


def test_a_change_sets_state_and_date_and_writes_history_audit_and_outbox() -> None:
    row = record()
    done = services.change_records(
        [row], Change.WITHDRAWN, on=DAY, by=BY, reason="录入错误", notes={"objection": 7}
    )
    row.refresh_from_db()
    assert (row.state, row.withdrawn_on) == (RecordState.WITHDRAWN, DAY)
    event = RecordEvent.objects.get()
    assert (event.record_id, event.subject_id, event.kind) == (row.pk, row.subject_id, Change.WITHDRAWN)
    assert (event.effective_on, event.by, event.reason) == (DAY, "worker:objection", "录入错误")
    assert event.notes == {"objection": 7}
    assert AuditEvent.objects.get(action="conductrecord.withdrawn").reason == "录入错误"
    assert OutboxEvent.objects.get(topic="credit.record.changed").payload == {"subject": row.subject_id}
    assert [changed.pk for changed in done.records] == [row.pk]


def test_a_settled_dispute_leaves_the_record_as_it_was() -> None:
    row = record()
    services.change_records([row], Change.DISPUTED, on=DAY, by=BY)
    services.change_records([row], Change.SETTLED, on=DAY + timedelta(days=9), by=BY)
    row.refresh_from_db()
    assert row.state == RecordState.NORMAL
    assert (row.disputed_from, row.disputed_until) == (DAY, DAY + timedelta(days=9))


def test_what_ends_a_record_closes_its_dispute_and_its_shield() -> None:
    row = record()
    services.change_records([row], Change.SHIELDED, on=DAY, by=BY)
    services.change_records([row], Change.DISPUTED, on=DAY, by=BY)
    services.change_records([row], Change.WITHDRAWN, on=DAY + timedelta(days=3), by=BY, reason="异议成立")
    row.refresh_from_db()
    assert row.disputed_until == row.shielded_until == DAY + timedelta(days=3)


def test_a_shield_may_be_put_over_a_disputed_record_and_taken_away_again() -> None:
    row = record()
    services.change_records([row], Change.DISPUTED, on=DAY, by=BY)
    services.change_records([row], Change.SHIELDED, on=DAY, by=BY)
    row.refresh_from_db()
    assert (row.state, row.shielded_from, row.shielded_until) == (RecordState.DISPUTED, DAY, None)
    services.change_records([row], Change.UNSHIELDED, on=DAY, by=BY)
    row.refresh_from_db()
    assert (row.state, row.shielded_until) == (RecordState.DISPUTED, DAY)


@pytest.mark.parametrize("kind", [Change.SETTLED, Change.UNSHIELDED])
def test_ending_what_is_not_open_any_more_changes_nothing(kind: Change) -> None:
    row = record()
    assert services.change_records([row], kind, on=DAY, by=BY).records == []
    assert not RecordEvent.objects.exists()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Change.WITHDRAWN, Change.REPAIRED),
        (Change.REPAIRED, Change.DISPUTED),
        (Change.ANNULLED, Change.WITHDRAWN),
        (Change.ANNULLED, Change.ANNULLED),
        (Change.DISPUTED, Change.DISPUTED),
    ],
)
def test_a_step_that_the_table_does_not_know_is_refused(first: Change, second: Change) -> None:
    row = record()
    services.change_records([row], first, on=DAY, by=BY, reason="第一次")
    with pytest.raises(Refusal):
        services.change_records([row], second, on=DAY, by=BY, reason="第二次")
    assert RecordEvent.objects.count() == 1


def test_one_record_that_may_not_change_holds_back_all_others() -> None:
    good, gone = record(), record()
    services.change_records([gone], Change.ANNULLED, on=DAY, by=BY, reason="撤销")
    with pytest.raises(Refusal, match="某行为"):
        services.change_records([good, gone], Change.REPAIRED, on=DAY, by=BY)
    good.refresh_from_db()
    assert good.state == RecordState.NORMAL


def test_an_effect_that_fails_takes_the_whole_change_back(effect_that_fails: list[str]) -> None:
    row = record()
    with pytest.raises(RuntimeError):
        services.change_records([row], Change.REPAIRED, on=DAY, by=BY)
    row.refresh_from_db()
    assert effect_that_fails == [Change.REPAIRED]
    assert row.state == RecordState.NORMAL
    assert not RecordEvent.objects.exists()
    assert not OutboxEvent.objects.exists()


def test_a_change_cannot_take_effect_in_the_future_nor_before_the_conduct() -> None:
    row = record()
    with pytest.raises(Refusal, match="future") as future:
        services.change_records([row], Change.REPAIRED, on=today() + timedelta(days=1), by=BY)
    assert future.value.field == "on"
    with pytest.raises(Refusal, match="before 2026-03-01"):
        services.change_records([row], Change.REPAIRED, on=date(2026, 2, 1), by=BY)


def test_a_dispute_cannot_be_settled_before_it_began() -> None:
    row = record()
    services.change_records([row], Change.DISPUTED, on=DAY, by=BY)
    with pytest.raises(Refusal, match="before 2026-06-01"):
        services.change_records([row], Change.SETTLED, on=date(2026, 5, 1), by=BY)


def test_a_correction_supersedes_the_record_and_counts_from_that_day() -> None:
    row = record(source="test.source:1")
    new = services.supersede(row, correction(row), on=DAY, by=BY, reason="事实有误")
    row.refresh_from_db()
    assert (row.state, row.superseded_on) == (RecordState.SUPERSEDED, DAY)
    assert row.replacement == new
    assert (new.supersedes_id, new.final_on, new.state) == (row.pk, DAY, RecordState.NORMAL)
    assert RecordEvent.objects.get().replaced_by == new.pk


def test_a_correction_keeps_the_subject() -> None:
    row = record()
    other = factories.person()
    with pytest.raises(Refusal, match="keeps the subject"):
        services.supersede(row, correction(row, subject_id=other.pk), on=DAY, by=BY, reason="事实有误")


def test_annulling_the_source_ends_the_record_and_its_correction() -> None:
    row = record(source="test.source:1")
    new = services.supersede(row, correction(row), on=DAY, by=BY, reason="事实有误")
    assert services.annul_records("test.source:1", on=DAY, by=BY, reason="撤销") == 2
    assert services.annul_records("test.source:1", on=DAY, by=BY, reason="撤销") == 0
    for one in (row, new):
        one.refresh_from_db()
        assert (one.state, one.annulled_on) == (RecordState.ANNULLED, DAY)


def test_history_is_never_changed() -> None:
    services.change_records([record()], Change.REPAIRED, on=DAY, by=BY)
    with pytest.raises(DatabaseError), transaction.atomic():
        RecordEvent.objects.update(reason="改写")


def test_a_reviewed_penalty_becomes_a_confirmed_record() -> None:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    penalty = factories.penalty(by=clerk)

    approve(penalty, by=reviewer)
    row = ConductRecord.objects.get()
    assert row.confirmed_at is not None
    assert row.review == "confirmed"
