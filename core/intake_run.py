"""The worker's side of an intake: lease, check chunk by chunk, store the good rows, tell the end."""

from __future__ import annotations

import gc
import logging
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone

from core import audit
from core.intake import forget_confidential, opened, queue
from core.intake_store import LeaseLostError, Mover, Storing, WithheldError, storing
from core.models import Intake, IntakeFault
from core.sheets.check import Checked, Checking
from core.sheets.errors import FileFinding, Unreadable
from core.sheets.findings import ERROR_LEVEL, RowFinding, rows_with_errors
from core.sheets.storing import Outcome, Store, good_rows

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
MOST_FAULTS = 200_000
# A sheet of so many bytes is checked in several chunks: its rows are stored beside the checks.
LONG = 8 * 1024 * 1024
_HAND_OVER_SECONDS = 0.0005


@dataclass(frozen=True, slots=True)
class Uploader:
    """The officer of an upload, as the worker acts for them."""

    actor_id: str
    label: str
    covers: tuple[str, ...]

    def may(self, permission: str, division: str = "") -> bool:
        """Tell whether the upload's divisions cover this one."""
        return any(division.startswith(prefix) for prefix in self.covers)

    def prefixes(self, permission: str) -> tuple[str, ...]:
        """Return the divisions that the officer covered when uploading."""
        return self.covers


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Python do this one thing: nothing looks for cycles, and threads hand over soon.

    Among millions of cells there are no cycles, and looking costs a tenth. The thread that stores needs the
    interpreter for moments only, between two statements, while the server waits for it.
    """
    working, interval = gc.isenabled(), sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(_HAND_OVER_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        if working:
            gc.enable()


def lease_time() -> timedelta:
    """Return how long a worker may be silent before another takes over (`INTAKE_LEASE_SECONDS`)."""
    return timedelta(seconds=getattr(settings, "INTAKE_LEASE_SECONDS", 90))


def run(pk: int) -> bool:
    """Work off an upload, if it waits or its worker has died; returns whether this call did it."""
    lease = uuid.uuid4().hex
    if not _claim(pk, lease):
        return False
    intake = Intake.objects.get(pk=pk)
    work = Work(intake, lease)
    try:
        work.run()
    except LeaseLostError:
        return False
    except Unreadable as refusal:
        work.reject(refusal.findings)
    except (DatabaseError, OSError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        # The message may quote a cell: only its kind is kept.
        log.error("intake %s broke off: %s", pk, type(error).__name__)
        work.break_off(type(error).__name__)
    return True


def reap() -> int:
    """Give uploads whose worker fell silent to another one, and wake those that nobody was told of."""
    now = timezone.now()
    silent = Q(heartbeat_at__lt=now - lease_time())
    with transaction.atomic():
        lapsed = list(
            Intake.objects.select_for_update(skip_locked=True)
            .filter(silent, state=Intake.State.RUNNING)
            .order_by("pk")
        )
        for intake in lapsed:
            given_up = intake.attempts >= MOST_ATTEMPTS
            intake.state = Intake.State.FAILED if given_up else Intake.State.QUEUED
            intake.failure = "worker lost" if given_up else ""
            intake.finished_at = now if given_up else None
            intake.lease, intake.heartbeat_at = "", None
            intake.save(update_fields=["state", "failure", "finished_at", "lease", "heartbeat_at"])
            if given_up:
                forget_confidential(intake)
        quiet = Q(heartbeat_at__isnull=True, submitted_at__lt=now - lease_time() / 4) | silent
        waiting = list(Intake.objects.filter(quiet, state=Intake.State.QUEUED).values_list("pk", flat=True))
        waiting += [
            intake.pk for intake in lapsed if intake.state == Intake.State.QUEUED and intake.pk not in waiting
        ]
        Intake.objects.filter(pk__in=waiting).update(heartbeat_at=now)
    return sum(queue(pk) for pk in waiting)


def _claim(pk: int, lease: str) -> bool:
    now = timezone.now()
    free = Q(state=Intake.State.QUEUED) | Q(state=Intake.State.RUNNING, heartbeat_at__lt=now - lease_time())
    return bool(
        Intake.objects.filter(free, pk=pk).update(
            state=Intake.State.RUNNING,
            lease=lease,
            heartbeat_at=now,
            started_at=now,
            finished_at=None,
            failure="",
            attempts=F("attempts") + 1,
            **dict.fromkeys(FIGURES, 0),
            file_findings=[],
        )
    )


FIGURES = (
    "rows_read",
    "data_rows",
    "good_rows",
    "bad_rows",
    "new_rows",
    "changed_rows",
    "unchanged_rows",
    "error_count",
    "warning_count",
)


class Work:
    """One upload in the hands of one worker.

    Args:
        intake: the upload.
        lease: this worker's claim; every write asks for it.
    """

    def __init__(self, intake: Intake, lease: str) -> None:
        self.intake = intake
        self.lease = lease
        self.by = Uploader(intake.by_id, intake.by_label, tuple(intake.covers))
        self._findings: list[FileFinding] = []
        self._kept_faults = 0
        self._strict = intake.mode == Intake.Mode.ALL_OR_NOTHING

    def run(self) -> None:
        """Check, stage and store.

        Raises:
            Unreadable: the file as a whole is refused.
            LeaseLostError: another worker has the job.
        """
        self.intake.faults.all().delete()
        with opened(self.intake) as checking:
            store = checking.kind.store() if checking.kind.store else None
            mover = Mover(self.intake, store, self.by)
            direct = None
            if store is not None and not self._strict and checking.reader.size > LONG:
                direct = store.direct(checking.header.places.keys())
            try:
                with _undisturbed(), storing(mover, direct=direct, beat=self._beat) as stored:
                    self._check(checking, store, stored)
                    self._findings += checking.warnings
                    if self._strict and self.intake.bad_rows:
                        raise WithheldError([])
                    self._note_late(checking, stored.settle())
                    stored.finish(self._finish)
            except WithheldError as withheld:
                self._note_late(checking, withheld.findings)
                self._withhold()

    def _check(self, checking: Checking, store: Store | None, stored: Storing) -> None:
        intake = self.intake
        intake.header_row, intake.layout = checking.header.row, checking.header.layout.name
        for chunk in checking.chunks():
            self._count(chunk)
            self._keep_faults(checking, chunk.findings)
            if store is not None and not (self._strict and intake.bad_rows):
                rows = good_rows(chunk.numbers, chunk.columns, chunk.bad)
                if rows.numbers:
                    self._note_late(checking, stored.put(store.stage(rows, checking.context)))
            self._beat()

    def _count(self, chunk: Checked) -> None:
        intake = self.intake
        intake.rows_read = chunk.numbers[-1]
        intake.data_rows += len(chunk.numbers)
        intake.bad_rows += len(chunk.bad)
        intake.good_rows += len(chunk.numbers) - len(chunk.bad)
        intake.expected_rows = max(
            round(intake.rows_read / chunk.share) if chunk.share else 0, intake.rows_read
        )

    def _keep_faults(self, checking: Checking, findings: list[RowFinding]) -> None:
        errors = sum(found.finding.level == ERROR_LEVEL for found in findings)
        self.intake.error_count += errors
        self.intake.warning_count += len(findings) - errors
        room = MOST_FAULTS - self._kept_faults
        kept = sorted(findings, key=lambda found: found.row)[:room]
        self._kept_faults += len(kept)
        IntakeFault.objects.bulk_create([self._fault(checking, found) for found in kept], batch_size=1000)
        if len(kept) < len(findings) and not any(
            finding.kind == "too_many_findings" for finding in self._findings
        ):
            self._findings.append(
                FileFinding("too_many_findings", "too_many_findings", {"limit": str(MOST_FAULTS)})
            )

    def _fault(self, checking: Checking, found: RowFinding) -> IntakeFault:
        name = checking.kind.column(found.code).name
        text = checking.header.text(found.code)
        return IntakeFault(
            intake=self.intake,
            row=found.row,
            level=found.finding.level,
            kind=found.finding.kind,
            code=found.code,
            header=name[:120],
            header_text=text[:120] if text != name else "",
            says=found.finding.says or found.finding.kind,
            params={"field": name, **found.finding.params},
        )

    def _beat(self) -> None:
        """Show the progress and the sign of life; stop when the job was given to another worker."""
        intake = self.intake
        names = (*FIGURES, "expected_rows", "header_row", "layout")
        mine = Intake.objects.filter(pk=intake.pk, lease=self.lease, state=Intake.State.RUNNING)
        if not mine.update(heartbeat_at=timezone.now(), **{name: getattr(intake, name) for name in names}):
            raise LeaseLostError

    def _note_late(self, checking: Checking, late: list[RowFinding]) -> None:
        """Count and keep what only the stored data could tell."""
        wrong = len(rows_with_errors(late))
        self.intake.bad_rows += wrong
        self.intake.good_rows -= wrong
        self._keep_faults(checking, late)

    def _finish(self, outcome: Outcome) -> None:
        intake = self.intake
        intake.new_rows, intake.changed_rows, intake.unchanged_rows = (
            outcome.new,
            outcome.changed,
            outcome.unchanged,
        )
        counts = ("data_rows", "good_rows", "bad_rows", "new_rows", "changed_rows", "unchanged_rows")
        self._close(Intake.State.DONE, "warning")
        audit.record(
            intake, "intake.store", by=self.by, changes={name: (0, getattr(intake, name)) for name in counts}
        )

    def _withhold(self) -> None:
        self._findings.append(FileFinding("rows_withheld", "rows_withheld"))
        with transaction.atomic():
            self._close(Intake.State.REJECTED, "warning")
            audit.record(self.intake, "intake.reject", by=self.by)

    def reject(self, findings: tuple[FileFinding, ...]) -> None:
        """Refuse the file as a whole."""
        self._findings = list(findings)
        for name in FIGURES:
            setattr(self.intake, name, 0)
        with transaction.atomic():
            self.intake.faults.all().delete()
            self._close(Intake.State.REJECTED, "error")
            audit.record(self.intake, "intake.reject", by=self.by)

    def _close(self, state: Intake.State, level: str) -> None:
        intake = self.intake
        intake.state, intake.lease = state, ""
        intake.finished_at = intake.heartbeat_at = timezone.now()
        intake.expected_rows = max(intake.expected_rows, intake.rows_read)
        intake.file_findings = [{"level": level, **finding.as_dict()} for finding in self._findings]
        intake.save(
            update_fields=[
                *FIGURES,
                "state",
                "lease",
                "finished_at",
                "heartbeat_at",
                "expected_rows",
                "header_row",
                "layout",
                "file_findings",
            ]
        )
        forget_confidential(intake)

    def break_off(self, why: str) -> None:
        """Give the job back after an unforeseen fault, or give it up after some attempts."""
        again = self.intake.attempts < MOST_ATTEMPTS
        Intake.objects.filter(pk=self.intake.pk, lease=self.lease).update(
            state=Intake.State.QUEUED if again else Intake.State.FAILED,
            lease="",
            failure=why,
            heartbeat_at=timezone.now(),
            finished_at=None if again else timezone.now(),
        )
        if not again:
            forget_confidential(self.intake)
