"""The procedure of a listing as a table. What each step asks for is in `blacklist.rules.NEEDS`.

No path leads to `listed` but through `decide`, and `decide` asks for the notice (or the publicity) and the
end of its window; `tests/unit/blacklist/test_model_check.py` walks every path of this table.
"""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.permissions import P
from blacklist import rules
from blacklist.choices import OPEN_STATES
from blacklist.choices import ListingState as S
from blacklist.listing.cases import case_of
from blacklist.models import Listing
from blacklist.sharing import ENDED, LISTED, key_of, message
from core.workflow import Guard, Transition, Workflow
from credit.parties import OWN

Words = str | Promise
BEFORE_NOTICE = (S.PROPOSED, S.CHECKED)


def _asks(step: str) -> Guard:
    """Let a step ask for what the rules say; a step without needs asks the database nothing."""

    def guard(row: Listing) -> Words | None:
        return rules.refusal(step, case_of(row)) if rules.NEEDS[step] else None

    return guard


def _step(
    name: str,
    sources: Any,
    target: S,
    permission: str,
    label: Words,
    *,
    topic: str = "",
    four_eyes: bool = False,
    needs_reason: bool = False,
) -> Transition:
    states = frozenset(str(state) for state in sources)
    return Transition(
        name,
        states,
        target,
        permission,
        label,
        guard=_asks(name),
        topic=topic,
        four_eyes=four_eyes,
        needs_reason=needs_reason,
    )


LISTING: Workflow[Listing] = Workflow(
    Listing,
    _step("amend", {S.PROPOSED}, S.PROPOSED, P.LISTING_PROPOSE, _("Change the proposal")),
    _step("check", {S.PROPOSED}, S.CHECKED, P.LISTING_PROPOSE, _("Check the grounds")),
    _step("notify", {S.CHECKED}, S.NOTIFIED, P.LISTING_PROPOSE, _("Note the service of the notice")),
    _step("publicise", {S.CHECKED}, S.PUBLICISED, P.LISTING_PROPOSE, _("Publicise for objections")),
    _step(
        "defend",
        {S.NOTIFIED, S.DEFENDED, S.HEARING, S.HEARD},
        S.DEFENDED,
        OWN,
        _("Hand in statement and defence"),
    ),
    _step("ask_hearing", {S.NOTIFIED, S.DEFENDED, S.HEARD}, S.DEFENDED, OWN, _("Ask for a hearing")),
    _step(
        "order_hearing",
        {S.NOTIFIED, S.DEFENDED, S.HEARING},
        S.HEARING,
        P.LISTING_PROPOSE,
        _("Set the hearing"),
    ),
    _step(
        "hold_hearing",
        {S.HEARING, S.DEFENDED},
        S.HEARING,
        P.LISTING_PROPOSE,
        _("Enter the minutes of the hearing"),
    ),
    _step("weigh", {S.DEFENDED, S.HEARING}, S.HEARD, P.LISTING_PROPOSE, _("Weigh statement and defence")),
    _step("conclude", {S.PUBLICISED}, S.HEARD, P.LISTING_PROPOSE, _("Conclude the publicity")),
    _step("ask_upper", {S.NOTIFIED, S.HEARD}, S.WITH_UPPER, P.LISTING_PROPOSE, _("Ask the upper authority")),
    _step(
        "consent",
        {S.WITH_UPPER},
        S.CONSENTED,
        P.LISTING_CONSENT,
        _("Consent as the upper authority"),
        four_eyes=True,
    ),
    _step(
        "upper_refuses",
        {S.WITH_UPPER},
        S.NOT_LISTED,
        P.LISTING_CONSENT,
        _("Refuse as the upper authority"),
        four_eyes=True,
        needs_reason=True,
    ),
    _step(
        "decide",
        {S.NOTIFIED, S.HEARD, S.CONSENTED},
        S.DECIDED,
        P.LISTING_DECIDE,
        pgettext_lazy("listing", "Decide to list"),
        four_eyes=True,
    ),
    _step("drop", OPEN_STATES, S.NOT_LISTED, P.LISTING_DECIDE, _("Decide not to list"), needs_reason=True),
    _step(
        "take_back",
        BEFORE_NOTICE,
        S.TAKEN_BACK,
        P.LISTING_PROPOSE,
        _("Take the proposal back"),
        needs_reason=True,
    ),
    _step("serve_decision", {S.DECIDED}, S.DECIDED, P.LISTING_PROPOSE, _("Note the service of the decision")),
    _step("enter", {S.DECIDED}, S.LISTED, P.LISTING_DECIDE, _("Enter on the list"), topic=LISTED),
    _step("expire", {S.LISTED}, S.EXPIRED, P.LISTING_DECIDE, _("End by the term"), topic=ENDED),
    _step(
        "repair", {S.LISTED}, S.REPAIRED, P.LISTING_DECIDE, _("End by repair"), topic=ENDED, needs_reason=True
    ),
    _step(
        "revoke",
        {S.LISTED},
        S.REVOKED,
        P.LISTING_DECIDE,
        _("Revoke the listing"),
        topic=ENDED,
        needs_reason=True,
    ),
    _step(
        "court",
        {S.LISTED},
        S.COURT,
        P.LISTING_DECIDE,
        _("End by a court's judgment"),
        topic=ENDED,
        needs_reason=True,
    ),
    _step(
        "lose",
        {S.LISTED},
        S.LOST,
        P.LISTING_DECIDE,
        _("End the red listing after a breach"),
        topic=ENDED,
        needs_reason=True,
    ),
    _step(
        "revoke_decision",
        {S.DECIDED},
        S.REVOKED,
        P.LISTING_DECIDE,
        _("Revoke the decision before it takes effect"),
        needs_reason=True,
    ),
    _step(
        "court_on_decision",
        {S.DECIDED},
        S.COURT,
        P.LISTING_DECIDE,
        _("End the decision by a court's judgment"),
        needs_reason=True,
    ),
    title=_("Listing"),
    maker_fields=("proposed_by", "changed_by"),
    payload=lambda row, step: message(row),
    key=key_of,
    related=("scheme", "subject", "parent__subject"),
)
