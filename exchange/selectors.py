"""Reads over deliveries that pages and other applications ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import P
from core.actors import Actor
from core.clock import CHINA
from exchange.choices import UNSETTLED, Action, Result, State
from exchange.models import Delivery, Platform, Receipt


@dataclass(frozen=True, slots=True)
class Journey:
    """How far the latest message about a record has come at one platform."""

    record_id: str
    platform: str
    operation: str
    state: str
    sent_at: datetime | None
    answered_at: datetime | None
    platform_record_id: str
    words: str


@dataclass(frozen=True, slots=True)
class PlatformFigures:
    """A platform's queue in figures, as far as the reader may see it."""

    platform: Platform
    counts: dict[str, int]

    @property
    def open(self) -> int:
        """Messages not settled yet."""
        return sum(self.counts.get(state, 0) for state in UNSETTLED)


def journeys(record_ids: Iterable[str]) -> dict[str, list[Journey]]:
    """Return, per record, the latest delivery for each platform (two queries for any number of records)."""
    rows = Delivery.objects.filter(record_id__in=list(record_ids)).select_related("platform")
    latest = {(row.record_id, row.platform_id): row for row in rows.order_by("sequence")}
    receipts = Receipt.objects.filter(delivery__in=list(latest.values())).order_by("id")
    numbers = {receipt.delivery_id: receipt.platform_record_id for receipt in receipts}
    found: dict[str, list[Journey]] = {}
    for row in latest.values():
        found.setdefault(row.record_id, []).append(
            Journey(
                record_id=row.record_id,
                platform=row.platform.name,
                operation=row.operation,
                state=row.state,
                sent_at=row.sent_at,
                answered_at=row.answered_at,
                platform_record_id=numbers.get(row.pk, ""),
                words=row.stuck_reason,
            )
        )
    return found


def why_waiting(delivery: Delivery, now: datetime | None = None) -> str:
    """Say in one sentence why an unsettled delivery does not move; "" for a settled one."""
    now = now or timezone.now()
    if delivery.state not in UNSETTLED:
        return ""
    if delivery.state == State.STUCK:
        return delivery.stuck_reason
    if delivery.state == State.SENDING:
        return _("It is being sent; the platform has not answered yet.")
    earlier = Delivery.objects.filter(
        platform=delivery.platform_id, key=delivery.key, sequence__lt=delivery.sequence, state__in=UNSETTLED
    ).order_by("sequence")
    if (first := earlier.first()) is not None:
        words = _("An earlier message about the same record is “%s”; they go in order.")
        return words % first.get_state_display()
    return _platform_waits(delivery.platform, now) or _tries_again(delivery, now)


def _platform_waits(platform: Platform, now: datetime) -> str:
    if not platform.active:
        return _("The platform is switched off.")
    if platform.not_before is not None and platform.not_before > now:
        words = _("The platform rests until %(time)s after a failure: %(failure)s")
        until = f"{platform.not_before.astimezone(CHINA):%H:%M:%S}"
        return words % {"time": until, "failure": platform.last_error}
    if not platform.in_window(now):
        return _("The platform takes messages from %(from)s to %(to)s.") % {
            "from": f"{platform.window_from:%H:%M}",
            "to": f"{platform.window_to:%H:%M}",
        }
    return ""


def _tries_again(delivery: Delivery, now: datetime) -> str:
    if delivery.not_before <= now:
        return _("It goes with the next run.")
    words = _("It is tried again at %(time)s. %(failure)s")
    at = f"{delivery.not_before.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
    return words % {"time": at, "failure": delivery.stuck_reason}


def figures(actor: Actor) -> list[PlatformFigures]:
    """Return the queue of each platform by state, within the reader's divisions."""
    counted = (
        Delivery.objects.visible_to(actor, P.DELIVERY_VIEW)
        .order_by()
        .values_list("platform_id", "state")
        .annotate(number=Count("pk"))
    )
    by_platform: dict[int, dict[str, int]] = {}
    for platform_id, state, number in counted:
        by_platform.setdefault(platform_id, {})[state] = number
    return [
        PlatformFigures(platform, by_platform.get(platform.pk, {})) for platform in Platform.objects.all()
    ]


def answers_per_day(actor: Actor, *, days: int = 30) -> list[tuple[date, int, int]]:
    """Return (day, accepted, rejected) for the last days in China, oldest first, empty days included."""
    end = timezone.now().astimezone(CHINA).date()
    start = end - timedelta(days=days - 1)
    rows = (
        Delivery.objects.visible_to(actor, P.DELIVERY_VIEW)
        .filter(answered_at__gte=datetime(start.year, start.month, start.day, tzinfo=CHINA))
        .order_by()
        .annotate(day=TruncDate("answered_at", tzinfo=CHINA))
        .values_list("day")
        .annotate(
            accepted=Count("pk", filter=Q(state=State.ACCEPTED)),
            rejected=Count("pk", filter=Q(state=State.REJECTED)),
        )
    )
    found = {day: (accepted, rejected) for day, accepted, rejected in rows}
    wanted = [start + timedelta(days=number) for number in range(days)]
    return [(day, *found.get(day, (0, 0))) for day in wanted]


def to_do(actor: Actor) -> dict[str, int]:
    """Return how many deliveries need a person: to mend, to escalate, stuck."""
    mine = Delivery.objects.visible_to(actor, P.DELIVERY_VIEW).unresolved()
    rejected = Receipt.objects.filter(delivery__in=mine.filter(state=State.REJECTED)).exclude(
        result__in=(Result.CORRECT, Result.UPDATED)
    )
    return {
        "fix": rejected.filter(action=Action.FIX).values("delivery").distinct().count(),
        "escalate": rejected.filter(action=Action.ESCALATE).values("delivery").distinct().count(),
        "stuck": mine.filter(state=State.STUCK).count(),
    }
