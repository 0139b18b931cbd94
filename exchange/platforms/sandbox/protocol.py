"""The words of the message interface: header, digest, signature. Both ends read them here.

A message is an envelope ``{"header": {…}, "body": "<text>"}``. The body is a text inside the envelope, so
that its digest is over exact bytes. The header follows domain 12.3; its signature covers every other header
field, and the header holds the digest of the body, so the signature covers the body too. The body holds a
nonce: without it the digest of a batch of one record would let a reader of our database try out numbers.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Mapping
from typing import Any

from core.crypto import hmac_sm3, sm3

BATCHES = "/api/v1/batches"
RECORDS = "/api/v1/records"
TOTALS = "/api/v1/reconciliation"
SIGNATURE_HEADER = "X-Signature"
SENDER_HEADER = "X-Sender"
TIME_HEADER = "X-Timestamp"
HEADER_FIELDS = (
    "batch_no",
    "table_code",
    "schema_version",
    "sender_code",
    "receiver_code",
    "region_code",
    "record_count",
    "digest",
    "created_at",
)
MOST_SKEW_SECONDS = 300


def canonical(value: Any) -> bytes:
    """Write a JSON value in the one form that is signed: sorted keys, no blanks, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(data: bytes) -> str:
    """SM3 of bytes, 64 hexadecimal digits."""
    return sm3(data)


def sign(secret: str, data: bytes) -> str:
    """HMAC-SM3 of bytes under the shared secret, 64 hexadecimal digits."""
    return hmac_sm3(secret.encode(), data)


def same(one: str, other: str) -> bool:
    """Compare two signatures without telling by time where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def header_signature(secret: str, header: Mapping[str, Any]) -> str:
    """Sign a batch header (without its own signature)."""
    return sign(secret, canonical({name: header.get(name) for name in HEADER_FIELDS}))


def query_signature(secret: str, target: str, sender: str, at: str) -> str:
    """Sign a question: path with query, sender, time."""
    return sign(secret, f"GET\n{target}\n{sender}\n{at}".encode())


def content_hash(secret: str, record_id: str, revision: int, fields: Mapping[str, str]) -> str:
    """Hash a record's content, keyed: nobody without the secret can try out personal numbers against it."""
    return sign(secret, canonical({"record_id": record_id, "revision": revision, "fields": dict(fields)}))


def holdings_digest(rows: Iterable[tuple[str, int, str]]) -> str:
    """One hash over (record id, revision, content hash) rows, whatever their order."""
    lines = sorted(f"{record_id} {revision} {content}" for record_id, revision, content in rows)
    return sm3("\n".join(lines).encode())
