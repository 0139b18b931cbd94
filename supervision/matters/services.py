"""Every write about a tracked matter. Portal, counter and workbook call these; each is one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.authorities import authority_of
from accounts.models import Agency, Officer
from accounts.permissions import P
from accounts.services import reveal_number
from core import audit, evidence, outbox
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import mask, redact
from credit.models import Subject
from credit.parties import must_be_own
from supervision.matters import clocks, refusals
from supervision.matters.choices import MatterKind, Satisfaction
from supervision.matters.workflow import MATTER
from supervision.models import Matter, MatterAnswer

RECEIVED = "supervision.matter.received"
LEAST_WORDS = 10


@dataclass(frozen=True, slots=True)
class NewMatter:
    """What came in.

    Args:
        kind: one of `MatterKind`.
        sender: who sent it; of a petition it is kept sealed and shown masked.
        contact: how the sender is reached, sealed.
        due_on: the day that the document itself names; None: the period of the rule table.
    """

    kind: str
    title: str
    received_on: date
    division_code: str
    number: str = ""
    demand: str = ""
    sender: str = ""
    contact: str = ""
    amount: Decimal | None = None
    due_on: date | None = None
    subject_id: int | None = None
    files: Iterable[Any] = field(default=())


def about(matter: Matter) -> str:
    """Return the name under which a matter's papers are kept."""
    return f"supervision.matter:{matter.pk}"


def receive(new: NewMatter, *, by: Actor) -> Matter:
    """Enter a matter: its clocks start on the day of receipt.

    Raises:
        Refusal: no right, no title, a day ahead, no due day where the document must name one, entered twice.
    """
    row = built(new, by=by)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _keep_files(row, new.files, by=by)
            clocks.keep(row)
            audit.record(row, "matter.receive", by=by, changes={"kind": (None, row.kind)})
            _announce(row)
            if new.subject_id is not None:
                row = assign(row, subject_id=new.subject_id, by=by)
    except IntegrityError as twice:  # a_matter_is_entered_once
        raise _twin(new) from twice
    return row


def built(new: NewMatter, *, by: Actor) -> Matter:
    """Build (not save) a checked matter.

    Raises:
        Refusal: as `receive`.
    """
    if not new.division_code:
        raise Refusal(
            _("Responsible body: your account belongs to no agency; name the body that has to answer."),
            field="body",
        )
    if not by.may(P.MATTER_KEEP, new.division_code):
        raise Refusal(_("You do not hold the right to keep tracked matters of this division."))
    if new.kind not in MatterKind.values:
        raise Refusal(_("Kind of matter: choose one of the list."), field="kind")
    if not new.title.strip():
        raise Refusal(_("Title: say in a few words what the matter is about."), field="title")
    if new.received_on > today():
        raise Refusal(_("Received on: the day of receipt cannot lie ahead."), field="received_on")
    return Matter(
        kind=new.kind,
        number=new.number.strip()[:80],
        title=redact(new.title.strip())[:200],
        demand=redact(new.demand.strip()),
        amount=new.amount,
        sender=new.sender.strip() or None,
        sender_shown=shown_sender(new.kind, new.sender),
        contact=new.contact.strip() or None,
        authority_name=authority_of(new.division_code, P.MATTER_KEEP)[:200],
        division_code=new.division_code,
        received_on=new.received_on,
        due_on=_due(new),
        due_fixed=new.due_on is not None,
        made_by=by.actor_id,
        made_by_label=by.label[:100],
    )


def shown_sender(kind: str, sender: str) -> str:
    """Return what pages say of who sent it: who petitions is a private person, the others act in public."""
    words = sender.strip()
    return mask("name", words)[:100] if kind == MatterKind.PETITION else redact(words)[:100]


def _due(new: NewMatter) -> date:
    if new.due_on is not None:
        if new.due_on < new.received_on:
            raise Refusal(_("Due on: the day lies before the receipt; check both days."), field="due_on")
        return new.due_on
    period = clocks.clock_of(new.kind, on=new.received_on, place=new.division_code).answer
    if period is None:
        raise Refusal(
            _("Due on: enter the day that the judgment, award, promise or contract itself names."),
            field="due_on",
        )
    return period.after(new.received_on)


def _announce(row: Matter) -> None:
    told = {"matter": str(row.guid), "kind": row.kind, "division_code": row.division_code}
    outbox.publish(RECEIVED, f"supervision.matter:{row.guid}", told)


def _twin(new: NewMatter) -> Refusal:
    return Refusal(
        _("Number: “%(number)s” of this kind is entered already; open that matter instead.")
        % {"number": new.number},
        field="number",
    )


def _keep_files(
    row: Matter, files: Iterable[Any], *, by: Actor, kind: str = "", shared: bool = False
) -> None:
    """Keep papers; the body reads those that are its own, never a petitioner's letter."""
    offered = list(files)
    if offered:
        party = f"credit.subject:{row.subject_id}" if shared and row.subject_id else ""
        evidence.keep_all(
            offered, about=about(row), division_code=row.division_code, by=by, kind=kind, party=party
        )


@transaction.atomic
def assign(
    row: Matter, *, subject_id: int, by: Actor, office_id: int | None = None, note: str = ""
) -> Matter:
    """Name the body, and where it is the authority itself the office, that has to answer.

    Raises:
        Refusal: the body is of another division, no body, or has it already; the step is not possible.
    """
    subject = Subject.objects.visible_to(by, P.MATTER_KEEP).filter(pk=subject_id).first()
    if subject is None or subject.is_person:
        raise Refusal(
            _("Responsible body: choose a body of your divisions; a person answers for nothing here."),
            field="body",
        )
    office = Agency.objects.filter(pk=office_id).first() if office_id else None
    if row.assigned_on and (row.subject_id, row.office_id) == (subject.pk, office.pk if office else None):
        # Assigned once more, its limit would begin anew.
        raise Refusal(_("Responsible body: the matter is with it already; name another."), field="body")
    clock = clocks.clock_of(row.kind, on=row.received_on, place=row.division_code)
    due = row.due_on
    if clock.from_assignment and clock.answer and not row.due_fixed:
        due = clock.answer.after(today())
    moved = MATTER.apply(
        row,
        "assign",
        by=by,
        reason=redact(note),
        subject=subject,
        office=office,
        assigned_on=today(),
        due_on=due,
    )
    return _moved(moved)


@transaction.atomic
def tell(row: Matter, *, how: str, by: Actor) -> Matter:
    """Note that the sender was told of the receipt (petitions: 信访工作条例 art. 22).

    Raises:
        Refusal: told already, closed, or not said how.
    """
    current = _held(row, by)
    if not how.strip():
        raise Refusal(_("Say how the sender was told, such as by letter or telephone."), field="how")
    if current.told_on is not None or not current.is_open:
        raise Refusal(_("The sender was told already, or the matter is closed."))
    current.told_on, current.told_how = today(), redact(how.strip())[:100]
    current.save(update_fields=["told_on", "told_how"])
    audit.record(current, "matter.tell", by=by, changes={"told_on": (None, current.told_on.isoformat())})
    return _moved(current)


@transaction.atomic
def extend(row: Matter, *, reason: str, by: Actor) -> Matter:
    """Put the answer off once, as far as the rules allow; the deciding officer approves it.

    Raises:
        Refusal: no right, no reason, no extension for this kind, extended before.
    """
    current = Matter.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if not by.may(P.INTEGRITY_DECIDE, current.division_code):
        raise Refusal(_("Only an officer who decides may put the answer off."))
    clock = clocks.clock_of(current.kind, on=current.received_on, place=current.division_code)
    if clock.extension is None or current.due_fixed:
        raise Refusal(_("The rules know no extension for such a matter; the named day stands."))
    if current.extended_days or not current.is_open:
        raise Refusal(_("The answer can be put off once, and only while the matter is open."))
    if not reason.strip():
        raise Refusal(_("Say in words why the answer is put off."), field="reason")
    before = current.due_on
    current.due_on = clock.extension.after(before)
    current.extended_days = (current.due_on - before).days
    current.extension_reason = redact(reason.strip())[:255]
    current.save(update_fields=["due_on", "extended_days", "extension_reason"])
    changes = {"due_on": (before.isoformat(), current.due_on.isoformat())}
    audit.record(current, "matter.extend", by=by, reason=reason, changes=changes)
    return _moved(current)


@transaction.atomic
def answer(
    row: Matter,
    *,
    text: str,
    by: Actor,
    done: bool = False,
    files: Iterable[Any] = (),
    on: date | None = None,
) -> Matter:
    """Hand in the body's answer, or its report that it has obeyed.

    Args:
        text: the answer, at least ten characters.
        by: the body (`credit.parties.Party`) or an officer for what came on paper (`OnPaper`).
        done: whether everything was done as asked or owed.
        on: day of the answer (default today; earlier only for paper).

    Raises:
        Refusal: not their matter, too few words, a bad file, or it does not wait for an answer.
    """
    must_be_own(row.subject_id or 0, by)
    words, day = redact(text.strip()), on or today()
    if len(words) < LEAST_WORDS:
        raise Refusal(_("Answer: say in at least ten characters what was done."), field="text")
    if day > today() or day < row.received_on:
        raise Refusal(_("Answered on: the day lies between the receipt and today."), field="on")
    moved = MATTER.apply(row, "answer", by=by, answered_on=day, answered_by=by.actor_id)
    MatterAnswer.objects.create(matter=moved, text=words, done=done, on=day, by_label=by.label[:100])
    _keep_files(moved, files, by=by, kind=_("answer"), shared=True)
    return _moved(moved)


@transaction.atomic
def accept(row: Matter, *, satisfaction: str, by: Actor, note: str = "") -> Matter:
    """Accept the answer: the matter is closed. Whoever entered it on paper cannot accept it.

    Raises:
        Refusal: the sender's opinion is missing, or the step is not possible.
    """
    if satisfaction and satisfaction not in Satisfaction.values:
        raise Refusal(_("Sender's opinion: choose one of the list."), field="satisfaction")
    moved = MATTER.apply(
        row, "accept", by=by, reason=redact(note), satisfaction=satisfaction, closed_on=today()
    )
    _outcome(moved, accepted=True, words=note)
    return _moved(moved)


@transaction.atomic
def reopen(row: Matter, *, reason: str, by: Actor) -> Matter:
    """Open it again: the answer did not do, or the sender asked for review; a new period runs."""
    current = Matter.objects.select_for_update(of=("self",)).get(pk=row.pk)
    clock = clocks.clock_of(current.kind, on=current.received_on, place=current.division_code)
    due = clock.again.after(today()) if clock.again else current.due_on
    moved = MATTER.apply(
        current,
        "reopen",
        by=by,
        reason=redact(reason),
        reopened_times=current.reopened_times + 1,
        reopened_on=today(),
        due_on=max(due, current.due_on),
        due_fixed=False,
        closed_on=None,
        satisfaction="",
    )
    _outcome(moved, accepted=False, words=reason)
    return _moved(moved)


@transaction.atomic
def refuse(row: Matter, *, reason: str, by: Actor) -> Matter:
    """Note that the body refuses to obey: a breach of government integrity is proposed in the same act."""
    moved = MATTER.apply(row, "refuse", by=by, reason=redact(reason), refused_on=today())
    refusals.tell(moved, redact(reason.strip()), by)
    return _moved(moved)


@transaction.atomic
def drop(row: Matter, *, reason: str, by: Actor) -> Matter:
    """Drop what was entered by mistake, or pass on what is not ours; nothing runs any more."""
    return _moved(MATTER.apply(row, "drop", by=by, reason=redact(reason), closed_on=today()))


@transaction.atomic
def reveal_sender(row: Matter, *, reason: str, by: Officer) -> str:
    """Return who sent a matter and how they are reached; every look is kept.

    Raises:
        Refusal: the right is missing, or no reason was given.
    """
    known = [name for name in ("sender", "contact") if getattr(row, name) is not None]
    return " · ".join(reveal_number(row, name, by=by, reason=reason) for name in known)


def _outcome(row: Matter, *, accepted: bool, words: str) -> None:
    last = row.answers.order_by("-pk").first()
    if last is not None:
        last.accepted, last.outcome = accepted, redact(words.strip())[:255]
        last.save(update_fields=["accepted", "outcome"])


def _held(row: Matter, by: Actor) -> Matter:
    current = Matter.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if not by.may(P.MATTER_KEEP, current.division_code):
        raise Refusal(_("You do not hold the right to keep tracked matters of this division."))
    return current


def _moved(row: Matter) -> Matter:
    clocks.keep(row)
    return row
