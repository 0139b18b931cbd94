"""Writing down what became of a batch: receipts, states, the next try, dead letters with their due day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from exchange.answers import meaning
from exchange.choices import STORED, Action, Operation, Origin, Result, State
from exchange.deadlines import close_superseded, open_dead_letters
from exchange.line import Claim, pause, still_ours
from exchange.models import Attempt, Delivery, Platform, Receipt
from exchange.platforms.base import Answer, BatchRefusedError, Fault, RecordAnswer, TransportError


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a platform: which batch, when, how long."""

    batch_no: str
    at: datetime
    duration_ms: int


@dataclass(slots=True)
class Tally:
    """What a run did, by kind of outcome."""

    batches: int = 0
    accepted: int = 0
    rejected: int = 0
    postponed: int = 0
    stuck: int = 0
    overtaken: int = 0

    def __str__(self) -> str:
        return " ".join(f"{name}={getattr(self, name)}" for name in self.__slots__)


def settle(held: Claim, answer: Answer, call: Call, tally: Tally) -> None:
    """Store the receipts of a batch and settle its deliveries.

    A record that the answer does not name was perhaps not stored: it is sent again later.
    """
    with transaction.atomic():
        ours = still_ours(held)
        rows = [row for row in held.rows if row.pk in ours]
        named = answer.records
        answers = {row.pk: named[row.idempotency_key] for row in rows if row.idempotency_key in named}
        _log(rows, call, http_status=answer.http_status)
        Receipt.objects.bulk_create(
            _receipt(row, answers[row.pk], held.platform, call) for row in rows if row.pk in answers
        )
        accepted = [row for row in rows if row.pk in answers and answers[row.pk].result in STORED]
        refused = [row for row in rows if row.pk in answers and answers[row.pk].result not in STORED]
        _accept(held.platform, accepted, call)
        _reject(refused, {row.pk: answers[row.pk] for row in refused}, call)
        silent = [row for row in rows if row.pk not in answers]
        _again(held.platform, silent, _("The platform's answer does not name this record."), call.at)
        _platform_answered(held.platform, call.at)
    tally.accepted += len(accepted)
    tally.rejected += len(refused)
    tally.postponed += len(silent)


def reject_unfit(held: Claim, unfit: Mapping[int, Sequence[Fault]], now: datetime, tally: Tally) -> None:
    """Settle records that failed our own check: they are not sent, and say in words what to mend."""
    if not unfit:
        return
    with transaction.atomic():
        ours = still_ours(held)
        rows = [row for row in held.rows if row.pk in unfit and row.pk in ours]
        Receipt.objects.bulk_create(
            Receipt(
                delivery=row,
                origin=Origin.OURS,
                result=Result.WRONG,
                code=fault.code,
                field=fault.field,
                message=fault.message[:500],
                action=Action.FIX,
                received_at=now,
            )
            for row in rows
            for fault in unfit[row.pk]
        )
        for row in rows:
            row.stuck_reason = " ".join(fault.message for fault in unfit[row.pk])[:255]
            row.may_hold = row.pk in held.held_before
        _store_rejected(rows, now)
    tally.rejected += len(rows)


def postpone(held: Claim, failure: TransportError, call: Call, tally: Tally) -> None:
    """Put a batch back after a failure of transport; the platform may hold its records."""
    with transaction.atomic():
        ours = still_ours(held)
        rows = [row for row in held.rows if row.pk in ours]
        _log(rows, call, http_status=failure.http_status, error=failure.sentence)
        if failure.never_left:
            _restore_may_hold(held, rows)
        if len(rows) > 1 and not failure.whole_platform:
            Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(alone=True)
        _again(held.platform, rows, failure.sentence, call.at)
        if failure.whole_platform:
            _platform_failed(held.platform, failure.sentence, call.at, failure.retry_after)
    tally.postponed += len(rows)


def stick(held: Claim, refusal: BatchRefusedError, call: Call, tally: Tally) -> None:
    """Hold a batch that the platform refused as a whole: a person must put something right first."""
    with transaction.atomic():
        ours = still_ours(held)
        rows = [row for row in held.rows if row.pk in ours]
        _log(rows, call, http_status=refusal.http_status, error=refusal.sentence)
        _restore_may_hold(held, rows)
        _stick_rows(rows, refusal.sentence)
        _platform_failed(held.platform, refusal.sentence, call.at, None)
    tally.stuck += len(rows)


def give_up(platform: Platform, oldest: datetime, tally: Tally) -> None:
    """Hold deliveries that were tried without an answer since before `oldest`."""
    words = _("No answer from the platform for %(days)d days. Last failure: %(failure)s")
    with transaction.atomic():
        rows = list(
            Delivery.objects.filter(
                platform=platform, state=State.WAITING, attempts__gt=0, trying_since__lt=oldest
            ).select_for_update(skip_locked=True, of=("self",))
        )
        by_failure: dict[str, list[Delivery]] = {}
        for row in rows:
            by_failure.setdefault(row.stuck_reason, []).append(row)
        for failure, group in by_failure.items():
            _stick_rows(group, words % {"days": platform.give_up_days, "failure": failure})
    tally.stuck += len(rows)


def _log(rows: Iterable[Delivery], call: Call, *, http_status: int | None = None, error: str = "") -> None:
    Attempt.objects.bulk_create(
        Attempt(
            delivery=row,
            batch_no=call.batch_no,
            at=call.at,
            duration_ms=call.duration_ms,
            http_status=http_status,
            error=error[:255],
        )
        for row in rows
    )


def _receipt(row: Delivery, answer: RecordAnswer, platform: Platform, call: Call) -> Receipt:
    meant = meaning(answer.result, answer.code, channel=platform.code)
    return Receipt(
        delivery=row,
        result=answer.result,
        code=answer.code,
        field=answer.field,
        message=answer.message or meant.message,
        platform_record_id=answer.platform_id,
        action=meant.action,
        batch_no=call.batch_no,
        raw=dict(answer.raw),
        received_at=call.at,
    )


def _accept(platform: Platform, rows: Sequence[Delivery], call: Call) -> None:
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=State.ACCEPTED, answered_at=call.at, lease_token="", lease_until=None, stuck_reason=""
    )
    withdrawn = [row for row in rows if row.operation == Operation.WITHDRAW]
    if withdrawn:  # nothing of these records is left there, so a later withdrawal would have no object
        Delivery.objects.filter(
            platform=platform,
            record_id__in=[row.record_id for row in withdrawn],
            may_hold=True,
        ).exclude(state__in=(State.WAITING, State.SENDING)).update(may_hold=False)
    close_superseded(platform, [row.record_id for row in rows])


def _reject(rows: Sequence[Delivery], answers: Mapping[int, RecordAnswer], call: Call) -> None:
    for row in rows:
        answer = answers[row.pk]
        row.stuck_reason = (answer.message or meaning(answer.result, answer.code).message)[:255]
        row.may_hold = answer.result == Result.NOT_LINKED
    _store_rejected(rows, call.at)


def _store_rejected(rows: Sequence[Delivery], now: datetime) -> None:
    for row in rows:
        row.state = State.REJECTED
        row.answered_at = now
        row.lease_token = ""
        row.lease_until = None
    Delivery.objects.bulk_update(
        rows,
        ["state", "answered_at", "lease_token", "lease_until", "stuck_reason", "may_hold"],
        batch_size=200,
    )
    open_dead_letters(rows)


def _stick_rows(rows: Sequence[Delivery], why: str) -> None:
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=State.STUCK, stuck_reason=why[:255], lease_token="", lease_until=None
    )
    open_dead_letters(rows)


def _again(platform: Platform, rows: Sequence[Delivery], why: str, now: datetime) -> None:
    by_attempts: dict[int, list[int]] = {}
    for row in rows:
        by_attempts.setdefault(row.attempts, []).append(row.pk)
    for attempts, pks in by_attempts.items():
        Delivery.objects.filter(pk__in=pks).update(
            state=State.WAITING,
            stuck_reason=why[:255],
            not_before=now + pause(platform, attempts),
            lease_token="",
            lease_until=None,
        )


def _restore_may_hold(held: Claim, rows: Iterable[Delivery]) -> None:
    """Nothing new can be there: only rows of earlier, unanswered tries may still be held by the platform."""
    Delivery.objects.filter(pk__in=[row.pk for row in rows if row.pk not in held.held_before]).update(
        may_hold=False
    )


def _platform_answered(platform: Platform, now: datetime) -> None:
    platform.failures, platform.not_before, platform.last_error, platform.last_answer_at = 0, None, "", now
    platform.save(update_fields=["failures", "not_before", "last_error", "last_answer_at"])


def _platform_failed(platform: Platform, why: str, now: datetime, retry_after: int | None) -> None:
    platform.failures += 1
    wait = pause(platform, platform.failures).total_seconds()
    platform.not_before = now + timedelta(seconds=max(wait, retry_after or 0))
    platform.last_error = why[:255]
    platform.save(update_fields=["failures", "not_before", "last_error"])
