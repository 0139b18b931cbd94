"""What can be objected to: conduct records, and what upper apps bring (permits, list entries)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from core.actors import Actor
from credit.choices import Change, RecordState
from credit.models import ConductRecord

RECORD = "credit.conductrecord"
ENDED = (RecordState.WITHDRAWN, RecordState.ANNULLED, RecordState.SUPERSEDED)
"""States in which a record is of no effect any more, so that nothing is left to object to."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that is kept about a subject and may be wrong.

    Args:
        about: stable name, such as "disclosure.permit:<guid>".
        provider: the authority whose word it rests on.
        stands: whether it is still of effect.
        records: the conduct records that rest on it, empty for what has none.
    """

    about: str
    subject_id: int
    title: str
    document_no: str
    provider: str
    division_code: str
    stands: bool
    records: tuple[ConductRecord, ...] = ()


Find = Callable[[str], Target | None]
Apply = Callable[..., list[str]]
Numbered = Callable[[str, int], list[str]]


def _none(_number: str, _subject_id: int) -> list[str]:
    return []


@dataclass(frozen=True, slots=True)
class TargetKind:
    """A kind of target without conduct records.

    Args:
        prefix: the part of `about` before the colon.
        find: returns the target, None when there is none.
        apply: marks, unmarks or withdraws it: (about, change, *, on, by, reason) → what was done, in words.
        numbered: finds those of a subject by document number: (number, subject) → their names.
    """

    prefix: str
    find: Find
    apply: Apply
    numbered: Numbered = _none


_kinds: dict[str, TargetKind] = {}


def register(kind: TargetKind) -> TargetKind:
    """Make a kind of target known."""
    _kinds[kind.prefix] = kind
    return kind


def about_record(record: ConductRecord) -> str:
    """Return the name under which a record is objected to: its source's, so that one act is one objection."""
    return record.source or f"{RECORD}:{record.pk}"


def find(about: str) -> Target | None:
    """Find a target by its name; records first, because most decisions have become one."""
    records = _records(about)
    if records:
        live = [record for record in records if record.state not in ENDED]
        first = (live or records)[0]
        return Target(
            about=about,
            subject_id=first.subject_id,
            title=first.title,
            document_no=first.document_no,
            provider=first.authority_name,
            division_code=first.division_code or first.subject.division_code,
            stands=bool(live),
            records=tuple(live),
        )
    kind = _kinds.get(about.partition(":")[0])
    return kind.find(about) if kind else None


def numbered(number: str, subject_id: int) -> list[str]:
    """Return what a subject may object to under a document number: records, then what upper apps bring."""
    wanted = number.strip()
    rows = ConductRecord.objects.filter(document_no=wanted, subject_id=subject_id).order_by("-pk")
    found = dict.fromkeys(about_record(record) for record in rows if wanted)
    for kind in _kinds.values():
        found |= dict.fromkeys(kind.numbered(wanted, subject_id) if wanted else ())
    return list(found)


def _records(about: str) -> list[ConductRecord]:
    prefix, _colon, key = about.partition(":")
    rows = ConductRecord.objects.select_related("subject").order_by("-pk")
    if prefix == RECORD:
        return list(rows.filter(pk=key)) if key.isdecimal() else []
    return list(rows.filter(source=about)) if about else []


def apply_without_records(target: Target, change: Change, *, on: date, by: Actor, reason: str) -> list[str]:
    """Mark, unmark or withdraw a target that has no conduct records."""
    kind = _kinds[target.about.partition(":")[0]]
    return kind.apply(target.about, change, on=on, by=by, reason=reason)
