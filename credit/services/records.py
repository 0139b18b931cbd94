"""Conduct records that other procedures bring; they come reviewed, and count at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core import audit, outbox
from core.actors import Actor
from credit.guard import Guard, guard
from credit.models import ConductRecord
from credit.services.catalogue import Catalogue, catalogue
from credit.workflow import RECORD_CHANGED


@dataclass(frozen=True, slots=True)
class NewRecord:
    """What another app tells of: one fact about one subject."""

    subject_id: int
    item_code: str
    title: str
    happened_on: date
    final_on: date | None
    source: str
    document_no: str = ""
    authority_name: str = ""
    division_code: str = ""
    facts: str = ""
    act: str = ""
    count: int = 1
    note: str = ""


def record_conduct(records: Iterable[NewRecord], *, by: Actor) -> int:
    """Add conduct records; a source that already has one for the item stays as it is.

    Must run inside the caller's transaction. Writes the outbox rows that make the grades follow.

    Returns:
        How many records are new.
    """
    offered = list(records)
    have = set(
        ConductRecord.entries.filter(source__in=[new.source for new in offered]).values_list(
            "source", "item_code"
        )
    )
    fresh = [new for new in offered if not new.source or (new.source, new.item_code) not in have]
    return len(insert(fresh, by=by))


def insert(records: Iterable[NewRecord], *, by: Actor) -> list[ConductRecord]:
    """Insert confirmed records with their audit and outbox rows (inside the caller's transaction).

    What a decision lawfully says but no credit file may hold stays with the decision.
    """
    items, shield = catalogue(), guard()
    rows = ConductRecord.objects.bulk_create(
        [_row(new, items, shield, by) for new in records], batch_size=500
    )
    audit.record_many(audit.event(row, "conductrecord.add", by=by) for row in rows)
    announce({row.subject_id for row in rows})
    return rows


def _row(new: NewRecord, items: Catalogue, shield: Guard, by: Actor) -> ConductRecord:
    item = items.find(new.item_code, on=new.happened_on, place=new.division_code)
    values = {name: getattr(new, name) for name in NewRecord.__dataclass_fields__}
    values["title"] = shield.cleared(new.title, instead=item.name if item else "")[:255]
    values["facts"] = shield.cleared(new.facts)
    return ConductRecord(item=item, made_by=by.actor_id, made_by_label=by.label[:100], **values)


def announce(subject_ids: Iterable[int]) -> None:
    """Write the outbox rows that tell that these subjects' records changed."""
    outbox.publish_many(
        RECORD_CHANGED, [(f"credit.subject:{pk}", {"subject": pk}) for pk in sorted(set(subject_ids))]
    )
