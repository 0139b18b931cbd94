"""Which authority acts in a division: the agency whose officers hold the right to the act."""

from __future__ import annotations

from accounts.models import Agency
from accounts.permissions import P
from accounts.roles import ROLES
from core.divisions import full_name


def agency_of(division_code: str, right: P) -> Agency | None:
    """Return the authority of a division: the agency whose officers hold the right, None where none is known.

    Partner departments are agencies of the division too; the authority is whose officers hold the right.

    Args:
        division_code: six-digit code.
        right: what its officers do.
    """
    holders = [role.code for role in ROLES.values() if right in role.permissions]
    agencies = Agency.objects.filter(division_code=division_code, parent=None, post__role__in=holders)
    return agencies.order_by("pk").first()


def authority_of(division_code: str, right: P) -> str:
    """Return the name of the authority of a division, or the division's name where no agency is known.

    Args:
        division_code: six-digit code.
        right: what its officers do.
    """
    found = agency_of(division_code, right)
    return found.name if found else full_name(division_code)
