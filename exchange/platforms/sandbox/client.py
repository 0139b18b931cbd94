"""HTTP client of the message interface."""

from __future__ import annotations

import ipaddress
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from urllib3.exceptions import NewConnectionError

from core.masking import redact
from exchange.platforms.base import (
    Answer,
    BatchRefusedError,
    Channel,
    DayTotal,
    Item,
    Message,
    Record,
    RecordAnswer,
    TransportError,
)
from exchange.platforms.sandbox import protocol
from exchange.platforms.sandbox.mapping import record_of

CONNECT_SECONDS = 5
CONFLICT = 409
BUSY = 429
SERVER_FAULT = 500
WHOLE_PLATFORM_DOWN = frozenset({BUSY, 502, 503, 504})
RESULTS = frozenset({1, 2, 3, 4})


class SandboxAdapter:
    """Speaks the message interface of domain 12.3, as the sandbox platform does."""

    def prepare(self, channel: Channel, item: Item) -> Record:
        """Turn a payload into the platform's fields."""
        return record_of(channel, item)

    def compose(
        self, channel: Channel, table: str, batch_no: str, records: Sequence[Record], at: datetime
    ) -> Message:
        """Write the batch with its header, digest and signature."""
        body = protocol.canonical(
            {"nonce": secrets.token_hex(16), "records": [record.body for record in records]}
        )
        header: dict[str, Any] = {
            "batch_no": batch_no,
            "table_code": table,
            "schema_version": channel.layout.schema_version,
            "sender_code": channel.sender_code,
            "receiver_code": channel.receiver_code,
            "region_code": channel.region_code,
            "record_count": len(records),
            "digest": protocol.digest(body),
            "created_at": at.isoformat(timespec="seconds"),
        }
        header["signature"] = protocol.header_signature(channel.secret, header)
        envelope = protocol.canonical({"header": header, "body": body.decode()})
        return Message(batch_no, envelope, header["digest"])

    def send(self, channel: Channel, message: Message) -> Answer:
        """Send a batch and read its answer."""
        status, data = _call(channel, "POST", protocol.BATCHES, message.envelope)
        rows = data.get("results")
        if data.get("batch_no") != message.batch_no or not isinstance(rows, list):
            raise TransportError(
                _("The platform's answer does not belong to this batch."), http_status=status
            )
        answers = [_record_answer(row) for row in rows]
        return Answer(status, {answer.idempotency_key: answer for answer in answers})

    def day_totals(self, channel: Channel, table: str) -> Sequence[DayTotal]:
        """Ask for counts and hashes per decision day."""
        status, data = _call(channel, "GET", f"{protocol.TOTALS}?{urlencode({'table': table})}")
        try:
            return [
                DayTotal(
                    table=str(row["table"]),
                    day=date.fromisoformat(row["day"]) if row["day"] else None,
                    count=int(row["count"]),
                    digest=str(row["digest"]),
                )
                for row in data["totals"]
            ]
        except (KeyError, TypeError, ValueError) as error:
            raise _unreadable(status) from error

    def holdings(self, channel: Channel, table: str, day: date | None) -> Mapping[str, tuple[int, str]]:
        """Ask, page by page, for the records of a day."""
        found: dict[str, tuple[int, str]] = {}
        page = 1
        while page:
            query = urlencode({"table": table, "day": day.isoformat() if day else "", "page": page})
            status, data = _call(channel, "GET", f"{protocol.RECORDS}?{query}")
            try:
                for row in data["records"]:
                    found[str(row["record_id"])] = (int(row["revision"]), str(row["content_hash"]))
                page = int(data["next_page"] or 0)
            except (KeyError, TypeError, ValueError) as error:
                raise _unreadable(status) from error
        return found


def _call(
    channel: Channel, method: str, target: str, body: bytes | None = None
) -> tuple[int, dict[str, Any]]:
    """Make one request and return its status and its verified JSON answer."""
    if not may_travel(channel.base_url):
        raise BatchRefusedError(
            _("The platform's address must start with https://: personal numbers travel there.")
        )
    headers = {"Content-Type": "application/json; charset=utf-8", protocol.SENDER_HEADER: channel.sender_code}
    if method == "GET":
        at = timezone.now().isoformat(timespec="seconds")
        headers[protocol.TIME_HEADER] = at
        headers[protocol.SIGNATURE_HEADER] = protocol.query_signature(
            channel.secret, target, channel.sender_code, at
        )
    with requests.Session() as session:
        session.trust_env = not is_loopback(channel.base_url)
        try:
            response = session.request(
                method,
                channel.base_url.rstrip("/") + target,
                data=body,
                headers=headers,
                timeout=(min(CONNECT_SECONDS, channel.timeout), channel.timeout),
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise _no_answer(channel, error) from error
        return response.status_code, _read(channel, response)


def _no_answer(channel: Channel, error: requests.RequestException) -> TransportError:
    if _never_connected(error):
        return TransportError(_("The platform could not be reached."), never_left=True)
    if isinstance(error, requests.Timeout):
        return TransportError(_("The platform did not answer within %d seconds.") % channel.timeout)
    return TransportError(_("The connection broke off before the platform's answer came."))


def _never_connected(error: requests.RequestException) -> bool:
    """Tell whether not even a connection came about, so that no byte of the message left."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(getattr(cause, "reason", None), NewConnectionError)


def _read(channel: Channel, response: requests.Response) -> dict[str, Any]:
    status = response.status_code
    if status in (CONFLICT, BUSY) or status >= SERVER_FAULT:
        raise TransportError(
            _("The platform answered with HTTP status %d.") % status,
            http_status=status,
            retry_after=_retry_after(response),
            whole_platform=status in WHOLE_PLATFORM_DOWN,
        )
    if status != requests.codes.ok:
        raise BatchRefusedError(_refusal(response), http_status=status)
    signature = response.headers.get(protocol.SIGNATURE_HEADER, "")
    if not protocol.same(signature, protocol.sign(channel.secret, response.content)):
        raise TransportError(
            _("The signature of the platform's answer is wrong, so the answer is not believed."),
            http_status=status,
        )
    data = _json(response)
    if data is None:
        raise _unreadable(status)
    return data


def _json(response: requests.Response) -> dict[str, Any] | None:
    try:
        data = json.loads(response.content)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


def _unreadable(status: int) -> TransportError:
    return TransportError(
        _("The platform's answer cannot be read."), http_status=status, whole_platform=False
    )


def _refusal(response: requests.Response) -> str:
    """The platform's own words for refusing a batch, kept short and without personal numbers."""
    data = _json(response) or {}
    words = redact(str(data.get("message") or ""))[:150]
    return _("The platform refused the whole batch (HTTP status %(status)d, code %(code)s). %(words)s") % {
        "status": response.status_code,
        "code": str(data.get("code") or "–")[:12],
        "words": words,
    }


def _retry_after(response: requests.Response) -> int | None:
    value = response.headers.get("Retry-After", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else None


def _record_answer(row: Any) -> RecordAnswer:
    try:
        result = int(row["result"])
        answer = RecordAnswer(
            idempotency_key=str(row["idempotency_key"]),
            record_id=str(row["record_id"]),
            result=result,
            code=str(row.get("code") or "")[:12],
            field=str(row.get("field") or "")[:40],
            message=redact(str(row.get("message") or ""))[:500],
            platform_id=str(row.get("platform_id") or "")[:64],
            raw={str(name)[:40]: redact(str(value))[:500] for name, value in row.items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TransportError(_("The platform's answer cannot be read."), whole_platform=False) from error
    if result not in RESULTS:
        raise TransportError(_("The platform's answer cannot be read."), whole_platform=False)
    return answer


def is_loopback(url: str) -> bool:
    """Tell whether an address is this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def may_travel(url: str) -> bool:
    """Personal numbers travel encrypted, except on this machine and in a demonstration without real data."""
    return urlsplit(url).scheme == "https" or is_loopback(url) or bool(settings.DEMO)
