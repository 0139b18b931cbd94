"""Comparing what we know a platform holds with what it says: counts and hashes by table and decision day."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from exchange.models import Delivery, Platform, Reconciliation
from exchange.platforms.base import Adapter, BatchRefusedError, Channel, DayTotal, TransportError
from exchange.platforms.registry import adapter
from exchange.platforms.sandbox.protocol import holdings_digest
from exchange.push import channel_of

MOST_LISTED = 200
Holdings = dict[str, tuple[int, str]]


@dataclass(slots=True)
class Comparison:
    """One run over a platform: the days compared, or the sentence why it broke off."""

    platform: Platform
    rows: list[Reconciliation] = field(default_factory=list)
    failure: str = ""

    @property
    def differences(self) -> list[Reconciliation]:
        """The days on which the two sides differ."""
        return [row for row in self.rows if not row.equal]


def reconcile(platform: Platform) -> Comparison:
    """Compare every table of a platform, keep the result, and name the records that differ.

    The platform is asked for records only on days whose count or hash differs.
    """
    comparison = Comparison(platform)
    run, channel, speaker = secrets.token_hex(8), channel_of(platform), adapter(platform.adapter)
    try:
        for table in platform.tables:
            comparison.rows.extend(_compare(platform, channel, speaker, table, run))
    except (TransportError, BatchRefusedError) as failure:
        comparison.failure = failure.sentence
    Reconciliation.objects.bulk_create(comparison.rows, batch_size=500)
    return comparison


def our_holdings(platform: Platform, table: str) -> dict[date | None, Holdings]:
    """What the platform must show of a table by its receipts: day → record id → (revision, content hash)."""
    rows = Delivery.objects.filter(platform=platform, table=table).held_by_platform()
    found: dict[date | None, Holdings] = {}
    columns = rows.values_list("business_day", "record_id", "revision", "content_hash")
    for day, record_id, revision, content in columns.iterator():
        found.setdefault(day, {})[record_id] = (revision, content)
    return found


def _compare(
    platform: Platform, channel: Channel, speaker: Adapter, table: str, run: str
) -> list[Reconciliation]:
    ours = our_holdings(platform, table)
    theirs = {total.day: total for total in speaker.day_totals(channel, table)}
    rows = []
    for day in sorted(ours.keys() | theirs.keys(), key=lambda day: day or date.min):
        here = ours.get(day, {})
        row = _row(platform, table, day, run, here, theirs.get(day))
        if not row.equal:
            _name_differences(row, here, speaker.holdings(channel, table, day))
        rows.append(row)
    return rows


def _row(
    platform: Platform, table: str, day: date | None, run: str, here: Holdings, total: DayTotal | None
) -> Reconciliation:
    there = total.count if total else 0
    digest = holdings_digest((record, revision, content) for record, (revision, content) in here.items())
    equal = len(here) == there and (not there or (total is not None and total.digest == digest))
    return Reconciliation(
        platform=platform, run=run, table=table, day=day, our_count=len(here), their_count=there, equal=equal
    )


def _name_differences(row: Reconciliation, here: Holdings, there: Mapping[str, tuple[int, str]]) -> None:
    row.missing_there = sorted(here.keys() - there.keys())[:MOST_LISTED]
    row.unknown_here = sorted(there.keys() - here.keys())[:MOST_LISTED]
    row.different = sorted(record for record in here.keys() & there.keys() if here[record] != there[record])[
        :MOST_LISTED
    ]
