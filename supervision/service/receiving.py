"""Taking in an application: which doors are open, which limits are promised, whether the green channel is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit, evidence
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import mask_name, redact
from credit.commitments import services as commitments
from credit.models import Commitment, ListedPeriod, Subject
from credit.rules.terms import AppliesTo
from supervision.models import ApprovalCase, ApprovalItem
from supervision.service import benefits, clocks, eligibility, terms
from supervision.service.cases import about
from supervision.service.choices import Door

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class NewCase:
    """An application as it comes in.

    Args:
        item: what is applied for.
        division_code: whose application it is to handle.
        subject: the applicant's file, None where there is none yet (a body that is only being founded).
        applicant: name of an applicant without a file; otherwise the file's name counts.
        door: ordinary, on a commitment, or with papers that follow.
        missing: papers that follow; only for that door.
        received_on: today if not given.
    """

    item: ApprovalItem
    division_code: str
    subject: Subject | None = None
    applicant: str = ""
    door: str = Door.ORDINARY
    missing: Sequence[str] = ()
    received_on: date | None = None


def receive(new: NewCase, *, by: Actor, files: Iterable[Any] = ()) -> ApprovalCase:
    """Take in an application: limits are fixed as promised today, the green channel opens by itself.

    Raises:
        Refusal: no right, an item of another place or out of use, no applicant, a door that is not open.
    """
    day = new.received_on or today()
    if not by.may(P.SERVICE_KEEP, new.division_code):
        raise Refusal(_("You do not hold the right to take in applications in this division."))
    _check_item(new)
    if day > today():
        raise Refusal(_("The day of receipt cannot lie ahead."), field="received_on")
    applicant = _applicant(new)
    _check_door(new, day)
    channel = eligibility.green_channel(new.item, new.subject, place=new.division_code, on=day)
    with transaction.atomic():
        row = ApprovalCase.objects.create(
            number=uuid4().hex,
            item=new.item,
            subject=new.subject,
            applicant=applicant,
            division_code=new.division_code,
            door=new.door,
            green=channel is not None,
            green_ground=channel.ground[:200] if channel else "",
            promised_days=new.item.green_days if channel and new.item.green_days else new.item.promised_days,
            statutory_days=new.item.statutory_days,
            received_on=day,
            missing=list(new.missing) if new.door == Door.INCOMPLETE else [],
            commitment=_commitment(new, by),
            made_by=by.actor_id,
            made_by_label=by.label[:100],
        )
        row.number = f"SP{day:%Y%m%d}{row.pk:05d}"
        row.save(update_fields=["number"])
        if channel:
            benefits.add_use(channel.benefit, division_code=new.division_code, on=day)
        evidence.keep_all(list(files), about=about(row), division_code=row.division_code, by=by)
        clocks.keep(row)
        audit.record(row, "approvalcase.receive", by=by, changes={"item": (None, new.item.name)})
    return row


def _check_item(new: NewCase) -> None:
    if not new.item.in_use or not new.division_code.startswith(new.item.place):
        raise Refusal(
            _("“%(item)s” is not handled here; choose an item of this place.") % {"item": new.item},
            field="item",
        )


def _applicant(new: NewCase) -> str:
    """Return the applicant's name as it may be shown: persons' names are masked."""
    person = new.item.applies_to == AppliesTo.PRACTITIONER
    if new.subject is not None:
        if new.subject.is_person != person:
            raise Refusal(
                _("“%(item)s” is applied for by %(who)s; choose a file of that kind.")
                % {"item": new.item, "who": new.item.get_applies_to_display()},
                field="party",
            )
        return mask_name(new.subject.name) if person else new.subject.name
    if person:
        raise Refusal(
            _("A person's application needs the person's file: enter the name or number of the file."),
            field="party",
        )
    name = new.applicant.strip()
    if len(name) < 2 or len(name) > LONGEST_NAME or redact(name) != name:
        raise Refusal(
            _("“Applicant” takes the name of the body, at least two characters, and no numbers."),
            field="applicant",
        )
    return name


def _check_door(new: NewCase, day: date) -> None:
    if new.door == Door.ORDINARY:
        return
    if new.subject is None:
        raise Refusal(
            _("A commitment is signed by a body with a file: take it into the files first."), field="door"
        )
    if new.door == Door.COMMITMENT and new.item.commitment_template is None:
        raise Refusal(_("“%s” cannot be had on a commitment.") % new.item, field="door")
    barred = terms.flag("listed_without_commitment", on=day, place=new.division_code)
    if new.door == Door.COMMITMENT and barred and on_serious_list(new.subject, day):
        raise Refusal(
            _("Who stands on a serious-dishonesty list cannot choose the commitment door (%(basis)s).")
            % {"basis": terms.basis("listed_without_commitment", on=day, place=new.division_code)},
            field="door",
        )
    if new.door == Door.INCOMPLETE:
        _check_following(new)


def _check_following(new: NewCase) -> None:
    if new.item.incomplete_template is None:
        raise Refusal(_("Of “%s” nothing may be handed in later.") % new.item, field="door")
    allowed = set(new.item.materials.filter(may_follow=True).values_list("name", flat=True))
    if not new.missing or set(new.missing) - allowed:
        raise Refusal(
            _("Choose what follows later: only these papers may: %(papers)s.")
            % {"papers": "、".join(sorted(allowed)) or "–"},
            field="missing",
        )


def on_serious_list(subject: Subject, day: date) -> bool:
    """Tell whether a subject stands on a serious-dishonesty list on a day."""
    rows = ListedPeriod.objects.filter(subject=subject, since__lte=day)
    return rows.filter(until__isnull=True).exists() or rows.filter(until__gt=day).exists()


def _commitment(new: NewCase, by: Actor) -> Commitment | None:
    """Draw up the letter that this door asks for; it waits in the portal, or is signed on paper."""
    template = {
        Door.COMMITMENT: new.item.commitment_template,
        Door.INCOMPLETE: new.item.incomplete_template,
    }.get(Door(new.door))
    if template is None or new.subject is None:
        return None
    matter = new.item.name if new.door == Door.COMMITMENT else "、".join(new.missing)
    return commitments.draw_up(
        subject=new.subject, template=template, by=by, matter=matter[:200], matter_code=new.item.code
    )
