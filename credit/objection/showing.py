"""An objection in words, the same for officers and for the party."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from credit.models import ConductRecord, Objection
from credit.objection.choices import Channel


@dataclass(frozen=True, slots=True)
class Correction:
    """What one field of the record said, and what it says instead."""

    label: str
    before: str
    after: str


def corrections(row: Objection) -> list[Correction]:
    """Return what an objection proposes or has brought to be corrected."""
    if row.record is None:
        return []
    return [
        Correction(
            capfirst(str(ConductRecord._meta.get_field(name).verbose_name)),  # type: ignore[union-attr]  # own columns
            _plain(getattr(row.record, name)),
            _plain(value),
        )
        for name, value in row.correction.items()
    ]


def told_how(row: Objection) -> str:
    """Say how the party learnt the result; a party that objected in the portal reads it there."""
    if row.told_on and row.channel == Channel.PORTAL:
        return pgettext("told", "in the portal")
    return row.told_how


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value not in (None, "") else _("nothing")
