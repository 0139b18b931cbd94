"""Dead letters: deliveries that a person must see to, each with its office and due day in the task box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core import deadlines
from core.clock import today
from core.ruletables import rule
from exchange.choices import RESENDABLE
from exchange.models import Delivery, Platform

DEAD_LETTER = deadlines.register(
    deadlines.DeadlineKind(
        code="exchange.dead_letter",
        label=_("delivery that a platform did not take"),
        permission=P.DELIVERY_RESEND,
        url_name="admin:exchange_delivery_change",
    )
)


def open_dead_letters(rows: Sequence[Delivery]) -> None:
    """Start the clock of rejected and stuck deliveries (rule table exchange.terms)."""
    if not rows:
        return
    start = today()
    days = rule("exchange.terms", "dead_letter_working_days", on=start)["working_days"]
    deadlines.open_many(
        deadlines.build(DEAD_LETTER, row, start=start, working_days=days, title=row.label or row.record_id)
        for row in rows
    )


def close_dead_letters(pks: Iterable[int]) -> None:
    """Stop the clocks of deliveries that go again."""
    deadlines.close(DEAD_LETTER, Delivery, pks)


def close_superseded(platform: Platform, record_ids: Iterable[str]) -> None:
    """Stop the clocks of older messages about records that a newer message has settled."""
    left = Delivery.objects.filter(platform=platform, record_id__in=list(record_ids), state__in=RESENDABLE)
    if pks := list(left.values_list("pk", flat=True)):
        close_dead_letters(pks)
