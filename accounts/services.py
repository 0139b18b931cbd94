"""Writes about officers that have a consequence."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Officer, Reveal
from accounts.permissions import P
from core.crypto import Sealed
from core.errors import Refusal
from core.scope import division_of


def reveal_number(obj: Any, field: str, *, by: Officer, reason: str) -> str:
    """Show a sealed number to an officer, and remember it.

    Args:
        obj: the row that holds the sealed field.
        field: name of the sealed field.
        by: the officer who looks.
        reason: why, in words (at least four characters).

    Raises:
        Refusal: the right is missing, or no reason was given (PIPL art. 51: access limited and traceable).
    """
    if not by.may(P.NUMBER_REVEAL, division_of(obj)):
        raise Refusal(_("You do not hold the right to see personal numbers in this division."))
    if len(reason.strip()) < 4:
        raise Refusal(_("Say in words why you need the full number."), field="reason")
    sealed = getattr(obj, field)
    with transaction.atomic():
        Reveal.objects.create(
            officer_label=by.label,
            actor_id=by.actor_id,
            object_type=obj._meta.label_lower,
            object_id=str(obj.pk),
            field=field,
            reason=reason.strip(),
        )
    return sealed.reveal() if isinstance(sealed, Sealed) else ""
