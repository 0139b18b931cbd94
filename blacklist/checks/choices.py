"""Words of checks."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EntryKind(TextChoices):
    """What it means to stand on the list where a name was found."""

    RED = "red", _("red list")
    SERIOUS = "serious", _("serious-dishonesty list")
    ATTENTION = "attention", _("key-attention list")
    MEDICAL_ORDER = "medical_order", _("persons who harmed medical order")


BURDENS = (EntryKind.SERIOUS, EntryKind.MEDICAL_ORDER)


class Purpose(TextChoices):
    """What a check is for; asking without a purpose is not possible (津滨卫执法〔2020〕120号 三(三) 11)."""

    APPROVAL = "approval", pgettext_lazy("check", "administrative approval")
    TENDER = "tender", pgettext_lazy("check", "procurement or tender")
    APPOINTMENT = "appointment", pgettext_lazy("check", "appointment of staff")
    FUNDS = "funds", pgettext_lazy("check", "allocation of funds")
    AWARD = "award", pgettext_lazy("check", "award or honour")
    OTHER = "other", pgettext_lazy("check", "another purpose")


class Channel(TextChoices):
    """How it was asked."""

    PAGE = "page", pgettext_lazy("check", "page")
    WORKBOOK = "workbook", pgettext_lazy("check", "workbook")
    API = "api", pgettext_lazy("check", "interface")


class CheckState(TextChoices):
    """Life of a check; only a workbook waits."""

    QUEUED = "queued", pgettext_lazy("check", "queued")
    RUNNING = "running", pgettext_lazy("check", "running")
    DONE = "done", pgettext_lazy("check", "done")
    FAILED = "failed", pgettext_lazy("check", "failed")


class Result(TextChoices):
    """What a check found about one name."""

    FOUND = "found", pgettext_lazy("check", "on a list")
    POSSIBLE = "possible", pgettext_lazy("check", "possible: compare")
    CLEAR = "clear", pgettext_lazy("check", "on no list")
    UNCLEAR = "unclear", pgettext_lazy("check", "cannot be told")
