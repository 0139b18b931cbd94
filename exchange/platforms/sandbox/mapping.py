"""From our payload to the fields of the message interface, by the layout's data.

Personal numbers arrive sealed, are opened here in memory, and leave only inside the message. Free text is
redacted on its way out (domain: masking covers pushes too).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from core.crypto import SealBrokenError, unseal
from core.masking import mask_name, mask_resident_id, redact
from exchange.choices import ENDING, Operation
from exchange.layouts import Column, TableLayout
from exchange.platforms.base import Channel, Fault, Item, Record, UnfitError
from exchange.platforms.sandbox.protocol import content_hash

SEALED = "sealed"
FEN = Decimal("0.000001")
MOST_DIGITS = 12  # far beyond any column, and small enough to be written out


def record_of(channel: Channel, item: Item) -> Record:
    """Build the record that will travel, and its form with personal numbers hidden.

    A withdrawal or an end of display carries the reason and no fields: nothing is sent that need not be.

    Raises:
        UnfitError: unknown table, or a field is missing, too long or unreadable.
    """
    table = channel.layout.tables.get(item.table)
    if table is None:
        raise UnfitError([Fault("layout", "", _("The platform's layout has no table “%s”.") % item.table)])
    reason = redact(str(item.payload.get("reason") or ""))
    if item.operation in ENDING:
        fields: dict[str, str] = {}
        if item.operation == Operation.WITHDRAW and not reason.strip():
            raise UnfitError([Fault("reason", "", _("A withdrawal must say why (Penalty Law, art. 48)."))])
    else:
        fields = fields_of(channel, table, item.payload.get("fields") or {})
    hashed = content_hash(channel.secret, item.record_id, item.revision, fields)
    body = {
        "record_id": item.record_id,
        "idempotency_key": item.idempotency_key,
        "revision": item.revision,
        "operation": item.operation,
        "natural_key": str(item.payload.get("natural_key") or ""),
        "reason": reason,
        "content_hash": hashed,
        "fields": fields,
    }
    return Record(item.idempotency_key, body, hashed, {**body, "fields": hide(table, fields)})


def fields_of(channel: Channel, table: TableLayout, values: Mapping[str, Any]) -> dict[str, str]:
    """Write the fields as the platform wants them; empty ones are left out.

    Raises:
        UnfitError: every fault of the record, in one pass.
    """
    faults: list[Fault] = []
    texts: dict[str, str] = {}
    for column in table.columns:
        try:
            text = text_of(channel, column, values.get(column.code))
        except ValueError:
            faults.append(Fault("format", column.code, _("“%s” cannot be read.") % column.name))
            continue
        if text:
            texts[column.code] = text
    unread = {fault.field for fault in faults}
    for column in table.columns:
        if column.code not in unread:
            faults.extend(_faults(column, texts))
    if faults:
        raise UnfitError(faults)
    return texts


def _faults(column: Column, texts: Mapping[str, str]) -> list[Fault]:
    text = texts.get(column.code, "")
    if not text:
        if column.required(texts):
            return [Fault("missing", column.code, _("“%s” is empty but must be filled.") % column.name)]
        return []
    if len(text) > column.length:
        words = _("“%(field)s” has %(has)d characters; the platform takes %(most)d.")
        return [
            Fault(
                "length", column.code, words % {"field": column.name, "has": len(text), "most": column.length}
            )
        ]
    return []


def text_of(channel: Channel, column: Column, value: Any) -> str:
    """Write one value as text.

    Raises:
        ValueError: a date, an amount or a sealed number cannot be read.
    """
    value = _open(value)
    if value is None or value in ("", []):
        return ""
    if column.type == "kinds":
        kinds = value if isinstance(value, list) else [value]
        return channel.kind_separator.join(str(kind) for kind in kinds)
    text = str(value).strip()
    if column.type == "date":
        return written_date(date.fromisoformat(text), channel.date_format)
    if column.type == "amount":
        return written_amount(text)
    if column.type == "status":
        return _status(channel, text)
    return redact(text) if column.type == "free" else text


def written_date(day: date, form: str) -> str:
    """Write a date in a platform's form (yyyy, MM, dd and a separator)."""
    year_and_month = form.replace("yyyy", f"{day.year:04d}").replace("MM", f"{day.month:02d}")
    return year_and_month.replace("dd", f"{day.day:02d}")


def written_amount(text: str) -> str:
    """Write an amount in 10,000 yuan with six decimals, so that one fen fits (domain 1.3, row 20).

    Raises:
        ValueError: no number, negative, or finer than one fen's six decimals.
    """
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("no number") from error
    if not amount.is_finite() or amount < 0 or amount.adjusted() > MOST_DIGITS:
        raise ValueError("no amount")
    if amount.quantize(FEN) != amount:
        raise ValueError("too fine")
    return f"{amount:.6f}"


def hide(table: TableLayout, fields: Mapping[str, str]) -> dict[str, str]:
    """The fields with personal numbers (and a person's name) masked: all that we keep of what was sent."""
    personal = {column.code for column in table.columns if column.type == "id"}
    hidden = {code: mask_resident_id(text) if code in personal else text for code, text in fields.items()}
    if table.person and table.name_column in hidden:
        hidden[table.name_column] = mask_name(hidden[table.name_column])
    return hidden


def _open(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    token = value.get(SEALED)
    if not isinstance(token, str):
        raise ValueError("not a sealed number")
    try:
        return unseal(token)
    except SealBrokenError as error:
        raise ValueError("seal broken") from error


def _status(channel: Channel, text: str) -> str:
    """A status is sent as the platform's own code, whether we hold the code or its word (domain 1.5)."""
    codes = channel.layout.status_codes
    if text in codes:
        return text
    for code, word in codes.items():
        if word == text:
            return code
    raise ValueError("no such status")
