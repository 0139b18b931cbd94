"""Taking in workbooks: upload, work-off by a worker, progress, and the way back to the clerk.

An upload is kept encrypted and becomes an `Intake` row, which is also the job: a worker takes it by a lease,
checks and stages chunk by chunk while it shows its progress, and stores everything in one transaction. A
worker that is killed leaves nothing half-stored; the reaper hands its job to another one.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import PurePath
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from core import audit, vault
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.models import Intake, IntakeFault
from core.models.intake import INTAKE_PERMISSION
from core.sheets.check import Checking, open_checking
from core.sheets.columns import kind_named, kinds
from core.sheets.container import Limits
from core.sheets.context import Context
from core.sheets.errors import FileFinding
from core.sheets.marked import Mark, write_marked
from core.sheets.sentences import sentence

log = logging.getLogger(__name__)

SHELF = "intakes"


def limits() -> Limits:
    """Return what is safe to open (settings `INTAKE_MAX_BYTES`, `INTAKE_MAX_UNPACKED_BYTES`)."""
    standard = Limits()
    return Limits(
        packed=getattr(settings, "INTAKE_MAX_BYTES", standard.packed),
        unpacked=getattr(settings, "INTAKE_MAX_UNPACKED_BYTES", standard.unpacked),
    )


def submit(
    kind: str,
    upload: BinaryIO,
    mode: str,
    by: Actor,
    *,
    file_name: str = "",
    as_of: date | None = None,
    office: dict[str, str] | None = None,
    told: bool = True,
) -> Intake:
    """Keep an upload and queue it.

    Args:
        kind: name of the table.
        upload: the workbook; its `name` is taken unless `file_name` is given.
        mode: `keep_good` or `all_or_nothing`.
        by: the officer.
        file_name: the file's name as the clerk knows it.
        as_of: day of intake (default today).
        office: name, credit code and division of the uploading office, for layouts that lack them.
        told: whether the workers are told at once.

    Raises:
        Refusal: unknown table or mode, no right, or the file is too large.
    """
    if kind not in kinds():
        raise Refusal(_("There is no such table; choose one from the list."))
    if mode not in Intake.Mode.values:
        raise Refusal(_("Choose whether to keep the good rows or to store all or nothing."))
    covers = by.prefixes(INTAKE_PERMISSION)
    if not covers:
        raise Refusal(_("You do not hold the right to take in workbooks."))
    name = PurePath(file_name or getattr(upload, "name", "") or "upload.xlsx").name[:255]
    size = upload.seek(0, 2)
    upload.seek(0)
    if size > limits().packed:
        raise Refusal(
            FileFinding("file_too_large", "file_too_large", {"limit": _mib(limits().packed)}).reason
        )
    stored, size, digest = vault.keep(upload, SHELF)
    given = office or {}
    with transaction.atomic():
        intake = Intake.objects.create(
            kind=kind,
            mode=mode,
            as_of=as_of or today(),
            file_name=name,
            file_size=size,
            file_digest=digest,
            stored_as=stored,
            by_id=by.actor_id,
            by_label=by.label[:150],
            division_code=given.get("division", "") or covers[0][:6],
            covers=list(covers),
            office=given,
        )
        audit.record(intake, "intake.submit", by=by)
        if told:
            transaction.on_commit(lambda: queue(intake.pk))
    return intake


def _mib(size: int) -> str:
    return f"{size // (1024 * 1024)} MiB"


def queue(pk: int) -> bool:
    """Tell the workers of a waiting upload; when the broker is away the reaper does it later."""
    try:
        current_app.send_task("core.tasks.run_intake", args=[pk])
    except (OperationalError, OSError):
        log.warning("intake %s waits for the reaper: the broker does not answer", pk)
        return False
    return True


def context_of(intake: Intake) -> Context:
    """Return the surroundings in which an upload is checked."""
    return Context(intake.as_of, tuple(intake.covers), intake.office)


@contextmanager
def opened(intake: Intake) -> Iterator[Checking]:
    """Open a kept upload for reading.

    Raises:
        Unreadable: the file as a whole is refused.
    """
    with (
        vault.open_kept(intake.stored_as, SHELF) as stream,
        open_checking(
            kind_named(intake.kind), stream, intake.file_name, context_of(intake), limits()
        ) as checking,
    ):
        yield checking


def progress(intake: Intake) -> dict[str, Any]:
    """Return how far an upload has come, for a page that asks every second.

    Returns:
        state, label of the state, finished, share in percent, and the figures of the row.
    """
    read, expected = intake.rows_read, intake.expected_rows
    share = 100 if intake.finished else min(round(100 * read / expected) if expected else 0, 99)
    names: tuple[str, ...] = (
        "rows_read",
        "expected_rows",
        "data_rows",
        "good_rows",
        "bad_rows",
        "new_rows",
        "changed_rows",
    )
    names += ("unchanged_rows", "error_count", "warning_count")
    return {
        "id": intake.pk,
        "state": intake.state,
        "label": intake.get_state_display(),
        "finished": intake.finished,
        "percent": share,
        **{name: getattr(intake, name) for name in names},
    }


def file_reasons(intake: Intake) -> list[tuple[str, str]]:
    """Return the findings about the file as (level, sentence), in the reader's language."""
    return [(entry["level"], sentence(entry["says"], entry["params"])) for entry in intake.file_findings]


def marked_workbook(intake: Intake) -> BinaryIO:
    """Write the faulty rows of an upload as a workbook: faulty cells coloured and commented.

    Header and cells are those of the upload, so that it imports again once it is mended.

    Raises:
        Refusal: there is nothing to hand back.
    """
    if not intake.bad_rows:
        raise Refusal(_("No row of this workbook is faulty."))
    target = TemporaryFile(prefix="intake-marked-")  # noqa: SIM115 - handed to the caller open
    with opened(intake) as checking:
        write_marked(checking, _faults_by_row(intake), target)
    target.seek(0)
    return target


def _faults_by_row(intake: Intake) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = {}
    bad: set[int] = set()
    for fault in intake.faults.order_by("row", "id").iterator(chunk_size=5000):
        found.setdefault(fault.row, []).append(Mark(fault.code, fault.level, fault.reason))
        if fault.level == IntakeFault.Level.ERROR:
            bad.add(fault.row)
    return {row: marks for row, marks in found.items() if row in bad}


def forget_confidential(intake: Intake) -> None:
    """Delete an upload that may not be kept, once the transaction that ends its reading is committed."""
    stored, kind = intake.stored_as, kinds().get(intake.kind)
    if kind is not None and kind.confidential and stored:
        Intake.objects.filter(pk=intake.pk).update(stored_as="")
        transaction.on_commit(lambda: vault.discard(stored, SHELF))


def discard_files(before: datetime) -> int:
    """Delete the kept files of uploads that were finished before a moment; the rows and figures stay."""
    done = Intake.objects.filter(finished_at__lt=before).exclude(stored_as="")
    for intake in done.iterator():
        vault.discard(intake.stored_as, SHELF)
        Intake.objects.filter(pk=intake.pk).update(stored_as="")
    return done.count()
