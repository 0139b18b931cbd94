"""Grades follow a serious list (`blacklist.effects`): who stands on one holds a limited grade at best."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from blacklist.choices import Change
from blacklist.effects import register
from blacklist.models import Listing
from core.actors import Actor
from credit.effects import EffectDone
from credit.services import note_listed, note_unlisted

SOURCE = "blacklist.listing:"


def source_of(listing: Listing) -> str:
    """Return the text by which a time on a serious list names its listing."""
    return f"{SOURCE}{listing.pk}"


@register("grades")
def hold_or_free_grades(
    change: Change, listings: Sequence[Listing], *, on: date, by: Actor, reason: str
) -> list[EffectDone]:
    """Note who came on or left a list that counts as serious; the grades are computed anew."""
    serious = [row for row in listings if row.scheme.counts_as_serious]
    if change == Change.LISTED:
        for row in serious:
            note_listed(
                subject_id=row.subject_id,
                since=row.listed_on or on,
                source=source_of(row),
                title=row.scheme.name,
            )
        return [EffectDone("grades", len(serious), _("The grade is held down by the list."))]
    freed = sum(note_unlisted(source_of(row), on=on) for row in serious)
    return [EffectDone("grades", freed, _("The grade is not held down by the list any more."))]
