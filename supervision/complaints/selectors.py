"""Reads about complaints that several doors share."""

from __future__ import annotations

from accounts.models import Agency
from core.clock import today
from core.divisions import full_name
from credit.choices import Polarity
from credit.models import CatalogueItem
from credit.services import applies_to
from supervision.complaints.choices import OPEN_STATES
from supervision.models import Complaint

MOST_OTHERS = 20


def places() -> list[tuple[str, str]]:
    """Return the places whose health authorities take complaints: division code and name."""
    codes = Agency.objects.filter(parent__isnull=True).order_by("division_code")
    known = dict.fromkeys(codes.values_list("division_code", flat=True))
    return [(code, full_name(code) or code) for code in known]


def offices(division_code: str) -> list[str]:
    """Return the names of the offices of a place's authority, to choose from."""
    inside = Agency.objects.filter(division_code=division_code, parent__isnull=False)
    return list(inside.order_by("name").values_list("name", flat=True))


def others_open(row: Complaint) -> list[Complaint]:
    """Return the other open complaints about the same body in the same place, the oldest first."""
    alike = Complaint.objects.filter(state__in=OPEN_STATES, division_code=row.division_code)
    alike = alike.filter(subject=row.subject_id) if row.subject_id else alike.filter(body_name=row.body_name)
    return list(alike.exclude(pk=row.pk).order_by("pk")[:MOST_OTHERS])


def items(row: Complaint) -> list[tuple[str, str]]:
    """Return the items of the collection catalogue under which a complaint can be recorded: code and name."""
    if row.subject is None:
        return []
    here = CatalogueItem.objects.in_force(today()).of_place(row.division_code)
    bad = here.filter(applies_to=applies_to(row.subject), polarity=Polarity.BAD).order_by("code", "place")
    return list({item.code: str(item) for item in bad}.items())
