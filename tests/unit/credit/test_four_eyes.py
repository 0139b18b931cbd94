"""Whoever made a case, or last changed what is decided, does not decide it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from accounts.models import Officer
from accounts.permissions import P
from accounts.roles import CLERK, REVIEWER
from core.clock import today
from core.errors import Refusal
from credit.choices import RecordState
from credit.models import ConductRecord
from credit.objection import services as objections
from credit.objection.choices import ObjectionState
from credit.parties import OnPaper
from credit.points import services as points
from credit.points.choices import EntryState
from credit.repair import batches
from credit.repair import services as repairs
from credit.repair.choices import BatchState, Material, RepairState
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 7)
OWN_WORK = "needs a second officer"


@pytest.fixture(autouse=True)
def _in_english_on_a_monday(settings: Any) -> Iterator[None]:
    settings.CHENGYI_TODAY = TODAY
    with translation.override("en"):
        yield


def both() -> Officer:
    """An officer who may enter and decide."""
    return factories.officer(roles=(CLERK.code, REVIEWER.code))


def record(**fields: Any) -> ConductRecord:
    day = date(2026, 3, 1)
    made = {"item_code": "I01", "title": "某行为", "happened_on": day, "final_on": day}
    return ConductRecord.objects.create(
        **{
            "subject": factories.body(),
            "source": "test.source:1",
            "division_code": factories.COUNTY,
            **made,
            **fields,
        }
    )


def test_a_paper_repair_is_not_approved_by_the_officer_who_completed_it():
    begun, completed, checks = both(), both(), both()
    row = record()
    repair = factories.repair(row, by=begun)
    by = OnPaper(completed, P.REPAIR_HANDLE)
    repairs.write_repair(
        repair,
        by=by,
        duties_done_on=date(2026, 6, 20),
        correction="已缴清罚款并改正。",
        commitment_by="许嘉言",
        commits=True,
        files={Material.PERFORMANCE: [factories.pdf()]},
    )
    repairs.submit(repair, by=by)
    repairs.accept(repair, by=checks)
    repairs.note_check(repair, note="核对一致。", confirmed=["performed", "allowed"], by=checks)
    for maker in (begun, completed, checks):
        with pytest.raises(Refusal, match=OWN_WORK):
            repairs.approve(repair, by=maker)
        with pytest.raises(Refusal, match=OWN_WORK):
            repairs.refuse(repair, reason="材料不实", by=maker)
    row.refresh_from_db()
    assert row.state == RecordState.NORMAL
    assert repairs.approve(repair, by=both()).state == RepairState.APPROVED


def test_an_objection_is_not_decided_by_the_officer_who_entered_the_providers_answer():
    received, answered, proposes = both(), both(), both()
    objection = factories.objection(record(), by=received)
    objections.pass_on(objection, provider_name="内黄县卫生监督所", by=received)
    objections.note_answer(objection, answer="金额确有笔误。", confirms=False, by=answered)
    objections.propose(
        objection, finding="upheld", remedy="withdraw", reasoning="与决定书不一致，应当撤下。", by=proposes
    )
    for maker in (received, answered, proposes):
        with pytest.raises(Refusal, match=OWN_WORK):
            objections.decide(objection, by=maker)
    assert objections.decide(objection, by=both()).state == ObjectionState.DECIDED


def test_points_are_not_confirmed_by_the_officer_who_answered_the_defence():
    entered, answered = both(), both()
    entry = factories.demerit_entry(by=entered)
    points.serve(entry, notice_no="内卫记〔2026〕1号", served_on=today() - timedelta(days=15), by=entered)
    points.note_defence(
        entry, received_on=today(), result="rejected", text="不属实", answer="证据充分", by=answered
    )
    for maker in (entered, answered):
        with pytest.raises(Refusal, match=OWN_WORK):
            points.confirm(entry, by=maker)
    assert points.confirm(entry, by=both()).state == EntryState.CONFIRMED


def test_a_batch_is_not_approved_by_the_officer_who_wrote_its_rule_although_another_examined_it():
    drafted, rewrote, examined = both(), both(), both()
    record()
    batch = factories.repair_batch(by=drafted)
    words = {"title": batch.title, "basis": batch.basis, "duties_done": batch.duties_done}
    batches.change_batch(batch, **words, rule={"decided_before": "2026-08-01"}, by=rewrote)
    batch = batches.examine_batch(batch, by=examined)
    assert batch.eligible == 1
    for maker in (drafted, rewrote, examined):
        with pytest.raises(Refusal, match=OWN_WORK):
            batches.approve_batch(batch, by=maker)
    assert batches.approve_batch(batch, by=both()).state == BatchState.APPROVED
