"""What credit platforms are told of listings: the red and black tables of the front database (domain 12.2).

Bodies and persons apart; a person's number travels as a sealed token and is opened only inside the message.
A key-attention list is for the authority's own supervision and leaves the house nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blacklist.choices import ListingState, ListKind
from blacklist.models import Listing
from core.masking import redact

LISTED, ENDED = "blacklist.listing.listed", "blacklist.listing.ended"
ADD, END, WITHDRAW = "I", "S", "R"
TABLES = {ListKind.RED: "red", ListKind.SERIOUS: "black", ListKind.MEDICAL_ORDER: "black"}
OPERATION_OF: Mapping[str, str] = {
    ListingState.LISTED: ADD,
    ListingState.EXPIRED: END,
    ListingState.REPAIRED: END,
    ListingState.LOST: END,
    ListingState.REVOKED: WITHDRAW,
    ListingState.COURT: WITHDRAW,
}
"""By state: a listing that should never have been is withdrawn with its reason, any other ends."""


def key_of(listing: Listing) -> str:
    """Return the outbox key: all messages about one listing are heard in order."""
    return f"blacklist.listing:{listing.guid}"


def table_of(listing: Listing) -> str:
    """Return the receiving table, "" for a list that is not shared."""
    kind = TABLES.get(ListKind(listing.scheme.kind))
    if kind is None:
        return ""
    return f"{kind}_person" if listing.subject.is_person else f"{kind}_legal"


def message(listing: Listing) -> dict[str, Any]:
    """Build the message of a listing's state; `shared` says whether platforms are to hear it.

    Args:
        listing: with scheme and subject; its state is the new one.

    Raises:
        KeyError: the listing never came on the list.
    """
    operation, table = OPERATION_OF[listing.state], table_of(listing)
    begins = operation == ADD
    return {
        "table": table,
        "operation": operation,
        "shared": bool(table),
        "record_id": str(listing.guid),
        "revision": 1 if begins else 2,
        "natural_key": f"{listing.decision_no}|{listing.subject.uscc or listing.guid}",
        "reason": "" if begins else redact(listing.end_reason),
        "fields": fields_of(listing) if begins and table else {},
        "division_code": listing.division_code,
        "name": listing.decision_no,
        "listing": listing.pk,
        "subject": listing.subject_id,
        "state": listing.state,
    }


def fields_of(listing: Listing) -> dict[str, Any]:
    """Return column code → value of the receiving table; what is empty is left out."""
    found = _who(listing)
    day = listing.decided_on.isoformat() if listing.decided_on else ""
    if listing.scheme.kind == ListKind.RED:
        found |= {
            "RYMC": listing.scheme.name,
            "RYNR": redact(listing.facts),
            "RDWH": listing.decision_no,
            "RDRQ": day,
            "RDBMQC": listing.authority_name,
        }
    else:
        found |= {
            "RDWH": listing.decision_no,
            "RDDW": listing.authority_name,
            "ZYSXSS": redact(listing.facts),
            "QRYZSXSJ": day,
            "XZCFHPJNR": _consequence(listing),
        }
    return {code: value for code, value in found.items() if value}


def _who(listing: Listing) -> dict[str, Any]:
    subject = listing.subject
    if not subject.is_person:
        return {"TYSHXYDM": subject.uscc, "JGQC": subject.name}
    number = {"sealed": subject.id_number.token} if subject.id_number is not None else ""
    column = "XM" if listing.scheme.kind == ListKind.RED else "FZRXM"
    return {column: subject.name, "SFZH": number}


def _consequence(listing: Listing) -> str:
    """Say what was decided; what goes to other systems is Chinese, whatever language the officer reads."""
    until = f"，期限至{listing.ends_on.isoformat()}" if listing.ends_on else ""
    return f"列入{listing.scheme.name}{until}"
