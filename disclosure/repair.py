"""What credit repair and objection ask of disclosure: governing rules, platforms' confirmation, permits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core import ruletables
from core.actors import Actor
from core.models import OutboxEvent, Rule
from credit.choices import Change
from credit.models import ConductRecord
from credit.objection.targets import Target, TargetKind, register
from credit.repair.governing import REGIMES, Governing, answers
from credit.repair.syncing import confirms
from disclosure.choices import DecisionState
from disclosure.effects import SOURCE
from disclosure.models import Penalty, Permit
from disclosure.rules.policy import load_policy
from disclosure.rules.publicity import Policy
from disclosure.services import standing
from disclosure.services.publishing import answer_for
from exchange.choices import Operation, State
from exchange.models import Delivery

PENALTY, PERMIT = "disclosure.penalty", "disclosure.permit"


@answers(PENALTY)
def govern(records: Sequence[ConductRecord], on: date) -> Mapping[int, Governing]:
    """Tell which publicity regime governs each penalty and from when it may be repaired.

    Which regime holds across the changes of rules is the setting `change_over_policy`; minor dishonesty that
    is not published may be repaired as soon as the duties are done (国家发展改革委令2025年第36号).
    """
    guids = {record.pk: record.source.removeprefix(SOURCE) for record in records}
    rows = Penalty._base_manager.filter(guid__in=set(guids.values())).select_related("subject")
    penalties = {str(row.guid): row for row in rows}
    regimes = {row.code: row for row in ruletables.book(REGIMES).rows}
    policies: dict[str, Policy] = {}
    found: dict[int, Governing] = {}
    for record in records:
        penalty = penalties.get(guids[record.pk])
        if penalty is None:
            continue
        place = penalty.division_code
        if place not in policies:
            policies[place] = load_policy(on=on, place=place)
        found[record.pk] = _governing(penalty, on, policies[place], regimes)
    return found


def _governing(penalty: Penalty, on: date, policy: Policy, regimes: Mapping[str, Rule]) -> Governing:
    answer = answer_for(penalty, on=on, policy=policy)
    rule = regimes.get(answer.regime)
    return Governing(
        regime=answer.regime,
        class_name=answer.class_name or "",
        earliest_on=answer.earliest_repair or penalty.decided_on,
        latest_on=answer.latest_end,
        decided_on=penalty.decided_on,
        fine_wan=penalty.fine,
        document=f"{rule.document} {rule.article}".strip() if rule else "",
        certain=rule is not None and rule.certainty == Rule.Certainty.VERIFIED,
    )


@confirms(PENALTY)
def ended_everywhere(sources: Iterable[str]) -> set[str]:
    """Return the penalties whose end of display every platform has confirmed, or that no platform holds."""
    keys = {f"penalty:{source.removeprefix(SOURCE)}": source for source in sources}
    unheard = OutboxEvent.objects.filter(key__in=keys, dispatched_at__isnull=True).values_list(
        "key", flat=True
    )
    open_rows = Delivery.objects.filter(key__in=keys, operation=Operation.END).exclude(
        state__in=(State.ACCEPTED, State.OVERTAKEN)
    )
    waiting = set(unheard) | set(open_rows.values_list("key", flat=True))
    return {source for key, source in keys.items() if key not in waiting}


def find_permit(about: str) -> Target | None:
    """Find a reviewed permit as something to object to."""
    permit = _permit(about)
    if permit is None or permit.state == DecisionState.DRAFT:
        return None
    return Target(
        about=about,
        subject_id=permit.subject_id,
        title=permit.document_title,
        document_no=permit.document_no,
        provider=permit.authority_name,
        division_code=permit.division_code,
        stands=permit.state != DecisionState.ANNULLED,
    )


def change_permit(about: str, change: Change, *, on: date, by: Actor, reason: str) -> list[str]:
    """Mark, unmark or withdraw a permit together with its public entry and at the platforms."""
    with transaction.atomic():
        permit = _permit(about)
        if permit is None:
            return []
        if change == Change.WITHDRAWN:
            gone = standing.withdraw(permit, on=on, by=by, reason=reason)
            return [_("The public entry is withdrawn and says why, the platforms are told.")] if gone else []
        since = on if change == Change.DISPUTED else None
        standing.mark(permit, since=since)
        return [_("The dispute mark was set.") if since else _("The dispute mark is gone.")]


def _permit(about: str) -> Permit | None:
    try:
        guid = UUID(about.partition(":")[2])
    except ValueError:
        return None
    return Permit._base_manager.select_related("subject").filter(guid=guid).first()


def numbered_permits(number: str, subject_id: int) -> list[str]:
    """Return the reviewed permits of a subject under a document number."""
    rows = Permit._base_manager.filter(document_no=number, subject_id=subject_id)
    guids = rows.exclude(state=DecisionState.DRAFT).order_by("-pk").values_list("guid", flat=True)
    return [f"{PERMIT}:{guid}" for guid in guids]


PERMITS = register(TargetKind(PERMIT, find_permit, change_permit, numbered_permits))
