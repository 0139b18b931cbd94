"""Words of a credit report: what it is for, whom it is written for, in which language."""

from __future__ import annotations

import re
import secrets

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Signs of a check code: no 0 and O, no 1 and I, so that nobody reads it wrongly from paper."""
CODE_LENGTH = 16
"""32 signs, 16 places: 80 bits, beyond any guessing through a throttled page."""
_GROUP = 4


class Purpose(TextChoices):
    """What a report is used for (津滨卫执法〔2020〕120号: 采购、招投标、审批、市场准入、资质审核、资金)."""

    PROCUREMENT = "procurement", pgettext_lazy("report", "government procurement")
    TENDER = "tender", pgettext_lazy("report", "tender and bidding")
    APPROVAL = "approval", pgettext_lazy("report", "administrative approval")
    MARKET_ENTRY = "market_entry", pgettext_lazy("report", "market entry")
    QUALIFICATION = "qualification", pgettext_lazy("report", "review of qualifications and awards")
    FUNDS = "funds", pgettext_lazy("report", "allocation of funds")
    SUPERVISION = "supervision", pgettext_lazy("report", "supervision by an authority")
    OWN_USE = "own_use", pgettext_lazy("report", "the subject's own use")
    OTHER = "other", pgettext_lazy("report", "another purpose")


class Audience(TextChoices):
    """How much of the file a report may tell."""

    PUBLIC = "public", pgettext_lazy("report", "what anybody may know")
    AUTHORISED = "authorised", pgettext_lazy("report", "what the subject agreed to tell")
    WHOLE = "whole", pgettext_lazy("report", "everything that counts")


class Language(TextChoices):
    """The languages that a report is written in, by Django's codes."""

    CHINESE = "zh-hans", _("Simplified Chinese")
    ENGLISH = "en", _("English")


class BatchState(TextChoices):
    """Life of a batch; one whose worker died goes back from running to queued."""

    QUEUED = "queued", pgettext_lazy("report batch", "queued")
    RUNNING = "running", pgettext_lazy("report batch", "running")
    DONE = "done", pgettext_lazy("report batch", "done")
    FAILED = "failed", pgettext_lazy("report batch", "failed")
    EXPIRED = "expired", pgettext_lazy("report batch", "file deleted")


def new_code() -> str:
    """Return a fresh check code of `CODE_LENGTH` signs."""
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))


def spaced(code: str) -> str:
    """Return a check code as it is printed: ABCD-EFGH-JKLM-NPQR."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def read_code(text: str) -> str:
    """Return the check code that somebody typed, "" where it can be none.

    Small letters, spaces and hyphens are forgiven.
    """
    code = re.sub(r"[\s\-–—－_]", "", text).upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else ""
