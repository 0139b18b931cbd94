"""Two acts on one file follow one another: each takes the file before any row of its own."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Event
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Officer
from core.clock import today
from core.errors import Refusal
from credit import services as credit
from credit.choices import Change, RecordState
from credit.models import ConductRecord, Objection, Repair
from credit.objection import services as objections
from credit.parties import Party
from credit.points import services as points
from credit.repair import act, batches, shields
from credit.repair import services as repairs
from credit.repair.choices import Material, RepairState
from disclosure.models import Penalty
from disclosure.services import decisions, publishing
from tests import factories

TODAY = date(2026, 9, 7)
LOCKS = re.compile(r'FROM "(\w+)".* FOR (?:NO KEY )?UPDATE')
needs_row_locks = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite locks no rows")


@pytest.fixture(autouse=True)
def _in_english_on_a_monday(settings: Any) -> Iterator[None]:
    settings.CHENGYI_TODAY = TODAY
    with translation.override("en"):
        yield


def published() -> Penalty:
    row = factories.penalty(by=factories.clerk())
    decisions.approve(row, by=factories.reviewer())
    publishing.publish_due()
    row.refresh_from_db()
    return row


def record_of(penalty: Penalty) -> ConductRecord:
    return ConductRecord.objects.get(source=f"disclosure.penalty:{penalty.guid}")


def party_of(penalty: Penalty) -> Party:
    account, _made = Officer.objects.get_or_create(username="hospital")
    return Party(account, frozenset({penalty.subject_id}))


def checked(penalty: Penalty) -> Repair:
    by, clerk = party_of(penalty), factories.clerk()
    repair = repairs.start_repair(subject_id=penalty.subject_id, record=record_of(penalty), by=by)
    repairs.write_repair(
        repair,
        by=by,
        duties_done_on=date(2026, 6, 20),
        correction="已改正，罚款已缴纳。",
        commitment_by="许嘉言",
        commits=True,
        files={Material.PERFORMANCE: [factories.pdf()]},
    )
    repairs.submit(repair, by=by)
    repairs.accept(repair, by=clerk)
    return repairs.note_check(repair, note="核对一致。", confirmed=["performed", "allowed"], by=clerk)


def approving(penalty: Penalty) -> Callable[[], object]:
    repair, reviewer = checked(penalty), factories.reviewer()
    return lambda: repairs.approve(repair, by=reviewer)


def annulling(penalty: Penalty) -> Callable[[], object]:
    reviewer = factories.reviewer()
    return lambda: publishing.annul(penalty, by=reviewer, reason="复议撤销")


def objecting(penalty: Penalty) -> Callable[[], Objection]:
    by, about = party_of(penalty), f"disclosure.penalty:{penalty.guid}"
    claim = "罚款金额写错，决定书上是三万元。"
    return lambda: objections.file_objection(
        subject_id=penalty.subject_id, about=about, by=by, ground="content", claim=claim
    )


def deciding(penalty: Penalty) -> Callable[[], object]:
    row, reviewer = objecting(penalty)(), factories.reviewer()
    objections.propose(
        row, finding="upheld", remedy="withdraw", reasoning="与决定书不一致，应当撤下。", by=factories.clerk()
    )
    return lambda: objections.decide(row, by=reviewer)


def taking_back(penalty: Penalty) -> Callable[[], object]:
    row, by = objecting(penalty)(), party_of(penalty)
    return lambda: objections.take_back(row, by=by)


def shielding(penalty: Penalty) -> Callable[[], object]:
    shield, reviewer = factories.shield(penalty.subject, by=factories.clerk()), factories.reviewer()
    return lambda: shields.start_shield(shield, by=reviewer)


def lifting(penalty: Penalty) -> Callable[[], object]:
    shield, reviewer = factories.shield(penalty.subject, by=factories.clerk()), factories.reviewer()
    shields.start_shield(shield, by=reviewer)
    return lambda: shields.lift_shield(shield, reason="重整计划不能执行", by=reviewer)


def completing(penalty: Penalty) -> Callable[[], object]:
    shield, reviewer = factories.shield(penalty.subject, by=factories.clerk()), factories.reviewer()
    shields.start_shield(shield, by=reviewer)
    return lambda: shields.complete_shield(shield, ruling_no="（2026）豫05破3号之二", by=reviewer)


def confirming_points(penalty: Penalty) -> Callable[[], object]:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    entry = factories.demerit_entry(penalty.subject, by=clerk, penalty_record=record_of(penalty))
    points.serve(entry, notice_no="内卫记〔2026〕1号", served_on=today() - timedelta(days=15), by=clerk)
    return lambda: points.confirm(entry, by=reviewer)


def correcting(penalty: Penalty) -> Callable[[], object]:
    clerk, reviewer, old = factories.clerk(), factories.reviewer(), record_of(penalty)
    ConductRecord.objects.filter(pk=old.pk).update(source="")
    new = credit.NewRecord(
        penalty.subject_id, "I01", "更正后的行为", old.happened_on, old.happened_on, "", note="事由写错"
    )
    entry = credit.enter_record(new, by=clerk, corrects=old)
    return lambda: credit.confirm(entry, by=reviewer)


@needs_row_locks
@pytest.mark.django_db
@pytest.mark.parametrize(
    "prepared",
    [
        approving,
        annulling,
        objecting,
        deciding,
        taking_back,
        shielding,
        lifting,
        completing,
        confirming_points,
        correcting,
    ],
)
def test_every_act_that_changes_records_locks_the_file_first(
    prepared: Callable[[Penalty], Callable[[], object]],
):
    does = prepared(published())
    with CaptureQueriesContext(connection) as asked:
        does()
    locked = [found[1] for query in asked if (found := LOCKS.search(query["sql"]))]
    assert locked[0] == "credit_subject"
    assert len(set(locked)) > 1, "the act locked nothing else: this proves nothing"


@needs_row_locks
@pytest.mark.django_db
def test_a_batch_locks_the_file_before_the_repair_points_at_the_record():
    published()
    reviewer, clerk = factories.reviewer(), factories.clerk()
    batch = batches.examine_batch(factories.repair_batch(by=clerk), by=clerk)
    assert batch.eligible == 1
    batches.approve_batch(batch, by=reviewer)
    batches.file_batch(batch, filed_with="省卫健委", filing_no="1", filed_on=TODAY, by=clerk)
    batches.start_batch(batch, by=clerk)
    with CaptureQueriesContext(connection) as asked:
        batches.work_off(batch.pk)
    told = [query["sql"] for query in asked]
    held = next(number for number, sql in enumerate(told) if '"credit_subject"' in sql and "UPDATE" in sql)
    made = next(number for number, sql in enumerate(told) if sql.startswith('INSERT INTO "credit_repair"'))
    assert held < made


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_an_approval_and_an_annulment_at_the_same_moment_do_not_wait_for_each_other_for_ever(
    monkeypatch: pytest.MonkeyPatch,
):
    penalty = published()
    approve, annul = approving(penalty), annulling(penalty)
    own_row_taken, end_everything = Event(), act.end_everything

    def once_the_other_waits(*args: Any, **given: Any) -> list[str]:
        own_row_taken.set()
        limit = time.monotonic() + 10
        while not somebody_waits():
            assert time.monotonic() < limit, "the annulment never waited"
            time.sleep(0.01)
        return end_everything(*args, **given)

    def told(does: Callable[[], object], after: Event | None = None) -> str:
        try:
            if after is not None:
                assert after.wait(10)
            does()
        except Refusal:
            return "refused"
        finally:
            connection.close()
        return "done"

    monkeypatch.setattr(repairs, "end_everything", once_the_other_waits)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(told, approve), pool.submit(told, annul, own_row_taken)
        assert (first.result(), second.result()) == ("done", "done")
    assert Repair.objects.get().state == RepairState.APPROVED
    record = ConductRecord.objects.get()
    assert (record.state, record.repaired_on) == (RecordState.ANNULLED, TODAY)


@pytest.mark.django_db
def test_a_change_of_several_files_is_one_act():
    rows = [
        ConductRecord.objects.create(
            subject=factories.body(uscc=number),
            item_code="I01",
            title="某行为",
            happened_on=TODAY,
            division_code=factories.COUNTY,
        )
        for number in (factories.HOSPITAL_USCC, "92410527MA0000000A")
    ]
    done = credit.change_records(rows, Change.REPAIRED, on=TODAY, by=factories.reviewer())
    assert {row.state for row in done.records} == {RecordState.REPAIRED}
