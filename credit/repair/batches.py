"""Batch repair (批量修复): selected by a rule, approved once by a second officer, filed, then worked off.

Each record is repaired in a transaction of its own by the same act as a single repair; a worker that dies
leaves the record it was at as it was, and the next one goes on with the rest.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit
from core.actors import Actor, SystemActor
from core.clock import today
from core.errors import Refusal
from credit.models import Repair, RepairBatch, RepairBatchItem
from credit.objection.choices import Channel
from credit.repair import clocks
from credit.repair.act import end_everything
from credit.repair.choices import BatchState, ItemState, Outcome
from credit.repair.conditions import CONFIRMED_BY_CHECK
from credit.repair.selection import examine, judge, read_rule
from credit.repair.workflow import BATCH, REPAIR
from credit.services import hold_files

logger = logging.getLogger(__name__)
WORKER = SystemActor("repair_batch")
LEASE = timedelta(seconds=60)
CHUNK = 500
EDITABLE = (BatchState.DRAFT, BatchState.EXAMINED)


@transaction.atomic
def draft_batch(
    *, title: str, division_code: str, basis: str, duties_done: str, rule: Mapping[str, Any], by: Actor
) -> RepairBatch:
    """Draft a batch with its selection rule.

    Raises:
        Refusal: no right in the division, an empty field, or a rule that cannot be.
    """
    batch = RepairBatch(division_code=division_code, made_by=by.actor_id, made_by_label=by.label[:100])
    return _write(batch, title=title, basis=basis, duties_done=duties_done, rule=rule, by=by)


@transaction.atomic
def change_batch(
    batch: RepairBatch, *, title: str, basis: str, duties_done: str, rule: Mapping[str, Any], by: Actor
) -> RepairBatch:
    """Change a batch that is not approved yet; what was examined is forgotten.

    Raises:
        Refusal: approved already, no right, an empty field, or a rule that cannot be.
    """
    row = RepairBatch.objects.select_for_update().get(pk=batch.pk)
    if row.state not in EDITABLE:
        raise Refusal(_("An approved batch cannot be changed; give it up and draft a new one."))
    row.items.all().delete()
    row.state, row.selected, row.eligible, row.changed_by = BatchState.DRAFT, 0, 0, by.actor_id
    return _write(row, title=title, basis=basis, duties_done=duties_done, rule=rule, by=by)


def _write(
    batch: RepairBatch, *, title: str, basis: str, duties_done: str, rule: Mapping[str, Any], by: Actor
) -> RepairBatch:
    if not batch.division_code or not by.may(P.REPAIR_HANDLE, batch.division_code):
        raise Refusal(
            _("You do not hold the right to prepare batch repairs in this division."), field="division_code"
        )
    for name, words in (("title", title), ("basis", basis), ("duties_done", duties_done)):
        if not words.strip():
            raise Refusal(
                _("Fill in every field: title, work plan, and how the duties were checked."), field=name
            )
    batch.title, batch.basis, batch.duties_done = (
        title.strip()[:200],
        basis.strip()[:255],
        duties_done.strip()[:255],
    )
    batch.rule = read_rule(rule).as_json()
    batch.save()
    audit.record(batch, "repairbatch.write", by=by, changes={"rule": (None, batch.rule)})
    return batch


@transaction.atomic
def examine_batch(batch: RepairBatch, *, by: Actor, on: date | None = None) -> RepairBatch:
    """Select the records and judge each, with the reason where it is not eligible.

    Raises:
        Refusal: approved already, or no right.
    """
    day = on or today()
    row = BATCH.apply(batch, "examine", by=by, examined_on=day, examined_by=by.actor_id)
    row.items.all().delete()
    rule = read_rule(row.rule)
    items = [
        RepairBatchItem(
            batch=row,
            record=line.record,
            state=ItemState.INELIGIBLE if line.reason else ItemState.WAITING,
            reason=line.reason[:255],
        )
        for line in examine(rule, division=row.division_code, on=day)
    ]
    RepairBatchItem.objects.bulk_create(items, batch_size=CHUNK)
    return _count(row)


@transaction.atomic
def exclude(item: RepairBatchItem, *, reason: str, by: Actor) -> RepairBatchItem:
    """Take one record out of a batch that is not approved yet, with the reason.

    Raises:
        Refusal: approved already, no right, or no reason.
    """
    batch = RepairBatch.objects.select_for_update().get(pk=item.batch_id)
    if batch.state != BatchState.EXAMINED or not by.may(P.REPAIR_HANDLE, batch.division_code):
        raise Refusal(
            _("Records are taken out between examination and approval, by whoever handles repairs.")
        )
    if not reason.strip():
        raise Refusal(_("Say in words why the record is taken out."), field="reason")
    item.state, item.reason = ItemState.INELIGIBLE, reason.strip()[:255]
    item.save(update_fields=["state", "reason"])
    audit.record(
        batch, "repairbatch.exclude", by=by, reason=reason, changes={"record": (item.record_id, None)}
    )
    batch.examined_by = by.actor_id
    batch.save(update_fields=["examined_by"])
    _count(batch)
    return item


def _count(batch: RepairBatch) -> RepairBatch:
    waiting = Count("pk", filter=Q(state=ItemState.WAITING))
    figures = batch.items.aggregate(all=Count("pk"), waiting=waiting)
    batch.selected, batch.eligible = figures["all"], figures["waiting"]
    batch.save(update_fields=["selected", "eligible"])
    return batch


@transaction.atomic
def approve_batch(batch: RepairBatch, *, by: Actor) -> RepairBatch:
    """Approve the eligible records of a batch together, as the second officer; it is to be filed next."""
    row = BATCH.apply(batch, "approve", by=by, approved_by_label=by.label[:100], approved_on=today())
    clocks.keep_batch(row)
    return row


@transaction.atomic
def file_batch(
    batch: RepairBatch, *, filed_with: str, filing_no: str, filed_on: date, by: Actor
) -> RepairBatch:
    """Note the filing with the upper office, before anything is pushed (吉卫监督发〔2021〕2号).

    Raises:
        Refusal: not approved, office, number or day missing, or a day that lies ahead or before the approval.
    """
    if filed_on > today():
        raise Refusal(_("The day of the filing cannot lie ahead."), field="filed_on")
    if batch.approved_on and filed_on < batch.approved_on:
        raise Refusal(_("The filing cannot come before the approval."), field="filed_on")
    row = BATCH.apply(
        batch,
        "file",
        by=by,
        filed_with=filed_with.strip()[:200],
        filing_no=filing_no.strip()[:128],
        filed_on=filed_on,
    )
    clocks.keep_batch(row)
    return row


def start_batch(batch: RepairBatch, *, by: Actor) -> RepairBatch:
    """Let the workers carry the batch out.

    Raises:
        Refusal: it is not filed yet, or no right.
    """
    return BATCH.apply(batch, "start", by=by, lease_until=None)


@transaction.atomic
def drop_batch(batch: RepairBatch, *, reason: str, by: Actor) -> RepairBatch:
    """Give a batch up before it is carried out."""
    row = BATCH.apply(batch, "drop", by=by, reason=reason)
    clocks.keep_batch(row)
    return row


def work_off(batch_id: int, *, most: int | None = None) -> int:
    """Repair the waiting records of a running batch, one transaction each.

    Args:
        batch_id: the batch.
        most: stop after so many records.

    Returns:
        How many records were worked off by this call. Two workers share the work; a third call finds none.
    """
    done = 0
    while most is None or done < most:
        if not _next(batch_id):
            break
        done += 1
        RepairBatch.objects.filter(pk=batch_id).update(lease_until=timezone.now() + LEASE)
    _finish(batch_id)
    return done


def _next(batch_id: int) -> bool:
    """Repair one waiting record; False when none is left."""
    with transaction.atomic():
        batch = RepairBatch.objects.get(pk=batch_id)
        if batch.state != BatchState.RUNNING:
            return False
        waiting = RepairBatchItem.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            batch=batch, state=ItemState.WAITING
        )
        item = waiting.select_related("record__item", "record__subject").order_by("pk").first()
        if item is None:
            return False
        try:
            with transaction.atomic():
                item.repair = _repair(batch, item)
                item.state, item.reason = ItemState.DONE, ""
        except Refusal as refusal:
            item.repair, item.state, item.reason = None, ItemState.FAILED, str(refusal)[:255]
        except IntegrityError:  # one_open_repair_per_record: the party began one at this very moment
            words = _("An application of its own is open for this record.")
            item.repair, item.state, item.reason = None, ItemState.FAILED, words
        item.done_at = timezone.now()
        item.save(update_fields=["repair", "state", "reason", "done_at"])
    return True


def _repair(batch: RepairBatch, item: RepairBatchItem) -> Repair:
    """Judge the record once more and end its effects under the batch's approval."""
    day, record = today(), item.record
    hold_files([record.subject_id])
    line = next(judge(read_rule(batch.rule), [record], on=day))
    if line.reason:
        raise Refusal(line.reason)
    governed = line.found.governing
    repair = Repair.objects.create(
        subject_id=record.subject_id,
        record=record,
        division_code=record.division_code or batch.division_code,
        channel=Channel.BATCH,
        batch=batch,
        regime=governed.regime,
        class_name=governed.class_name,
        earliest_on=governed.earliest_on,
        correction=batch.duties_done,
        submitted_on=batch.examined_on,
        confirmed=list(CONFIRMED_BY_CHECK),
        check_note=batch.basis,
        checked_on=batch.examined_on,
        checked_by_label=batch.made_by_label,
        made_by=WORKER.actor_id,
        made_by_label=batch.made_by_label,
    )
    reason = _("batch repair “%(title)s”, filed as %(no)s") % {"title": batch.title, "no": batch.filing_no}
    moved = REPAIR.apply(
        repair,
        "grant_in_batch",
        by=WORKER,
        reason=reason,
        outcome=Outcome.GRANTED,
        decision_reason=reason[:255],
        decided_by_label=batch.approved_by_label,
        decided_on=day,
    )
    moved.effects = end_everything(moved, on=day, by=WORKER, reason=reason, notes={"batch": batch.pk})
    moved.save(update_fields=["effects"])
    return moved


def _finish(batch_id: int) -> None:
    with transaction.atomic():
        batch = RepairBatch.objects.select_for_update().get(pk=batch_id)
        if batch.state == BatchState.RUNNING and not batch.items.filter(state=ItemState.WAITING).exists():
            BATCH.apply(batch, "finish", by=WORKER, finished_at=timezone.now())


def unattended() -> list[int]:
    """Return running batches that no worker is at."""
    running = RepairBatch.objects.filter(state=BatchState.RUNNING)
    left = running.filter(Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now()))
    return list(left.values_list("pk", flat=True))


def progress(batch: RepairBatch) -> dict[str, Any]:
    """Return how far a batch has come: figures by result, and the share worked off in percent."""
    counts = dict(batch.items.values_list("state").annotate(n=Count("pk")).order_by())
    done, failed = counts.get(ItemState.DONE, 0), counts.get(ItemState.FAILED, 0)
    waiting, ineligible = counts.get(ItemState.WAITING, 0), counts.get(ItemState.INELIGIBLE, 0)
    all_of_them = done + failed + waiting
    share = round(100 * (done + failed) / all_of_them) if all_of_them else 0
    return {"done": done, "failed": failed, "waiting": waiting, "ineligible": ineligible, "share": share}
