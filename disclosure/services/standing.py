"""What a change of the conduct record does to the decision behind it: display, sharing, the public entry.

These run inside the transaction of the change (`disclosure.effects`); the procedure that decided the change
has asked for the right, so the steps are taken with all rights under the name of whoever decided.
"""

from __future__ import annotations

from datetime import date

from core import outbox
from core.actors import Actor, ByDecision
from credit.models import ConductRecord
from disclosure.choices import DecisionState, PublicState, WithheldReason
from disclosure.models import Penalty, Permit, PublicEntry
from disclosure.public_form import public_entry
from disclosure.rules.policy import load_policy
from disclosure.services import clocks, publishing
from disclosure.workflow import PENALTY, key_of, message, workflow_of

Decision = Penalty | Permit
UNSEEN = (DecisionState.IN_REVIEW, DecisionState.APPROVED, DecisionState.WITHHELD)


def mark(decision: Decision, *, since: date | None) -> bool:
    """Set or take away the dispute mark on the decision and its public entry, and tell the platforms."""
    if (decision.disputed_since is None) == (since is None):
        return False
    decision.disputed_since = since
    decision.save(update_fields=["disputed_since"])
    PublicEntry.objects.filter(record_guid=decision.guid).update(disputed_since=since)
    tell_corrected(decision)
    return True


def tell_corrected(decision: Decision) -> None:
    """Tell the platforms that hold a decision how it reads now, under its next revision."""
    if decision.state != DecisionState.PUBLISHED:
        return
    decision.revision += 1
    decision.save(update_fields=["revision"])
    topic = f"disclosure.{decision._meta.model_name}.corrected"
    outbox.publish(topic, key_of(decision), message(decision, "U"))


def end_after_repair(penalty: Penalty, *, on: date, by: Actor, reason: str) -> None:
    """End display and sharing of a repaired penalty; one that was never shown never will be."""
    if penalty.state == DecisionState.PUBLISHED:
        PENALTY.apply(
            penalty, "repair", by=ByDecision(by), reason=reason, repaired_on=on, disputed_since=None
        )
    else:
        penalty.repaired_on, penalty.disputed_since = on, None
        penalty.save(update_fields=["repaired_on", "disputed_since"])
    PublicEntry.objects.filter(record_guid=penalty.guid, state=PublicState.SHOWN).update(
        state=PublicState.ENDED, disputed_since=None
    )


def withdraw(decision: Decision, *, on: date, by: Actor, reason: str) -> bool:
    """Withdraw a decision whose record was found wrong: the entry says why, platforms are told.

    Returns:
        False where it was withdrawn already, or never left the desk.
    """
    if decision.state in (DecisionState.ANNULLED, DecisionState.DRAFT):
        return False
    step = "annul_unpublished" if decision.state in UNSEEN else "annul"
    moved: Decision = workflow_of(decision).apply(
        decision,
        step,
        by=ByDecision(by),
        reason=reason,
        annulled_on=on,
        annulled_reason=reason.strip()[:255],
        disputed_since=None,
    )
    PublicEntry.objects.filter(record_guid=moved.guid).update(
        state=PublicState.WITHDRAWN,
        withdrawn_on=on,
        withdrawn_reason=moved.annulled_reason,
        disputed_since=None,
    )
    clocks.stop([moved])
    return True


def correct(penalty: Penalty, record: ConductRecord, *, on: date) -> None:
    """Bring the corrected content of a record into the decision, its public entry and the platforms."""
    penalty.violation_type, penalty.facts = record.title, record.facts
    penalty.decided_on, penalty.item_count = record.happened_on, record.count
    penalty.item_code, penalty.disputed_since = record.item_code, None
    policy = load_policy(on=on, place=penalty.division_code)
    answer = publishing.answer_for(penalty, on=on, policy=policy)
    penalty.regime, penalty.publicity_class = answer.regime, answer.class_name or ""
    penalty.earliest_repair_on = answer.earliest_repair
    if penalty.state == DecisionState.PUBLISHED:
        penalty.shown_until = answer.latest_end
    penalty.save()
    entry = PublicEntry.objects.filter(record_guid=penalty.guid, state=PublicState.SHOWN).first()
    if entry is not None:
        publishing.store_entries([public_entry(penalty, published_on=entry.published_on)])
    tell_corrected(penalty)


def shield(penalty: Penalty, *, on: date, by: Actor, reason: str) -> None:
    """Take a penalty from the public while a reorganisation plan runs."""
    if penalty.state == DecisionState.PUBLISHED:
        PENALTY.apply(
            penalty,
            "shield",
            by=ByDecision(by),
            reason=reason,
            shielded_since=on,
            withheld_reason=WithheldReason.SHIELDED,
        )
        PublicEntry.objects.filter(record_guid=penalty.guid).update(state=PublicState.ENDED)
    else:
        penalty.shielded_since = on
        penalty.save(update_fields=["shielded_since"])


def unrepair(penalty: Penalty, *, on: date, by: Actor, reason: str) -> bool:
    """Show a penalty again whose repair was revoked, as far as the rules of the day show it.

    Returns:
        Whether it is shown again; the platforms hear of that as of a new publication.
    """
    penalty.repaired_on = None
    penalty.revision += 1
    penalty.save(update_fields=["repaired_on", "revision"])
    policy = load_policy(on=on, place=penalty.division_code)
    if (
        penalty.state != DecisionState.ENDED
        or not publishing.answer_for(penalty, on=on, policy=policy).published
    ):
        return False
    PENALTY.apply(penalty, "unrepair", by=ByDecision(by), reason=reason)
    return bool(publishing.publish_many(Penalty, [penalty.pk], by=ByDecision(by), on=on).published)


def unshield(penalty: Penalty, *, on: date, by: Actor) -> None:
    """Let the rules of the day decide again whether the penalty is shown."""
    penalty.shielded_since = None
    penalty.revision += 1
    penalty.save(update_fields=["shielded_since", "revision"])
    if penalty.state == DecisionState.WITHHELD and penalty.withheld_reason == WithheldReason.SHIELDED:
        done = publishing.publish_many(Penalty, [penalty.pk], by=ByDecision(by), on=on)
        if not done.published:
            penalty.withheld_reason = WithheldReason.PERIOD_OVER
            penalty.save(update_fields=["withheld_reason"])
