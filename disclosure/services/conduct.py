"""A reviewed penalty becomes a conduct record of its subject."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core import ruletables
from core.actors import Actor
from core.clock import today
from core.masking import redact
from core.ruletables import RuleBook
from credit import services as credit
from credit.models import Verification
from credit.services import NewRecord, record_conduct
from disclosure.models import Penalty, Permit
from disclosure.rules.publicity import add_months

# A penalty that fits no item of the local table: kept in the file, outside every standard.
UNLISTED = "–"


def source_of(decision: Penalty | Permit) -> str:
    """Return the text by which a conduct record names its decision."""
    return f"{decision._meta.label_lower}:{decision.guid}"


def record_penalties(penalties: Iterable[Penalty], *, by: Actor) -> int:
    """Add the conduct records of reviewed penalties (inside the caller's transaction)."""
    items = ruletables.book("credit.item_by_violation")
    final = ruletables.book("credit.final_after")
    return record_conduct([_record(penalty, items, final) for penalty in penalties], by=by)


def _record(penalty: Penalty, items: RuleBook, final: RuleBook) -> NewRecord:
    return NewRecord(
        subject_id=penalty.subject_id,
        item_code=penalty.item_code or suggest_item(penalty, items),
        title=redact(penalty.violation_type)[:255],
        facts=redact(penalty.facts),
        happened_on=penalty.decided_on,
        final_on=counts_from(penalty, final),
        source=source_of(penalty),
        document_no=penalty.document_no,
        authority_name=penalty.authority_name,
        division_code=penalty.division_code,
        count=penalty.item_count,
    )


def suggest_item(penalty: Penalty, items: RuleBook) -> str:
    """Find the catalogue item by the words of the violation (a local default: the reviewer confirms)."""
    who = "person" if penalty.is_person else "body"
    text = f"{penalty.violation_type}"
    for rule in items.in_force(on=today(), place=penalty.division_code).values():
        if rule.value["subject"] == who and any(word in text for word in rule.value["words"]):
            return str(rule.value["item"])
    return UNLISTED


def counts_from(penalty: Penalty, final: RuleBook) -> date:
    """Return the day from which a penalty counts as dishonest: published is not the same as dishonest.

    Henan counts it only once the time for reconsideration or litigation has passed (its regulation on
    social credit, 河南省社会信用条例, art. 20).
    """
    months = final.value("penalty", on=penalty.decided_on, place=penalty.division_code)["months"]
    return add_months(penalty.decided_on, int(months))


def note_verifications(permits: Iterable[Permit]) -> None:
    """Keep passed verifications (医疗机构校验合格): the scoring cycle of the body starts that day."""
    credit.note_verifications(
        Verification(
            subject_id=permit.subject_id, passed_on=permit.decided_on, document_no=permit.document_no
        )
        for permit in permits
        if not permit.is_person and "校验合格" in f"{permit.document_title}{permit.content}"
    )
