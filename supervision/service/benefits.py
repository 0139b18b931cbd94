"""Every write about benefits: bodies ask, are let in, are suspended, and count how often it was used."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.actors import Actor, SystemActor
from core.clock import today
from core.errors import Refusal
from core.language import in_house_language
from core.masking import redact
from credit.models import Subject
from credit.parties import OWN, must_be_own
from supervision.models import Benefit, BenefitOffer, BenefitUse
from supervision.service import eligibility
from supervision.service.choices import Audience, OfferState
from supervision.service.workflow import OFFER

LEAST_WORDS = 10
MOST_A_MONTH = 1_000_000


def ask(*, benefit: Benefit, subject: Subject, how: str, by: Actor) -> BenefitOffer:
    """Ask to take part in a benefit for visitors.

    Args:
        benefit: in force, for visitors.
        subject: the body that asks.
        how: how visitors get it there; the public reads it.
        by: the `Party` in the portal, or an officer `OnPaper`.

    Raises:
        Refusal: not for visitors, not in force here, not eligible, taking part already, nothing said.
    """
    must_be_own(subject.pk, by)
    if not by.may(OWN, subject.division_code):
        raise Refusal(_("You do not hold the right to enter this for the body."))
    day = today()
    offered = eligibility.in_force(on=day, place=subject.division_code, audiences=[Audience.PUBLIC])
    if benefit not in offered:
        raise Refusal(_("“%s” is not in force here, or is not given by bodies.") % benefit, field="benefit")
    words = redact(how.strip())[:300]
    if len(words) < LEAST_WORDS:
        raise Refusal(_("Say in at least ten characters how visitors get it at your place."), field="how")
    ground = _ground(benefit, subject)
    row = BenefitOffer(
        benefit=benefit,
        subject=subject,
        division_code=subject.division_code,
        how=words,
        asked_on=day,
        ground=ground,
        made_by=by.actor_id,
        made_by_label=by.label[:100],
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            audit.record(row, "benefitoffer.ask", by=by, changes={"benefit": (None, benefit.title)})
    except IntegrityError as twice:  # a_body_takes_part_in_a_benefit_once
        raise Refusal(
            _("The body takes part in this benefit already, or has asked to."), field="benefit"
        ) from twice
    return row


@transaction.atomic
def approve(offer: BenefitOffer, *, by: Actor) -> BenefitOffer:
    """Let a body take part; its grade is looked at again on the day.

    Raises:
        Refusal: it is no longer eligible.
    """
    ground = _ground(offer.benefit, offer.subject)
    return OFFER.apply(offer, "approve", by=by, active_since=today(), ground=ground)


@transaction.atomic
def refuse(offer: BenefitOffer, *, reason: str, by: Actor) -> BenefitOffer:
    """Refuse, with the reason."""
    words = redact(reason.strip())[:255]
    return OFFER.apply(offer, "refuse", by=by, reason=words, ground=words, closed_on=today())


@transaction.atomic
def suspend(offer: BenefitOffer, *, reason: str, by: Actor) -> BenefitOffer:
    """Stop showing a body as taking part, with the reason."""
    words = redact(reason.strip())[:255]
    return OFFER.apply(offer, "suspend", by=by, reason=words, ground=words)


@transaction.atomic
def resume(offer: BenefitOffer, *, by: Actor) -> BenefitOffer:
    """Let a body take part again.

    Raises:
        Refusal: it is not eligible.
    """
    return OFFER.apply(offer, "resume", by=by, ground=_ground(offer.benefit, offer.subject))


@transaction.atomic
def end(offer: BenefitOffer, *, reason: str, by: Actor) -> BenefitOffer:
    """End a body's taking part by decision of an officer."""
    words = redact(reason.strip())[:255]
    return OFFER.apply(offer, "end", by=by, reason=words, ground=words, closed_on=today())


@transaction.atomic
def leave(offer: BenefitOffer, *, by: Actor) -> BenefitOffer:
    """Stop taking part, of the body's own accord."""
    must_be_own(offer.subject_id, by)
    return OFFER.apply(offer, "leave", by=by, closed_on=today())


def _ground(benefit: Benefit, subject: Subject) -> str:
    """Return why a body may take part today; refuse it where it may not."""
    standing = eligibility.standings([subject.pk], today())[subject.pk]
    found = eligibility.judge(benefit, standing)
    if not found.eligible:
        raise Refusal(
            _("The body cannot take part in “%(benefit)s”: %(ground)s.")
            % {"benefit": benefit, "ground": found.ground},
            field="benefit",
        )
    return eligibility.ground_kept(benefit, standing)


def follow_credit(*, on: date | None = None) -> tuple[int, int]:
    """Suspend who lost the grade a benefit asks for, and let in again who regained it.

    Returns:
        How many were suspended, and how many were let in again.
    """
    day, by = on or today(), SystemActor("benefits")
    rows = list(
        BenefitOffer.objects.filter(state__in=(OfferState.ACTIVE, OfferState.SUSPENDED)).select_related(
            "benefit", "subject"
        )
    )
    standings = eligibility.standings(sorted({row.subject_id for row in rows}), day)
    verdicts = {row.pk: eligibility.judge(row.benefit, standings[row.subject_id]) for row in rows}
    lost = [row.pk for row in rows if row.state == OfferState.ACTIVE and not verdicts[row.pk].eligible]
    fit = [row for row in rows if row.state == OfferState.SUSPENDED and verdicts[row.pk].eligible]
    # Whom an officer suspended by hand, an officer lets in again.
    regained = [row.pk for row in fit if row.suspended_by_rule]

    def ground(row: BenefitOffer) -> dict[str, Any]:
        return {"ground": eligibility.ground_kept(row.benefit, standings[row.subject_id])}

    reason = in_house_language(gettext_lazy("the grade was computed anew"))
    gone = OFFER.apply_many(
        lost,
        "suspend",
        by=by,
        reason=reason,
        fields=lambda row: {**ground(row), "suspended_by_rule": True},
    )
    back = OFFER.apply_many(
        regained,
        "resume",
        by=by,
        reason=reason,
        fields=lambda row: {**ground(row), "suspended_by_rule": False},
    )
    return len(gone.done), len(back.done)


@transaction.atomic
def count_uses(offer: BenefitOffer, *, month: date, uses: int, by: Actor) -> BenefitUse:
    """Enter how often a benefit was given in a month; entering it again replaces the number.

    Raises:
        Refusal: a month ahead or before the body took part, or no plausible number.
    """
    must_be_own(offer.subject_id, by)
    if not by.may(OWN, offer.division_code):
        raise Refusal(_("You do not hold the right to enter this for the body."))
    first = month.replace(day=1)
    if offer.active_since is None or first < offer.active_since.replace(day=1) or first > today():
        raise Refusal(
            _("“Month” must lie between the month in which the body began to take part and this one."),
            field="month",
        )
    if not 0 <= uses <= MOST_A_MONTH:
        raise Refusal(_("“Number of uses” must be between 0 and %s.") % MOST_A_MONTH, field="uses")
    held = BenefitUse.objects.select_for_update().filter(offer=offer, month=first).first()
    before = held.uses if held else None
    row, _made = BenefitUse.objects.update_or_create(
        offer=offer,
        month=first,
        defaults={"uses": uses, "benefit": offer.benefit, "division_code": offer.division_code},
    )
    audit.record(row, "benefituse.count", by=by, changes={"uses": (before, uses)})
    return row


def add_use(benefit: Benefit, *, division_code: str, on: date) -> None:
    """Count one use of a benefit that the authority itself gives (inside the act that gives it)."""
    month = on.replace(day=1)
    row, made = BenefitUse.objects.get_or_create(
        benefit=benefit, offer=None, division_code=division_code, month=month, defaults={"uses": 1}
    )
    if not made:
        BenefitUse.objects.filter(pk=row.pk).update(uses=F("uses") + 1)


def uses_of(benefits: list[Benefit], *, place: str = "") -> dict[int, int]:
    """Return how often each benefit was given since it is counted, in a place."""
    rows = BenefitUse.objects.filter(benefit__in=benefits, division_code__startswith=place)
    return dict(rows.values_list("benefit").annotate(total=Sum("uses")).values_list("benefit", "total"))
