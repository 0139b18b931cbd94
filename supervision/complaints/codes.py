"""The complainant's two codes: one shows the state, the other opens the answer. Stored as keyed digests.

The codes of a form on the public site follow from the form's own token, of which a digest is stored and which
only that browser knows. So a form sent twice by an impatient thumb shows its codes again and loses none.
"""

from __future__ import annotations

import re
import secrets

from django.conf import settings

from core.crypto import hmac_sm3
from credit.report.terms import ALPHABET, CODE_LENGTH, new_code, read_code, spaced

PICKUP_SIGNS = 8

__all__ = [
    "codes_of_form",
    "new_code",
    "new_pickup",
    "pickup_digest",
    "read_code",
    "read_pickup",
    "spaced",
    "tracking_digest",
]


def codes_of_form(submission: str) -> tuple[str, str]:
    """Return tracking and pick-up code that follow from a form's own token and a secret of the server."""
    digest = bytes.fromhex(hmac_sm3(settings.CHENGYI_INDEX_KEY, f"complaint codes:{submission}"))
    signs = "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest)
    return signs[:CODE_LENGTH], signs[CODE_LENGTH : CODE_LENGTH + PICKUP_SIGNS]


def tracking_digest(code: str) -> str:
    """Return what is stored of a tracking code."""
    return hmac_sm3(settings.CHENGYI_INDEX_KEY, f"complaint tracking:{code}")


def new_pickup() -> str:
    """Return a fresh pick-up code."""
    return "".join(secrets.choice(ALPHABET) for _place in range(PICKUP_SIGNS))


def read_pickup(text: str) -> str:
    """Return the pick-up code that somebody typed, "" where it can be none."""
    code = re.sub(r"[\s\-–—－_]", "", text).upper()
    return code if len(code) == PICKUP_SIGNS and set(code) <= set(ALPHABET) else ""


def pickup_digest(tracking: str, code: str) -> str:
    """Return what is stored of a pick-up code; `tracking` is the digest beside it."""
    return hmac_sm3(settings.CHENGYI_INDEX_KEY, f"complaint pick-up:{tracking}:{code}")
