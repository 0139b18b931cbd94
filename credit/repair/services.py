"""Every write about an application for repair; portal, counter and API call these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit, evidence, ruletables
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import redact
from credit.models import ConductRecord, Repair
from credit.objection.choices import Channel
from credit.parties import OWN, must_be_own
from credit.repair import clocks
from credit.repair.act import end_everything
from credit.repair.bars import bar_subject
from credit.repair.checklist import Checklist, about, checklist
from credit.repair.choices import Material, Outcome, RepairState
from credit.repair.conditions import CONFIRMED_BY_CHECK
from credit.repair.governing import SETTINGS
from credit.repair.workflow import REPAIR
from credit.services import hold_files

Files = Mapping[str, Iterable[Any]]
WRITABLE = (RepairState.DRAFT, RepairState.RETURNED)


def commitment_text(*, on: date, place: str) -> str:
    """Return the text of the commitment that goes with an application, in the reader's language."""
    texts = ruletables.rule(SETTINGS, "commitment_text", on=on, place=place)
    return str(texts["zh" if (get_language() or "zh").startswith("zh") else "en"])


def start_repair(
    *, subject_id: int, record: ConductRecord, by: Actor, channel: str = Channel.PORTAL
) -> Repair:
    """Begin an application for one record; it stays a draft until it is handed in.

    Raises:
        Refusal: not their record, of no effect any more, or an application is open already.
    """
    must_be_own(subject_id, by)
    if record.subject_id != subject_id or record.confirmed_at is None:
        raise Refusal(
            _("Repair is possible for a record about oneself only; choose one of the own records."),
            field="record",
        )
    division = record.division_code or record.subject.division_code
    if not by.may(OWN, division):
        raise Refusal(_("You do not hold the right to take in applications of this division."))
    standing = next(check for check in checklist(record, on=today()).checks if check.code == "standing")
    if standing.verdict == "unmet":
        raise Refusal(standing.words, field="record")
    row = Repair(
        subject_id=subject_id,
        record=record,
        division_code=division,
        channel=channel,
        made_by=by.actor_id,
        made_by_label=by.label[:100],
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            audit.record(row, "repair.start", by=by, changes={"record": (None, record.pk)})
    except IntegrityError as twice:  # one_open_repair_per_record
        raise Refusal(
            _("An application for this record is open already; go on with that one."), field="record"
        ) from twice
    return row


def write_repair(
    repair: Repair,
    *,
    by: Actor,
    duties_done_on: date | None,
    correction: str,
    commitment_by: str = "",
    commits: bool = False,
    files: Files | None = None,
) -> Repair:
    """Fill in a draft, or complete a returned application; files are added to those already there.

    Args:
        repair: the application.
        by: the party, or the officer for paper.
        duties_done_on: day on which the duties of the decision were done.
        correction: how the misconduct was corrected, in words.
        commitment_by: who gives the commitment for the body.
        commits: whether the commitment is given now.
        files: uploads by material (`credit.repair.choices.Material`).

    Raises:
        Refusal: handed in already, not theirs, a future day, an unknown material, a bad file.
    """
    must_be_own(repair.subject_id, by)
    with transaction.atomic():
        row = Repair.objects.select_for_update(of=("self",)).select_related("record").get(pk=repair.pk)
        if row.state not in WRITABLE or not by.may(OWN, row.division_code):
            raise Refusal(_("This application was handed in; it can be changed only when it is returned."))
        _check_days(row, duties_done_on)
        wanted: dict[str, Any] = {
            "duties_done_on": duties_done_on,
            "correction": redact(correction.strip()),
            "changed_by": by.actor_id,
        }
        if commits and row.commitment_on is None:
            wanted |= _commitment(row, commitment_by)
        changes = {name: (getattr(row, name), value) for name, value in wanted.items()}
        for name, value in wanted.items():
            setattr(row, name, value)
        row.save(update_fields=list(wanted))
        audit.record(row, "repair.write", by=by, changes=changes)
        add_files(row, files or {}, by=by)
    return row


def _check_days(row: Repair, done_on: date | None) -> None:
    if done_on is None:
        return
    if done_on > today():
        raise Refusal(_("The duties cannot have been done on a day that lies ahead."), field="duties_done_on")
    if done_on < row.record.happened_on:
        raise Refusal(
            _("The duties cannot have been done before the record's day, %(day)s.")
            % {"day": row.record.happened_on.isoformat()},
            field="duties_done_on",
        )


def _commitment(row: Repair, name: str) -> dict[str, Any]:
    if not name.strip():
        raise Refusal(_("Enter the name of who gives the commitment."), field="commitment_by")
    return {
        "commitment": commitment_text(on=today(), place=row.division_code),
        "commitment_by": name.strip()[:60],
        "commitment_on": today(),
    }


def add_files(row: Repair, files: Files, *, by: Actor) -> None:
    """Keep materials of an application; the party may read them again.

    Raises:
        Refusal: an unknown material, or a file is refused.
    """
    for code, uploads in files.items():
        if code not in Material.values:
            raise Refusal(_("Choose the kind of material from the list."), field="files")
        if offered := list(uploads):
            evidence.keep_all(
                offered,
                about=about(row, code),
                division_code=row.division_code,
                by=by,
                kind=str(Material(code).label),
                party=f"credit.subject:{row.subject_id}",
            )


@transaction.atomic
def submit(repair: Repair, *, by: Actor) -> Repair:
    """Hand an application in; the clocks of acceptance and decision start.

    Raises:
        Refusal: a condition is not met or a material is missing; the sentence names it, with the day from
            which it will be met.
    """
    must_be_own(repair.subject_id, by)
    row = _read(repair)
    found = checklist(row.record, on=today(), repair=row)
    if sentence := found.why_not_submit():
        raise Refusal(sentence)
    return _moved(
        REPAIR.apply(
            row,
            "submit",
            by=by,
            submitted_on=today(),
            changed_by=by.actor_id,
            returned_reason="",
            regime=found.governing.regime,
            class_name=found.governing.class_name,
            earliest_on=found.governing.earliest_on,
        )
    )


@transaction.atomic
def return_for_completion(repair: Repair, *, reason: str, by: Actor) -> Repair:
    """Return an application with what is missing; the party completes it."""
    return _moved(REPAIR.apply(repair, "return", by=by, reason=reason, returned_reason=reason.strip()[:255]))


@transaction.atomic
def accept(repair: Repair, *, by: Actor) -> Repair:
    """Accept an application."""
    return _moved(REPAIR.apply(repair, "accept", by=by, accepted_on=today()))


@transaction.atomic
def not_accept(repair: Repair, *, reason: str, by: Actor) -> Repair:
    """Do not accept an application, with the reasons."""
    return _moved(
        REPAIR.apply(repair, "not_accept", by=by, reason=reason, **_ended(Outcome.NOT_ACCEPTED, reason, by))
    )


@transaction.atomic
def note_check(
    repair: Repair, *, note: str, confirmed: Iterable[str], by: Actor, files: Files | None = None
) -> Repair:
    """Write down what the check found: which of the conditions that only an officer can confirm are met.

    Args:
        repair: the accepted application.
        note: what was checked, where, with what result.
        confirmed: codes of `CONFIRMED_BY_CHECK`.
        by: the officer; cannot be the one who decides.
        files: what the authority found in its own systems.

    Raises:
        Refusal: wrong state, no right, no words, an unknown condition.
    """
    codes = sorted(set(confirmed))
    if unknown := set(codes) - set(CONFIRMED_BY_CHECK):
        raise Refusal(
            _("“%(code)s” is not for the check to confirm.") % {"code": min(unknown)}, field="confirmed"
        )
    moved = REPAIR.apply(
        repair,
        "check",
        by=by,
        check_note=redact(note.strip()),
        confirmed=codes,
        checked_by=by.actor_id,
        checked_by_label=by.label[:100],
        checked_on=today(),
    )
    add_files(moved, files or {}, by=by)
    return _moved(moved)


@transaction.atomic
def send_back(repair: Repair, *, reason: str, by: Actor) -> Repair:
    """Send an application back to be checked again."""
    return _moved(REPAIR.apply(repair, "send_back", by=by, reason=reason))


@transaction.atomic
def extend(repair: Repair, *, reason: str, by: Actor) -> Repair:
    """Extend the period of the decision once, for a complex case or needed checks (国办发〔2025〕22号).

    Raises:
        Refusal: no right, no reason, extended before, or not being decided.
    """
    row = _read(repair)
    if not by.may(P.REPAIR_DECIDE, row.division_code):
        raise Refusal(_("Only an officer who decides repairs may extend the period."))
    if row.extended_by_days or row.state not in (RepairState.ACCEPTED, RepairState.UNDER_CHECK):
        raise Refusal(_("The period can be extended once, and only between acceptance and decision."))
    if not reason.strip():
        raise Refusal(_("Say in words why the period is extended."), field="reason")
    days = clocks.days_of("extend", on=row.submitted_on or today(), place=row.division_code)
    row.extended_by_days, row.extension_reason = days, reason.strip()[:255]
    row.save(update_fields=["extended_by_days", "extension_reason"])
    audit.record(row, "repair.extend", by=by, reason=reason, changes={"extended_by_days": (0, days)})
    return _moved(row)


@transaction.atomic
def approve(repair: Repair, *, by: Actor, reason: str = "") -> Repair:
    """Approve as the second officer: every effect of the record ends in this one act, or none.

    Raises:
        Refusal: a condition is not met, one's own work, no right, or the record is not in force any more.
    """
    hold_files([repair.subject_id])
    row = _read(repair)
    day = today()
    if row.state == RepairState.UNDER_CHECK and (sentence := found_wanting(row, on=day)):
        raise Refusal(sentence)
    moved = REPAIR.apply(row, "approve", by=by, reason=reason, **_ended(Outcome.GRANTED, reason, by))
    moved.effects = end_everything(
        moved, on=day, by=by, reason=_("credit repair no. %(no)s") % {"no": moved.pk}
    )
    moved.save(update_fields=["effects"])
    return _moved(moved)


def found_wanting(repair: Repair, *, on: date) -> str:
    """Return the condition that stands against approval, "" for none."""
    return checklist(repair.record, on=on, repair=repair).why_not_approve()


@transaction.atomic
def refuse(repair: Repair, *, reason: str, by: Actor, false_material: bool = False) -> Repair:
    """Refuse with reasons; false material also bars new applications for the years of the rule table.

    Raises:
        Refusal: no reasons, one's own work, wrong state, no right.
    """
    moved = REPAIR.apply(repair, "refuse", by=by, reason=reason, **_ended(Outcome.REFUSED, reason, by))
    if false_material:
        bar_subject(moved, reason=reason, by=by)
    return _moved(moved)


@transaction.atomic
def close(repair: Repair, *, by: Actor) -> Repair:
    """Close an application after the party was told."""
    return _moved(REPAIR.apply(repair, "close", by=by))


@transaction.atomic
def take_back(repair: Repair, *, by: Actor) -> Repair:
    """Let the party take its application back."""
    must_be_own(repair.subject_id, by)
    return _moved(REPAIR.apply(repair, "take_back", by=by))


def _read(repair: Repair) -> Repair:
    rows = Repair.objects.select_for_update(of=("self",)).select_related("record__item", "subject")
    return rows.get(pk=repair.pk)


def _ended(outcome: Outcome, reason: str, by: Actor) -> dict[str, Any]:
    return {
        "outcome": outcome,
        "decision_reason": reason.strip()[:255],
        "decided_by_label": by.label[:100],
        "decided_on": today(),
    }


def _moved(repair: Repair) -> Repair:
    clocks.keep(repair)
    return repair


def checklist_of(repair: Repair) -> Checklist:
    """Return an application's checklist as it stands today."""
    return checklist(repair.record, on=today(), repair=repair)
