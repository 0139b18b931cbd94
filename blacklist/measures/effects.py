"""Measures end with the listing, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import ngettext

from blacklist.choices import Change
from blacklist.effects import register
from blacklist.measures.services import end_with
from blacklist.models import Listing
from core.actors import Actor
from credit.effects import EffectDone


@register("measures")
def end_measures(
    change: Change, listings: Sequence[Listing], *, on: date, by: Actor, reason: str
) -> Iterable[EffectDone]:
    """Ask the departments to lift what they were asked for; when a listing begins, an officer orders."""
    if change != Change.ENDED or not listings:
        return []
    count = end_with([listing.pk for listing in listings], reason=reason, on=on, by=by)
    words = ngettext(
        "%(n)s joint measure ended; its department is asked to lift it.",
        "%(n)s joint measures ended; their departments are asked to lift them.",
        count,
    ) % {"n": count}
    return [EffectDone("measures", count, words)] if count else []
