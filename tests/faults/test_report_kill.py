"""A worker killed while it writes a batch of reports: another one goes on, and no report is issued twice."""

import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from core import vault
from core.actors import SystemActor
from core.models import AuditEvent
from credit.models import ReportBatch
from credit.report import batches
from credit.report.services import Terms
from credit.report.terms import BatchState
from tests import factories
from tests.harness.killing import killed_at_sign

BODIES = 9
PIECE = 4
# Writes a batch and stands still at one place of its second piece until it is killed.
STANDING_STILL = """
import sys, time
from pathlib import Path
import django
django.setup()
from credit.report import batches

batches.PIECE = int(sys.argv[4])
place = sys.argv[2]
original = getattr(batches, place)
left = 2

def stand_still(*args, **named):
    global left
    answer = original(*args, **named)
    left -= 1
    if not left:
        Path(sys.argv[3]).touch()
        time.sleep(120)
    return answer

setattr(batches, place, stand_still)
batches.carry_out(int(sys.argv[1]))
"""


@pytest.fixture
def ordered(transactional_db: None) -> ReportBatch:
    """A batch that waits for a worker."""
    bodies = [factories.body(f"内黄县第{n}诊所", f"9241052700000000{n:02d}") for n in range(BODIES)]
    terms = Terms("zh-hans", "supervision", factories.AUTHORITY)
    return batches.request_batch([body.pk for body in bodies], terms, by=SystemActor("test"), told=False)


def killed(batch: ReportBatch, place: str, sign: Path) -> None:
    """Write the batch in another process and kill it at a place."""
    killed_at_sign(sign, STANDING_STILL, batch.pk, place, sign, PIECE)


@pytest.mark.parametrize(
    ("place", "issued"),
    [("write", 2 * PIECE), ("_keep_pages", 2 * PIECE)],
    ids=["after issuing, before the pages", "after the pages, before they are counted"],
)
def test_a_killed_batch_is_finished_by_another_worker(
    ordered: ReportBatch, place: str, issued: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "PIECE", PIECE)
    monkeypatch.setattr(batches, "queue", lambda pk: True)
    killed(ordered, place, tmp_path / "there")
    ordered.refresh_from_db()
    assert (ordered.state, ordered.done) == (BatchState.RUNNING, PIECE)
    before = set(ordered.reports.values_list("pk", "check_code"))
    assert len(before) == issued
    assert not batches.carry_out(ordered.pk), "the dead worker's lease still runs"
    ReportBatch.objects.update(heartbeat_at=timezone.now() - batches.LEASE - timedelta(seconds=1))
    assert batches.reap() == 1
    assert batches.carry_out(ordered.pk)
    ordered.refresh_from_db()
    assert (ordered.state, ordered.done) == (BatchState.DONE, BODIES)
    assert before <= set(ordered.reports.values_list("pk", "check_code"))
    assert ordered.reports.count() == BODIES
    assert AuditEvent.objects.filter(action="creditreport.issue").count() == BODIES
    with vault.open_kept(ordered.stored_as, batches.SHELF) as kept, zipfile.ZipFile(kept) as archive:
        assert len(set(archive.namelist())) == len(archive.namelist()) == BODIES
        assert archive.testzip() is None
