"""A workbook of names: kept sealed, worked off piece by piece by a worker, handed back with the answers.

The check itself is the job: a worker takes it by a lease, answers a piece in one transaction and goes on
where a dead one stopped. When all is answered the upload is deleted; the answers are the rows of the check.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import PurePath
from typing import Any, BinaryIO

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from kombu.exceptions import OperationalError

from blacklist.checks.choices import Channel, CheckState
from blacklist.checks.services import (
    NewName,
    Terms,
    answer_names,
    check_terms,
    close,
    new_check,
    reason_of,
    refuse_name,
)
from blacklist.models import Check
from core import audit, vault
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.intake import limits
from core.sheets.check import open_checking
from core.sheets.columns import ALWAYS, Column, Kind
from core.sheets.context import Context
from core.sheets.errors import Unreadable
from core.sheets.template import template_of

logger = logging.getLogger(__name__)

SHELF = "checks"
TASK = "blacklist.checks.tasks.answer_workbook"
PIECE = 500
MOST_ROWS = 20_000
LEASE = timedelta(seconds=90)
MOST_ATTEMPTS = 5
KIND = Kind(
    name="check_names",
    title=gettext_lazy("Names to check"),
    columns=(
        Column(
            "name",
            "名称",
            "text",
            200,
            ALWAYS,
            aliases=("姓名", "主体名称", "单位名称", "企业名称", "机构名称", "行政相对人名称", "Name"),
        ),
        Column(
            "number",
            "证件号码",
            "text",
            64,
            aliases=(
                "统一社会信用代码",
                "社会信用代码",
                "信用代码",
                "身份证号",
                "身份证号码",
                "公民身份号码",
                "证件号",
                "Number",
            ),
        ),
    ),
    anchor="name",
    key=(),
)
"""The table of names. It is no table of the intake: nothing of it is stored as a record."""


class LeaseLostError(Exception):
    """Another worker has taken the check over; this one lets go."""


def submit(upload: BinaryIO, terms: Terms, *, by: Actor, file_name: str = "", told: bool = True) -> Check:
    """Keep a workbook of names and queue it.

    Args:
        upload: the workbook; its `name` is taken unless `file_name` is given.
        terms: as for `services.ask`.
        by: the officer.
        told: whether the workers are told at once.

    Raises:
        Refusal: no right, no purpose, not a workbook, no column for names, or too many rows.
    """
    asked = check_terms(terms, by=by)
    name = PurePath(file_name or getattr(upload, "name", "") or "names.xlsx").name[:255]
    try:
        total = sum(1 for _row in islice(_rows(upload, name), MOST_ROWS + 1))
    except Unreadable as broken:
        raise Refusal(broken.findings[0].reason, field="upload") from broken
    if not total:
        raise Refusal(_("Workbook: it holds no name below its header."), field="upload")
    if total > MOST_ROWS:
        raise Refusal(
            _("Workbook: more than %(most)s names; send it in parts.") % {"most": MOST_ROWS}, field="upload"
        )
    upload.seek(0)
    stored, _size, _digest = vault.keep(upload, SHELF)
    with transaction.atomic():
        row = new_check(
            asked,
            by=by,
            channel=Channel.WORKBOOK,
            total=total,
            state=CheckState.QUEUED,
            stored_as=stored,
            file_name=name,
        )
        audit.record(row, "check.ask", by=by, reason=reason_of(row))
        if told:
            transaction.on_commit(lambda: queue(row.pk))
    return row


def blank() -> bytes:
    """Return the blank workbook to fill in."""
    return template_of(KIND)


def _rows(stream: BinaryIO, file_name: str) -> Iterator[tuple[int, NewName]]:
    """Yield row number and name of every row that holds one.

    Raises:
        Unreadable: no workbook, or no column with names.
    """
    stream.seek(0)
    with open_checking(KIND, stream, file_name, Context(today()), limits()) as checking:
        for chunk in checking.chunks():
            blank: list[Any] = [None] * len(chunk.numbers)
            columns = chunk.columns["name"], chunk.columns.get("number", blank)
            for number, name, code in zip(chunk.numbers, *columns, strict=True):
                yield number, NewName(_text(name), _text(code))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def queue(pk: int) -> bool:
    """Tell the workers; when the broker is away the reaper does it later."""
    try:
        current_app.send_task(TASK, args=[pk])
    except (OperationalError, OSError):
        logger.warning("check %s waits for the reaper: the broker does not answer", pk)
        return False
    return True


def carry_out(pk: int) -> bool:
    """Answer a workbook, if it waits or its worker has died; returns whether this call finished it."""
    lease = uuid.uuid4().hex
    if not _claim(pk, lease):
        return False
    row = Check.objects.get(pk=pk)
    try:
        with vault.open_kept(row.stored_as, SHELF) as stream:
            answered = row.names.aggregate(last=Max("row"))["last"] or 0
            rest = ((number, one) for number, one in _rows(stream, row.file_name) if number > answered)
            while piece := list(islice(rest, PIECE)):
                _answer(row, piece, lease)
        _finish(row, lease)
    except LeaseLostError:
        return False
    except Exception as error:
        # The message may quote a cell: only its kind is kept.
        _held(pk, lease).update(
            state=CheckState.FAILED, failure=type(error).__name__, finished_at=timezone.now(), lease=""
        )
        raise
    vault.discard(row.stored_as, SHELF)
    return True


def reap() -> int:
    """Hand out workbooks whose worker fell silent, and those that nobody was told of; returns how many."""
    now = timezone.now()
    tired = Check.objects.filter(
        state=CheckState.RUNNING, heartbeat_at__lt=now - LEASE, attempts__gte=MOST_ATTEMPTS
    )
    tired.update(state=CheckState.FAILED, failure="worker lost", finished_at=now, lease="")
    silent = Q(state=CheckState.RUNNING, heartbeat_at__lt=now - LEASE)
    forgotten = Q(state=CheckState.QUEUED, asked_at__lt=now - LEASE / 4)
    return sum(queue(pk) for pk in Check.objects.filter(silent | forgotten).values_list("pk", flat=True))


def _claim(pk: int, lease: str) -> bool:
    now = timezone.now()
    free = Q(state=CheckState.QUEUED) | Q(state=CheckState.RUNNING, heartbeat_at__lt=now - LEASE)
    taken = Check.objects.filter(free, pk=pk, channel=Channel.WORKBOOK).update(
        state=CheckState.RUNNING, lease=lease, heartbeat_at=now, attempts=F("attempts") + 1, failure=""
    )
    return bool(taken)


def _held(pk: int, lease: str) -> QuerySet[Check]:
    return Check.objects.filter(pk=pk, state=CheckState.RUNNING, lease=lease)


def _answer(row: Check, piece: Sequence[tuple[int, NewName]], lease: str) -> None:
    """Answer a piece, and show how far the work is, in one transaction.

    Raises:
        LeaseLostError: another worker has the check.
    """
    readable = [(number, _readable(one)) for number, one in piece]
    try:
        with transaction.atomic():
            done = row.done + len(piece)
            if not _held(row.pk, lease).update(heartbeat_at=timezone.now(), done=done):
                raise LeaseLostError
            answer_names(row, readable)
    except IntegrityError as taken:  # one_answer_per_check_and_row
        raise LeaseLostError from taken
    row.done = done


def _readable(given: NewName) -> NewName:
    """Return the name as it can be checked; a cell that holds a personal number is left out, unread."""
    refused = refuse_name(given)
    return given if refused is None else NewName(number=given.number if refused[0] == "name" else "")


def _finish(row: Check, lease: str) -> None:
    with transaction.atomic():
        if not _held(row.pk, lease).update(heartbeat_at=timezone.now()):
            raise LeaseLostError
        row.total = row.names.count()
        close(row)
        Check.objects.filter(pk=row.pk).update(stored_as="", lease="")
