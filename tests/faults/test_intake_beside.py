"""A long file is stored while it is checked: the same result as storing it afterwards, or nothing at all."""

from collections.abc import Callable
from datetime import date
from functools import partialmethod
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection

from core import intake, intake_run, intake_store
from core.actors import SystemActor
from core.models import AuditEvent, Deadline, Intake, IntakeFault
from core.sheets.check import Checking
from credit.models import Subject
from disclosure.choices import DecisionState
from disclosure.models import Penalty
from disclosure.sheets.direct import DirectDecisions

DATA = Path(__file__).parents[1] / "data"
CLEAN = DATA / "samples" / "penalties_legal.xlsx"
DIRTY = DATA / "dirty" / "o01_check_character.xlsx"
ROWS = 800
CLERK = SystemActor("clerk")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Small files count as long, in many chunks and parts; returns the ways that were taken."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: rows are stored after the checks")
    ways: list[str] = []
    original = intake_store.storing

    def noted(*args: Any, **options: Any) -> intake_store.Storing:
        way = original(*args, **options)
        ways.append(type(way).__name__)
        return way

    monkeypatch.setattr(intake_run, "storing", noted)
    monkeypatch.setattr(intake_run, "LONG", 0)
    monkeypatch.setattr(intake_store, "PART_ROWS", 150)
    monkeypatch.setattr(Checking, "chunks", partialmethod(Checking.chunks, 70))
    return ways


def take_in(path: Path, mode: str = "keep_good") -> Intake:
    with path.open("rb") as stream:
        job = intake.submit("penalty_legal", stream, mode, CLERK, as_of=date(2026, 11, 22), told=False)
    assert intake_run.run(job.pk)
    job.refresh_from_db()
    return job


def figures(job: Intake) -> dict[str, Any]:
    return {name: getattr(job, name) for name in (*intake_run.FIGURES, "state", "failure", "file_findings")}


def faults(job: Intake) -> list[tuple[Any, ...]]:
    names = ("row", "level", "kind", "code", "params")
    return sorted(IntakeFault.objects.filter(intake=job).values_list(*names), key=str)


def tables() -> tuple[list[Any], ...]:
    """Return what is stored, without numbers that differ from run to run."""
    penalties = Penalty.objects.order_by("document_no", "subject__identity").values_list(
        "document_no", "subject__identity", "party_name", "due_on", "state", "fine", "kinds", "division_code"
    )
    clocks = Deadline.objects.order_by("title", "due_on").values_list("title", "due_on", "working_days")
    return list(penalties), sorted(clocks), sorted(Subject.objects.values_list("identity", "name"))


def wiped() -> None:
    Deadline.objects.all().delete()
    Penalty.objects.all().delete()
    Subject.objects.all().delete()


@pytest.mark.parametrize(
    "path", [CLEAN, DIRTY, DATA / "dirty" / "o15_duplicates.xlsx"], ids=lambda path: path.stem
)
def test_storing_beside_the_checks_gives_what_storing_afterwards_gives(
    beside: list[str], monkeypatch: pytest.MonkeyPatch, path: Path
) -> None:
    job = take_in(path)
    assert beside == ["BesideTheChecks"]
    seen = figures(job), faults(job), tables()
    assert job.new_rows
    wiped()
    monkeypatch.setattr(intake_run, "LONG", 1 << 40)
    job = take_in(path)
    assert beside[1:] == ["AfterTheChecks"]
    assert (figures(job), faults(job), tables()) == seen


def test_the_same_long_file_again_changes_nothing(beside: list[str]) -> None:
    take_in(CLEAN)
    before = tables()
    again = take_in(CLEAN)
    assert (again.new_rows, again.changed_rows, again.unchanged_rows) == (0, 0, ROWS)
    assert tables() == before


def test_a_file_of_which_half_is_on_file_adds_the_other_half(beside: list[str]) -> None:
    take_in(CLEAN)
    before = tables()
    gone = list(Penalty.objects.order_by("pk").values_list("pk", flat=True)[::2])
    Deadline.objects.filter(object_id__in=map(str, gone)).delete()
    Penalty.objects.filter(pk__in=gone).delete()
    again = take_in(CLEAN)
    assert (again.new_rows, again.changed_rows, again.unchanged_rows) == (len(gone), 0, ROWS - len(gone))
    assert tables() == before


def test_rows_that_differ_from_a_reviewed_decision_come_back_from_every_part(beside: list[str]) -> None:
    take_in(CLEAN)
    chosen = list(Penalty.objects.order_by("pk").values_list("pk", flat=True)[::100])
    Penalty.objects.filter(pk__in=chosen).update(
        state=DecisionState.APPROVED, violation_type="改过的违法行为"
    )
    again = take_in(CLEAN)
    assert (again.state, again.bad_rows) == ("done", len(chosen))
    assert (again.good_rows, again.unchanged_rows) == (ROWS - len(chosen), ROWS - len(chosen))
    kinds = IntakeFault.objects.filter(intake=again, level="error").values_list("kind", flat=True)
    assert list(kinds) == ["already_reviewed"] * len(chosen)


def test_all_or_nothing_waits_for_the_last_check(beside: list[str]) -> None:
    job = take_in(DIRTY, "all_or_nothing")
    assert beside == ["AfterTheChecks"]
    assert job.state == "rejected"
    assert not Penalty.objects.exists()


def broken(after: int) -> Callable[..., Any]:
    original = DirectDecisions.store
    calls: list[int] = []

    def store(self: DirectDecisions, *args: Any) -> Any:
        calls.append(1)
        if len(calls) > after:
            raise DatabaseError("gone")
        return original(self, *args)

    return store


def test_a_fault_in_a_later_part_takes_back_the_earlier_ones(
    beside: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DirectDecisions, "store", broken(after=2))
    job = take_in(CLEAN)
    assert job.state == Intake.State.QUEUED, "it is given back, to be tried again"
    assert not Penalty.objects.exists()
    assert not Deadline.objects.exists()
    assert not AuditEvent.objects.filter(action="intake.store").exists()


def test_a_worker_that_lost_its_lease_stores_nothing(
    beside: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    original = intake_run.Work._finish

    def taken_over(self: intake_run.Work, outcome: Any) -> None:
        original(self, outcome)
        raise intake_store.LeaseLostError

    monkeypatch.setattr(intake_run.Work, "_finish", taken_over)
    with CLEAN.open("rb") as stream:
        job = intake.submit("penalty_legal", stream, "keep_good", CLERK, as_of=date(2026, 11, 22), told=False)
    assert not intake_run.run(job.pk)
    assert not Penalty.objects.exists()
