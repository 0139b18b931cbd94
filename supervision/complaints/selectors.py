"""Reads about complaints that several doors share."""

from __future__ import annotations

from accounts.models import Agency
from core.divisions import full_name


def places() -> list[tuple[str, str]]:
    """Return the places whose health authorities take complaints: division code and name."""
    codes = Agency.objects.filter(parent__isnull=True).order_by("division_code")
    known = dict.fromkeys(codes.values_list("division_code", flat=True))
    return [(code, full_name(code) or code) for code in known]
