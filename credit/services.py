"""Writes to the credit file. Other apps' services call these inside their own transactions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from core import audit, outbox
from core.actors import Actor
from core.clock import today
from core.crypto import blind_index
from core.masking import mask
from core.search import grams, normalise
from credit.choices import RecordState, SubjectKind
from credit.models import ConductRecord, Subject, Verification

RECORD_CHANGED = "credit.record.changed"
RESIDENT_ID = "身份证"


def person_identity(id_type: str, number: str) -> str:
    """Return the `Subject.identity` of a person: the keyed digest of type and cleaned number."""
    return "P:" + blind_index(f"{id_type or RESIDENT_ID}:{number}")


def body_identity(*, uscc: str = "", org_code: str = "", registration_no: str = "") -> str:
    """Return the `Subject.identity` of a body; the credit code first (三证必须选一).

    Raises:
        ValueError: none of the three numbers is given.
    """
    for letter, number in (("U", uscc), ("O", org_code), ("R", registration_no)):
        if number:
            return f"{letter}:{number}"
    raise ValueError("a body needs a credit code, an organisation code or a registration number")


def name_fields(name: str) -> dict[str, str]:
    """Return the name with its search columns, as every write of a subject's name must set them."""
    return {"name": name, "name_norm": normalise(name), "grams": grams(name)}


def masked_number(id_type: str, number: str) -> str:
    """Return the form of a person's number that officers see."""
    return mask("resident_id" if (id_type or RESIDENT_ID) == RESIDENT_ID else "other_id", number)


def ensure_body(
    *, name: str, kind: str, division_code: str, uscc: str = "", org_code: str = "", registration_no: str = ""
) -> Subject:
    """Find a body by its numbers, or open its file."""
    identity = body_identity(uscc=uscc, org_code=org_code, registration_no=registration_no)
    subject, _created = Subject.objects.get_or_create(
        identity=identity,
        defaults={"kind": kind, "uscc": uscc, "division_code": division_code, **name_fields(name)},
    )
    return subject


def ensure_person(*, name: str, id_type: str, number: str, division_code: str) -> Subject:
    """Find a person by the identity document, or open the file."""
    subject, _created = Subject.objects.get_or_create(
        identity=person_identity(id_type, number),
        defaults={
            "kind": SubjectKind.PERSON,
            "id_type": id_type or RESIDENT_ID,
            "id_number": number,
            "id_masked": masked_number(id_type, number),
            "division_code": division_code,
            **name_fields(name),
        },
    )
    return subject


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


def record_conduct(records: Iterable[NewRecord], *, by: Actor) -> int:
    """Add conduct records; a source that already has one for the item stays as it is.

    Must run inside the caller's transaction. Writes the outbox rows that make the grades follow.

    Returns:
        How many records are new.
    """
    offered = list(records)
    have = set(
        ConductRecord.objects.filter(source__in=[new.source for new in offered]).values_list(
            "source", "item_code"
        )
    )
    fresh = [new for new in offered if (new.source, new.item_code) not in have]
    rows = ConductRecord.objects.bulk_create(
        [
            ConductRecord(**{name: getattr(new, name) for name in NewRecord.__dataclass_fields__})
            for new in fresh
        ],
        batch_size=500,
    )
    audit.record_many(audit.event(row, "conductrecord.add", by=by) for row in rows)
    announce({row.subject_id for row in rows})
    return len(rows)


def announce(subject_ids: Iterable[int]) -> None:
    """Write the outbox rows that tell that these subjects' records changed."""
    outbox.publish_many(
        RECORD_CHANGED, [(f"credit.subject:{pk}", {"subject": pk}) for pk in sorted(set(subject_ids))]
    )


def annul_records(source: str, *, on: date, by: Actor, reason: str) -> int:
    """End the effect of all records of an annulled source from a day on; the facts stay readable."""
    with transaction.atomic():
        rows = list(ConductRecord.objects.select_for_update().filter(source=source, annulled_on__isnull=True))
        for row in rows:
            changes = {"state": (row.state, RecordState.ANNULLED), "annulled_on": (None, on)}
            row.state, row.annulled_on = RecordState.ANNULLED, on
            row.save(update_fields=["state", "annulled_on"])
            audit.record(row, "conductrecord.annul", by=by, reason=reason, changes=changes)
        announce(row.subject_id for row in rows)
    return len(rows)


def note_verifications(passed: Iterable[Verification]) -> int:
    """Keep the days on which bodies passed verification (校验); their scoring cycles start anew.

    Must run inside the caller's transaction. A day that is known already stays as it is.

    Returns:
        How many days are new.
    """
    offered = {(row.subject_id, row.passed_on): row for row in passed}
    subjects = {subject for subject, _day in offered}
    known = set(Verification.objects.filter(subject__in=subjects).values_list("subject_id", "passed_on"))
    fresh = [row for key, row in offered.items() if key not in known]
    Verification.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
    announce(row.subject_id for row in fresh if row.passed_on <= today())
    return len(fresh)
