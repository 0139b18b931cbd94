"""Breaches of government integrity (政务失信): proposed, confirmed by another, corrected, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.authorities import authority_of
from accounts.permissions import P
from core import audit, evidence
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import redact
from credit import services as files
from credit.models import ConductRecord, Subject
from credit.parties import must_be_own
from credit.services import NewRecord
from supervision.integrity import clocks, measures, sharing
from supervision.integrity.choices import BreachSource, Mitigation
from supervision.integrity.tables import MITIGATION, breach_kind, marked
from supervision.integrity.workflow import BREACH, LEAST_WORDS
from supervision.models import IntegrityBreach


@dataclass(frozen=True, slots=True)
class NewBreach:
    """What is proposed.

    Args:
        kind: code of the rule table of kinds.
        source: one of `BreachSource`.
        source_key: what it was found by, such as "supervision.matter:<guid>"; the same is proposed once.
    """

    subject_id: int
    kind: str
    facts: str
    happened_on: date
    source: str
    title: str = ""
    office_id: int | None = None
    source_key: str = ""
    document_no: str = ""
    self_reported: bool = False
    evidence: Iterable[Any] = field(default=())


def about(breach: IntegrityBreach) -> str:
    """Return the name under which a breach's papers are kept."""
    return f"supervision.integritybreach:{breach.pk}"


def source_of(breach: IntegrityBreach) -> str:
    """Return the source under which its conduct record stands in the file."""
    return f"supervision.integritybreach:{breach.guid}"


def record_of(breach: IntegrityBreach) -> ConductRecord | None:
    """Return the conduct record of a confirmed breach."""
    rows = ConductRecord.entries.filter(source=source_of(breach)).select_related("item")
    return rows.first()


def mitigation_shown(row: IntegrityBreach) -> str:
    """Return what the correction does, with the mark of the rule where that is a local default."""
    words, on = row.get_mitigation_display() if row.mitigation else "", row.corrected_on or today()
    return marked(words, row.mitigation, on=on, place=row.division_code, table=MITIGATION)


def propose(new: NewBreach, *, by: Actor) -> IntegrityBreach:
    """Propose a breach; it waits for the officer who confirms. The same source gives the same breach.

    Raises:
        Refusal: no right, unknown kind, a day ahead, too few words, not a body.
    """
    subject = Subject.objects.get(pk=new.subject_id)
    if not by.may(P.INTEGRITY_REVIEW, subject.division_code):
        raise Refusal(_("You do not hold the right to propose breaches in this division."))
    row = _built(new, subject, by)
    known = IntegrityBreach.objects.filter(source_key=new.source_key) if new.source_key else None
    if known is not None and (found := known.first()) is not None:
        return found
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _keep_files(row, new.evidence, by=by)
            clocks.keep_breach(row)
            kind = breach_kind(row.kind, on=row.happened_on, place=row.division_code)
            audit.record(row, "integritybreach.propose", by=by, changes={"kind": (None, kind.title)})
    except IntegrityError:  # the same source came twice at the same moment
        return IntegrityBreach.objects.get(source_key=new.source_key)
    return row


def _built(new: NewBreach, subject: Subject, by: Actor) -> IntegrityBreach:
    if subject.is_person:
        raise Refusal(_("Body: breaches of government integrity are those of bodies."), field="body")
    if new.happened_on > today():
        raise Refusal(_("Happened on: the day cannot lie ahead."), field="happened_on")
    if new.source not in BreachSource.values:
        raise Refusal(_("Found by: choose one of the list."), field="source")
    words = redact(new.facts.strip())
    if len(words) < LEAST_WORDS:
        raise Refusal(_("Facts: say in at least ten characters what happened."), field="facts")
    kind = breach_kind(new.kind, on=new.happened_on, place=subject.division_code)
    return IntegrityBreach(
        subject=subject,
        office_id=new.office_id,
        division_code=subject.division_code,
        authority_name=authority_of(subject.division_code, P.INTEGRITY_DECIDE)[:200],
        kind=kind.code,
        title=redact(new.title.strip())[:200] or kind.title,
        facts=words,
        happened_on=new.happened_on,
        source=new.source,
        source_key=new.source_key,
        document_no=new.document_no.strip()[:80],
        basis=kind.basis[:300],
        self_reported=new.self_reported,
        made_by=by.actor_id,
        made_by_label=by.label[:100],
    )


def _keep_files(
    row: IntegrityBreach, offered: Iterable[Any], *, by: Actor, kind: str = "", shared: bool = False
) -> None:
    uploads = list(offered)
    if uploads:
        party = f"credit.subject:{row.subject_id}" if shared else ""
        evidence.keep_all(
            uploads, about=about(row), division_code=row.division_code, by=by, kind=kind, party=party
        )


@transaction.atomic
def confirm(row: IntegrityBreach, *, by: Actor) -> IntegrityBreach:
    """Confirm a breach, as the second officer: it enters the file, and its consequences are proposed."""
    on = today()
    files.hold_files([row.subject_id])
    days = clocks.days("correct", on=on, place=row.division_code)
    moved = BREACH.apply(
        row,
        "confirm",
        by=by,
        confirmed_on=on,
        confirmed_by_label=by.label[:100],
        correct_by=on + timedelta(days=days),
    )
    kind = breach_kind(moved.kind, on=moved.happened_on, place=moved.division_code)
    files.record_conduct(
        [
            NewRecord(
                subject_id=moved.subject_id,
                item_code=kind.item_code,
                title=moved.title,
                happened_on=moved.happened_on,
                final_on=on,
                source=source_of(moved),
                document_no=moved.document_no,
                authority_name=moved.authority_name,
                division_code=moved.division_code,
                facts=moved.facts,
            )
        ],
        by=by,
    )
    sharing.tell(moved, record_of(moved))
    measures.propose_for_breach(moved, kind.follow)
    return _moved(moved)


@transaction.atomic
def drop(row: IntegrityBreach, *, reason: str, by: Actor) -> IntegrityBreach:
    """Do not confirm what was proposed."""
    return _moved(BREACH.apply(row, "drop", by=by, reason=reason))


@transaction.atomic
def correct(row: IntegrityBreach, *, text: str, by: Actor, evidence: Iterable[Any] = ()) -> IntegrityBreach:
    """Take the body's report that it has put the breach right."""
    must_be_own(row.subject_id, by)
    moved = BREACH.apply(
        row,
        "correct",
        by=by,
        correction=redact(text.strip()),
        correction_on=today(),
        correction_by=by.actor_id,
        returned_reason="",
    )
    _keep_files(moved, evidence, by=by, kind=_("correction"), shared=True)
    return _moved(moved)


@transaction.atomic
def send_back(row: IntegrityBreach, *, reason: str, by: Actor) -> IntegrityBreach:
    """Send the correction back: it does not do."""
    words = redact(reason.strip())[:255]
    return _moved(BREACH.apply(row, "send_back", by=by, reason=reason, returned_reason=words))


@transaction.atomic
def accept(row: IntegrityBreach, *, mitigation: str, reason: str, by: Actor) -> IntegrityBreach:
    """Find a breach corrected, and let what the rules say end: lighter, or every consequence.

    Raises:
        Refusal: no right, no mitigation or reasons, or nothing was handed in.
    """
    if mitigation and mitigation not in Mitigation.values:
        raise Refusal(_("What the correction does: choose one of the list."), field="mitigation")
    moved = BREACH.apply(
        row,
        "accept",
        by=by,
        mitigation=mitigation,
        mitigation_reason=redact(reason.strip())[:255],
        corrected_on=today(),
    )
    sharing.tell(moved, record_of(moved))
    measures.end_by_correction(moved, by=by)
    return _moved(moved)


@transaction.atomic
def withdraw(row: IntegrityBreach, *, reason: str, by: Actor) -> IntegrityBreach:
    """Withdraw a breach whose ground has fallen: record and consequences end with it."""
    files.hold_files([row.subject_id])
    moved = BREACH.apply(row, "withdraw", by=by, reason=reason)
    sharing.tell(moved, record_of(moved), reason=reason)
    files.annul_records(source_of(moved), on=today(), by=by, reason=reason)
    measures.end_with_ground(moved, reason=reason, by=by)
    return _moved(moved)


def _moved(row: IntegrityBreach) -> IntegrityBreach:
    clocks.keep_breach(row)
    return row
