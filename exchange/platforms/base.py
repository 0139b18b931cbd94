"""What every adapter of an outside platform offers: prepare a message, send it, ask what is held there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from django.utils.functional import Promise

from exchange.layouts import Layout


@dataclass(frozen=True, slots=True)
class Channel:
    """Where a message goes and how its fields are written. Built from a `Platform` for one run, never stored.

    Args:
        code: our code of the platform.
        base_url: address without a path.
        sender_code, receiver_code, region_code: header fields.
        secret: the shared secret in clear, in memory only.
        layout: the field layout.
        kind_separator: joins several penalty kinds.
        date_format: such as ``yyyy/MM/dd``.
        timeout: seconds to wait for an answer.
    """

    code: str
    base_url: str
    sender_code: str
    receiver_code: str
    region_code: str
    secret: str = field(repr=False)
    layout: Layout = field(repr=False)
    kind_separator: str
    date_format: str
    timeout: float


@dataclass(frozen=True, slots=True)
class Item:
    """One delivery as the adapter needs it: no model, no lock."""

    idempotency_key: str
    record_id: str
    revision: int
    operation: str
    table: str
    payload: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a record cannot be sent as it is: code, field and a sentence for the clerk."""

    code: str
    field: str
    message: str


class UnfitError(Exception):
    """Our own check before sending found faults; nothing went out."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.field} {fault.code}" for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Record:
    """A record ready to go. `body` holds personal numbers in clear: it lives in memory only."""

    idempotency_key: str
    body: Mapping[str, Any] = field(repr=False)
    content_hash: str
    hidden: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """A batch in the bytes that will travel."""

    batch_no: str
    envelope: bytes = field(repr=False)
    body_digest: str


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """A platform's answer about one record."""

    idempotency_key: str
    record_id: str
    result: int
    code: str
    field: str
    message: str
    platform_id: str
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """A platform's answer to a batch."""

    http_status: int
    records: Mapping[str, RecordAnswer]


@dataclass(frozen=True, slots=True)
class DayTotal:
    """How many records a platform shows for a table and a decision day, and one hash over them."""

    table: str
    day: date | None
    count: int
    digest: str


class TransportError(Exception):
    """No answer that can be trusted came back: the platform may or may not hold the records. Try again later.

    Args:
        sentence: what happened, for the clerk.
        http_status: where there was one.
        retry_after: seconds the platform asked us to wait.
        whole_platform: the platform as such is down, so that other batches need not be tried now.
        never_left: no connection came about, so the platform cannot hold what we meant to send.
    """

    def __init__(
        self,
        sentence: str | Promise,
        *,
        http_status: int | None = None,
        retry_after: int | None = None,
        whole_platform: bool = True,
        never_left: bool = False,
    ) -> None:
        super().__init__(sentence)
        self.sentence = str(sentence)
        self.http_status = http_status
        self.retry_after = retry_after
        self.whole_platform = whole_platform
        self.never_left = never_left


class BatchRefusedError(Exception):
    """The platform refused the batch as a whole and stored nothing; sending it again changes nothing."""

    def __init__(self, sentence: str | Promise, *, http_status: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = str(sentence)
        self.http_status = http_status


class Adapter(Protocol):
    """One kind of platform."""

    def prepare(self, channel: Channel, item: Item) -> Record:
        """Turn a payload into the platform's fields.

        Raises:
            UnfitError: a field is missing, too long or unreadable.
        """

    def compose(
        self, channel: Channel, table: str, batch_no: str, records: Sequence[Record], at: datetime
    ) -> Message:
        """Write the batch with its header, digest and signature."""

    def send(self, channel: Channel, message: Message) -> Answer:
        """Send a batch and read its answer.

        Raises:
            TransportError: no trustworthy answer; may be repeated.
            BatchRefusedError: refused as a whole; must not be repeated unchanged.
        """

    def day_totals(self, channel: Channel, table: str) -> Sequence[DayTotal]:
        """Ask for counts and hashes per decision day of a table.

        Raises:
            TransportError, BatchRefusedError: as in `send`.
        """

    def holdings(self, channel: Channel, table: str, day: date | None) -> Mapping[str, tuple[int, str]]:
        """Ask for the records of a table's day: record id → (revision, content hash)."""
