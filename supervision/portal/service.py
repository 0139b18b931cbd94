"""The section "services" of the portal: own applications with their limits, benefits open to the body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.clock import today
from core.workdays import add_working_days
from institutions.models import Institution
from institutions.portal.file import running_date
from institutions.portal.sections import Fact, Group, Section, Tone, register
from supervision.models import ApprovalCase, Benefit, BenefitOffer
from supervision.service import eligibility, terms
from supervision.service.choices import OFFER_OPEN, OPEN, RUNNING, Audience, OfferState, Outcome
from supervision.service.choices import CaseState as S
from supervision.service.permits import PermitOfCase, permits_of

MOST = 50
TONES = {
    S.INCOMPLETE: Tone.ACT,
    S.RECEIVED: Tone.WATCH,
    S.ACCEPTED: Tone.WATCH,
    S.PAUSED: Tone.WATCH,
    S.PROPOSED: Tone.WATCH,
    S.DECIDED: Tone.GOOD,
    S.DELIVERED: Tone.GOOD,
}
OFFER_TONES = {
    OfferState.ASKED: Tone.WATCH,
    OfferState.ACTIVE: Tone.GOOD,
    OfferState.SUSPENDED: Tone.ACT,
}


@dataclass(frozen=True, slots=True)
class ToldCase:
    """An application as the applicant reads it.

    Args:
        words: where it stands; what is proposed is not told before the decision.
        next: what happens next and by when, where no promised day tells it.
        due: the promised day while it runs.
        sign: whether its commitment waits for the body's signature.
        permit: its permit, once the public sees it.
    """

    case: ApprovalCase
    words: str
    tone: Tone
    next: str
    due: Fact | None
    sign: bool
    permit: PermitOfCase | None


@dataclass(frozen=True, slots=True)
class ToldBenefit:
    """A benefit as the body reads it.

    Args:
        offer: its own taking part, None where it does not (any more).
        may_ask: whether it may ask to take part now.
    """

    benefit: Benefit
    rule: str
    verdict: eligibility.Verdict
    offer: BenefitOffer | None
    tone: Tone
    may_ask: bool


def own_cases(body: Institution) -> list[ToldCase]:
    """Return the body's applications, newest first."""
    cases = ApprovalCase.objects.filter(subject_id=body.subject_id).select_related("item", "commitment")
    rows = list(cases.order_by("-pk")[:MOST])
    permits = permits_of([row.guid for row in rows if row.outcome == Outcome.GRANTED])
    return [_told(row, permits.get(row.guid)) for row in rows]


def _told(row: ApprovalCase, permit: PermitOfCase | None) -> ToldCase:
    words = str(S.ACCEPTED.label) if row.state == S.PROPOSED else row.get_state_display()
    tone = TONES.get(S(row.state), Tone.PLAIN)
    if row.state in (S.DECIDED, S.DELIVERED):
        words = row.get_outcome_display()
        tone = Tone.GOOD if row.outcome == Outcome.GRANTED else Tone.WATCH
    due = running_date(_("Promised for"), row.due_on) if row.state in RUNNING and row.due_on else None
    waits = row.commitment is not None and row.commitment.signed_at is None and row.state in OPEN
    shown = permit if permit is not None and permit.public else None
    return ToldCase(row, words, tone, _next(row, unsigned=waits), due, waits, shown)


def _next(row: ApprovalCase, *, unsigned: bool) -> str:
    """Say what happens next to an application whose promised limit does not run."""
    if row.state == S.RECEIVED and unsigned:
        return gettext("It is accepted once you have signed the commitment.")
    if row.state == S.RECEIVED:
        last = _last(row, "accept_days", row.completed_on or row.received_on)
        return gettext(
            "Accepted, or all that is missing named, by %(day)s; after that it counts as accepted."
        ) % {"day": last}
    if row.state == S.INCOMPLETE:
        return gettext("The days for acceptance begin anew when the papers are complete.")
    if row.state == S.DECIDED and row.decided_on:
        last = _last(row, "deliver_days", row.decided_on)
        return gettext("The decision is handed to you by %(day)s.") % {"day": last}
    return ""


def _last(row: ApprovalCase, period: str, start: date) -> date:
    days = terms.number(period, on=row.received_on, place=row.division_code)
    return add_working_days(start, days).on


def own_benefits(body: Institution) -> list[ToldBenefit]:
    """Return the benefits for bodies, and those the body may offer to visitors, with its own standing."""
    offers = {
        offer.benefit_id: offer
        for offer in BenefitOffer.objects.filter(subject=body.subject, state__in=OFFER_OPEN)
    }
    found = []
    for row, verdict in _judged(body):
        offer = offers.get(row.pk)
        tone = OFFER_TONES[OfferState(offer.state)] if offer else _tone(verdict)
        may_ask = row.audience == Audience.PUBLIC and offer is None and verdict.eligible
        found.append(ToldBenefit(row, eligibility.in_words(row), verdict, offer, tone, may_ask))
    return found


def _judged(body: Institution) -> list[tuple[Benefit, eligibility.Verdict]]:
    """Return the benefits of the body's place, each with what its rule says of the body."""
    day, subject = today(), body.subject
    audiences = (Audience.BODY, Audience.PUBLIC)
    rows = eligibility.in_force(on=day, place=subject.division_code, audiences=audiences)
    if not rows:
        return []
    standing = eligibility.standings([subject.pk], day)[subject.pk]
    return [(row, eligibility.judge(row, standing)) for row in rows]


def _tone(verdict: eligibility.Verdict) -> Tone:
    return Tone.GOOD if verdict.eligible else Tone.PLAIN


def summary(body: Institution) -> Sequence[Fact]:
    """Return the facts for the portal's first page: what waits for the body first."""
    states = list(ApprovalCase.objects.filter(subject_id=body.subject_id).values_list("state", flat=True))
    facts = []
    incomplete = states.count(S.INCOMPLETE)
    if incomplete:
        facts.append(
            Fact(_("Applications with papers to be completed"), incomplete, tone=Tone.ACT, waits=True)
        )
    running = sum(state in OPEN for state in states)
    facts.append(Fact(_("Applications under way"), running))
    eligible = sum(verdict.eligible for _benefit, verdict in _judged(body))
    facts.append(Fact(_("Benefits open to the body"), eligible))
    return facts


def context(body: Institution) -> dict[str, Any]:
    """Return applications and benefits."""
    cases, benefits = own_cases(body), own_benefits(body)
    return {
        "open": [told for told in cases if told.case.state in OPEN],
        "past": [told for told in cases if told.case.state not in OPEN],
        "for_body": [told for told in benefits if told.benefit.audience == Audience.BODY],
        "for_visitors": [told for told in benefits if told.benefit.audience == Audience.PUBLIC],
        "month": today().replace(day=1),
    }


SERVICES = register(
    Section(
        "services",
        pgettext_lazy("portal", "Services and benefits"),
        "portal/services.html",
        85,
        summary,
        context,
        Group.OWN,
    )
)
