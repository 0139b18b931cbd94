"""Bodies that join or leave a running campaign: what they owe follows in the same transaction, once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Officer
from core.clock import today
from core.errors import Refusal
from core.models import AuditEvent, Deadline, OutboxEvent
from core.workdays import add_working_days
from institutions.models import Institution
from supervision.campaigns import scope, services
from supervision.campaigns.joining import Change
from supervision.ledgers import clocks, joining
from supervision.ledgers.listeners import campaign_started
from supervision.ledgers.opening import OPENED
from supervision.ledgers.services import accept, drop, send_back
from supervision.models import Campaign, Ledger, LedgerRound
from supervision.models.ledgers import LedgerState as S
from supervision.portal.ledgers import context, joined_on
from tests import campaign_factories as made
from tests import factories
from tests.unit.supervision.ledgers import ledger_rows as rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
FIRST_CODE, SECOND_CODE = "91410527MA46TKJL8A", "91410527MA0EXAMP0X"


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.CHENGYI_TODAY = made.START


@pytest.fixture
def clerk() -> Officer:
    return factories.clerk()


@pytest.fixture
def campaign(clerk: Officer) -> Campaign:
    """A campaign that runs with the hospital in it; its ledgers are open."""
    factories.institution()
    row = made.running(by=clerk, starter=factories.reviewer())
    campaign_started([OutboxEvent(topic="supervision.campaign.started", payload={"campaign": row.pk})])
    assert LedgerRound.objects.get().due_on == date(2026, 8, 31)
    return row


def clinic(name: str = "内黄县康宁诊所", code: str = FIRST_CODE) -> Institution:
    return factories.institution(factories.body(name, code), category="诊所")


def ledger_of(body: Institution) -> Ledger:
    return Ledger.objects.select_related("round", "subject").get(subject=body.subject)


def test_a_body_that_joins_a_running_campaign_has_its_ledger_at_once_and_once(
    campaign: Campaign, clerk: Officer
) -> None:
    body = clinic()
    told = OutboxEvent.objects.filter(topic=OPENED).count()
    assert scope.add_listed(campaign, FIRST_CODE, by=clerk) == 1
    ledger = ledger_of(body)
    assert (ledger.state, ledger.due_on, joined_on(ledger)) == (S.OPEN, date(2026, 8, 31), made.START)
    assert [row.ledger for row in context(body)["waiting"]] == [ledger]
    assert OutboxEvent.objects.filter(topic=OPENED).count() == told + 1
    for _again in range(2):
        scope.add_chosen(campaign, scope.Choice(), by=clerk)
    assert Ledger.objects.count() == 2
    assert "2026-08-31" in joining.told_to_joined(campaign, on=today())


def test_who_joins_late_has_the_days_of_the_rule_and_the_check_waits(
    settings: Any, campaign: Campaign, clerk: Officer
) -> None:
    asked = Deadline.objects.get(kind=clocks.CHECK.code, closed_at=None)
    settings.CHENGYI_TODAY = date(2026, 9, 2)
    body = clinic()
    scope.add_listed(campaign, FIRST_CODE, by=clerk)
    due = add_working_days(date(2026, 9, 2), 10).on
    assert ledger_of(body).due_on == due > date(2026, 8, 31)
    asked.refresh_from_db()
    assert (asked.started_on, asked.due_on) == (due, add_working_days(due, 20).on)
    hospital = Ledger.objects.exclude(subject=body.subject).get()
    assert hospital.due_on == date(2026, 8, 31), "who was in it from the start is as late as before"


def test_a_checked_round_is_asked_for_again_when_a_body_joins(campaign: Campaign, clerk: Officer) -> None:
    first = Institution.objects.get()
    rows.handed_in(ledger_of(first), rows.party(first), ())
    accept(ledger_of(first), by=clerk)
    assert not Deadline.objects.filter(kind=clocks.CHECK.code, closed_at=None).exists()
    clinic()
    scope.add_chosen(campaign, scope.Choice(), by=clerk)
    assert Deadline.objects.filter(kind=clocks.CHECK.code, closed_at=None).count() == 1


def test_before_the_phase_begins_the_ledger_waits_unseen(clerk: Officer, settings: Any) -> None:
    settings.CHENGYI_TODAY = made.START - timedelta(days=9)
    factories.institution()
    row = made.running(by=clerk, starter=factories.reviewer())
    body = clinic()
    scope.add_listed(row, FIRST_CODE, by=clerk)
    assert not Ledger.objects.exists(), "the start has not been heard yet; it opens for all"
    assert "no ledgers yet" in joining.told_to_joined(row, on=today())
    campaign_started([OutboxEvent(topic="supervision.campaign.started", payload={"campaign": row.pk})])
    later = clinic("内黄县第二诊所", SECOND_CODE)
    scope.add_listed(row, SECOND_CODE, by=clerk)
    assert Ledger.objects.count() == 3
    for one in (body, later):
        assert context(one)["waiting"] == []
    settings.CHENGYI_TODAY = made.START
    assert [row.ledger.subject_id for row in context(later)["waiting"]] == [later.subject_id]


def test_a_draft_and_a_campaign_without_self_inspection_open_nothing(clerk: Officer) -> None:
    factories.institution()
    row = made.campaign(by=clerk)
    services.put_phases(row, made.PHASES[1:], by=clerk)
    scope.add_chosen(row, scope.Choice(), by=clerk)
    services.start_campaign(row, by=factories.reviewer(), on=made.START)
    clinic()
    assert scope.add_listed(row, FIRST_CODE, by=clerk) == 1
    assert not Ledger.objects.exists()


def test_many_that_join_cost_as_many_statements_as_one(campaign: Campaign, clerk: Officer) -> None:
    clinic()
    with CaptureQueriesContext(connection) as one:
        scope.add_listed(campaign, FIRST_CODE, by=clerk)
    for number in range(6):
        body = factories.body(f"第{number}诊所", f"CLINIC41052700000{number}")
        factories.institution(body, category="中医诊所")
    with CaptureQueriesContext(connection) as six:
        assert scope.add_chosen(campaign, scope.Choice(categories=("中医诊所",)), by=clerk) == 6
    assert len(six) <= len(one) + 1
    assert Ledger.objects.count() == 8


def test_joining_that_fails_leaves_neither_body_nor_ledger(
    campaign: Campaign, clerk: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic()

    def fail(_change: Change) -> None:
        raise RuntimeError

    monkeypatch.setattr("supervision.campaigns.joining._joined", [joining.open_for_joined, fail])
    with pytest.raises(RuntimeError):
        scope.add_listed(campaign, FIRST_CODE, by=clerk)
    assert (Ledger.objects.count(), campaign.bodies.count()) == (1, 1)


def test_the_ledger_of_a_body_that_leaves_is_taken_back_and_the_body_reads_why(
    campaign: Campaign, clerk: Officer
) -> None:
    body = Institution.objects.get()
    scope.take_out(campaign, [body.subject_id], reason="已迁出本县", by=clerk)
    ledger = ledger_of(body)
    assert (ledger.state, ledger.return_reason) == (S.DROPPED, "已迁出本县")
    shown = context(body)
    assert (shown["waiting"], shown["past"], shown["taken_back"]) == ([], [], [ledger])
    assert not Deadline.objects.filter(kind=clocks.CHECK.code, closed_at=None).exists()
    assert joining.told_of_left(campaign, [body.subject_id]).startswith("1 ledger was taken back")
    step = AuditEvent.objects.get(action="ledger.leave")
    assert (step.actor_label, step.reason) == (clerk.label, "已迁出本县")


def test_a_body_that_comes_back_goes_on_where_it_stopped(
    settings: Any, campaign: Campaign, clerk: Officer
) -> None:
    body = Institution.objects.get()
    rows.fill(ledger_of(body), rows.party(body))
    scope.take_out(campaign, [body.subject_id], reason="停业整顿", by=clerk)
    with pytest.raises(Refusal):
        rows.fill(ledger_of(body), rows.party(body))
    settings.CHENGYI_TODAY = date(2026, 9, 2)
    scope.add_chosen(campaign, scope.Choice(), by=clerk)
    ledger = ledger_of(body)
    assert (ledger.state, ledger.return_reason, ledger.late) == (S.OPEN, "", False)
    assert ledger.due_on == add_working_days(date(2026, 9, 2), 10).on
    assert ledger.entries.filter(answer="found").count() == 2
    assert Deadline.objects.filter(kind=clocks.CHECK.code, closed_at=None).count() == 1


def test_nobody_gets_rid_of_a_returned_or_handed_in_ledger_by_leaving(
    campaign: Campaign, clerk: Officer
) -> None:
    hospital, other = Institution.objects.get(), clinic()
    scope.add_listed(campaign, FIRST_CODE, by=clerk)
    for body, name in ((hospital, "hospital"), (other, "other")):
        rows.handed_in(ledger_of(body), rows.party(body, name), ())
    send_back(ledger_of(hospital), reason="查找不深入", by=clerk)
    both = [hospital.subject_id, other.subject_id]
    scope.take_out(campaign, both, reason="已迁出本县", by=clerk)
    assert {row.state for row in Ledger.objects.all()} == {S.RETURNED, S.HANDED_IN}
    assert Deadline.objects.filter(kind=clocks.MEND.code, closed_at=None).count() == 1
    assert joining.told_of_left(campaign, both).startswith("2 ledgers that had been handed in stay")


def test_a_ledger_that_an_officer_takes_back_tells_the_body_why(campaign: Campaign, clerk: Officer) -> None:
    body = Institution.objects.get()
    drop(ledger_of(body), reason="该单位已注销", by=clerk)
    assert [row.return_reason for row in context(body)["taken_back"]] == ["该单位已注销"]
    scope.add_chosen(campaign, scope.Choice(), by=clerk)
    assert ledger_of(body).state == S.DROPPED, "it never left the campaign: nothing was asked for again"
