"""Taking in a batch: header, signature, digest, then record by record; one transaction, one answer each.

A message that was stored is answered again with its first answer (idempotency key), so a sender that was
killed or lost the answer may send it again. A withdrawal erases the content and keeps the fact.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from core.masking import mask_name, mask_resident_id_public, redact
from exchange.answers import meaning
from exchange.choices import Operation, Result, Table
from exchange.layouts import Layout, TableLayout, layouts
from exchange.platforms.sandbox import protocol
from exchange.sandbox import checks
from exchange.sandbox.control import Control, Mode
from exchange.sandbox.store import ACTIVE, ENDED, REFUSED, UNLINKED, WITHDRAWN, Store

RECORD_TEXTS = ("record_id", "idempotency_key", "operation", "natural_key", "reason", "content_hash")
MOST_RECORDS = 1000


class HttpRefusalError(Exception):
    """The request as a whole is refused; nothing is stored."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer about one record."""

    result: Result
    code: str = ""
    field: str = ""
    platform_id: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A batch that passed the checks of the whole."""

    header: Mapping[str, Any]
    records: list[dict[str, Any]]
    layout: Layout
    table: TableLayout
    now: str


def receive(store: Store, control: Control, secret: str, raw: bytes) -> dict[str, Any]:
    """Take in one batch and return the answer to send.

    Raises:
        HttpRefusalError: signature, clock, digest, count, table or form of the whole is wrong.
    """
    arrival = open_envelope(secret, raw)
    header = arrival.header
    with store.transaction():
        before = store.one("SELECT digest, answer FROM batch WHERE batch_no = ?", [header["batch_no"]])
        if before:
            if before["digest"] != header["digest"]:
                raise HttpRefusalError(409, "40901", "批次号已用于另一批数据")
            replayed: dict[str, Any] = json.loads(before["answer"])
            return replayed
        mode, unlinked = control.mode, control.unlinked
        results = [_take(store, arrival, record, secret, mode, unlinked) for record in arrival.records]
        answer = {"batch_no": header["batch_no"], "received_at": arrival.now, "results": results}
        store.add(
            "batch",
            {
                "batch_no": header["batch_no"],
                "sender": header["sender_code"],
                "table_code": header["table_code"],
                "digest": header["digest"],
                "answer": json.dumps(answer, ensure_ascii=False),
                "received_at": arrival.now,
            },
        )
    return answer


def open_envelope(secret: str, raw: bytes) -> Arrival:
    """Check everything about a batch that is not about one record; the signature first.

    Raises:
        HttpRefusalError: with the HTTP status and code of the first fault.
    """
    header, body = _parse(raw)
    if not protocol.same(str(header.get("signature", "")), protocol.header_signature(secret, header)):
        raise HttpRefusalError(401, "40101", "签名不正确")
    check_clock(str(header["created_at"]))
    if not protocol.same(protocol.digest(body.encode()), str(header["digest"])):
        raise HttpRefusalError(400, "40012", "正文摘要不一致")
    layout = next((one for one in layouts().values() if one.schema_version == header["schema_version"]), None)
    if layout is None:
        raise HttpRefusalError(400, "40015", "字段标准版本不支持")
    table = layout.tables.get(str(header["table_code"]))
    if table is None:
        raise HttpRefusalError(400, "40014", "表代码不支持")
    records = _records(body)
    if len(records) != header["record_count"]:
        raise HttpRefusalError(400, "40013", "记录条数不一致")
    return Arrival(header, records, layout, table, timezone.localtime().isoformat(timespec="milliseconds"))


def check_clock(text: str) -> None:
    """Refuse a message whose time is far from ours: an old one may be a replay.

    Raises:
        HttpRefusalError: the time cannot be read or is too far off.
    """
    try:
        skew = abs(timezone.now() - datetime.fromisoformat(text))
    except (ValueError, TypeError) as error:
        raise HttpRefusalError(400, "40011", "报文格式错误") from error
    if skew > timedelta(seconds=protocol.MOST_SKEW_SECONDS):
        raise HttpRefusalError(401, "40103", "报文时间与平台时间相差过大")


def _parse(raw: bytes) -> tuple[dict[str, Any], str]:
    try:
        envelope = json.loads(raw)
        header, body = envelope["header"], envelope["body"]
        if not isinstance(header, dict) or not isinstance(body, str):
            raise TypeError("form")
        missing = [name for name in protocol.HEADER_FIELDS if name not in header]
        if missing or not header["batch_no"] or not header["sender_code"]:
            raise KeyError("header")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise HttpRefusalError(400, "40011", "报文格式错误") from error
    return header, body


def _records(body: str) -> list[dict[str, Any]]:
    try:
        records = json.loads(body)["records"]
        for record in records:
            if any(not isinstance(record[name], str) for name in RECORD_TEXTS):
                raise TypeError("record")
            if not isinstance(record["revision"], int) or not record["record_id"]:
                raise TypeError("revision")
            if any(not isinstance(value, str) for value in record["fields"].values()):
                raise TypeError("fields")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise HttpRefusalError(400, "40011", "报文格式错误") from error
    if not 0 < len(records) <= MOST_RECORDS:
        raise HttpRefusalError(400, "40013", "记录条数超出范围")
    return list(records)


def _take(
    store: Store, arrival: Arrival, record: dict[str, Any], secret: str, mode: Mode, unlinked: frozenset[str]
) -> dict[str, Any]:
    first = store.one(
        "SELECT * FROM answer WHERE idempotency_key = ? AND result IN (1, 3) AND repeated = 0",
        [record["idempotency_key"]],
    )
    if first:
        verdict = Verdict(Result(first["result"]), first["code"], first["field"], first["platform_id"])
    elif mode == Mode.REJECT:
        verdict = Verdict(Result.WRONG, checks.REFUSED)
    else:
        verdict = _judge(store, arrival, record, secret, unlinked)
    if verdict.code and record["fields"] and not store.record(record["record_id"]):
        _write(store, arrival, record, REFUSED, "")  # shown on the page, never counted
    return _answer(store, arrival, record, verdict, repeated=first is not None)


def _answer(
    store: Store, arrival: Arrival, record: dict[str, Any], verdict: Verdict, *, repeated: bool
) -> dict[str, Any]:
    words = meaning(verdict.result, verdict.code).message if verdict.code else ""
    name = next((column.name for column in arrival.table.columns if column.code == verdict.field), "")
    row: dict[str, Any] = {
        "idempotency_key": record["idempotency_key"],
        "record_id": record["record_id"],
        "result": int(verdict.result),
        "code": verdict.code,
        "field": verdict.field,
        "message": f"{name}：{words}" if name and words else words,
        "platform_id": verdict.platform_id,
        "repeated": int(repeated),
    }
    kept = {"batch_no": arrival.header["batch_no"], "operation": record["operation"], "at": arrival.now}
    store.add("answer", {**row, **kept, "revision": record["revision"]})
    return row


def _judge(
    store: Store, arrival: Arrival, record: dict[str, Any], secret: str, unlinked: frozenset[str]
) -> Verdict:
    expected = protocol.content_hash(secret, record["record_id"], record["revision"], record["fields"])
    if not protocol.same(expected, record["content_hash"]):
        return Verdict(Result.WRONG, checks.BAD_HASH)
    here = store.record(record["record_id"])
    if here and here["sender"] != arrival.header["sender_code"]:
        return Verdict(Result.WRONG, checks.UNKNOWN_RECORD)
    if record["operation"] in (Operation.WITHDRAW, Operation.END):
        return _end(store, arrival, record, here)
    if record["operation"] not in (Operation.ADD, Operation.CORRECT):
        return Verdict(Result.WRONG, checks.FORMAT, "operation")
    return _add_or_correct(store, arrival, record, here, unlinked)


def _add_or_correct(
    store: Store,
    arrival: Arrival,
    record: dict[str, Any],
    here: dict[str, Any] | None,
    unlinked: frozenset[str],
) -> Verdict:
    fault = checks.find_fault(arrival.layout, arrival.table, record["fields"])
    if fault:
        return Verdict(Result.WRONG, fault.code, fault.field)
    known = here is not None and here["state"] != REFUSED
    if record["operation"] == Operation.CORRECT and not known:
        return Verdict(Result.WRONG, checks.UNKNOWN_RECORD)
    if (known and here is not None and not _is_newer(here, record)) or _twin(store, arrival, record):
        return Verdict(Result.WRONG, checks.OLD)
    number = here["platform_id"] if here and here["platform_id"] else _platform_id(record)
    if record["fields"].get(arrival.table.subject_column, "") in unlinked:
        _write(store, arrival, record, UNLINKED, number)
        return Verdict(Result.NOT_LINKED, checks.NOT_LINKED, arrival.table.subject_column, number)
    _write(store, arrival, record, ACTIVE, number)
    return Verdict(Result.UPDATED if known else Result.CORRECT, platform_id=number)


def _end(store: Store, arrival: Arrival, record: dict[str, Any], here: dict[str, Any] | None) -> Verdict:
    if here is None or here["state"] == REFUSED:
        return Verdict(Result.WRONG, checks.UNKNOWN_RECORD)
    withdrawn = record["operation"] == Operation.WITHDRAW
    if withdrawn and not record["reason"].strip():
        return Verdict(Result.WRONG, checks.NO_REASON)
    if here["state"] == WITHDRAWN or record["revision"] < here["revision"]:
        return Verdict(Result.WRONG, checks.OLD)
    fields = {} if withdrawn else here["fields"]
    changed = {
        **here,
        "state": WITHDRAWN if withdrawn else ENDED,
        "revision": record["revision"],
        "fields": json.dumps(fields, ensure_ascii=False),
        "reason": redact(record["reason"])[:500],
        "updated_at": arrival.now,
    }
    store.put("record", changed)
    return Verdict(Result.UPDATED, platform_id=here["platform_id"])


def _is_newer(here: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    """A record that could not be linked may come again unchanged; any other must have a higher revision."""
    if here["state"] == UNLINKED:
        return bool(record["revision"] >= here["revision"])
    return bool(record["revision"] > here["revision"])


def _twin(store: Store, arrival: Arrival, record: Mapping[str, Any]) -> bool:
    """Another record on show with the same natural key: the same decision sent twice under two numbers."""
    found = store.one(
        "SELECT 1 FROM record WHERE sender = ? AND table_code = ? AND natural_key = ? AND natural_key <> ''"
        " AND state = ? AND record_id <> ?",
        [
            arrival.header["sender_code"],
            arrival.table.code,
            record["natural_key"],
            ACTIVE,
            record["record_id"],
        ],
    )
    return found is not None


def _platform_id(record: Mapping[str, Any]) -> str:
    return "PT" + protocol.digest(str(record["record_id"]).encode())[:14].upper()


def _write(store: Store, arrival: Arrival, record: dict[str, Any], state: str, number: str) -> None:
    table, fields = arrival.table, record["fields"]
    shown = _hidden(table, fields)
    day = checks.read_date(fields.get(table.day_column, ""))
    store.put(
        "record",
        {
            "record_id": record["record_id"],
            "sender": arrival.header["sender_code"],
            "table_code": table.code,
            "natural_key": record["natural_key"],
            "revision": record["revision"],
            "state": state,
            "name": shown.get(table.name_column, ""),
            "subject_code": shown.get(table.subject_column, ""),
            "document_no": shown.get(table.document_column, ""),
            "day": day.isoformat() if day else "",
            "fields": json.dumps(shown, ensure_ascii=False),
            "content_hash": record["content_hash"],
            "platform_id": number,
            "reason": "",
            "updated_at": arrival.now,
        },
    )


def _hidden(table: TableLayout, fields: Mapping[str, str]) -> dict[str, str]:
    """What is kept: nobody who opens the platform's file or pages reads a personal number."""
    masks = {"id": mask_resident_id_public, "free": redact}
    types = {column.code: column.type for column in table.columns}
    shown = {code: masks.get(types.get(code, "free"), str)(value) for code, value in fields.items()}
    if table.person and table.name_column in shown:
        shown[table.name_column] = mask_name(shown[table.name_column])
    return shown


def totals(store: Store, table: str) -> list[dict[str, Any]]:
    """Counts and hashes per decision day of a table.

    Raises:
        HttpRefusalError: no such table.
    """
    if table not in Table.values:
        raise HttpRefusalError(400, "40014", "表代码不支持")
    days: dict[str, list[tuple[str, int, str]]] = {}
    for row in store.holdings(table):
        days.setdefault(row["day"], []).append((row["record_id"], row["revision"], row["content_hash"]))
    return [
        {"table": table, "day": day, "count": len(rows), "digest": protocol.holdings_digest(rows)}
        for day, rows in days.items()
    ]
