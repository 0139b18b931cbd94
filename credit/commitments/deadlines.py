"""The clocks of commitments: publish, check how they were kept, confirm a breach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core import deadlines, ruletables
from core.deadlines import DeadlineKind, register
from credit.models import Commitment

TABLE = "credit.commitment"
PAGE = "admin:credit_commitment_change"
PUBLISH = register(DeadlineKind("commitment_publish", _("Publish the commitment"), P.COMMITMENT_KEEP, PAGE))
CHECK = register(
    DeadlineKind("commitment_check", _("Check how the commitment was kept"), P.COMMITMENT_KEEP, PAGE)
)
CONFIRM = register(
    DeadlineKind("commitment_confirm", _("Confirm or reject the breach found"), P.RECORD_REVIEW, PAGE)
)
RULES = {
    PUBLISH.code: "publish_within_working_days",
    CHECK.code: "check_within_working_days",
    CONFIRM.code: "confirm_breach_within_working_days",
}


def start(kind: DeadlineKind, commitment: Commitment, *, on: date) -> None:
    """Start a clock the day after `on`; its length comes from the rule table."""
    start_many(kind, [(commitment, on)])


def start_many(kind: DeadlineKind, begun: Iterable[tuple[Commitment, date]]) -> None:
    """Start clocks of one kind, each the day after its day."""
    table = ruletables.book(TABLE)
    rows = []
    for commitment, on in begun:
        value = table.value(RULES[kind.code], on=on, place=commitment.division_code)
        title = f"{commitment.number} {commitment.template}"
        days = int(value["working_days"])
        rows.append(deadlines.build(kind, commitment, start=on, working_days=days, title=title))
    deadlines.open_many(rows)


def stop(commitment: Commitment, kinds: Sequence[DeadlineKind] = (PUBLISH, CHECK, CONFIRM)) -> None:
    """Stop clocks of a commitment."""
    stop_many([commitment.pk], kinds)


def stop_many(pks: Sequence[int], kinds: Sequence[DeadlineKind] = (PUBLISH, CHECK, CONFIRM)) -> None:
    """Stop clocks of many commitments."""
    deadlines.close_kinds(kinds, Commitment, pks)
