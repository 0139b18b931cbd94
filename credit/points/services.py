"""Giving demerit points: entered by one scorer, notified, defended, confirmed by another, taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit, deadlines, evidence
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.workdays import add_working_days
from credit.choices import Change
from credit.guard import guard
from credit.models import ConductRecord, DemeritEntry, Standard, Subject
from credit.models.points import LIVE
from credit.parties import must_be_own
from credit.points.choices import EntryState
from credit.points.schemes import PlacedBy, SchemeRule, criterion_of, kind_of, scheme_rule
from credit.points.workflow import DECISION, ENTRY, NOTICE
from credit.rules.terms import Per, Scale
from credit.services import NewRecord, change_records, hold_files, record_conduct, supersede

SOURCE = "credit.demeritentry"


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What the first scorer enters.

    Args:
        happened_on: day of the conduct.
        count: persons or departments concerned, for items counted so.
        penalty_record: the conduct record of the penalty for the same act, where there is one.
        on_the_spot: scored there and then, the party heard on the spot.
        corrects: the confirmed entry that this one is to replace.
    """

    subject: Subject
    scheme: Standard
    item_code: str
    happened_on: date
    facts: str
    count: int = 1
    penalty_record: ConductRecord | None = None
    on_the_spot: bool = False
    authority_name: str = ""
    corrects: DemeritEntry | None = None


def about(entry: DemeritEntry) -> str:
    """Return the text by which evidence files and records name an entry."""
    return f"{SOURCE}:{entry.pk}"


@transaction.atomic
def enter_entry(new: NewEntry, *, by: Actor, proof: Iterable[Any] = ()) -> DemeritEntry:
    """Enter a demerit entry as its first scorer; the clock of the notice starts.

    The points are the scheme's, never typed.

    Args:
        new: what is entered.
        by: the first scorer.
        proof: uploads, such as the record of the inspection.

    Raises:
        Refusal: in one sentence: which field, what is wrong, how to mend it.
    """
    if not by.may(P.POINTS_ENTER, new.subject.division_code):
        raise Refusal(_("You do not hold the right to enter demerit points in this division."))
    rule = scheme_rule(new.scheme, on=new.happened_on, place=new.subject.division_code)
    criterion = criterion_of(new.scheme, new.item_code)
    _check_scheme(new)
    _check_conduct(new, rule, criterion.per)
    _check_penalty(new)
    guard(on=new.happened_on, place=new.subject.division_code).check(
        {"facts": new.facts}, {"facts": _("Facts found")}
    )
    points = criterion.worth(new.count)
    if new.on_the_spot and points > rule.on_the_spot_limit:
        raise Refusal(
            _("Scored on the spot: only up to %(limit)s points; this entry has %(points)s: serve a notice.")
            % {"limit": rule.on_the_spot_limit, "points": points},
            field="on_the_spot",
        )
    entry = DemeritEntry.objects.create(
        subject=new.subject,
        scheme=new.scheme,
        item_code=criterion.item,
        item_title=criterion.title,
        count=new.count,
        points=points,
        happened_on=new.happened_on,
        facts=new.facts.strip(),
        authority_name=new.authority_name.strip(),
        division_code=new.subject.division_code,
        penalty_record=new.penalty_record,
        on_the_spot=new.on_the_spot,
        corrects=new.corrects,
        made_by=by.actor_id,
        made_by_label=by.label[:100],
    )
    audit.record(entry, "demeritentry.enter", by=by)
    evidence.keep_all(proof, about=about(entry), division_code=entry.division_code, by=by)
    _start(NOTICE, entry, working_days=rule.notice_days, basis=rule.basis)
    return entry


def serve(entry: DemeritEntry, *, notice_no: str, served_on: date, by: Actor) -> DemeritEntry:
    """Note that the notice reached the party; the window for statement and defence opens.

    Raises:
        Refusal: the number is used already, the day is impossible, or the step is not allowed now.
    """
    number = notice_no.strip()
    _check_notice_number(entry, number)
    rule = scheme_rule(entry.scheme, on=entry.happened_on, place=entry.division_code)
    until = add_working_days(served_on, rule.defence_days).on
    with transaction.atomic():
        row = ENTRY.apply(
            entry,
            "serve",
            by=by,
            notice_no=number,
            served_on=served_on,
            defence_until=until,
            changed_by=by.actor_id,
        )
        deadlines.close(NOTICE, DemeritEntry, [row.pk])
        _start(DECISION, row, start=until, working_days=rule.notice_days, basis=rule.basis)
    return row


@transaction.atomic
def state_defence(entry: DemeritEntry, *, text: str, by: Actor, proof: Iterable[Any] = ()) -> DemeritEntry:
    """Hand in the party's own statement and defence, within the window; the authority answers it.

    Raises:
        Refusal: the window is over, nothing is said, a file is refused, or the entry is another's.
    """
    must_be_own(entry.subject_id, by)
    row = ENTRY.apply(entry, "defend", by=by, defence_text=text.strip(), defended_on=today())
    evidence.keep_all(
        proof,
        about=about(row),
        division_code=row.division_code,
        by=by,
        kind=_("Statement and defence"),
        party=f"credit.subject:{row.subject_id}",
    )
    return row


def note_defence(
    entry: DemeritEntry, *, received_on: date, result: str, by: Actor, text: str = "", answer: str = ""
) -> DemeritEntry:
    """Note the party's statement and defence and what it was answered; or that it waived them."""
    return ENTRY.apply(
        entry,
        "answer",
        by=by,
        defence_text=text.strip(),
        defended_on=received_on,
        defence_result=result,
        answer=answer.strip(),
        changed_by=by.actor_id,
    )


def confirm(
    entry: DemeritEntry, *, by: Actor, notice_no: str = "", served_on: date | None = None
) -> DemeritEntry:
    """Confirm the points as the second scorer; they become a conduct record in the same transaction.

    Args:
        notice_no, served_on: of a notice handed over on the spot; otherwise the entry has them already.

    Raises:
        Refusal: the window is still open, it is one's own entry, or the step is not allowed now.
    """
    with transaction.atomic():
        hold_files([entry.subject_id])
        locked = DemeritEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        day, draft = today(), locked.state == EntryState.DRAFT
        number = notice_no.strip() if draft else locked.notice_no
        _check_notice_number(locked, number)
        row = ENTRY.apply(
            entry,
            "confirm_on_the_spot" if draft else "confirm",
            by=by,
            record=_carry(locked, by=by, on=day, notice_no=number),
            notice_no=number,
            served_on=served_on if draft else locked.served_on,
            confirmed_on=day,
            confirmed_by=by.actor_id,
            confirmed_by_label=by.label[:100],
        )
        _stop(row)
    return row


def drop(entry: DemeritEntry, *, reason: str, by: Actor) -> DemeritEntry:
    """Drop an entry that is not confirmed: a draft by its scorers, a served one by who may confirm."""
    name = "discard" if entry.state == EntryState.DRAFT else "drop"
    with transaction.atomic():
        row = ENTRY.apply(
            entry, name, by=by, reason=reason, ended_on=today(), ended_reason=reason.strip()[:255]
        )
        _stop(row)
    return row


def take_back(entry: DemeritEntry, *, reason: str, by: Actor) -> DemeritEntry:
    """Take confirmed points back: their record is annulled, and with it the entry (`credit.points.effects`).

    Raises:
        Refusal: the entry is not confirmed, no reason is given, or the officer lacks the right.
    """
    step = ENTRY.transitions["reverse"]
    if step not in ENTRY.available(entry, by) or entry.record is None:
        raise Refusal(_("Only confirmed points can be taken back, by whoever may confirm points."))
    if not reason.strip():
        raise Refusal(_("Say in words why the points are taken back."), field="reason")
    change_records([entry.record], Change.ANNULLED, on=today(), by=by, reason=reason)
    entry.refresh_from_db()
    return entry


def _carry(entry: DemeritEntry, *, by: Actor, on: date, notice_no: str) -> ConductRecord:
    """Turn an entry into the conduct record that carries its points.

    With a penalty the record lies in the penalty's cycle and belongs to its act: one act counts once, under
    the highest item.
    """
    penalty = entry.penalty_record
    rule = scheme_rule(entry.scheme, on=entry.happened_on, place=entry.division_code)
    day = entry.happened_on if rule.placed_by == PlacedBy.HAPPENED else on
    new = NewRecord(
        subject_id=entry.subject_id,
        item_code=entry.item_code,
        title=entry.item_title,
        facts=entry.facts,
        happened_on=penalty.happened_on if penalty else day,
        final_on=on,
        source=about(entry),
        document_no=notice_no,
        authority_name=entry.authority_name,
        division_code=entry.division_code,
        act=_act_of(penalty, by=by) if penalty else "",
        count=entry.count,
    )
    old = entry.corrects.record if entry.corrects else None
    if old is not None:
        reason = _("Corrected by %(notice)s") % {"notice": notice_no or entry.item_code}
        return supersede(old, new, on=on, by=by, reason=reason)
    record_conduct([new], by=by)
    return ConductRecord.objects.get(source=new.source)


def _act_of(penalty: ConductRecord, *, by: Actor) -> str:
    """Return the act of a penalty's record, naming it where it has stood alone so far."""
    if not penalty.act:
        locked = ConductRecord.objects.select_for_update(of=("self",)).get(pk=penalty.pk)
        locked.act = locked.source
        locked.save(update_fields=["act"])
        audit.record(locked, "conductrecord.link", by=by, changes={"act": ("", locked.act)})
        penalty.act = locked.act
    return penalty.act


def _check_scheme(new: NewEntry) -> None:
    if new.scheme.scale != Scale.ACTIONS or new.scheme.applies_to != kind_of(new.subject):
        raise Refusal(
            _("Scheme: “%(scheme)s” gives no demerit points to such a subject; choose another.")
            % {"scheme": new.scheme},
            field="scheme",
        )
    in_force = Standard.objects.in_force(new.happened_on).filter(pk=new.scheme.pk).exists()
    if not in_force or not new.subject.division_code.startswith(new.scheme.place):
        raise Refusal(
            _("Scheme: “%(scheme)s” was not in force there on %(day)s; choose the one that was.")
            % {"scheme": new.scheme, "day": new.happened_on.isoformat()},
            field="scheme",
        )


def _check_conduct(new: NewEntry, rule: SchemeRule, per: Per) -> None:
    if new.happened_on > today():
        raise Refusal(_("Day of the conduct: it lies in the future; check the year."), field="happened_on")
    if not new.facts.strip():
        raise Refusal(_("Facts found: say what was found; the notice repeats it."), field="facts")
    if per == Per.OCCURRENCE and new.count != 1:
        raise Refusal(
            _("Persons or departments: this item counts once per occurrence; enter 1."), field="count"
        )
    if not 1 <= new.count <= rule.most_count:
        raise Refusal(
            _("Persons or departments: enter a number from 1 to %(most)s, the scheme's limit.")
            % {"most": rule.most_count},
            field="count",
        )


def _check_penalty(new: NewEntry) -> None:
    penalty = new.penalty_record
    if penalty is None:
        return
    if penalty.subject_id != new.subject.pk:
        raise Refusal(
            _("Penalty: this penalty is another subject's; choose one of this file."), field="penalty_record"
        )
    if penalty.annulled_on or penalty.withdrawn_on or penalty.superseded_on:
        raise Refusal(_("Penalty: it no longer stands, so no points follow from it."), field="penalty_record")
    twins = DemeritEntry.objects.filter(
        scheme=new.scheme, item_code=new.item_code, penalty_record=penalty, state__in=LIVE
    )
    if new.corrects is not None:
        twins = twins.exclude(pk=new.corrects.pk)
    if twin := twins.first():
        raise Refusal(
            _("Penalty: the same item was already scored for it (%(entry)s); correct that entry instead.")
            % {"entry": twin},
            field="penalty_record",
        )


def _check_notice_number(entry: DemeritEntry, number: str) -> None:
    twins = DemeritEntry.objects.filter(scheme=entry.scheme_id, notice_no=number).exclude(pk=entry.pk)
    if number and twins.exists():
        raise Refusal(
            _("Notice number: %(number)s is used already; every notice has its own.") % {"number": number},
            field="notice_no",
        )


def _start(
    kind: deadlines.DeadlineKind,
    entry: DemeritEntry,
    *,
    working_days: int,
    basis: str,
    start: date | None = None,
) -> None:
    # The task names a body, never a person.
    title = str(entry) if entry.subject.is_person else f"{entry}：{entry.subject.name}"
    deadlines.open_many(
        [
            deadlines.build(
                kind, entry, start=start or today(), working_days=working_days, title=title, basis=basis
            )
        ]
    )


def _stop(entry: DemeritEntry) -> None:
    for kind in (NOTICE, DECISION):
        deadlines.close(kind, DemeritEntry, [entry.pk])
