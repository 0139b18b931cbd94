"""The same thing done twice at once, or from a page opened earlier, is done once and counted on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection

from credit.commitments import performance
from credit.commitments import services as commitments
from credit.commitments.loading import load_templates
from credit.evaluations import services as evaluations
from credit.models import Commitment, CommitmentTemplate, Evaluation
from credit.models.commitments import CommitmentState, Performance
from credit.parties import Party
from tests import factories

WAIT = 0.4
"""Seconds for which the first waits for the second, which stands before the lock."""


def side_by_side(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, act: Callable[[], object]) -> None:
    """Do an act in two connections, both stopped where the second would do what the first has not stored."""
    both, does = Barrier(2), getattr(module, name)

    def once_both_are_here(*args: Any, **given: Any) -> Any:
        with suppress(BrokenBarrierError):
            both.wait(WAIT)
        return does(*args, **given)

    def done() -> None:
        try:
            act()
        finally:
            connection.close()

    monkeypatch.setattr(module, name, once_both_are_here)
    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(done), pool.submit(done)]:
            future.result()


@pytest.mark.django_db(transaction=True)
def test_a_button_pressed_twice_draws_up_one_commitment(monkeypatch: pytest.MonkeyPatch):
    load_templates()
    subject, template = factories.body(), CommitmentTemplate.objects.get(code="public-promise", place="")
    by = Party(factories.officer(), frozenset({subject.pk}))
    side_by_side(
        monkeypatch,
        commitments,
        "draw_up",
        lambda: commitments.begin_own(subject=subject, template=template, by=by),
    )
    assert Commitment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_evaluation_taken_in_from_two_sides_is_kept_once(monkeypatch: pytest.MonkeyPatch):
    clerk, body = factories.clerk(), factories.body()
    side_by_side(monkeypatch, evaluations, "_store", lambda: factories.evaluation(body, by=clerk))
    assert Evaluation.objects.count() == 1


@pytest.mark.django_db
def test_a_step_from_a_page_opened_earlier_goes_on_from_the_last_revision():
    clerk, reviewer = factories.clerk(), factories.reviewer()
    stale = factories.commitment(by=clerk)
    Commitment.objects.update(revision=5)
    performance.find_broken(stale, by=clerk, performance=Performance.NOT, findings="未公示收费标准。")
    assert performance.confirm_breach(stale, by=reviewer).revision == 6
    Commitment.objects.update(state=CommitmentState.PUBLISHED, revision=8)
    assert performance.find_kept(stale, by=clerk).revision == 9
    Commitment.objects.update(state=CommitmentState.PUBLISHED, revision=11)
    assert commitments.withdraw(stale, by=clerk, reason="主体申请撤回").revision == 12
