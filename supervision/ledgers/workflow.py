"""The procedure of a ledger: filled in, handed in, then accepted or returned."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core.workflow import Transition, Workflow
from credit.parties import OWN
from supervision.models import Ledger
from supervision.models.ledgers import WRITABLE
from supervision.models.ledgers import LedgerState as S

HANDED_IN = "supervision.ledger.handed_in"
RETURNED = "supervision.ledger.returned"
ACCEPTED = "supervision.ledger.accepted"
FAKED = "supervision.ledger.faked"


def payload(row: Ledger, step: Transition) -> dict[str, Any]:
    """Build the message of a step; facts of the body are never part of it."""
    return {
        "ledger": row.pk,
        "round": row.round_id,
        "subject": row.subject_id,
        "division_code": row.division_code,
        "state": step.target,
        "found": row.found,
    }


LEDGER: Workflow[Ledger] = Workflow(
    Ledger,
    Transition(
        "hand_in",
        frozenset(WRITABLE),
        S.HANDED_IN,
        permission=OWN,
        label=_("Sign and hand in"),
        topic=HANDED_IN,
    ),
    Transition(
        "accept",
        frozenset({S.HANDED_IN}),
        S.ACCEPTED,
        permission=P.LEDGER_CHECK,
        label=_("Accept"),
        topic=ACCEPTED,
        four_eyes=True,
    ),
    Transition(
        "send_back",
        frozenset({S.HANDED_IN}),
        S.RETURNED,
        permission=P.LEDGER_CHECK,
        label=_("Return with reasons"),
        topic=RETURNED,
        four_eyes=True,
        needs_reason=True,
    ),
    Transition(
        "find_faked",
        frozenset({S.HANDED_IN, S.ACCEPTED}),
        S.RETURNED,
        permission=P.LEDGER_CHECK,
        label=_("Find it faked"),
        topic=FAKED,
        four_eyes=True,
        needs_reason=True,
    ),
    Transition(
        "drop",
        frozenset(WRITABLE),
        S.DROPPED,
        permission=P.LEDGER_CHECK,
        label=_("Take back"),
        needs_reason=True,
    ),
    Transition(
        "leave",
        frozenset({S.OPEN}),
        S.DROPPED,
        permission=P.CAMPAIGN_KEEP,
        label=_("Take back: the body left the campaign"),
        needs_reason=True,
    ),
    Transition(
        "join_again",
        frozenset({S.DROPPED}),
        S.OPEN,
        permission=P.CAMPAIGN_KEEP,
        label=_("Open again: the body came back into the campaign"),
    ),
    title=_("Self-inspection ledger"),
    maker_fields=("changed_by",),
    payload=payload,
    key=lambda row: f"supervision.ledger:{row.guid}",
    related=("round", "subject"),
)
