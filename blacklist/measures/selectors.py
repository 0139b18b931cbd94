"""Reads of measures: what may follow a listing, by whom, and what was asked of whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.permissions import P
from blacklist import selectors as lists
from blacklist.choices import ListingState
from blacklist.measures import rules
from blacklist.measures.choices import CLOSED, OrderState
from blacklist.models import Department, Listing, Measure, MeasureEdition, MeasureOrder, SchemeMeasure
from core import divisions
from core.actors import Actor
from core.ruletables import RuleBook


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A measure that may follow a listing, and who could carry it out.

    Args:
        measure: with edition and bases fetched.
        departments: those that take orders and fit, the nearest first.
        suggested: whether the list scheme names it.
        basis: the bases that carry it, in one line.
        confirmed: whether measure and basis were read in a source.
    """

    measure: Measure
    departments: tuple[Department, ...]
    suggested: bool
    basis: str
    confirmed: bool


def catalogue(day: date, place: str) -> list[Measure]:
    """Return the measures of the editions in force in a place, with edition and bases."""
    places = [place[:length] for length in range(len(place) + 1)]
    editions = MeasureEdition.objects.filter(
        Q(effective_to__isnull=True) | Q(effective_to__gte=day), effective_from__lte=day, place__in=places
    )
    rows = Measure.objects.filter(edition__in=editions).select_related("edition")
    return list(rows.prefetch_related("bases").order_by("code", "pk"))


def levels_for(listing: Listing, day: date, known: RuleBook | None = None) -> frozenset[str]:
    """Return the levels of basis that carry a measure after such a list (rule table of the lists)."""
    rule = lists.founding_rule(listing.scheme, day, place=listing.division_code, book=known)
    return frozenset(rule.value["levels"] if rule else ())


def departments_for(place: str) -> list[Department]:
    """Return the departments that cover a division and take orders, the nearest first."""
    rows = Department.objects.filter(active=True, agency__division_code__startswith=place[:2]).select_related(
        "agency"
    )
    covering = [row for row in rows if covers(row, place)]
    return sorted(
        covering, key=lambda row: (-len(divisions.prefix(row.agency.division_code)), row.agency.name)
    )


def covers(department: Department, place: str) -> bool:
    """Tell whether a division lies within the department's own."""
    return place.startswith(divisions.prefix(department.agency.division_code))


def suggestions(listing: Listing, day: date) -> list[Suggestion]:
    """Return what may follow a listing (scheme and subject fetched), what its scheme names first."""
    levels = levels_for(listing, day)
    whom = rules.whom_of(listing, levels)
    named = set(
        SchemeMeasure.objects.filter(scheme_code=listing.scheme.code).values_list("measure_id", flat=True)
    )
    by_kind: dict[str, list[Department]] = defaultdict(list)
    for department in departments_for(listing.division_code):
        by_kind[department.kind].append(department)
    found = [
        _suggestion(measure, by_kind[measure.department_kind], measure.pk in named, levels, day)
        for measure in catalogue(day, listing.division_code)
        if not rules.why_not(measure, whom, day)
    ]
    return sorted(found, key=lambda row: (not row.suggested, row.measure.code))


def _suggestion(
    measure: Measure, departments: Sequence[Department], suggested: bool, levels: frozenset[str], day: date
) -> Suggestion:
    bases = rules.founding(measure, levels, day)
    return Suggestion(
        measure,
        tuple(departments),
        suggested,
        "；".join(str(basis) for basis in bases),
        measure.confirmed and any(basis.confirmed for basis in bases),
    )


def orders_of(listing: Listing) -> list[MeasureOrder]:
    """Return everything asked because of a listing, newest last, with departments."""
    rows = MeasureOrder.objects.filter(listing=listing)
    return list(rows.select_related("department__agency").order_by("kind", "measure_code", "pk"))


def standing_for(subject_id: int) -> list[MeasureOrder]:
    """Return the measures and incentives that hold for a subject, or are still to be lifted."""
    rows = MeasureOrder.objects.filter(listing__subject_id=subject_id).exclude(state=OrderState.LIFTED)
    fetched = rows.select_related("department__agency", "listing__scheme")
    return list(fetched.order_by("-listing_id", "measure_code", "pk"))


def without_measures(by: Actor) -> QuerySet[Listing]:
    """Return the listings in force for which nothing has been asked of anybody yet."""
    standing = MeasureOrder.objects.filter(listing=OuterRef("pk")).exclude(state__in=CLOSED)
    rows = Listing.objects.visible_to(by, P.MEASURE_HANDLE).filter(state=ListingState.LISTED)
    return rows.filter(~Exists(standing)).select_related("scheme", "subject").order_by("listed_on", "pk")


def asked_already(listing_ids: Iterable[int]) -> set[tuple[int, str, int]]:
    """Return what stands: listing, code of the measure, department."""
    rows = MeasureOrder.objects.filter(listing_id__in=set(listing_ids)).exclude(state__in=CLOSED)
    return set(rows.values_list("listing_id", "measure_code", "department_id"))
