"""Listings for tests of what follows from them: decided and served, then entered by the service."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from typing import Any

from blacklist.exit.services import start_exit
from blacklist.listing.services import enter_on_list
from blacklist.models import ExitApplication, Listing, ListingGround, ListScheme
from core.actors import SystemActor
from credit.models import ConductRecord, Subject
from credit.objection.choices import Channel
from tests.factories import AUTHORITY, COUNTY, body

WORKER = SystemActor("tests")
LISTED_ON = date(2026, 6, 1)
_serial = itertools.count(1)


def scheme(code: str = "serious-health", **changed: Any) -> ListScheme:
    """A shipped scheme, with some of its rules changed for the test."""
    row = ListScheme.objects.filter(code=code).order_by("-effective_from").first()
    assert row is not None, f"no scheme {code} is shipped"
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=list(changed))
    return row


def decided(
    subject: Subject | None = None,
    *,
    under: ListScheme | None = None,
    records: Sequence[ConductRecord] = (),
    **fields: Any,
) -> Listing:
    """A listing whose decision is served; it rests on records, or else on a document."""
    rules = under or scheme()
    red = rules.kind == "red"
    window = (
        {"publicised_on": date(2026, 5, 6), "publicised_until": date(2026, 5, 18)}
        if red
        else {"notice_no": "内卫信告〔2026〕1号", "notice_served_on": date(2026, 5, 6)}
        | {"notice_how": "直接送达", "statement_until": date(2026, 5, 18)}
    )
    row = Listing.objects.create(
        **{
            "scheme": rules,
            "kind": rules.kind,
            "subject": subject or body(),
            "division_code": COUNTY,
            "authority_name": AUTHORITY,
            "facts": "许可证被吊销后仍从事相应活动，情节严重。",
            "state": "decided",
            "proposed_on": date(2026, 5, 4),
            "proposed_by": "officer:0",
            "proposed_by_label": "提出人",
            "decided_by": "officer:1",
            "decided_by_label": "决定人",
            "decision_no": f"内卫信〔2026〕{next(_serial)}号",
            "decided_on": date(2026, 5, 20),
            "decision_served_on": date(2026, 5, 21),
            "repair_told_on": date(2026, 5, 21),
            **window,
            **fields,
        }
    )
    criteria = list(rules.criteria.order_by("pk"))
    for record in records:
        fits = next(row for row in criteria if not row.items or record.item_code in row.items)
        ListingGround.objects.create(listing=row, criterion=fits, record=record)
    if not records:
        fits = next((row for row in criteria if row.needs_document), criteria[0])
        ListingGround.objects.create(
            listing=row,
            criterion=fits,
            document_no="内卫医罚〔2026〕900号",
            document_by=AUTHORITY,
            document_on=date(2026, 4, 1),
        )
    return row


def on_list(subject: Subject | None = None, **wanted: Any) -> Listing:
    """A listing in force, with all that began with it."""
    return enter_on_list(decided(subject, **wanted), by=WORKER)


def leaving(subject: Subject | None = None) -> ExitApplication:
    """An application to leave a list whose shortest period is over, begun at the counter."""
    rules = scheme(exit_rules={"term": True, "repair": {"after_months": 1, "needs": ["duties_done"]}})
    return start_exit(listing=on_list(subject, under=rules), by=WORKER, channel=Channel.PAPER)
