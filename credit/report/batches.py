"""Many reports at once: a worker writes them piece by piece; one that dies is followed by another.

The reports of a piece are issued in one transaction, then their pages are kept in one file; a batch goes on
where it stopped. Memory holds one piece at a time. The finished file is deleted after some days.
"""

from __future__ import annotations

import io
import logging
import uuid
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from functools import partial
from itertools import takewhile
from tempfile import TemporaryFile
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from kombu.exceptions import OperationalError

from accounts.permissions import P
from core import audit, vault
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from credit.choices import SubjectKind, SubjectState
from credit.models import CreditReport, ReportBatch, ReportBatchPlace, Subject
from credit.report.services import Terms, check, file_name, issuer_of, paper, refuse_subject, write
from credit.report.terms import Audience, BatchState

logger = logging.getLogger(__name__)

SHELF = "reports"
TASK = "credit.report.tasks.write_batch"
PIECE = 25
"""Reports in a piece: one transaction, one kept file, a few MiB in memory."""
LEASE = timedelta(seconds=90)
MOST_ATTEMPTS = 5


class LeaseLostError(Exception):
    """Another worker has taken the batch over; this one lets go."""


class Issuer:
    """The officer of a batch, as the worker acts for them; their rights were checked when it was ordered."""

    def __init__(self, batch: ReportBatch) -> None:
        self.actor_id = batch.requested_by
        self.label = batch.requested_by_label

    def may(self, permission: str, division: str = "") -> bool:
        """Grant nothing further."""
        return False

    def prefixes(self, permission: str) -> tuple[str, ...]:
        """Grant nothing further."""
        return ()


def select(*, by: Actor, kind: str = "", place: str = "") -> list[int]:
    """Choose the subjects of a batch by rule.

    Args:
        by: only subjects on whom this actor may issue reports.
        kind: one of `SubjectKind`; "" for all bodies, but no persons.
        place: beginning of a division code.

    Returns:
        Their ids, one more than a batch may hold where there are too many.
    """
    rows = Subject.objects.visible_to(by, P.REPORT_ISSUE)
    rows = rows.filter(state=SubjectState.ACTIVE, division_code__startswith=place)
    rows = rows.filter(kind=kind) if kind else rows.exclude(kind=SubjectKind.PERSON)
    return list(rows.order_by("pk").values_list("pk", flat=True)[: settings.REPORT_BATCH_MOST + 1])


def request_batch(subject_ids: Iterable[int], terms: Terms, *, by: Actor, told: bool = True) -> ReportBatch:
    """Order the reports of many subjects.

    Args:
        subject_ids: whose; each is taken once.
        terms: the same for all.
        by: the officer.
        told: whether the workers are told at once.

    Raises:
        Refusal: none or too many, unclear terms, or one of them may not be reported on (nothing is ordered).
    """
    asked = check(terms)
    wanted = list(dict.fromkeys(subject_ids))
    most = settings.REPORT_BATCH_MOST
    if not wanted:
        raise Refusal(_("Choose at least one subject."))
    if len(wanted) > most:
        raise Refusal(
            _("%(n)s subjects are too many for one batch: choose %(most)s at the most.")
            % {"n": len(wanted), "most": most}
        )
    subjects = list(_subjects(wanted))
    _refuse_any(subjects, len(wanted), asked, by)
    codes = sorted({subject.division_code for subject in subjects})
    with transaction.atomic():
        batch = ReportBatch.objects.create(
            language=asked.language,
            purpose=asked.purpose,
            purpose_note=asked.note,
            asker=asked.asker,
            authorisation=asked.authorisation,
            audience=asked.audience,
            division_code=common_division(codes),
            subject_ids=wanted,
            total=len(wanted),
            requested_by=by.actor_id,
            requested_by_label=by.label[:100],
            issuer=issuer_of(by)[:320],
        )
        ReportBatchPlace.objects.bulk_create(
            ReportBatchPlace(batch=batch, division_code=code) for code in codes
        )
        audit.record(batch, "reportbatch.request", by=by, reason=asked.asker)
        if told:
            transaction.on_commit(lambda: queue(batch.pk))
    return batch


def _subjects(pks: list[int]) -> Iterator[Subject]:
    for start in range(0, len(pks), 500):
        yield from Subject.objects.filter(pk__in=pks[start : start + 500])


def _refuse_any(subjects: list[Subject], wanted: int, terms: Terms, by: Actor) -> None:
    if len(subjects) != wanted:
        raise Refusal(_("Some of the chosen subjects do not exist any more; choose again."))
    refused = [(subject, words) for subject in subjects if (words := refuse_subject(subject, terms, by=by))]
    if refused:
        subject, words = refused[0]
        told = ngettext(
            "%(n)s of the chosen subjects cannot be reported on, such as “%(name)s”: %(why)s",
            "%(n)s of the chosen subjects cannot be reported on, such as “%(name)s”: %(why)s",
            len(refused),
        )
        raise Refusal(told % {"n": len(refused), "name": subject.name, "why": words})


def common_division(codes: Iterable[str]) -> str:
    """Return what division codes have in common, in pairs of digits, padded to six; "" for nothing."""
    found = list(codes)
    pairs = zip(min(found), max(found), strict=True)
    common = "".join(one for one, _other in takewhile(lambda pair: pair[0] == pair[1], pairs))
    even = common[: len(common) // 2 * 2]
    return even.ljust(6, "0") if even else ""


def queue(pk: int) -> bool:
    """Tell the workers; when the broker is away the reaper does it later."""
    try:
        current_app.send_task(TASK, args=[pk])
    except (OperationalError, OSError):
        logger.warning("report batch %s waits for the reaper: the broker does not answer", pk)
        return False
    return True


def carry_out(pk: int, *, told: Callable[[int], object] = bool) -> bool:
    """Write a batch, if it waits or its worker has died.

    Args:
        pk: the batch.
        told: called with the number of reports written so far, after each piece.

    Returns:
        Whether this call finished it.
    """
    lease = uuid.uuid4().hex
    if not _claim(pk, lease):
        return False
    batch = ReportBatch.objects.get(pk=pk)
    try:
        for piece in _remaining(batch):
            _write_piece(batch, piece, lease)
            told(batch.done)
        _finish(batch, lease)
    except LeaseLostError:
        return False
    except Exception as error:
        _held(pk, lease).update(
            state=BatchState.FAILED, failure=type(error).__name__, finished_at=timezone.now(), lease=""
        )
        raise
    return True


def reap() -> int:
    """Hand out batches whose worker fell silent, and those that nobody was told of; returns how many."""
    now = timezone.now()
    tired = ReportBatch.objects.filter(
        state=BatchState.RUNNING, heartbeat_at__lt=now - LEASE, attempts__gte=MOST_ATTEMPTS
    )
    tired.update(state=BatchState.FAILED, failure="worker lost", finished_at=now, lease="")
    silent = Q(state=BatchState.RUNNING, heartbeat_at__lt=now - LEASE)
    forgotten = Q(state=BatchState.QUEUED, requested_at__lt=now - LEASE / 4)
    return sum(
        queue(pk) for pk in ReportBatch.objects.filter(silent | forgotten).values_list("pk", flat=True)
    )


def expire() -> int:
    """Delete the files of batches whose days are over; the reports themselves stay. Returns how many.

    Pieces that a killed worker left behind go too, a day later.
    """
    _sweep()
    over = ReportBatch.objects.filter(state=BatchState.DONE, expires_on__lt=today())
    for batch in over:
        with transaction.atomic():
            ReportBatch.objects.filter(pk=batch.pk).update(state=BatchState.EXPIRED, stored_as="", size=0)
            transaction.on_commit(partial(vault.discard, batch.stored_as, SHELF))
    return len(over)


def _sweep() -> None:
    known = set(ReportBatch.objects.exclude(stored_as="").values_list("stored_as", flat=True))
    for pieces in ReportBatch.objects.exclude(pieces=[]).values_list("pieces", flat=True):
        known |= {name for name, _count in pieces}
    yesterday = timezone.now().timestamp() - timedelta(days=1).total_seconds()
    for path in vault.folder(SHELF).iterdir():
        if path.name not in known and path.stat().st_mtime < yesterday:
            vault.discard(path.name, SHELF)


def _claim(pk: int, lease: str) -> bool:
    now = timezone.now()
    free = Q(state=BatchState.QUEUED) | Q(state=BatchState.RUNNING, heartbeat_at__lt=now - LEASE)
    taken = ReportBatch.objects.filter(free, pk=pk).update(
        state=BatchState.RUNNING, lease=lease, heartbeat_at=now, attempts=F("attempts") + 1, failure=""
    )
    return bool(taken)


def _held(pk: int, lease: str) -> QuerySet[ReportBatch]:
    return ReportBatch.objects.filter(pk=pk, state=BatchState.RUNNING, lease=lease)


def _remaining(batch: ReportBatch) -> Iterator[list[int]]:
    """Yield the pieces that are not written yet."""
    written = sum(count for _name, count in batch.pieces)
    for start in range(written, batch.total, PIECE):
        yield batch.subject_ids[start : start + PIECE]


def _write_piece(batch: ReportBatch, pks: list[int], lease: str) -> None:
    """Issue the reports of a piece, then keep their pages; what a dead worker issued is not issued again.

    Raises:
        LeaseLostError: another worker has the batch.
    """
    terms = Terms(batch.language, batch.purpose, batch.asker, batch.purpose_note, batch.authorisation)
    _still_ours(batch, lease)
    issued = set(batch.reports.filter(subject__in=pks).values_list("subject", flat=True))
    missing = list(_subjects([pk for pk in pks if pk not in issued]))
    try:
        write(
            missing,
            terms,
            audience=Audience(batch.audience),
            by=Issuer(batch),
            issuer=batch.issuer,
            batch=batch,
        )
    except IntegrityError as taken:  # one_report_per_batch_and_subject
        raise LeaseLostError from taken
    reports = batch.reports.filter(subject__in=pks).select_related("subject").order_by("pk")
    name = _keep_pages(list(reports))
    batch.pieces = [*batch.pieces, [name, len(pks)]]
    batch.done = sum(count for _name, count in batch.pieces)
    try:
        _still_ours(batch, lease, pieces=batch.pieces, done=batch.done)
    except LeaseLostError:
        vault.discard(name, SHELF)
        raise


def _still_ours(batch: ReportBatch, lease: str, **fields: Any) -> None:
    if not _held(batch.pk, lease).update(heartbeat_at=timezone.now(), **fields):
        raise LeaseLostError


def _keep_pages(reports: list[CreditReport]) -> str:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for report in reports:
            archive.writestr(file_name(report), paper(report))
    held.seek(0)
    return vault.keep(held, SHELF)[0]


def _finish(batch: ReportBatch, lease: str) -> None:
    """Put the pieces together into the one file, and say that it is there."""
    with TemporaryFile() as joined:
        with zipfile.ZipFile(joined, "w", zipfile.ZIP_STORED) as archive:
            for name, _count in batch.pieces:
                _still_ours(batch, lease)
                with vault.open_kept(name, SHELF) as kept, zipfile.ZipFile(kept) as piece:
                    for page in piece.namelist():
                        archive.writestr(page, piece.read(page))
        joined.seek(0)
        stored, size, _digest = vault.keep(joined, SHELF)
    now = timezone.now()
    expires = today() + timedelta(days=settings.REPORT_BATCH_DAYS)
    finished = _held(batch.pk, lease).update(
        state=BatchState.DONE,
        stored_as=stored,
        size=size,
        pieces=[],
        finished_at=now,
        expires_on=expires,
        lease="",
    )
    if not finished:
        vault.discard(stored, SHELF)
        raise LeaseLostError
    for name, _count in batch.pieces:
        vault.discard(name, SHELF)
