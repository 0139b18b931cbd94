"""Every write about an objection. Portal, counter and API call these; each is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit, evidence, outbox
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import redact
from core.workdays import working_days_between
from credit.models import Objection
from credit.objection import clocks, effects, targets
from credit.objection.choices import Channel, Finding, Ground, ObjectionState, Remedy
from credit.objection.targets import Target
from credit.objection.workflow import LEAST_WORDS, OBJECTION
from credit.parties import OWN, must_be_own
from credit.services import hold_files

RECEIVED = "credit.objection.received"


def about(objection: Objection) -> str:
    """Return the name under which an objection's evidence is kept."""
    return f"credit.objection:{objection.pk}"


def file_objection(
    *,
    subject_id: int,
    about: str,
    ground: str,
    claim: str,
    by: Actor,
    channel: str = Channel.PORTAL,
    received_on: date | None = None,
    files: Iterable[Any] = (),
) -> Objection:
    """Take in an objection: the record is marked as disputed at once, the local clocks start.

    Args:
        subject_id: who objects.
        about: what is objected to (`credit.objection.targets`).
        ground: one of `Ground`.
        claim: what is wrong and what would be right, in words.
        by: the party (`credit.parties.Party`) or an officer for what came on paper (`OnPaper`).
        channel: how it came in.
        received_on: day of receipt (default today; earlier only for paper).
        files: evidence, uploads.

    Raises:
        Refusal: not their record, of no effect any more, one is open already, no words, a bad file.
    """
    day = received_on or today()
    target = _own_target(about, subject_id, by)
    words = _words(claim)
    if ground not in Ground.values:
        raise Refusal(_("Choose what is wrong from the list."), field="ground")
    if day > today():
        raise Refusal(_("The day of receipt cannot lie ahead."), field="received_on")
    row = Objection(
        subject_id=subject_id,
        about=about,
        record=target.records[0] if target.records else None,
        title=target.title[:255],
        document_no=target.document_no,
        division_code=target.division_code,
        channel=channel,
        ground=ground,
        claim=words,
        received_on=day,
        provider_name=target.provider,
        marked_on=today(),
        made_by=by.actor_id,
        made_by_label=by.label[:100],
    )
    try:
        with transaction.atomic():
            hold_files([subject_id])
            row.save(force_insert=True)
            _received(row, target, by, files)
    except IntegrityError as twice:  # one_open_objection_per_subject_and_record
        raise Refusal(
            _("An objection to this record is open already; add to it, or wait for its result."),
            field="about",
        ) from twice
    return row


def _received(row: Objection, target: Target, by: Actor, files: Iterable[Any]) -> None:
    effects.mark(target, on=today(), by=by, reason=_("objection no. %(no)s") % {"no": row.pk})
    keep_evidence(row, files, by=by)
    clocks.keep(row)
    audit.record(row, "objection.receive", by=by, changes={"about": (None, row.about)})
    outbox.publish(
        RECEIVED,
        f"credit.objection:{row.pk}",
        {"objection": row.pk, "subject": row.subject_id, "about": row.about},
    )


def _own_target(about: str, subject_id: int, by: Actor) -> Target:
    must_be_own(subject_id, by)
    target = targets.find(about)
    if target is None or target.subject_id != subject_id:
        raise Refusal(
            _("An objection is possible to a record about oneself only; choose one of the own records."),
            field="about",
        )
    if not target.stands:
        raise Refusal(
            _("This record was withdrawn or replaced already; there is nothing left to object to."),
            field="about",
        )
    if not by.may(OWN, target.division_code):
        raise Refusal(_("You do not hold the right to take in objections of this division."))
    return target


def _words(claim: str) -> str:
    words = redact(claim.strip())
    if len(words) < LEAST_WORDS:
        raise Refusal(
            _("Say in at least ten characters what is wrong and what would be right."), field="claim"
        )
    return words


def keep_evidence(row: Objection, files: Iterable[Any], *, by: Actor, kind: str = "") -> None:
    """Keep what the party or the provider brings; the party may read it again.

    Raises:
        Refusal: a file is refused, or the objection is closed.
    """
    must_be_own(row.subject_id, by)
    offered = list(files)
    if not offered:
        return
    if not row.is_open:
        raise Refusal(_("This objection is closed; file a new one with the new evidence."))
    evidence.keep_all(
        offered,
        about=about(row),
        division_code=row.division_code,
        by=by,
        kind=kind,
        party=f"credit.subject:{row.subject_id}",
    )


@transaction.atomic
def pass_on(row: Objection, *, provider_name: str, by: Actor) -> Objection:
    """Ask the provider to check; its local clock starts."""
    return _moved(
        OBJECTION.apply(row, "pass_on", by=by, provider_name=provider_name.strip()[:200], passed_on=today())
    )


@transaction.atomic
def note_answer(
    row: Objection, *, answer: str, confirms: bool, by: Actor, files: Iterable[Any] = ()
) -> Objection:
    """Enter what the provider answered, and whether it stands by the record."""
    keep_evidence(row, files, by=by, kind=_("provider's answer"))
    return _moved(
        OBJECTION.apply(
            row,
            "answer",
            by=by,
            provider_answer=redact(answer.strip()),
            provider_confirms=confirms,
            answered_on=today(),
            changed_by=by.actor_id,
        )
    )


@transaction.atomic
def pause(row: Objection, *, reason: str, by: Actor) -> Objection:
    """Stop the clock for tests or expert review, where the local act does not count their time.

    Raises:
        Refusal: the place counts that time too.
    """
    if not clocks.clock_of(on=row.received_on, place=row.division_code).pause:
        raise Refusal(_("In this place the time of tests and expert review counts; the clock cannot stop."))
    return _moved(OBJECTION.apply(row, "pause", by=by, reason=reason, paused_on=today()))


@transaction.atomic
def resume(row: Objection, *, by: Actor) -> Objection:
    """Let the clock run on; the working days of the review are added to it."""
    current = Objection.objects.select_for_update().get(pk=row.pk)
    away = working_days_between(current.paused_on, today()) if current.paused_on else 0
    return _moved(
        OBJECTION.apply(row, "resume", by=by, paused_on=None, paused_days=current.paused_days + away)
    )


@transaction.atomic
def extend(row: Objection, *, reason: str, by: Actor) -> Objection:
    """Extend the period once, as far as the local act allows; the deciding officer approves it.

    Raises:
        Refusal: no right, no reason, no extension in this place, or extended before.
    """
    current = Objection.objects.select_for_update().get(pk=row.pk)
    if not by.may(P.OBJECTION_DECIDE, current.division_code):
        raise Refusal(_("Only an officer who decides objections may extend the period."))
    days = clocks.clock_of(on=current.received_on, place=current.division_code).extension
    if not days:
        raise Refusal(_("The rules of this place know no extension of the period."))
    if current.extended_by_days or not current.is_open:
        raise Refusal(_("The period can be extended once, and only while the objection is open."))
    if not reason.strip():
        raise Refusal(_("Say in words why the period is extended."), field="reason")
    current.extended_by_days, current.extension_reason = days, reason.strip()[:255]
    current.save(update_fields=["extended_by_days", "extension_reason"])
    audit.record(current, "objection.extend", by=by, reason=reason, changes={"extended_by_days": (0, days)})
    return _moved(current)


@transaction.atomic
def propose(
    row: Objection,
    *,
    finding: str,
    remedy: str,
    reasoning: str,
    by: Actor,
    correction: Mapping[str, Any] | None = None,
) -> Objection:
    """Propose the finding to the officer who decides.

    Raises:
        Refusal: finding and remedy do not fit, no reasons, a correction that changes nothing.
    """
    corrected = dict(correction or {}) if remedy == Remedy.CORRECT else {}
    if corrected:
        effects.check_correction(row, corrected)
    return _moved(
        OBJECTION.apply(
            row,
            "propose",
            by=by,
            finding=finding,
            remedy=Remedy.NONE if finding == Finding.REJECTED else remedy,
            reasoning=redact(reasoning.strip()),
            correction=corrected,
            proposed_by=by.actor_id,
            proposed_by_label=by.label[:100],
        )
    )


@transaction.atomic
def send_back(row: Objection, *, reason: str, by: Actor) -> Objection:
    """Send the proposal back to the officer who handles the objection."""
    return _moved(OBJECTION.apply(row, "send_back", by=by, reason=reason))


@transaction.atomic
def decide(row: Objection, *, by: Actor) -> Objection:
    """Decide as proposed, as the second officer; everything that follows happens in this one act.

    Upheld: the record is withdrawn or replaced in file, grade, public entry and at the platforms. Rejected:
    the dispute mark goes. A party that objected in the portal reads the result there at once.
    """
    day = today()
    hold_files([row.subject_id])
    moved = OBJECTION.apply(row, "decide", by=by, decided_by_label=by.label[:100], decided_on=day)
    done = effects.carry_out(moved, on=day, by=by)
    moved.effects = done
    moved.save(update_fields=["effects"])
    clocks.keep(moved)
    if moved.channel == Channel.PORTAL:
        moved.state, moved.told_on, moved.told_how = ObjectionState.TOLD, day, "portal"
        moved.save(update_fields=["state", "told_on", "told_how"])
        audit.record(moved, "objection.tell", by=by, changes={"state": ("decided", "told")})
        clocks.keep(moved)
    return moved


@transaction.atomic
def tell(row: Objection, *, how: str, by: Actor) -> Objection:
    """Note that, and how, the party was told."""
    if not how.strip():
        raise Refusal(_("Say how the party was told, such as by letter or telephone."), field="how")
    return _moved(OBJECTION.apply(row, "tell", by=by, told_on=today(), told_how=how.strip()[:100]))


@transaction.atomic
def take_back(row: Objection, *, by: Actor) -> Objection:
    """Let the party take its objection back; the dispute mark goes."""
    must_be_own(row.subject_id, by)
    hold_files([row.subject_id])
    moved = OBJECTION.apply(row, "take_back", by=by)
    target = targets.find(moved.about)
    if target is not None:
        effects.unmark(target, on=today(), by=by, reason=_("objection taken back"))
    return _moved(moved)


def _moved(row: Objection) -> Objection:
    clocks.keep(row)
    return row
