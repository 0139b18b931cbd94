"""A repair whose process is killed half-way leaves everything as it was; a batch goes on where it stopped."""

from datetime import date
from pathlib import Path

import pytest

from accounts.models import Officer
from core.models import OutboxEvent
from credit.choices import RecordState
from credit.models import ConductRecord, Repair, RepairBatch, RepairBatchItem
from credit.parties import Party
from credit.repair import batches, services
from credit.repair.choices import BatchState, ItemState, Material, RepairState
from disclosure.choices import DecisionState, PublicState
from disclosure.models import Penalty, PublicEntry
from disclosure.services import decisions, publishing
from tests import factories
from tests.harness.killing import killed_at_sign

# Does the act, and stops when every effect is written but nothing committed, until it is killed.
HALF_DONE = """
import sys, time
from datetime import date
from pathlib import Path
import django
django.setup()
from django.conf import settings
settings.CHENGYI_TODAY = date(2026, 9, 7)
from accounts.models import Officer
from credit.models import Repair
from credit.repair import act, batches, services

told = act.services.change_records
left = [int(sys.argv[4])]

def stop_here(*args, **kwargs):
    changed = told(*args, **kwargs)
    left[0] -= 1
    if left[0] == 0:
        Path(sys.argv[3]).touch()
        time.sleep(120)
    return changed

act.services.change_records = stop_here
if sys.argv[1] == "repair":
    officer = Officer.objects.get(username="decider")
    services.approve(Repair.objects.get(pk=int(sys.argv[2])), by=officer)
else:
    batches.work_off(int(sys.argv[2]))
"""


@pytest.fixture(autouse=True)
def _on_a_monday(settings) -> None:
    settings.CHENGYI_TODAY = date(2026, 9, 7)


def killed_half_way(kind: str, pk: int, sign: Path, *, after: int = 1) -> None:
    """Do the act in another process and kill it between its last write and the commit."""
    killed_at_sign(sign, HALF_DONE, kind, pk, sign, after)


def published(number: int) -> list[Penalty]:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    rows = [factories.penalty(by=clerk) for _ in range(number)]
    decisions.approve_many(Penalty, [row.pk for row in rows], by=reviewer)
    publishing.publish_due()
    return rows


def standing() -> tuple[int, int, int, int]:
    """How many records are repaired, decisions ended, entries ended, platforms told."""
    return (
        ConductRecord.objects.filter(state=RecordState.REPAIRED).count(),
        Penalty.objects.filter(state=DecisionState.ENDED).count(),
        PublicEntry.objects.filter(state=PublicState.ENDED).count(),
        OutboxEvent.objects.filter(topic="disclosure.penalty.ended").count(),
    )


def test_a_killed_repair_is_never_half_done(transactional_db: None, tmp_path: Path):
    (penalty,) = published(1)
    by = Party(Officer.objects.create_user("hospital"), frozenset({penalty.subject_id}))
    record = ConductRecord.objects.get()
    repair = services.start_repair(subject_id=penalty.subject_id, record=record, by=by)
    services.write_repair(
        repair,
        by=by,
        duties_done_on=date(2026, 6, 20),
        correction="已改正",
        commitment_by="许嘉言",
        commits=True,
        files={Material.PERFORMANCE: [factories.pdf()]},
    )
    services.submit(repair, by=by)
    clerk, decider = factories.clerk(), factories.officer("decider", roles=("reviewer",))
    services.accept(repair, by=clerk)
    services.note_check(repair, note="已核查", confirmed=["performed", "allowed"], by=clerk)
    killed_half_way("repair", repair.pk, tmp_path / "written")
    assert standing() == (0, 0, 0, 0)
    assert Repair.objects.get().state == RepairState.UNDER_CHECK
    services.approve(Repair.objects.get(), by=decider)
    assert standing() == (1, 1, 1, 1)


def test_a_killed_batch_goes_on_with_the_rest_and_repairs_nothing_twice(
    transactional_db: None, tmp_path: Path
):
    published(5)
    clerk = factories.clerk()
    batch = batches.draft_batch(
        title="集中修复",
        division_code=factories.COUNTY,
        basis="批量修复工作方案",
        duties_done="财政票据系统核对",
        rule={"classes": ["一般"], "decided_before": "2026-08-01"},
        by=clerk,
    )
    batches.examine_batch(batch, by=clerk)
    batches.approve_batch(batch, by=factories.reviewer())
    batches.file_batch(batch, filed_with="市卫生健康委", filing_no="1", filed_on=date(2026, 9, 7), by=clerk)
    batches.start_batch(batch, by=clerk)
    killed_half_way("batch", batch.pk, tmp_path / "written", after=3)
    assert standing() == (2, 2, 2, 2)
    assert RepairBatchItem.objects.filter(state=ItemState.DONE).count() == Repair.objects.count() == 2
    RepairBatch.objects.update(lease_until=None)
    assert batches.unattended() == [batch.pk]
    assert batches.work_off(batch.pk) == 3
    assert standing() == (5, 5, 5, 5)
    assert batches.work_off(batch.pk) == 0
    assert RepairBatch.objects.get().state == BatchState.DONE
    assert OutboxEvent.objects.filter(topic="credit.repair.approved").count() == 5
