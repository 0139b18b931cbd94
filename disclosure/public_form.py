"""The one function that turns a decision into its public form; entries of lists: `disclosure.listings`.

Masking lives in these two and nowhere else. Rebuilding an entry changes nothing (`rebuild_public`).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from core.masking import mask_name, redact
from core.search import grams, normalise
from disclosure.choices import PublicKind, PublicState
from disclosure.models import Penalty, Permit, PublicEntry
from disclosure.national import NationalField, fields_of, raw_value, wire_value

# Columns of a person that would identify them beyond the masked name.
HIDDEN_FOR_PERSONS = frozenset({"legal_representative", "certificate_no", "remark"})
CONTENT = (
    "kind",
    "list_kind",
    "list_code",
    "party_name",
    "party_kind",
    "uscc",
    "title",
    "document_no",
    "decided_on",
    "authority_name",
    "division_code",
    "details",
    "regime",
    "publicity_class",
    "earliest_repair_on",
    "published_on",
    "shown_until",
    "disputed_since",
    "name_norm",
    "grams",
)


def public_entry(decision: Penalty | Permit, *, published_on: date) -> PublicEntry:
    """Derive (not save) the public form of a decision.

    Personal numbers are left out, a person's name is masked, free text is scanned and redacted
    (行政处罚法 art. 48; 政府信息公开条例 art. 15; individual names by the practice of domain 1.7).
    """
    is_penalty = isinstance(decision, Penalty)
    name = public_name(decision)
    entry = PublicEntry(
        kind=PublicKind.PENALTY if is_penalty else PublicKind.PERMIT,
        record_guid=decision.guid,
        party_name=name,
        party_kind=decision.party_kind,
        uscc=decision.uscc,
        title=redact(decision.violation_type if isinstance(decision, Penalty) else decision.document_title)[
            :255
        ],
        document_no=decision.document_no,
        decided_on=decision.decided_on,
        authority_name=decision.authority_name,
        division_code=decision.division_code,
        details=details(decision),
        published_on=published_on,
        shown_until=decision.shown_until,
        disputed_since=decision.disputed_since,
        state=PublicState.SHOWN,
        name_norm=normalise(name),
        grams=grams(name),
    )
    if isinstance(decision, Penalty):
        entry.regime = decision.regime
        entry.publicity_class = decision.publicity_class
        entry.earliest_repair_on = decision.earliest_repair_on
    return entry


def public_name(decision: Penalty | Permit) -> str:
    """Return the party's name as the public sees it."""
    return mask_name(decision.party_name) if decision.is_person else decision.party_name


def details(decision: Penalty | Permit) -> list[list[Any]]:
    """Return the public columns in the standard's order as [code, value]."""
    rows: list[list[Any]] = []
    for column in fields_of(decision):
        value = _public_value(decision, column)
        if value not in (None, "", []):
            rows.append([column.code, value])
    return rows


def _public_value(decision: Penalty | Permit, column: NationalField) -> Any:
    if not column.public or (decision.is_person and column.attribute in HIDDEN_FOR_PERSONS):
        return None
    if column.attribute == "party_name":
        return public_name(decision)
    value = wire_value(raw_value(decision, column.attribute))
    return _third_parties_masked(decision, redact(value)) if column.free_text and value else value


def _third_parties_masked(decision: Penalty | Permit, text: str) -> str:
    """In a person's own decision the name also stands in the free text: mask it there too."""
    return text.replace(decision.party_name, mask_name(decision.party_name)) if decision.is_person else text
