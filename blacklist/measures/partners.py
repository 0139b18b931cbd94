"""Officers of partner departments: which departments they answer for, and the steps they may take.

A post of the role "partner" names an agency; its holder answers for the department of that agency, wherever
the listing is. The division of the post opens nothing by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Officer, Post
from accounts.permissions import P
from accounts.roles import ROLES
from blacklist.models import MeasureOrder, PartnerOrder
from core.actors import Actor
from core.errors import Refusal
from credit.parties import OWN


@dataclass(frozen=True, slots=True)
class Partner:
    """An officer answering for departments: may take their steps in their own orders, and no other.

    Args:
        account: who is signed in; named in the audit trail.
        agency_ids: the agencies answered for.
    """

    account: Actor
    agency_ids: frozenset[int]

    @property
    def actor_id(self) -> str:
        return self.account.actor_id

    @property
    def label(self) -> str:
        return self.account.label

    def may(self, permission: str, division: str = "") -> bool:
        return permission == OWN

    def prefixes(self, permission: str) -> tuple[str, ...]:
        return ()


def agencies_of(officer: Officer) -> frozenset[int]:
    """Return the agencies for whose departments an officer answers today."""
    if not officer.is_active:
        return frozenset()
    roles = [role.code for role in ROLES.values() if P.MEASURE_ANSWER in role.permissions]
    posts = Post.objects.filter(officer=officer, role__in=roles, agency__isnull=False).held_on()
    return frozenset(posts.values_list("agency_id", flat=True))


def acting(officer: Officer) -> Partner:
    """Return an officer as the one who answers for their departments."""
    return Partner(officer, agencies_of(officer))


def orders_for(officer: Officer) -> QuerySet[PartnerOrder]:
    """Return the orders to the officer's departments, and none besides."""
    return PartnerOrder.objects.filter(department__agency_id__in=agencies_of(officer))


def must_be_own(order: MeasureOrder, by: Actor) -> None:
    """Refuse a department's step in an order to another department.

    Raises:
        Refusal: it was asked of somebody else.
    """
    if isinstance(by, Partner) and order.department.agency_id not in by.agency_ids:
        raise Refusal(_("This measure was asked of another department; choose one of your own orders."))
