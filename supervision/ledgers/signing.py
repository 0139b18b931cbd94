"""The head's signature under a ledger: what exactly was signed, and a keyed digest that nobody can renew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC

from django.conf import settings

from core import evidence
from core.crypto import hmac_sm3, sm3
from supervision.ledgers.rules import said
from supervision.ledgers.selectors import Line
from supervision.models import Ledger
from supervision.models.ledgers import Answer


def content_of(ledger: Ledger, lines: Iterable[Line]) -> str:
    """Return what a ledger says in one fixed form, evidence by its digests: this is what is signed."""
    told = list(lines)
    files = evidence.of_many(line.entry.about for line in told if line.entry.pk)
    rows = []
    for line in told:
        words = said(line.entry)
        row: dict[str, object] = {"number": line.item.number, "text": line.item.text, "answer": words.answer}
        if words.answer == Answer.FOUND:
            row |= {
                "facts": words.facts,
                "measures": words.measures,
                "owner": words.owner,
                "due_on": words.due_on.isoformat() if words.due_on else "",
                "permanent": words.permanent,
            }
        if line.entry.pk and (kept := files.get(line.entry.about)):
            row["evidence"] = sorted(file.digest for file in kept)
        rows.append(row)
    whole = {"ledger": str(ledger.guid), "subject": ledger.subject_id, "lines": rows}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True)


def digest_of(ledger: Ledger, lines: Sequence[Line]) -> str:
    """Return the SM3 digest of what a ledger says now."""
    return sm3(content_of(ledger, lines))


def signature_of(ledger: Ledger) -> str:
    """Return the keyed digest over content, signer and time."""
    # In one zone, as the database gives it back: the same moment written otherwise is the same signature.
    signed_at = ledger.signed_at.astimezone(UTC).isoformat() if ledger.signed_at else ""
    parts = (
        str(ledger.guid),
        ledger.content_digest,
        ledger.signer_name,
        ledger.signer_post,
        signed_at,
        ledger.way,
        ledger.signed_on.isoformat() if ledger.signed_on else "",
        ledger.entered_by_label,
    )
    return hmac_sm3(settings.CHENGYI_INDEX_KEY, "\x1f".join(parts))


def is_intact(ledger: Ledger, lines: Sequence[Line]) -> bool:
    """Tell whether content and signature are still those that were stored when it was signed."""
    return (
        bool(ledger.signature)
        and digest_of(ledger, lines) == ledger.content_digest
        and signature_of(ledger) == ledger.signature
    )
