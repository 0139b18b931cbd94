"""Shielding of a body under a court-approved reorganisation plan (国办发〔2025〕22号).

While the plan runs, its records are shielded and measures lifted on the court's ruling; when the plan is
completed the records are repaired, when it fails they count again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit, evidence
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from credit import services
from credit.choices import Change
from credit.models import ConductRecord, Shield, Subject
from credit.repair.act import LIVE
from credit.repair.workflow import SHIELD


def about(shield: Shield) -> str:
    """Return the name under which the court's rulings are kept."""
    return f"credit.shield:{shield.pk}"


def enter_shield(
    *, subject: Subject, court: str, ruling_no: str, ruled_on: date, by: Actor, files: Iterable[Any] = ()
) -> Shield:
    """Enter a court's ruling that approves a reorganisation plan.

    Raises:
        Refusal: a person, a future day, missing words, no right, or a shield is open already.
    """
    if subject.is_person:
        raise Refusal(
            _("Only a body can be under reorganisation; this is a natural person."), field="subject"
        )
    if not by.may(P.REPAIR_HANDLE, subject.division_code):
        raise Refusal(_("You do not hold the right to handle repairs in this division."))
    if not court.strip() or not ruling_no.strip():
        raise Refusal(_("Enter the court and the number of its ruling."), field="ruling_no")
    if ruled_on > today():
        raise Refusal(_("The day of the ruling cannot lie ahead."), field="ruled_on")
    row = Shield(
        subject=subject,
        division_code=subject.division_code,
        court=court.strip()[:200],
        ruling_no=ruling_no.strip()[:128],
        ruled_on=ruled_on,
        made_by=by.actor_id,
        made_by_label=by.label[:100],
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            audit.record(row, "shield.enter", by=by, changes={"ruling_no": (None, row.ruling_no)})
            evidence.keep_all(
                files,
                about=about(row),
                division_code=row.division_code,
                by=by,
                kind=_("court ruling"),
                party=f"credit.subject:{subject.pk}",
            )
    except IntegrityError as twice:  # one_open_shield_per_subject
        raise Refusal(_("A shield of this body is open already."), field="subject") from twice
    return row


@transaction.atomic
def start_shield(shield: Shield, *, by: Actor) -> Shield:
    """Shield the body's records of the officer's divisions, as the second officer."""
    services.hold_files([shield.subject_id])
    row = SHIELD.apply(shield, "start", by=by, starts_on=today(), approved_by_label=by.label[:100])
    records = ConductRecord.objects.filter(subject_id=row.subject_id, state__in=LIVE)
    bad = [
        record
        for record in records.exclude(item__polarity__in=("good", "basic"))
        if by.may(P.REPAIR_DECIDE, record.division_code or row.division_code)
    ]
    row.records.set(bad)
    if bad:
        services.change_records(bad, Change.SHIELDED, on=today(), by=by, reason=_because(row))
    return row


@transaction.atomic
def complete_shield(shield: Shield, *, ruling_no: str, by: Actor) -> Shield:
    """The plan is completed: the shielded records are repaired for good, all effects in one act.

    Raises:
        Refusal: no ruling, one's own work, wrong state, no right there or over a record of another division.
    """
    if not ruling_no.strip():
        raise Refusal(_("Enter the number of the ruling that closes the plan."), field="ruling_no")
    services.hold_files([shield.subject_id])
    row = SHIELD.apply(shield, "complete", by=by, end_ruling_no=ruling_no.strip()[:128], ended_on=today())
    records = _shielded(row, by)
    if records:
        services.change_records(records, Change.UNSHIELDED, on=today(), by=by, reason=_because(row))
        services.change_records(records, Change.REPAIRED, on=today(), by=by, reason=_because(row))
    return row


@transaction.atomic
def lift_shield(shield: Shield, *, reason: str, by: Actor, ruling_no: str = "") -> Shield:
    """The plan failed: the records count and are shown again, as far as their time is not over.

    Raises:
        Refusal: no reason, wrong state, no right there or over a record of another division.
    """
    services.hold_files([shield.subject_id])
    row = SHIELD.apply(
        shield, "lift", by=by, reason=reason, end_ruling_no=ruling_no.strip()[:128], ended_on=today()
    )
    records = _shielded(row, by)
    if records:
        services.change_records(records, Change.UNSHIELDED, on=today(), by=by, reason=reason)
    return row


def drop_shield(shield: Shield, *, reason: str, by: Actor) -> Shield:
    """Give an entered ruling up before anything was shielded."""
    return SHIELD.apply(shield, "drop", by=by, reason=reason)


def _shielded(row: Shield, by: Actor) -> list[ConductRecord]:
    records = list(row.records.filter(state__in=LIVE))
    if not all(by.may(P.REPAIR_DECIDE, record.division_code or row.division_code) for record in records):
        raise Refusal(
            _("Records of another division are shielded too; whoever may decide there must end the shield.")
        )
    return records


def _because(row: Shield) -> str:
    return _("ruling %(no)s of %(court)s") % {"no": row.ruling_no, "court": row.court}
