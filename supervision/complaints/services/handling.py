"""The steps of a complaint after it was taken in, for officers and for the complainant."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit, evidence, ruletables
from core.actors import Actor, ByDecision
from core.clock import today
from core.errors import Refusal
from core.language import in_kept_words
from core.masking import redact
from credit.models import Subject
from credit.services import NewRecord, applies_to, item, record_conduct
from supervision.choices import RectificationSource
from supervision.complaints import clocks
from supervision.complaints.choices import (
    OPEN_STATES,
    ComplaintState,
    DeclineGround,
    Procedure,
    Satisfaction,
)
from supervision.complaints.keepers import TABLE
from supervision.complaints.services.filing import about
from supervision.complaints.workflow import COMPLAINT
from supervision.inspections.choices import InspectionReason
from supervision.inspections.services import NewInspection
from supervision.inspections.services import open_many as open_inspections
from supervision.models import Complaint, Inspection
from supervision.rectification.services import NewRectification
from supervision.rectification.services import open_many as open_rectifications


@transaction.atomic
def accept(
    row: Complaint, *, procedure: str, by: Actor, office: str = "", subject_id: int | None = None
) -> Complaint:
    """Accept a complaint: the clock of the procedure begins. The body may be named from the files.

    Raises:
        Refusal: no right, another state, no such procedure, a body of another division.
    """
    if procedure not in Procedure.values:
        raise Refusal(_("Choose the procedure: its clock begins now."), field="procedure")
    fields: dict[str, Any] = {"procedure": procedure, "office": office.strip()[:100], "accepted_on": today()}
    if subject_id is not None and subject_id != row.subject_id:
        subject = Subject.objects.get(pk=subject_id)
        if not by.may(P.COMPLAINT_HANDLE, subject.division_code):
            raise Refusal(_("Body: it belongs to another place; pass the complaint on."), field="body")
        fields |= {"subject": subject, "division_code": subject.division_code}
    return _moved(COMPLAINT.apply(row, "accept", by=by, changed_by=by.actor_id, **fields))


@transaction.atomic
def reassign(row: Complaint, *, office: str, by: Actor) -> Complaint:
    """Give a complaint that is being handled to another office of the authority; its clock runs on.

    Raises:
        Refusal: no right, no other office, or it is not being handled.
    """
    current = Complaint.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if not by.may(P.COMPLAINT_HANDLE, current.division_code):
        raise Refusal(_("You do not hold the right to handle complaints of this division."))
    if current.state != ComplaintState.ACCEPTED:
        raise Refusal(_("Only a complaint that is being handled is given to another office."))
    before, named = current.office, office.strip()[:100]
    if not named or named == before:
        raise Refusal(_("Handling office: name the office that takes it over."), field="office")
    current.office = named
    current.save(update_fields=["office"])
    audit.record(current, "complaint.change", by=by, changes={"office": (before, named)})
    return current


@transaction.atomic
def transfer(row: Complaint, *, to: str, reason: str, by: Actor) -> Complaint:
    """Pass a complaint on to the authority in charge; who brought it stays sealed here."""
    return _moved(
        COMPLAINT.apply(row, "transfer", by=by, reason=reason, transferred_to=to.strip()[:200], due_on=None)
    )


@transaction.atomic
def decline(row: Complaint, *, ground: str, reason: str, by: Actor) -> Complaint:
    """Do not accept a complaint; a second officer says so, with ground and reason for the complainant.

    Raises:
        Refusal: no such ground, one's own entry, no reason.
    """
    if ground not in DeclineGround.values:
        raise Refusal(_("Choose why it is not accepted."), field="ground")
    words = redact(reason.strip())
    return _moved(
        COMPLAINT.apply(
            row,
            "decline",
            by=by,
            reason=words,
            declined_as=ground,
            answer=words,
            answered_on=today(),
            due_on=None,
        )
    )


@transaction.atomic
def join(row: Complaint, *, number: str, reason: str, by: Actor) -> Complaint:
    """Join a complaint with an earlier one about the same matter; its answer is then for both.

    Raises:
        Refusal: no such open complaint in these divisions, itself, or one that is joined already.
    """
    open_ones = Complaint.objects.visible_to(by, P.COMPLAINT_HANDLE).filter(state__in=OPEN_STATES)
    first = open_ones.filter(number=number.strip()).exclude(pk=row.pk).first()
    if first is None:
        raise Refusal(
            _("Number: no other complaint of this number is open in your divisions."), field="number"
        )
    _follow(Complaint.objects.filter(joined_to=row), first, by=by)
    return _moved(COMPLAINT.apply(row, "join", by=by, reason=reason, joined_to=first, due_on=None))


@transaction.atomic
def propose(
    row: Complaint,
    *,
    finding: str,
    facts: str,
    by: Actor,
    item_code: str = "",
    problem: str = "",
    rectify_by: date | None = None,
    conduct_on: date | None = None,
) -> Complaint:
    """Propose what was found out and what follows; a second officer decides.

    Args:
        finding: a `ComplaintFinding`.
        facts: what was established, in words that name no complainant; they may go into the file.
        item_code: item of the collection catalogue for the record, "" for none.
        problem: what the body has to put right, "" for nothing.
        rectify_by: until when; None takes the days of the rule table.
        conduct_on: day of the conduct for the record; None takes the day of the decision.

    Raises:
        Refusal: the parts do not fit together, a day that has passed, or one that lies ahead.
    """
    if problem.strip() and rectify_by is None:
        days = ruletables.rule(TABLE, "rectify", on=today(), place=row.division_code)["days"]
        rectify_by = today() + timedelta(days=int(days))
    if conduct_on is not None and conduct_on > today():
        raise Refusal(_("The day cannot lie ahead; check the date."), field="conduct_on")
    if rectify_by is not None and rectify_by < today():
        raise Refusal(_("To be put right by: the day has passed."), field="rectify_by")
    if item_code and row.subject is not None:
        day = conduct_on or today()
        item(item_code, on=day, place=row.division_code, applies_to=applies_to(row.subject))
    return _moved(
        COMPLAINT.apply(
            row,
            "propose",
            by=by,
            finding=finding,
            facts=redact(facts.strip()),
            item_code=item_code,
            problem=redact(problem.strip())[:500],
            rectify_by=rectify_by,
            conduct_on=conduct_on,
            proposed_by=by.actor_id,
            proposed_by_label=by.label[:100],
        )
    )


@transaction.atomic
def send_back(row: Complaint, *, reason: str, by: Actor) -> Complaint:
    """Send a proposal back to be looked into again."""
    return _moved(COMPLAINT.apply(row, "send_back", by=by, reason=reason))


@transaction.atomic
def decide(row: Complaint, *, by: Actor) -> Complaint:
    """Decide as proposed; what follows is done in the same act: conduct record, rectification."""
    done = COMPLAINT.apply(row, "decide", by=by, decided_by_label=by.label[:100], decided_on=today())
    effects = [*_record(done, by), *_rectification(done, by)]
    if effects:
        done.effects = effects
        done.save(update_fields=["effects"])
        audit.record(done, "complaint.follow", by=by, changes={"effects": ([], effects)})
    return _moved(done)


def _record(row: Complaint, by: Actor) -> list[str]:
    if not row.item_code or row.subject_id is None or row.decided_on is None:
        return []
    with in_kept_words():  # the file speaks the language of the house
        title = _("Complaint upheld: %(topic)s") % {"topic": row.get_topic_display()}
    new = NewRecord(
        subject_id=row.subject_id,
        item_code=row.item_code,
        title=title,
        # The day of the decision where none is given: an exact day may tell who complained.
        happened_on=row.conduct_on or row.decided_on,
        final_on=row.decided_on,
        source=f"supervision.complaint:{row.guid}",
        division_code=row.division_code,
        facts=row.facts,
    )
    record_conduct([new], by=by)
    return [_("Conduct record %(item)s entered.") % {"item": row.item_code}]


def _rectification(row: Complaint, by: Actor) -> list[str]:
    if not row.problem or row.subject_id is None:
        return []
    new = NewRectification(
        subject_id=row.subject_id,
        division_code=row.division_code,
        source=RectificationSource.COMPLAINT,
        source_key=f"supervision.complaint:{row.pk}",
        problem=row.problem,
        facts=row.facts,
        due_on=row.rectify_by,
    )
    open_rectifications([new], on=today(), by=ByDecision(by))
    return [_("Rectification opened, due on %(day)s.") % {"day": row.rectify_by}]


@transaction.atomic
def answer(row: Complaint, *, words: str, by: Actor) -> Complaint:
    """Answer; the complainant reads it with the pick-up code, and so do those who were joined."""
    return _moved(
        COMPLAINT.apply(row, "answer", by=by, answer=redact(words.strip()), answered_on=today(), due_on=None)
    )


@transaction.atomic
def extend(row: Complaint, *, reason: str, by: Actor) -> Complaint:
    """Extend the period once, as far as the rule of the procedure allows; the deciding officer approves it.

    Raises:
        Refusal: no right, no reason, no extension in this procedure, or extended before.
    """
    current = Complaint.objects.select_for_update().get(pk=row.pk)
    if not by.may(P.COMPLAINT_DECIDE, current.division_code):
        raise Refusal(_("Only an officer who decides complaints may extend the period."))
    if not may_extend(current):
        raise Refusal(
            _("The period can be extended once, while the complaint is handled, where its rule allows it.")
        )
    if not reason.strip():
        raise Refusal(_("Say in words why the period is extended."), field="reason")
    days = clocks.running(current).extension
    current.extended_days, current.extension_reason = days, reason.strip()[:255]
    current.save(update_fields=["extended_days", "extension_reason"])
    audit.record(current, "complaint.extend", by=by, reason=reason, changes={"extended_days": (0, days)})
    return _moved(current)


def may_extend(row: Complaint) -> bool:
    """Tell whether the period can still be extended."""
    handled = row.state in (ComplaintState.ACCEPTED, ComplaintState.PROPOSED)
    return handled and not row.extended_days and bool(clocks.running(row).extension)


@transaction.atomic
def have_inspected(row: Complaint, *, speciality: str, grounds: str, by: Actor) -> Inspection:
    """Have the body inspected because of the complaint; inspectors read the grounds, never the complaint.

    Raises:
        Refusal: the complaint is not being handled, no body from the files, no checklist, no right.
    """
    if row.state != ComplaintState.ACCEPTED:
        raise Refusal(_("An inspection is ordered while the complaint is being handled."))
    if row.subject_id is None:
        raise Refusal(_("Name the body from the files first: an inspection needs its file."))
    opened = open_inspections(
        [
            NewInspection(
                subject_id=row.subject_id,
                division_code=row.division_code,
                speciality=speciality,
                checklist_id=None,
                reason=InspectionReason.COMPLAINT,
                source_key=f"supervision.complaint:{row.pk}",
                grounds=grounds,
            )
        ],
        by=by,
    )[0]
    audit.record(row, "complaint.inspect", by=by, changes={"inspection": (None, opened.pk)})
    return opened


@transaction.atomic
def note_files(row: Complaint, files: list[Any], *, by: Actor) -> None:
    """Keep what the inquiry brought to light."""
    if not by.may(P.COMPLAINT_HANDLE, row.division_code):
        raise Refusal(_("You do not hold the right to handle complaints of this division."))
    evidence.keep_all(
        files, about=about(row), division_code=row.division_code, by=by, kind=_("from the inquiry")
    )


@transaction.atomic
def take_back(row: Complaint, *, by: Actor) -> Complaint:
    """Take a complaint back, by whoever brought it. Those who were joined with it are heard all the same."""
    done = _moved(COMPLAINT.apply(row, "take_back", by=by, due_on=None))
    joined = done.joined.filter(state=ComplaintState.JOINED).order_by("pk")
    heir = joined.first()
    if heir is not None:
        handed = ("subject", "division_code", "procedure", "office", "accepted_on", "changed_by")
        step = "carry_on" if done.accepted_on else "step_up"
        fields = {name: getattr(done, name) for name in (*handed, "extended_days", "extension_reason")}
        _follow(joined.exclude(pk=heir.pk), heir, by=by)
        _moved(COMPLAINT.apply(heir, step, by=ByDecision(by), joined_to=None, **fields))
    return done


@transaction.atomic
def rate(row: Complaint, *, satisfaction: str, by: Actor) -> Complaint:
    """Note what the complainant thinks of the handling, once, after the answer.

    Raises:
        Refusal: no such word, no answer yet, or rated before.
    """
    current = Complaint.objects.select_for_update(of=("self",)).select_related("joined_to").get(pk=row.pk)
    if satisfaction not in Satisfaction.values:
        raise Refusal(_("Choose how satisfied you are."), field="satisfaction")
    if current.satisfaction or not answer_of(current):
        raise Refusal(_("The handling can be rated once, after the answer."))
    current.satisfaction = satisfaction
    current.save(update_fields=["satisfaction"])
    audit.record(current, "complaint.rate", by=by, changes={"satisfaction": ("", satisfaction)})
    return current


def answer_of(row: Complaint) -> str:
    """Return the answer that the complainant may read now: one's own, or that of the one joined with."""
    first = leading(row)
    closed = (ComplaintState.ANSWERED, ComplaintState.DECLINED)
    return first.answer if first.state in closed else ""


def leading(row: Complaint) -> Complaint:
    """Return the complaint whose course and answer count for this one: the one joined with, or itself."""
    return row.joined_to if row.state == ComplaintState.JOINED and row.joined_to else row


def _follow(rows: QuerySet[Complaint], first: Complaint, *, by: Actor) -> None:
    """Join complaints with another one than before: the one they followed follows it, or was taken back."""
    moved = list(rows.select_related("joined_to"))
    rows.update(joined_to=first)
    audit.record_many(
        audit.event(one, "complaint.change", by=by, changes={"joined_to": (str(one.joined_to), str(first))})
        for one in moved
    )


def _moved(row: Complaint) -> Complaint:
    """Let the clocks follow the state."""
    if row.is_open:
        row.due_on = clocks.due(row).on
        row.save(update_fields=["due_on"])
    clocks.keep(row)
    return row
