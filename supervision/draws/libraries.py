"""Every write of the libraries: inspectors, experts, leave, declared conflicts, leaving the pool."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Agency, Officer
from accounts.permissions import P
from core import audit, evidence
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.language import in_kept_words
from core.masking import redact
from credit.models import Subject
from supervision.choices import Speciality
from supervision.draws.choices import ExitGround, PoolState, Tie
from supervision.draws.workflow import EXPERT, INSPECTOR
from supervision.models import ConflictOfInterest, Expert, Inspector, Leave

Member = TypeVar("Member", Inspector, Expert)


def about_expert(row: Expert) -> str:
    """Return the name under which an expert's papers are kept."""
    return f"supervision.expert:{row.pk}"


def enter_inspector(
    *,
    officer: Officer,
    code: str,
    certificate_no: str,
    certificate_valid_to: date | None,
    specialities: Sequence[str],
    office: Agency,
    division_code: str,
    by: Actor,
) -> Inspector:
    """Enter an officer into the library of inspectors.

    Raises:
        Refusal: no right, the officer may not inspect there, in the library already, or a field is missing.
    """
    _may(by, division_code)
    if not officer.may(P.INSPECTION_DO, division_code):
        raise Refusal(
            _("Officer: %(name)s holds no post that allows inspecting in this division; give one first.")
            % {"name": officer},
            field="officer",
        )
    _check(code, specialities)
    if not certificate_no.strip():
        raise Refusal(
            _("Enforcement certificate: without one nobody inspects; enter its number."),
            field="certificate_no",
        )
    row = Inspector(
        officer=officer,
        code=code.strip(),
        certificate_no=certificate_no.strip()[:60],
        certificate_valid_to=certificate_valid_to,
        specialities=list(specialities),
        office=office,
        division_code=division_code,
    )
    return _saved(row, "inspector.enter", by)


def enter_expert(
    *,
    code: str,
    name: str,
    specialities: Sequence[str],
    division_code: str,
    by: Actor,
    title: str = "",
    employer: str = "",
    employer_subject: Subject | None = None,
    term_to: date | None = None,
) -> Expert:
    """Enter an expert into the pool; nobody is drawn before the confidentiality undertaking is signed.

    Args:
        employer_subject: the body that employs the expert, who then never goes there.

    Raises:
        Refusal: no right, the number is taken, or a field is missing.
    """
    _may(by, division_code)
    _check(code, specialities)
    if not name.strip():
        raise Refusal(_("Full name: it is empty; fill it in."), field="name")
    row = Expert(
        code=code.strip(),
        name=name.strip()[:60],
        title=title.strip()[:60],
        employer=(employer_subject.name if employer_subject else employer.strip())[:200],
        employer_subject=employer_subject,
        specialities=list(specialities),
        division_code=division_code,
        term_to=term_to,
    )
    return _saved(row, "expert.enter", by)


def change_member(row: Inspector | Expert, *, by: Actor, **fields: Any) -> None:
    """Change certificate, specialities, office, title or term of a member of the pool.

    Raises:
        Refusal: no right, or the member has left.
    """
    _may(by, row.division_code)
    _active(row)
    if "specialities" in fields:
        _check(row.code, fields["specialities"])
    with transaction.atomic():
        changes = {
            name: (getattr(row, name), value) for name, value in fields.items() if getattr(row, name) != value
        }
        for name, (_before, after) in changes.items():
            setattr(row, name, after)
        row.save(update_fields=list(changes))
        audit.record(row, f"{row._meta.model_name}.change", by=by, changes=changes)


def note_leave(row: Inspector, *, from_day: date, to_day: date, by: Actor) -> Leave:
    """Note days on which an inspector is away: no draw of these days matches them.

    Raises:
        Refusal: no right, or the days do not fit.
    """
    _may(by, row.division_code)
    _active(row)
    if to_day < from_day:
        raise Refusal(_("Until: it lies before the first day of the leave."), field="to_day")
    with transaction.atomic():
        found = Leave.objects.create(
            inspector=row, from_day=from_day, to_day=to_day, made_by_label=by.label[:100]
        )
        told = {"leave": (None, str(found))}
        audit.record(row, "inspector.leave", by=by, changes=told)
    return found


def declare_conflict(
    row: Inspector | Expert, *, subject: Subject, tie: str, by: Actor, declared_on: date | None = None
) -> ConflictOfInterest:
    """Keep that somebody has a tie to a body, and so never goes there. No relative's name is kept.

    Raises:
        Refusal: no right, no such tie, or the body is declared already.
    """
    _may(by, row.division_code)
    _active(row)
    if tie not in Tie.values:
        raise Refusal(_("Tie: choose one of the list."), field="tie")
    found = ConflictOfInterest(
        inspector=row if isinstance(row, Inspector) else None,
        expert=row if isinstance(row, Expert) else None,
        subject=subject,
        tie=tie,
        declared_on=declared_on or today(),
        made_by_label=by.label[:100],
    )
    try:
        with transaction.atomic():
            found.save(force_insert=True)
            told = {"body": (None, subject.pk), "tie": (None, tie)}
            audit.record(row, f"{row._meta.model_name}.conflict", by=by, changes=told)
    except IntegrityError as twice:  # an_inspector_declares_a_body_once
        raise Refusal(_("Body: it is declared already."), field="subject") from twice
    return found


def end_conflict(row: ConflictOfInterest, *, reason: str, by: Actor) -> None:
    """End a declared tie; the row stays.

    Raises:
        Refusal: no right, ended already, or no reason.
    """
    member = row.inspector or row.expert
    if member is None:
        raise ValueError("a conflict of interest is one person's")
    _may(by, member.division_code)
    if row.ended_on is not None:
        raise Refusal(_("This tie has ended already."))
    if not reason.strip():
        raise Refusal(_("Say in words why the tie has ended."), field="reason")
    with transaction.atomic():
        row.ended_on = today()
        row.save(update_fields=["ended_on"])
        told = {"body": (row.subject_id, None)}
        verb = f"{member._meta.model_name}.conflict_ended"
        audit.record(member, verb, by=by, reason=reason, changes=told)


def sign_undertaking(row: Expert, *, signed_on: date, by: Actor, files: Iterable[Any] = ()) -> None:
    """Keep the confidentiality undertaking of an expert, with the signed paper.

    Raises:
        Refusal: no right, the expert has left, a day to come, or a bad file.
    """
    _may(by, row.division_code)
    _active(row)
    if signed_on > today():
        raise Refusal(_("Signed on: the day lies ahead; enter a day that has passed."), field="signed_on")
    with transaction.atomic():
        changes = {"undertaking_on": (row.undertaking_on, signed_on)}
        row.undertaking_on = signed_on
        row.save(update_fields=["undertaking_on"])
        audit.record(row, "expert.undertaking", by=by, changes=changes)
        if offered := list(files):
            with in_kept_words():
                kind = _("confidentiality undertaking")
            evidence.keep_all(
                offered, about=about_expert(row), division_code=row.division_code, by=by, kind=kind
            )


def leave_library(row: Inspector, *, reason: str, by: Actor) -> Inspector:
    """Take an inspector out of the library; draws that were held stay as they are.

    Raises:
        Refusal: no right, gone already, or no reason.
    """
    return INSPECTOR.apply(row, "leave", by=by, reason=reason, left_on=today())


def exit_expert(row: Expert, *, ground: str, words: str, by: Actor) -> Expert:
    """Let an expert leave the pool, on a ground.

    Raises:
        Refusal: no right, gone already, no such ground, or no words where the expert is to blame.
    """
    if ground not in ExitGround.values:
        raise Refusal(_("Why they left: choose one of the list."), field="ground")
    told = redact(words.strip())[:255]
    return EXPERT.apply(row, "exit", by=by, reason=told, left_on=today(), exit_ground=ground, exit_words=told)


def _saved(row: Member, verb: str, by: Actor) -> Member:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            audit.record(row, verb, by=by, changes={"code": (None, row.code)})
    except IntegrityError as twice:
        raise Refusal(
            _("Number in the library: it is taken, or the officer is in the library already."), field="code"
        ) from twice
    return row


def _may(by: Actor, division_code: str) -> None:
    if not by.may(P.INSPECTION_PLAN, division_code):
        raise Refusal(_("You do not hold the right to keep the libraries of this division."))


def _active(row: Inspector | Expert) -> None:
    if row.state != PoolState.ACTIVE:
        raise Refusal(_("%(who)s has left the pool.") % {"who": row})


def _check(code: str, specialities: Sequence[str]) -> None:
    if not code.strip() or any(sign in code for sign in ' ,"\n'):
        raise Refusal(
            _("Number in the library: letters and digits without blanks, such as P07."), field="code"
        )
    if not specialities or any(name not in Speciality.values for name in specialities):
        raise Refusal(_("Specialities: choose at least one of the list."), field="specialities")
