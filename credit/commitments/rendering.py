"""The words of a commitment as they are shown, signed and kept; and the digests that hold them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from core.crypto import hmac_sm3, sm3
from core.errors import Refusal
from credit.models import Commitment, CommitmentTemplate, CommitmentText, Subject


def text_in_force(template: CommitmentTemplate, *, on: date) -> CommitmentText:
    """Return the version of a template's text that is to be signed on a day.

    Raises:
        Refusal: the template has no text in force that day.
    """
    # In Python, so that a template read with its texts is not asked again: signing needs them three times.
    begun = [text for text in template.texts.all() if text.in_force_from <= on]
    found = max(begun, key=lambda text: text.number, default=None)
    if found is None:
        raise Refusal(
            _("The template “%(template)s” has no text in force on %(day)s; an administrator must add one.")
            % {"template": template, "day": on.isoformat()},
            field="template",
        )
    return found


def written(text: str, *, subject: Subject, matter: str) -> str:
    """Fill name, code and matter into a text. A person's number never stands in it."""
    code = "" if subject.is_person else subject.uscc
    filled = text.replace("{name}", subject.name).replace("{code}", code or "–")
    return filled.replace("{matter}", matter or "–").replace("\r\n", "\n")


def digest_of(text: str) -> str:
    """Return the SM3 digest of a text as it was shown."""
    return sm3(text)


def signature_of(commitment: Commitment) -> str:
    """Return the keyed digest over text, subject, signer and time: nobody without the key can renew it."""
    signed_at = commitment.signed_at.isoformat() if commitment.signed_at else ""
    signed_on = commitment.signed_on.isoformat() if commitment.signed_on else ""
    parts = (
        str(commitment.guid),
        commitment.number,
        str(commitment.subject_id),
        digest_of(commitment.text),
        commitment.way,
        commitment.signer_name,
        commitment.signer_post,
        signed_on,
        signed_at,
    )
    return hmac_sm3(settings.CHENGYI_INDEX_KEY, "\x1f".join(parts))


def sealed(commitment: Commitment, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a signature together with the keyed digest that holds them."""
    probe = Commitment(
        guid=commitment.guid, number=commitment.number, subject_id=commitment.subject_id, **fields
    )
    return {**fields, "signature": signature_of(probe)}


def is_intact(commitment: Commitment) -> bool:
    """Tell whether text and signature are still those that were stored when it was signed."""
    return (
        bool(commitment.signature)
        and digest_of(commitment.text) == commitment.text_digest
        and signature_of(commitment) == commitment.signature
    )
