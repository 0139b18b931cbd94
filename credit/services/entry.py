"""Conduct records entered by hand, workbook or API: one officer enters, a second one confirms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.workflow import BulkResult
from credit.choices import RecordState, Review
from credit.models import ConductRecord, Subject
from credit.rules.sources import entered_by_hand
from credit.rules.standing import ENDED
from credit.services.changes import change_records, take_place
from credit.services.facts import Desk, desk
from credit.services.holding import hold_files
from credit.services.records import NewRecord
from credit.services.subjects import applies_to
from credit.workflow import DISPUTED, ENTRY

OPEN = (Review.WAITING, Review.RETURNED)


def enter_record(
    new: NewRecord, *, by: Actor, corrects: ConductRecord | None = None, at: Desk | None = None
) -> ConductRecord:
    """Enter a fact; it waits for a second officer, and counts for nothing until then.

    Args:
        new: the fact; `final_on` None takes the day that the catalogue's rule gives.
        by: the officer who enters it.
        corrects: the record that it is to replace once it is confirmed.
        at: what facts are checked against, where many are entered.

    Raises:
        Refusal: no right, or the fact may not enter the file; in one sentence with the field.
    """
    subject = Subject.objects.get(pk=new.subject_id)
    if not by.may(P.RECORD_ENTER, subject.division_code):
        raise Refusal(_("You do not hold the right to enter conduct records of this division."))
    with transaction.atomic():
        row = _checked(ConductRecord(made_by=by.actor_id, made_by_label=by.label[:100]), new, subject, at)
        if corrects is not None:
            hold_files([subject.pk])
            corrects = ConductRecord.entries.select_for_update(of=("self",)).get(pk=corrects.pk)
            _check_correction(corrects, row)
            row.supersedes = corrects
        _check_twin(row, corrects)
        row.save()
        audit.record(row, "conductrecord.enter", by=by)
    return row


@dataclass(frozen=True, slots=True)
class Offered:
    """One fact of many, with its subject."""

    new: NewRecord
    subject: Subject


def enter_many(offered: Sequence[Offered], *, by: Actor, desks: Callable[[str], Desk]) -> int:
    """Enter facts of a workbook (inside the caller's transaction); all wait for a second officer.

    Args:
        offered: the facts, checked before.
        by: who brings them; has the right in all their divisions.
        desks: what facts of a place are checked against.

    Returns:
        How many are new; a fact that is in the file already stays as it is.

    Raises:
        Refusal: a fact may not enter the file.
    """
    known = _known_facts({one.subject.pk for one in offered})
    rows = [_new_row(one, by, desks) for one in offered]
    return len(_entered([row for row in rows if _is_new(row, known)], by))


def enter_each(
    offered: Sequence[Offered], *, by: Actor, desks: Callable[[str], Desk]
) -> list[ConductRecord | Refusal]:
    """Enter facts of one request (inside the caller's transaction); all wait for a second officer.

    Args:
        offered: the facts.
        by: who brings them.
        desks: what facts of a place are checked against.

    Returns:
        For each fact, in their order, its record or why it is refused, as `enter_record` says it.
    """
    known = _known_facts({one.subject.pk for one in offered})
    answers: list[ConductRecord | Refusal] = []
    for one in offered:
        try:
            if not by.may(P.RECORD_ENTER, one.subject.division_code):
                raise Refusal(_("You do not hold the right to enter conduct records of this division."))
            row = _new_row(one, by, desks)
            if not _is_new(row, known):
                raise _twin()
        except Refusal as refusal:
            answers.append(refusal)
        else:
            answers.append(row)
    _entered([answer for answer in answers if isinstance(answer, ConductRecord)], by)
    return answers


def amend_entry(record: ConductRecord, new: NewRecord, *, by: Actor) -> ConductRecord:
    """Change an entry that is not confirmed yet; what was sent back is handed in again.

    What brought it (workbook, interface) stays its source.

    Raises:
        Refusal: it is confirmed or discarded already, or the fact may not enter the file.
    """
    with transaction.atomic():
        row = (
            ConductRecord.entries.select_for_update(of=("self",)).select_related("subject").get(pk=record.pk)
        )
        if row.review not in OPEN:
            raise Refusal(_("A confirmed record is never changed; enter a correction instead."))
        if not by.may(P.RECORD_ENTER, row.division_code):
            raise Refusal(_("You do not hold the right to enter conduct records of this division."))
        before = {field.name: getattr(row, field.name) for field in fields(NewRecord)}
        _checked(row, replace(new, source=row.source), row.subject, None)
        _check_twin(row, row.supersedes)
        row.changed_by = by.actor_id
        row.save()
        changes = {name: (old, getattr(row, name)) for name, old in before.items()}
        changed = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
        audit.record(row, "conductrecord.change", by=by, changes=changed)
        return ENTRY.apply(row, "hand_in", by=by) if row.review == Review.RETURNED else row


def confirm_many(pks: Iterable[int], *, by: Actor) -> BulkResult[ConductRecord]:
    """Confirm entries as the second officer; corrections take the place of what they correct.

    Returns:
        The rows confirmed and the rows refused, each with its sentence (one's own work, wrong state …).
    """
    wanted, at = list(pks), timezone.now()
    correcting = dict(
        ConductRecord.entries.filter(pk__in=wanted, supersedes__isnull=False).values_list("pk", "subject_id")
    )

    def confirmed(_row: ConductRecord) -> dict[str, Any]:
        return {"confirmed_at": at, "reviewed_by_label": by.label[:100]}

    def then(rows: list[ConductRecord]) -> None:
        for row in rows:
            if row.supersedes is not None:
                take_place(row.supersedes, row, on=today(), by=by, reason=row.note)

    plain = [pk for pk in wanted if pk not in correcting]
    result = ENTRY.apply_many(plain, "confirm", by=by, fields=confirmed)
    for pk, subject_id in correcting.items():
        with transaction.atomic():
            hold_files([subject_id])
            one = ENTRY.apply_many([pk], "confirm", by=by, fields=confirmed, then=then)
        result.done += one.done
        result.refused += one.refused
    return result


def confirm(record: ConductRecord, *, by: Actor) -> None:
    """Confirm one entry.

    Raises:
        Refusal: it is not possible, in one sentence.
    """
    result = confirm_many([record.pk], by=by)
    if result.refused:
        raise Refusal(result.refused[0][1])
    record.refresh_from_db()


def send_back(record: ConductRecord, *, by: Actor, reason: str) -> ConductRecord:
    """Send an entry back to the clerk with the reason."""
    return ENTRY.apply(record, "return", by=by, reason=reason)


def hand_in(record: ConductRecord, *, by: Actor) -> ConductRecord:
    """Hand an entry in again as it is."""
    return ENTRY.apply(record, "hand_in", by=by)


def discard(record: ConductRecord, *, by: Actor, reason: str) -> ConductRecord:
    """Give an entry up; it stays readable in the audit trail and never counts."""
    return ENTRY.apply(record, "discard", by=by, reason=reason, supersedes=None)


def withdraw_record(record: ConductRecord, *, by: Actor, reason: str) -> None:
    """Withdraw a record that was entered by mistake: a reviewer who did not enter it, with the reason.

    Raises:
        Refusal: no right, one's own entry, or another procedure brought the record and must end it.
    """
    if not by.may(P.RECORD_REVIEW, record.division_code):
        raise Refusal(_("You do not hold the right to withdraw conduct records of this division."))
    if not entered_by_hand(record.source):
        raise Refusal(
            _("This record came from another procedure; annul the decision there, or decide an objection.")
        )
    if by.actor_id in (record.made_by, record.changed_by):
        raise Refusal(_("Withdrawing needs a second officer: you entered this record yourself."))
    change_records([record], "withdrawn", on=today(), by=by, reason=reason)


def _checked(row: ConductRecord, new: NewRecord, subject: Subject, at: Desk | None) -> ConductRecord:
    """Put a checked fact into a row.

    Raises:
        Refusal: the fact may not enter the file.
    """
    rules = at or desk(subject.division_code)
    item = rules.check(new, applies_to(subject))
    for field in fields(NewRecord):
        if field.name not in ("subject_id", "division_code"):
            setattr(row, field.name, getattr(new, field.name))
    row.subject, row.division_code, row.item = subject, subject.division_code, item
    row.final_on = new.final_on or rules.counts_from(item, new.happened_on)
    if row.confirmed_at is not None:
        row.review, row.confirmed_at = Review.WAITING, None
    return row


def _new_row(one: Offered, by: Actor, desks: Callable[[str], Desk]) -> ConductRecord:
    row = ConductRecord(made_by=by.actor_id, made_by_label=by.label[:100])
    return _checked(row, one.new, one.subject, desks(one.subject.division_code))


def _is_new(row: ConductRecord, known: set[tuple[Any, ...]]) -> bool:
    """Tell whether a fact is not in the files yet, and remember it."""
    fact = _fact_of(row)
    new = fact not in known
    known.add(fact)
    return new


def _entered(rows: list[ConductRecord], by: Actor) -> list[ConductRecord]:
    ConductRecord.entries.bulk_create(rows, batch_size=500)
    audit.record_many(audit.event(row, "conductrecord.enter", by=by) for row in rows)
    return rows


def _check_correction(corrects: ConductRecord, row: ConductRecord) -> None:
    if not row.note.strip():
        raise Refusal(_("Remark: say in words what was wrong with the record."), field="note")
    if corrects.subject_id != row.subject_id:
        raise Refusal(
            _(
                "Subject: a correction keeps the subject; withdraw the record and enter it in the file "
                "of the right one."
            ),
            field="subject",
        )
    if corrects.confirmed_at is None or corrects.state in ENDED:
        raise Refusal(
            _("“%(record)s” is in the state “%(state)s” and cannot be corrected any more.")
            % {"record": corrects, "state": corrects.get_state_display()}
        )
    if corrects.state == RecordState.DISPUTED:
        raise Refusal(DISPUTED % {"record": corrects})
    if ConductRecord.entries.filter(supersedes=corrects).exists():
        raise Refusal(_("A correction of this record is waiting already; look at that one first."))


_FACT = ("subject_id", "item_code", "happened_on", "document_no", "title")


def _fact_of(row: ConductRecord) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in _FACT)


def _known_facts(subject_ids: set[int]) -> set[tuple[Any, ...]]:
    rows = ConductRecord.entries.filter(subject__in=subject_ids, superseded_on__isnull=True)
    return set(rows.exclude(review=Review.DISCARDED).values_list(*_FACT))


def _check_twin(row: ConductRecord, corrects: ConductRecord | None) -> None:
    """Refuse a fact that is in the file already.

    Raises:
        Refusal: same subject, item, day, title and document.
    """
    alike = ConductRecord.entries.filter(**dict(zip(_FACT, _fact_of(row), strict=True)))
    known = [row.pk, corrects.pk if corrects else None]
    live = alike.filter(superseded_on__isnull=True).exclude(review=Review.DISCARDED)
    if live.exclude(pk__in=[pk for pk in known if pk]).exists():
        raise _twin()


def _twin() -> Refusal:
    return Refusal(_("This fact is in the file already: same subject, item, day and document."))
