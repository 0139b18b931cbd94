"""What tests about platforms start from: a running sandbox, a platform row, published decisions."""

import json
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import outbox
from core.crypto import seal
from exchange.layouts import layout
from exchange.models import Delivery, Platform
from exchange.platforms.base import Channel, Item
from exchange.sandbox.server import SandboxServer

SECRET = "a secret of the tests only"
TOKEN = "a token of the tests only"
SENDER = "11220582442647055U"
RECORD_FILE = Path(__file__).parents[1] / "data" / "exchange" / "records.json"
RECORDS = json.loads(RECORD_FILE.read_text(encoding="utf-8"))
PERSONAL_NUMBER = RECORDS["penalty_legal"]["CF_FR_ZJHM"]
PERSONAL_COLUMNS = ("CF_FR_ZJHM", "CF_XDR_ZJHM")


@contextmanager
def running_sandbox(folder: Path, **options: Any) -> Iterator[SandboxServer]:
    """The sandbox platform on a free port, in a thread; gone afterwards."""
    server = SandboxServer(
        ("127.0.0.1", 0), folder / "sandbox.sqlite3", secret=SECRET, token=TOKEN, **options
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(10)


def channel(url: str, **changes: Any) -> Channel:
    """A channel to a sandbox, without a database."""
    prescribed = layout("national-2018")
    values: dict[str, Any] = {
        "code": "sandbox",
        "base_url": url,
        "sender_code": SENDER,
        "receiver_code": "",
        "region_code": "220582",
        "secret": SECRET,
        "layout": prescribed,
        "kind_separator": prescribed.kind_separator,
        "date_format": prescribed.date_format,
        "timeout": 10.0,
    }
    return Channel(**{**values, **changes})


def payload(table: str = "penalty_legal", operation: str = "I", **changes: Any) -> dict[str, Any]:
    """What disclosure publishes; names in capitals replace fields of the decision, None removes one."""
    fields = {**RECORDS[table], **{code: value for code, value in changes.items() if code.isupper()}}
    fields = {code: _sealed(code, value) for code, value in fields.items() if value is not None}
    rest = {name: value for name, value in changes.items() if not name.isupper()}
    record_id = rest.pop("record_id", None) or str(uuid.uuid4())
    return {
        "table": table,
        "operation": operation,
        "record_id": record_id,
        "revision": 1,
        "natural_key": f"key of {record_id}",
        "reason": "决定被撤销" if operation == "R" else "",
        "fields": fields,
        "division_code": "220582",
        "name": "集卫医罚〔2026〕2号",
        **rest,
    }


def _sealed(code: str, value: Any) -> Any:
    return {"sealed": seal(value)} if code in PERSONAL_COLUMNS and value else value


def item(table: str = "penalty_legal", operation: str = "I", **changes: Any) -> Item:
    """A delivery as the adapter sees it."""
    content = payload(table, operation, **changes)
    key = f"{content['record_id']}:{content['revision']}:{operation}"
    return Item(key, content["record_id"], content["revision"], operation, table, content)


def platform(url: str = "http://127.0.0.1:9", **changes: Any) -> Platform:
    """A platform that is sent to at once and retried soon."""
    values: dict[str, Any] = {
        "code": "sandbox",
        "name": "信用平台（沙箱）",
        "base_url": url,
        "sender_code": SENDER,
        "secret": SECRET,
        "retry_seconds": 5,
        "retry_seconds_most": 60,
        "timeout_seconds": 5,
    }
    return Platform.objects.create(**{**values, **changes})


def publish(content: Mapping[str, Any], verb: str | None = None) -> str:
    """Publish a decision as disclosure does, and let the exchange hear it; returns the record's number."""
    verb = verb or {"I": "published", "U": "published", "R": "withdrawn", "S": "ended"}[content["operation"]]
    kind = str(content["table"]).split("_")[0]
    with transaction.atomic():
        outbox.publish(f"disclosure.{kind}.{verb}", f"{kind}:{content['record_id']}", dict(content))
    outbox.dispatch_all()
    return str(content["record_id"])


def delivery(record_id: str, operation: str = "I") -> Delivery:
    """The delivery of a record's operation."""
    return Delivery.objects.get(record_id=record_id, operation=operation)


def time_passes(**span: float) -> None:
    """Let waiting times and leases lapse, without waiting."""
    gone = timedelta(**span)
    for row in Delivery.objects.all():
        row.not_before -= gone
        row.trying_since -= gone
        row.lease_until = row.lease_until - gone if row.lease_until else None
        row.save()
    for resting in Platform.objects.filter(not_before__isnull=False):
        resting.not_before = (resting.not_before or timezone.now()) - gone
        resting.save()
