"""Commitments from a register: signed on paper before they came here, some published, some checked.

What a careful office expects of such a file, and what is done (docs/adr/0034):

- The signature is entered as an officer enters a paper. The words of the letter are not in the register: the
  file says so, instead of lending the body words that it never signed.
- What the register calls published stands on the public site since that day; the right is that of publishing.
- "Kept" closes the matter. "Broken" is a finding of the officer who uploads: it waits for a second officer,
  counts for nothing and is not shown until that one confirms it, exactly as a breach found on the page.
- Clocks that would have run out long ago begin with the day of the intake: the office learns of it now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts.permissions import P
from core import audit
from core.actors import Actor
from core.clock import today
from core.masking import redact
from core.sheets.storing import Outcome
from credit.commitments import deadlines
from credit.commitments.register import BROKEN, FULL, OPEN, Desk, RegisterRow, was_rejected
from credit.commitments.rendering import digest_of, sealed
from credit.commitments.services import due_day, own_number
from credit.commitments.workflow import COMMITMENT, KIND_WORDS
from credit.models import Commitment
from credit.models.commitments import CommitmentState, Performance, SigningWay
from credit.parties import OnPaper


@dataclass(slots=True)
class _Case:
    """A row, and its commitment as it stands now."""

    row: RegisterRow
    now: Commitment
    moved: bool = False


def take_in(desk: Desk, *, by: Actor) -> Outcome:
    """Enter new commitments of a register and note what it says anew about known ones.

    Runs inside the caller's transaction, after `Desk.faults` found no error in these rows.

    Args:
        desk: the rows and what they were held against.
        by: who uploads; holds the right to keep commitments in all their divisions.
    """
    known = {row.row_no: found[0] for row in desk.rows if (found := desk.known(row))}
    fresh = [row for row in desk.rows if row.row_no not in known]
    old = [_Case(row, known[row.row_no]) for row in desk.rows if row.row_no in known]
    new = _signed(desk, _drawn(desk, fresh, by), by)
    _note(new + old, desk, by)
    _clocks([*new, *(case for case in old if case.moved)], desk)
    changed = sum(case.moved for case in old)
    return Outcome(new=len(new), changed=changed, unchanged=len(old) - changed)


def _drawn(desk: Desk, rows: Sequence[RegisterRow], by: Actor) -> list[_Case]:
    made = Commitment.objects.bulk_create([_draft(desk, row, by) for row in rows], batch_size=500)
    unnumbered = [one for one, row in zip(made, rows, strict=True) if not row.number]
    for one in unnumbered:
        one.number = own_number(one)
    Commitment.objects.bulk_update(unnumbered, ["number"])
    audit.record_many(
        audit.event(one, "commitment.draw_up", by=by, changes={"template": ("", str(one.template))})
        for one in made
    )
    return [_Case(row, one) for one, row in zip(made, rows, strict=True)]


def _draft(desk: Desk, row: RegisterRow, by: Actor) -> Commitment:
    subject, letter = desk.subjects[row.identity], desk.letter(row)
    if letter is None:
        raise LookupError("no letter")  # `faults` has seen to it
    return Commitment(
        number=row.number or uuid4().hex,
        subject=subject,
        template=letter,
        division_code=subject.division_code,
        matter=redact(row.matter),
        matter_code=row.matter_code or letter.matter_code,
        made_by=by.actor_id,
        made_by_label=by.label[:100],
    )


def _signed(desk: Desk, cases: list[_Case], by: Actor) -> list[_Case]:
    rows = {case.now.pk: case.row for case in cases}
    _step(cases, "sign", OnPaper(by, P.COMMITMENT_KEEP), lambda one: _signature(desk, rows[one.pk], one, by))
    return cases


def _signature(desk: Desk, row: RegisterRow, one: Commitment, by: Actor) -> dict[str, Any]:
    text = desk.words(row, KIND_WORDS[one.template.kind])
    due, provisional = (row.due_on, False) if row.due_on else due_day(one, row.signed_on)
    fields = {
        "text": text,
        "text_digest": digest_of(text),
        "way": SigningWay.REGISTER,
        "signer_name": row.signer,
        "signer_post": row.post,
        "signed_on": row.signed_on,
        "signed_at": timezone.now(),
        "signed_by": by.actor_id,
        "signed_by_label": by.label[:100],
        "due_on": due,
        "due_provisional": provisional,
    }
    return sealed(one, fields)


def _note(cases: Iterable[_Case], desk: Desk, by: Actor) -> None:
    """Publish, find kept and find broken what the register says so of, where it still runs here."""
    running = [case for case in cases if case.now.state in OPEN]
    rows = {case.now.pk: case.row for case in running}

    def found(one: Commitment) -> dict[str, Any]:
        row = rows[one.pk]
        return {
            "performance": Performance(row.outcome),
            "findings": row.findings,
            "found_on": row.found(desk.as_of),
            "found_by": by.actor_id,  # who uploads cannot confirm
            "found_by_label": row.checker,
        }

    shown = [case for case in running if case.row.published_on and case.now.state == CommitmentState.SIGNED]
    _step(shown, "publish", by, lambda one: {"published_on": rows[one.pk].published_on})
    kept = [case for case in running if case.row.outcome == FULL]
    _step(kept, "keep", by, lambda one: {**found(one), "revision": one.revision + 1})
    broken = [case for case in running if case.row.outcome in BROKEN and not was_rejected(case.row, case.now)]
    _step(broken, "doubt", by, found)


def _step(
    cases: Sequence[_Case], name: str, by: Actor, fields: Callable[[Commitment], dict[str, Any]]
) -> None:
    """Take one step with many.

    Raises:
        ValueError: one of them has moved since it was looked at; the worker begins again.
    """
    result = COMMITMENT.apply_many([case.now.pk for case in cases], name, by=by, fields=fields)
    if result.refused:
        raise ValueError("a commitment was moved meanwhile")
    done = {one.pk: one for one in result.done}
    for case in cases:
        case.now, case.moved = done[case.now.pk], True


def _clocks(cases: Sequence[_Case], desk: Desk) -> None:
    """Stop the clocks of what is settled, and start those of what is still to be done."""
    day = max(desk.as_of, today())
    state = CommitmentState
    signed = [case.now for case in cases if case.now.state == state.SIGNED and case.now.template.published]
    running = [case.now for case in cases if case.now.state in OPEN]
    doubted = [case.now for case in cases if case.now.state == state.DOUBTED]
    kept = [case.now.pk for case in cases if case.now.state == state.PERFORMED]
    deadlines.stop_many([one.pk for one in running if one.published_on], (deadlines.PUBLISH,))
    deadlines.stop_many([one.pk for one in doubted], (deadlines.PUBLISH, deadlines.CHECK))
    deadlines.stop_many(kept)
    deadlines.start_many(deadlines.PUBLISH, [(one, day) for one in signed])
    deadlines.start_many(
        deadlines.CHECK,
        [(one, max(one.due_on, day)) for one in running if one.due_on and one.template.checked],
    )
    deadlines.start_many(deadlines.CONFIRM, [(one, day) for one in doubted])
