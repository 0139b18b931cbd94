"""The workflow engine, tried on the penalty's table."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from core.errors import Refusal
from core.models import AuditEvent, OutboxEvent
from disclosure.choices import DecisionState as S
from disclosure.models import Penalty
from disclosure.workflow import PENALTY
from tests import factories

ANNULLED_ON = "2026-11-20"


@pytest.mark.django_db
def test_a_step_writes_state_audit_and_nothing_else_without_a_topic() -> None:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    penalty = factories.penalty(by=clerk)
    PENALTY.apply(penalty, "approve", by=reviewer)
    penalty.refresh_from_db()
    assert penalty.state == S.APPROVED
    event = AuditEvent.objects.get(action="penalty.approve")
    assert (event.before, event.after) == ({"state": "in_review"}, {"state": "approved"})
    assert (event.actor_id, event.division_code) == (reviewer.actor_id, factories.COUNTY)
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db
def test_nobody_approves_what_they_entered_or_changed() -> None:
    both = factories.officer(roles=("clerk", "reviewer"))
    penalty = factories.penalty(by=both)
    with pytest.raises(Refusal, match="由您录入|you entered"):
        PENALTY.apply(penalty, "approve", by=both)
    penalty.refresh_from_db()
    assert penalty.state == S.IN_REVIEW
    assert not AuditEvent.objects.filter(action="penalty.approve").exists()


@pytest.mark.django_db
def test_a_reviewer_of_another_place_is_refused() -> None:
    penalty = factories.penalty(by=factories.clerk())
    with pytest.raises(Refusal):
        PENALTY.apply(penalty, "approve", by=factories.stranger())


@pytest.mark.django_db
def test_a_step_that_asks_for_a_reason_is_refused_without_one() -> None:
    penalty = factories.penalty(by=factories.clerk())
    with pytest.raises(Refusal) as refusal:
        PENALTY.apply(penalty, "send_back", by=factories.reviewer(), reason="  ")
    assert refusal.value.field == "reason"


@pytest.mark.django_db
@pytest.mark.parametrize("state", S.values)
@pytest.mark.parametrize("step", PENALTY.transitions)
def test_every_pair_that_is_not_in_the_table_is_refused(state: str, step: str) -> None:
    reviewer = factories.officer(roles=("clerk", "reviewer"))
    penalty = factories.penalty(by=factories.clerk())
    Penalty.objects.filter(pk=penalty.pk).update(state=state)
    if state in PENALTY.transitions[step].sources:
        PENALTY.apply(penalty, step, by=reviewer, reason="because")
        penalty.refresh_from_db()
        assert penalty.state == PENALTY.transitions[step].target
    else:
        with pytest.raises(Refusal):
            PENALTY.apply(penalty, step, by=reviewer, reason="because")
        penalty.refresh_from_db()
        assert penalty.state == state


@pytest.mark.django_db
def test_a_bulk_step_moves_the_allowed_rows_and_names_the_refused_ones() -> None:
    clerk = factories.clerk()
    both = factories.officer(roles=("clerk", "reviewer"))
    others = [factories.penalty(by=clerk) for _ in range(3)]
    own = factories.penalty(by=both)
    result = PENALTY.apply_many([*[row.pk for row in others], own.pk], "approve", by=both)
    assert {row.pk for row in result.done} == {row.pk for row in others}
    assert [row.pk for row, _sentence in result.refused] == [own.pk]
    assert AuditEvent.objects.filter(action="penalty.approve").count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_simultaneous_clicks_one_wins_and_the_other_is_told() -> None:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    penalty = factories.penalty(by=clerk)
    start = threading.Barrier(2)

    def click() -> str:
        mine = Penalty.objects.get(pk=penalty.pk)
        start.wait(timeout=10)
        try:
            PENALTY.apply(mine, "approve", by=reviewer)
        except Refusal:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        clicks = [pool.submit(click) for _ in range(2)]
    assert sorted(future.result() for future in clicks) == ["done", "refused"]
    assert AuditEvent.objects.filter(action="penalty.approve").count() == 1


@pytest.mark.django_db
def test_a_failing_save_leaves_no_audit_row(monkeypatch: pytest.MonkeyPatch) -> None:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    penalty = factories.penalty(by=clerk)
    PENALTY.apply(penalty, "approve", by=reviewer)

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("outbox down")

    monkeypatch.setattr("core.outbox.publish", broken)
    with pytest.raises(RuntimeError):
        PENALTY.apply(penalty, "publish", by=reviewer)
    penalty.refresh_from_db()
    assert penalty.state == S.APPROVED
    assert not AuditEvent.objects.filter(action="penalty.publish").exists()
