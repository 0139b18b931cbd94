"""Rewards for reports: proposed, approved and paid by three acts, none of which learns for whom."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit, ruletables
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import redact
from supervision.complaints import clocks, codes
from supervision.complaints.choices import ComplaintState, Nature
from supervision.complaints.keepers import TABLE
from supervision.complaints.workflow import REWARD
from supervision.models import Complaint, ComplaintReward

CLOSED = (ComplaintState.DECIDED, ComplaintState.ANSWERED)


def may_reward(row: Complaint) -> bool:
    """Tell whether a reward can be proposed: a report, upheld, decided, not rewarded yet."""
    return (
        row.nature == Nature.REPORT
        and row.is_upheld
        and row.state in CLOSED
        and not ComplaintReward.objects.filter(complaint=row).exists()
    )


def reward_range(row: Complaint) -> tuple[Decimal, Decimal]:
    """Return the least and the most that the rule table gives for a report, in yuan."""
    value = ruletables.rule(TABLE, "rewards", on=row.received_on, place=row.division_code)
    return Decimal(value["least"]), Decimal(value["most"])


def is_over(reward: ComplaintReward) -> bool:
    """Tell whether the time to collect a reward has passed."""
    return reward.collect_by is not None and today() > reward.collect_by


def propose_reward(row: Complaint, *, amount: Decimal, grounds: str, by: Actor) -> ComplaintReward:
    """Propose a reward for a report that was upheld.

    Raises:
        Refusal: no right, not upheld, rewarded already, an amount outside the rule, no grounds.
    """
    if not by.may(P.COMPLAINT_HANDLE, row.division_code):
        raise Refusal(_("You do not hold the right to handle complaints of this division."))
    if not may_reward(row):
        raise Refusal(_("Only a report that was upheld and decided is rewarded, and only once."))
    least, most = reward_range(row)
    if not least <= amount <= most:
        raise Refusal(
            _("Amount: between %(least)s and %(most)s yuan, as the rule table says.")
            % {"least": least, "most": most},
            field="amount",
        )
    if not grounds.strip():
        raise Refusal(_("Grounds: say which clue led to what."), field="grounds")
    reward = ComplaintReward(
        complaint=row,
        division_code=row.division_code,
        amount=amount,
        grounds=redact(grounds.strip())[:500],
        made_by=by.actor_id,
        made_by_label=by.label[:100],
    )
    try:
        with transaction.atomic():
            reward.save(force_insert=True)
            audit.record(reward, "complaintreward.propose", by=by, changes={"amount": (None, amount)})
            clocks.keep_reward(reward)
    except IntegrityError as twice:
        raise Refusal(_("Only a report that was upheld and decided is rewarded, and only once.")) from twice
    return reward


@transaction.atomic
def approve_reward(reward: ComplaintReward, *, by: Actor) -> ComplaintReward:
    """Approve as the second officer; the complainant sees it with the pick-up code."""
    value = ruletables.rule(TABLE, "rewards", on=today(), place=reward.division_code)
    row = REWARD.apply(
        reward,
        "approve",
        by=by,
        approved_by=by.actor_id,
        approved_by_label=by.label[:100],
        approved_on=today(),
        collect_by=today() + timedelta(days=int(value["collect_days"])),
    )
    clocks.keep_reward(row)
    return row


@transaction.atomic
def refuse_reward(reward: ComplaintReward, *, reason: str, by: Actor) -> ComplaintReward:
    """Refuse a proposed reward."""
    row = REWARD.apply(reward, "refuse", by=by, reason=reason)
    clocks.keep_reward(row)
    return row


@transaction.atomic
def pay_reward(reward: ComplaintReward, *, pickup: str, voucher_no: str, by: Actor) -> ComplaintReward:
    """Pay a reward out to whoever brings the pick-up code; no name is asked and none is kept.

    A keeper of informants, who has reached the informant by a look, may pay without the code.

    Raises:
        Refusal: no right, too late, the approving officer, another code, no voucher.
    """
    if is_over(reward):
        raise Refusal(
            _("The reward could be collected until %(day)s; note that nobody came.")
            % {"day": reward.collect_by}
        )
    if by.actor_id == reward.approved_by:
        raise Refusal(_("Whoever approved a reward does not pay it out; another officer must."))
    complaint = reward.complaint
    keeper = by.may(P.INFORMANT_OPEN, reward.division_code)
    if not keeper and complaint.pickup != codes.pickup_digest(complaint.tracking, codes.read_pickup(pickup)):
        raise Refusal(
            _("Pick-up code: it does not belong to this report; compare it with the slip."), field="pickup"
        )
    row = REWARD.apply(
        reward,
        "pay",
        by=by,
        paid_on=today(),
        paid_by_label=by.label[:100],
        voucher_no=voucher_no.strip()[:80],
    )
    clocks.keep_reward(row)
    return row


@transaction.atomic
def lapse_reward(reward: ComplaintReward, *, reason: str, by: Actor) -> ComplaintReward:
    """Note that nobody came for a reward in time.

    Raises:
        Refusal: the time is not over.
    """
    if not is_over(reward):
        raise Refusal(_("The reward can still be collected until %(day)s.") % {"day": reward.collect_by})
    row = REWARD.apply(reward, "lapse", by=by, reason=reason)
    clocks.keep_reward(row)
    return row
