"""Revoking a repair that rested on false material: proposed by one officer, done by another in one act.

Local default, to be confirmed: a repair that was obtained by false material is revoked and the information
is shown again. The bar on new applications and its years are in the rule table `credit.repair_setting`.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import redact
from credit.models import Repair
from credit.repair import clocks
from credit.repair.act import restore_everything
from credit.repair.bars import bar_subject
from credit.repair.choices import Outcome
from credit.repair.workflow import REPAIR
from credit.services import hold_files


def may_be_proposed(repair: Repair) -> bool:
    """Tell whether a repair was granted and nobody has proposed its revocation yet."""
    return repair.outcome == Outcome.GRANTED and not repair.revocation_by


@transaction.atomic
def propose_revocation(repair: Repair, *, reason: str, by: Actor) -> Repair:
    """Say why a granted repair is to be revoked; another officer decides.

    Raises:
        Refusal: no right, no reason, not granted, or proposed already.
    """
    row = Repair.objects.select_for_update(of=("self",)).get(pk=repair.pk)
    if not by.may(P.REPAIR_HANDLE, row.division_code):
        raise Refusal(_("You do not hold the right to handle repairs in this division."))
    if not may_be_proposed(row):
        raise Refusal(
            _("Only a repair that was granted can be revoked, and its revocation is proposed once.")
        )
    words = redact(reason.strip())[:255]
    if not words:
        raise Refusal(_("Say in words which material was false and how that is known."), field="reason")
    return _written(row, "repair.propose_revocation", by, words, by.actor_id, by.label[:100])


@transaction.atomic
def drop_revocation(repair: Repair, *, reason: str, by: Actor) -> Repair:
    """Drop a proposal: the repair stands.

    Raises:
        Refusal: no right, no reason, or nothing is proposed.
    """
    row = Repair.objects.select_for_update(of=("self",)).get(pk=repair.pk)
    if not by.may(P.REPAIR_DECIDE, row.division_code):
        raise Refusal(_("Only an officer who decides repairs may drop the proposal."))
    if row.outcome != Outcome.GRANTED or not row.revocation_by:
        raise Refusal(_("No revocation is proposed for this repair."))
    if not reason.strip():
        raise Refusal(_("Say in words why the repair stands."), field="reason")
    return _written(row, "repair.drop_revocation", by, "", "", "", why=reason)


def _written(
    row: Repair, action: str, by: Actor, reason: str, proposer: str, label: str, why: str = ""
) -> Repair:
    before = row.revocation_reason
    row.revocation_reason, row.revocation_by, row.revocation_by_label = reason, proposer, label
    row.save(update_fields=["revocation_reason", "revocation_by", "revocation_by_label"])
    changes: dict[str, Any] = {"revocation_reason": (before, reason)}
    audit.record(row, action, by=by, reason=why or reason, changes=changes)
    return row


@transaction.atomic
def revoke(repair: Repair, *, by: Actor) -> Repair:
    """Revoke a repair as the second officer: effects back, applications barred, platforms told, or nothing.

    Raises:
        Refusal: nothing is proposed, one's own work, wrong state, no right, or the record fell meanwhile.
    """
    hold_files([repair.subject_id])
    day = today()
    current = Repair.objects.get(pk=repair.pk)
    if current.outcome != Outcome.GRANTED:
        raise Refusal(_("Only a repair that was granted can be revoked."))
    reason = current.revocation_reason
    moved = REPAIR.apply(
        current,
        "revoke",
        by=by,
        reason=reason or "–",
        outcome=Outcome.REVOKED,
        revoked_on=day,
        revoked_by_label=by.label[:100],
    )
    moved.restored = restore_everything(moved, on=day, by=by, reason=reason)
    moved.save(update_fields=["restored"])
    bar_subject(moved, reason=reason, by=by)
    clocks.keep(moved)
    return moved
