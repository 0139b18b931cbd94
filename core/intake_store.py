"""The good rows of an upload on their way into the tables, in one transaction.

Beside the checks: a thread with a connection of its own stores each chunk while the next ones are checked, so
that a long file takes about as long as its checks; the transaction is open from the first chunk to the last.
After the checks: the rows are staged first and moved when the last one is checked. SQLite has one writer;
short files, and those that are stored as a whole, would gain nothing. See docs/adr/0013.
"""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from django.db import DatabaseError, connection, transaction

from core.actors import Actor
from core.models import Intake
from core.sheets.findings import RowFinding, rows_with_errors
from core.sheets.storing import Chunk, CopyText, Direct, Outcome, Prepared, Stage, Store

# Any constant: it lets the storing steps of two intakes follow each other.
STORING_LOCK = 0x1A7A
# Chunks that wait to be staged while the next is checked; each is some megabytes.
MOST_WAITING = 2
# So many staged rows are moved at once.
PART_ROWS = 10_000
BEAT_SECONDS = 5
Close = Callable[[Outcome], None]
T = TypeVar("T")


class LeaseLostError(Exception):
    """Another worker has taken the job over; this one lets go."""


class WithheldError(Exception):
    """All or nothing was chosen, and late checks found errors: roll back."""

    def __init__(self, findings: list[RowFinding]) -> None:
        super().__init__()
        self.findings = findings


class Mover:
    """Stages and moves the good rows of one upload on the connection of the thread that calls it.

    Args:
        intake: the upload; its number is written to the rows.
        store: how its table is stored; None where nothing is.
        by: who uploaded.
    """

    def __init__(self, intake: Intake, store: Store | None, by: Actor) -> None:
        self.outcome = Outcome()
        self._key, self._lease = intake.pk, intake.lease
        self.intake = intake
        self._store = store
        self.by = by
        self._strict = intake.mode == Intake.Mode.ALL_OR_NOTHING
        self._stage: Stage | None = None
        self._transaction = ExitStack()
        self._open = False
        self.staged = 0

    def begin(self) -> None:
        """Open the transaction; another upload that is being stored is waited for."""
        self._transaction.enter_context(transaction.atomic())
        self._open = True
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STORING_LOCK])

    def hold(self) -> None:
        """Hold the job's row to the end: the reaper sees that the worker lives, however long it takes.

        Raises:
            LeaseLostError: another worker has the job.
        """
        mine = Intake.objects.select_for_update().filter(pk=self._key, lease=self._lease)
        if not list(mine.values_list("pk")):
            raise LeaseLostError

    def load(self, chunk: Chunk) -> None:
        """Add rows to the stage."""
        if self._store is not None and chunk["intake_rows"][0]:
            stage = self._ready()
            for name, columns in chunk.items():
                stage.load(name, columns)
            self.staged += len(chunk["intake_rows"][0])

    def prepare(self, chunk: Chunk, direct: Direct) -> Prepared:
        """Tell the rows of a chunk that are not on file yet from the others."""
        return direct.prepare(self._ready(), chunk)

    def store(self, prepared: Prepared, text: CopyText | None, direct: Direct) -> None:
        """Store the new rows of a chunk and stage the rest."""
        if text is not None:
            direct.store(self._ready(), text, self.intake)
            self.outcome += Outcome(new=text.rows)
        self.load(prepared.rest)

    def _ready(self) -> Stage:
        if self._stage is None:
            self._stage = Stage(connection, self._store.tables if self._store else ())
        return self._stage

    def move(self) -> list[RowFinding]:
        """Move what is staged into the tables; returns what only the stored data could tell.

        Raises:
            WithheldError: all or nothing was chosen, and a row is wrong.
        """
        if self._store is None or self._stage is None or not self.staged:
            return []
        late = self._store.late_findings(self._stage)
        wrong = rows_with_errors(late)
        if wrong and self._strict:
            raise WithheldError(late)
        self._stage.take_off("intake_rows", wrong)
        self.outcome += self._store.apply(self._stage, self.intake, self.by)
        self._stage.empty("intake_rows")
        self.staged = 0
        return late

    def check_references(self) -> None:
        """Let the database look at foreign keys now, not all at once when the transaction ends."""
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def commit(self) -> None:
        """End the transaction."""
        self._open = False
        self._transaction.close()

    def leave(self) -> None:
        """Undo what is not committed, and drop the stage unless the connection is gone with it."""
        try:
            if self._open:
                self._open = False
                transaction.set_rollback(True)
                self._transaction.close()
            if self._stage is not None:
                self._stage.close()
        except DatabaseError:
            connection.close()


class Storing(Protocol):
    """How the good rows of one upload are stored while its worker checks them."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Undo what was not finished."""

    def put(self, chunk: Chunk) -> list[RowFinding]:
        """Take a chunk of good rows; returns what has been found about rows while they were moved."""

    def settle(self) -> list[RowFinding]:
        """Move what waits; returns what was found. Raises WithheldError as `Mover.move` does."""

    def finish(self, close: Close) -> None:
        """Let `close` write the end of the job into the same transaction, and commit."""


class AfterTheChecks:
    """Stages chunk by chunk, moves everything at the end: one short writing transaction."""

    def __init__(self, mover: Mover) -> None:
        self._mover = mover

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._mover.leave()

    def put(self, chunk: Chunk) -> list[RowFinding]:
        self._mover.load(chunk)
        return []

    def settle(self) -> list[RowFinding]:
        self._mover.begin()
        self._mover.hold()
        return self._mover.move()

    def finish(self, close: Close) -> None:
        close(self._mover.outcome)
        self._mover.commit()


class BesideTheChecks:
    """Stores each chunk in a thread with a connection of its own, while the next is checked.

    The thread shares the interpreter with the checks, and each time it needs it the server would wait: so the
    lines for COPY are written here, one chunk behind, and the thread does little but wait for the server.

    Args:
        mover: moves the rows; used by the thread only.
        direct: stores rows that are not on file yet.
        beat: shows that the worker lives, called while it waits for the database.
    """

    def __init__(self, mover: Mover, direct: Direct, beat: Callable[[], None]) -> None:
        self._mover = mover
        self._direct = direct
        self._beat = beat
        self._thread = ThreadPoolExecutor(1, "intake-store")
        self._context = contextvars.copy_context()
        self._prepared: list[Future[Prepared]] = []
        self._waiting: list[Future[list[RowFinding]]] = []

    def __enter__(self) -> Self:
        self._waiting.append(self._ask(self._begin))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for preparing in self._prepared:
            preparing.cancel()
        for storing in self._waiting:
            storing.cancel()
        self._ask(self._leave).result()
        self._thread.shutdown()

    def put(self, chunk: Chunk) -> list[RowFinding]:
        self._prepared.append(self._ask(self._mover.prepare, chunk, self._direct))
        return self._write(1) + self._until(MOST_WAITING)

    def settle(self) -> list[RowFinding]:
        found = self._write(0)
        self._waiting.append(self._ask(self._mover.move))
        return found + self._until(0)

    def finish(self, close: Close) -> None:
        self._ask(self._close, close).result()

    def _ask(self, act: Callable[..., T], *args: Any) -> Future[T]:
        return self._thread.submit(self._context.run, act, *args)

    def _write(self, most: int) -> list[RowFinding]:
        """Write what is prepared for COPY until at most so many chunks are left; returns what was found."""
        found: list[RowFinding] = []
        while len(self._prepared) > most:
            prepared = self._answer(self._prepared.pop(0))
            text = self._direct.write(prepared, self._mover.intake, self._mover.by)
            self._waiting.append(self._ask(self._load, prepared, text))
            found += prepared.findings
        return found

    def _until(self, most: int) -> list[RowFinding]:
        """Wait until at most so many chunks are left; returns what was found about the rows of the others."""
        found: list[RowFinding] = []
        while self._waiting and (len(self._waiting) > most or self._waiting[0].done()):
            moved = self._answer(self._waiting.pop(0))
            found += moved
        return found

    def _answer(self, future: Future[T]) -> T:
        while not wait([future], BEAT_SECONDS).done:
            self._beat()
        return future.result()

    def _begin(self) -> list[RowFinding]:
        self._mover.begin()
        self._mover.check_references()
        return []

    def _load(self, prepared: Prepared, text: CopyText | None) -> list[RowFinding]:
        self._mover.store(prepared, text, self._direct)
        return self._mover.move() if self._mover.staged >= PART_ROWS else []

    def _close(self, close: Close) -> None:
        self._mover.hold()
        close(self._mover.outcome)
        self._mover.commit()

    def _leave(self) -> None:
        try:
            self._mover.leave()
        finally:
            connection.close()


def storing(mover: Mover, *, direct: Direct | None, beat: Callable[[], None]) -> Storing:
    """Choose how the rows of an upload are stored.

    Args:
        mover: moves the rows.
        direct: how new rows of a long upload may be stored at once; None where it is stored as a whole.
        beat: shows that the worker lives.
    """
    # Inside a caller's transaction another connection would not see the upload.
    if direct is not None and connection.vendor == "postgresql" and not connection.in_atomic_block:
        return BesideTheChecks(mover, direct, beat)
    return AfterTheChecks(mover)
