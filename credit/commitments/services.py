"""Verbs of commitments: draw up, sign, publish, check, confirm a breach, withdraw."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from core import audit, evidence
from core.actors import Actor, ByDecision
from core.clock import today
from core.errors import Refusal
from core.language import in_house_language
from core.masking import find_personal_data, redact
from core.workdays import add_working_days
from credit.commitments import deadlines
from credit.commitments.rendering import (
    digest_of,
    sealed,
    text_in_force,
    written,
)
from credit.commitments.workflow import COMMITMENT
from credit.models import Commitment, CommitmentTemplate, Subject
from credit.models.commitments import CommitmentState, DueRule, SigningWay
from credit.parties import OnPaper, Party, must_be_own
from credit.rules.cycles import add_months
from credit.rules.terms import AppliesTo
from credit.services import hold_files

PAPER = gettext_lazy("scan of the signed paper")


def draw_up(
    *,
    subject: Subject,
    template: CommitmentTemplate,
    by: Actor,
    matter: str = "",
    matter_code: str = "",
    due_on: date | None = None,
) -> Commitment:
    """Draw up a commitment for a subject to sign.

    Args:
        subject: who is to sign.
        template: the form letter.
        by: the officer, or the `Party` in the portal.
        matter: what it is given for; asked for where the text speaks of it.
        matter_code: code of the matter; by default that of the template.
        due_on: last day, only where the template leaves it open.

    Raises:
        Refusal: wrong kind of subject or place, template out of use, matter or day missing.
    """
    fields = checked_draft(subject=subject, template=template, by=by, matter=matter, due_on=due_on)
    with transaction.atomic():
        row = Commitment.objects.create(
            number=uuid4().hex,
            subject=subject,
            template=template,
            division_code=subject.division_code,
            matter_code=matter_code.strip() or template.matter_code,
            **fields,
            made_by=by.actor_id,
            made_by_label=by.label[:100],
        )
        row.number = own_number(row)
        row.save(update_fields=["number"])
        audit.record(row, "commitment.draw_up", by=by, changes={"template": ("", str(template))})
    return row


def own_number(row: Commitment) -> str:
    """Return the number that a commitment gets here; one that a register has brought is never taken."""
    number = f"CN{today():%Y%m%d}{row.pk:04d}"
    taken = Commitment.objects.exclude(pk=row.pk).filter(number=number).exists()
    return f"{number}-{row.pk}" if taken else number


def checked_draft(
    *, subject: Subject, template: CommitmentTemplate, by: Actor, matter: str, due_on: date | None
) -> dict[str, Any]:
    """Check what a commitment is to be drawn up from, and store nothing.

    Returns:
        The clean matter and last day.

    Raises:
        Refusal: as in `draw_up`.
    """
    must_be_own(subject.pk, by)
    if not isinstance(by, Party) and not by.may(P.COMMITMENT_KEEP, subject.division_code):
        raise Refusal(_("You do not hold the right to draw up commitments for this subject."))
    _check_fit(subject, template)
    return {"matter": _told(template, matter, on=today()), "due_on": _open_day(template, due_on)}


def _check_fit(subject: Subject, template: CommitmentTemplate) -> None:
    if not template.in_use:
        raise Refusal(_("“%s” is no longer in use; choose another template.") % template, field="template")
    if not subject.division_code.startswith(template.place):
        raise Refusal(_("“%s” is for another place; choose another template.") % template, field="template")
    wanted = AppliesTo.PRACTITIONER if subject.is_person else AppliesTo.INSTITUTION
    if template.applies_to != wanted:
        raise Refusal(
            _("“%(template)s” is signed by %(who)s; choose a template for this subject.")
            % {"template": template, "who": template.get_applies_to_display()},
            field="template",
        )


def _told(template: CommitmentTemplate, matter: str, *, on: date) -> str:
    told = matter.strip()
    if not told and "{matter}" in text_in_force(template, on=on).text:
        raise Refusal(_("“Matter” is empty: say what the commitment is given for."), field="matter")
    if find_personal_data(told):
        raise Refusal(
            _("“Matter” holds a personal number; leave it out, the text may be published."), field="matter"
        )
    return told


def _open_day(template: CommitmentTemplate, due_on: date | None) -> date | None:
    if template.due_rule != DueRule.SET:
        return None
    if due_on is None or due_on <= today():
        raise Refusal(
            _("“To be kept by” must be a day after today: this template sets no period."), field="due_on"
        )
    return due_on


def shown_text(commitment: Commitment, *, on: date | None = None) -> str:
    """Return the words that are to be signed, or that were signed."""
    if commitment.text:
        return commitment.text
    version = text_in_force(commitment.template, on=on or today())
    return written(version.text, subject=commitment.subject, matter=commitment.matter)


def sign(
    commitment: Commitment,
    *,
    by: Actor,
    signer_name: str,
    signer_post: str,
    seen: str,
    signed_on: date | None = None,
    way: SigningWay = SigningWay.PORTAL,
) -> Commitment:
    """Sign the text that was shown; from then on it never changes.

    Args:
        commitment: the unsigned commitment.
        by: the `Party` in the portal; an officer `OnPaper` for a paper.
        signer_name: who signed.
        signer_post: in which post.
        seen: digest of the text that was on the page or paper.
        signed_on: day on the paper; today in the portal.
        way: portal or paper.

    Raises:
        Refusal: no right, signer missing, day in the future, or the text changed since it was shown.
    """
    must_be_own(commitment.subject_id, by)
    on = signed_on or today()
    fields = _signature_fields(commitment, by, signer_name, signer_post, seen, on, way)
    with transaction.atomic():
        moved = COMMITMENT.apply(commitment, "sign", by=by, **fields)
        if moved.template.published and not moved.subject.is_person:
            deadlines.start(deadlines.PUBLISH, moved, on=on)
        if moved.template.checked and moved.due_on:
            deadlines.start(deadlines.CHECK, moved, on=moved.due_on)
    return moved


def _signature_fields(
    commitment: Commitment, by: Actor, name: str, post: str, seen: str, on: date, way: SigningWay
) -> dict[str, Any]:
    if not name.strip():
        raise Refusal(_("“Signer” is empty: enter who signs."), field="signer_name")
    if not post.strip():
        raise Refusal(_("“Signer's post” is empty: enter the post of who signs."), field="signer_post")
    if find_personal_data(f"{name} {post}"):
        raise Refusal(_("“Signer” takes a name and a post, no numbers."), field="signer_name")
    if on > today():
        raise Refusal(_("“Signed on” lies in the future; enter the day on the paper."), field="signed_on")
    version = text_in_force(commitment.template, on=on)
    text = written(version.text, subject=commitment.subject, matter=commitment.matter)
    if digest_of(text) != seen:
        raise Refusal(_("The text was changed after you opened it. Read the new text, then sign."))
    due, provisional = due_day(commitment, on)
    fields: dict[str, Any] = {
        "version": version,
        "text": text,
        "text_digest": seen,
        "way": way,
        "signer_name": name.strip()[:60],
        "signer_post": post.strip()[:60],
        "signed_on": on,
        "signed_at": timezone.now(),
        "signed_by": by.actor_id,
        "signed_by_label": by.label[:100],
        "due_on": due,
        "due_provisional": provisional,
    }
    return sealed(commitment, fields)


def due_day(commitment: Commitment, signed_on: date) -> tuple[date | None, bool]:
    """Return the last day by the template's rule, and whether a calendar on the way is still unknown."""
    template, count = commitment.template, commitment.template.due_count or 0
    if template.due_rule == DueRule.WORKING_DAYS:
        due = add_working_days(signed_on, count)
        return due.on, due.provisional
    if template.due_rule == DueRule.DAYS:
        return signed_on + timedelta(days=count), False
    if template.due_rule == DueRule.MONTHS:
        return add_months(signed_on, count), False
    return commitment.due_on, False


def begin_own(
    *,
    subject: Subject,
    template: CommitmentTemplate,
    by: Party | ByDecision,
    matter: str = "",
    due_on: date | None = None,
) -> Commitment:
    """Draw up what a body wants to sign of its own accord, or take up what it has not signed yet.

    Args:
        by: the body in the portal; or who enters the paper on which the body has signed it.

    Raises:
        Refusal: the template is not open to bodies, or as in `draw_up`.
    """
    if not template.self_service:
        raise Refusal(_("“%s” is drawn up by the health authority; ask it to.") % template, field="template")
    with transaction.atomic():
        hold_files([subject.pk])  # a button pressed twice waits here, and finds the first one's draft
        waiting = Commitment.objects.filter(
            subject=subject, template=template, state=CommitmentState.DRAFT, matter=matter.strip()
        ).first()
        return waiting or draw_up(subject=subject, template=template, by=by, matter=matter, due_on=due_on)


def sign_on_paper(
    commitment: Commitment,
    *,
    by: Actor,
    signer_name: str,
    signer_post: str,
    signed_on: date,
    paper: Iterable[Any],
) -> Commitment:
    """Enter a commitment that was signed on paper, with the scan of the paper.

    Raises:
        Refusal: no scan, or as in `sign`; then nothing is kept.
    """
    files = list(paper)
    if not files:
        raise Refusal(_("“Evidence files” is empty: add the scan of the signed paper."), field=evidence.FIELD)
    version = text_in_force(commitment.template, on=signed_on)
    text = written(version.text, subject=commitment.subject, matter=commitment.matter)
    with transaction.atomic():
        moved = sign(
            commitment,
            by=OnPaper(by, P.COMMITMENT_KEEP),
            signer_name=signer_name,
            signer_post=signer_post,
            seen=digest_of(text),
            signed_on=signed_on,
            way=SigningWay.PAPER,
        )
        keep_files(moved, files, by=by, kind=PAPER)
    return moved


def add_paper(commitment: Commitment, *, by: Actor, paper: Iterable[Any]) -> Commitment:
    """Add the scan of the signed paper afterwards: a register brings commitments without it (docs/adr/0034).

    Raises:
        Refusal: no scan, no right, or it was not signed on paper.
    """
    files = list(paper)
    if not files:
        raise Refusal(_("“Evidence files” is empty: add the scan of the signed paper."), field=evidence.FIELD)
    with transaction.atomic():
        row = held(commitment)
        if not by.may(P.COMMITMENT_KEEP, row.division_code):
            raise Refusal(_("You do not hold the right to keep commitments of this division."))
        if not row.on_paper:
            raise Refusal(_("It was not signed on paper: there is no scan to add."))
        keep_files(row, files, by=by, kind=PAPER)
    return row


def keep_files(commitment: Commitment, files: Iterable[Any], *, by: Actor, kind: Promise | str) -> None:
    """Keep files about a commitment; the body may read them too."""
    evidence.keep_all(
        files,
        about=commitment.source,
        division_code=commitment.division_code,
        by=by,
        kind=in_house_language(kind),
        party=f"credit.subject:{commitment.subject_id}",
    )


def publish(commitment: Commitment, *, by: Actor) -> Commitment:
    """Show a signed commitment to the public and tell the platforms."""
    with transaction.atomic():
        moved = COMMITMENT.apply(commitment, "publish", by=by, published_on=today())
        deadlines.stop(moved, (deadlines.PUBLISH,))
    return moved


def withdraw(commitment: Commitment, *, by: Actor, reason: str) -> Commitment:
    """End a commitment before its time, signed or not; where it was published, the public is told no more."""
    with transaction.atomic():
        now = held(commitment)
        moved = COMMITMENT.apply(
            commitment,
            "discard" if now.state == CommitmentState.DRAFT else "withdraw",
            by=by,
            reason=reason,
            ended_on=today(),
            end_reason=redact(reason.strip())[:255],
            revision=now.revision + 1,
            **({"hidden_on": today()} if now.published_on else {}),
        )
        deadlines.stop(moved)
    return moved


def held(commitment: Commitment) -> Commitment:
    """Return a commitment as it is now, locked: a page's copy may be older than its last revision."""
    return Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)
