"""Conditions of leaving for listings as they are, and how many left: set-based reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Q, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from blacklist.choices import ENDED_STATES, ListingState
from blacklist.exit import rules
from blacklist.exit.choices import ExitState
from blacklist.exit.rules import ExitCase, ExitCondition
from blacklist.models import ExitApplication, Listing, ListingGround, RepresentativeTraining
from core import ruletables
from core.actors import Actor
from core.ruletables import RuleBook
from credit.choices import RecordState
from credit.repair.checklist import bars_of

SETTINGS = "blacklist.exit"
STANDING = (RecordState.NORMAL, RecordState.DISPUTED)
STANDS = Q(record__isnull=True) | Q(record__state__in=STANDING)
"""Filter over grounds: a document of its own stands until somebody says otherwise, a record by its state."""
ON_LIST = (ListingState.LISTED, *ENDED_STATES)
MOST_YEARS = 12
NOT_REPAIRABLE = _("The scheme of this list knows no repair, or the listing is not in force.")


def conditions(listing: Listing, day: date) -> list[ExitCondition]:
    """Return the conditions of each way off the list for one listing, as they stand on a day."""
    return conditions_of([listing], day)[listing.pk]


def conditions_for_party(listing: Listing, day: date) -> list[ExitCondition]:
    """Return the conditions as the body itself reads them: what a check found is told with the decision."""
    found = cases_of([listing], day)[listing.pk]
    return rules.conditions(replace(found, duties_confirmed=False), day)


def conditions_of(listings: Sequence[Listing], day: date) -> dict[int, list[ExitCondition]]:
    """Return the conditions of many listings, by key; the number of queries does not depend on how many."""
    return {pk: rules.conditions(case, day) for pk, case in cases_of(listings, day).items()}


def cases_of(listings: Sequence[Listing], day: date) -> dict[int, ExitCase]:
    """Return what the rules ask of each listing; those that were never decided are left out."""
    decided = [row for row in listings if row.decided_on is not None]
    pks = [row.pk for row in decided]
    hours = _by_listing(RepresentativeTraining.objects.filter(held_on__lte=day), pks, Sum("hours"))
    standing = _by_listing(ListingGround.objects.filter(STANDS), pks, Count("pk"))
    written = _applications(pks)
    bars = bars_of([row.subject_id for row in decided], on=day)
    book = ruletables.book(SETTINGS)
    return {
        row.pk: _case(
            row,
            day,
            book,
            hours=hours.get(row.pk, Decimal(0)),
            standing=standing.get(row.pk, 0),
            written=written.get(row.pk),
            barred_until=bars.get(row.subject_id),
        )
        for row in decided
    }


def _by_listing(rows: Any, pks: list[int], figure: Any) -> dict[int, Any]:
    counted = rows.filter(listing__in=pks).order_by().values_list("listing").annotate(figure)
    return dict(counted)


def _applications(pks: list[int]) -> dict[int, ExitApplication]:
    """Return the latest application of each listing that says something about its conditions."""
    void = (ExitState.REFUSED, ExitState.TAKEN_BACK, ExitState.LAPSED)
    last = ExitApplication.objects.filter(listing__in=pks).exclude(state__in=void).order_by()
    newest = last.values("listing").annotate(newest=Max("pk")).values("newest")
    return {row.listing_id: row for row in ExitApplication.objects.filter(pk__in=newest)}


def _case(
    row: Listing,
    day: date,
    book: RuleBook,
    *,
    hours: Decimal,
    standing: int,
    written: ExitApplication | None,
    barred_until: date | None,
) -> ExitCase:
    repair = row.scheme.exit_rules.get("repair")
    own = repair if isinstance(repair, dict) else {}
    place = row.division_code
    needed = own.get("training_hours", book.value("training_hours", on=day, place=place))
    return ExitCase(
        decided_on=row.decided_on or day,
        ends_on=row.ends_on,
        rules=row.scheme.exit_rules,
        after_months=int(book.value("after_months", on=day, place=place)),
        standing_grounds=standing,
        duties_done_on=written.duties_done_on if written else None,
        duties_confirmed=written.duties_confirmed if written else False,
        commitment_on=written.commitment_on if written else None,
        hours=hours,
        hours_needed=Decimal(str(needed)),
        barred_until=barred_until,
    )


def may_begin(listing: Listing, day: date) -> str:
    """Return why no application to leave can be begun for a listing on a day, "" where one can."""
    if listing.state != ListingState.LISTED:
        return str(NOT_REPAIRABLE)
    found = [row for row in conditions(listing, day) if row.code in rules.WAITING]
    if not found:
        return str(NOT_REPAIRABLE)
    return next((row.words for row in found if not row.met), "")


@dataclass(frozen=True, slots=True)
class YearOfScheme:
    """How many stood on a list in a year, and how many left it, by way.

    Args:
        on_list: on the list on at least one day of the year; `left` of them went within it.
    """

    code: str
    name: str
    year: int
    on_list: int
    expired: int
    repaired: int
    revoked: int
    court: int
    lost: int

    @property
    def left(self) -> int:
        """Everybody who left in the year."""
        return self.expired + self.repaired + self.revoked + self.court + self.lost

    @property
    def rate(self) -> Decimal | None:
        """Exit rate in per cent, one decimal; None where nobody stood on the list."""
        if not self.on_list:
            return None
        return (Decimal(100) * self.left / self.on_list).quantize(Decimal("0.1"))


WAYS = {
    "expired": ListingState.EXPIRED,
    "repaired": ListingState.REPAIRED,
    "revoked": ListingState.REVOKED,
    "court": ListingState.COURT,
    "lost": ListingState.LOST,
}


def exit_rates(first: int, last: int, *, by: Actor) -> list[YearOfScheme]:
    """Count who stood on each list in each year and who left it: one statement for all schemes and years.

    Persons listed together with a body leave with it and are not counted apart.

    Args:
        first: the first year; at most `MOST_YEARS` are told.
        last: the last year.
        by: the officer; listings of their divisions count.

    Returns:
        By scheme code, the newest year first; years in which nobody stood on a list are left out.
    """
    years = range(last, max(first, last - MOST_YEARS + 1) - 1, -1)
    rows = Listing.objects.visible_to(by, P.FILE_VIEW).filter(
        parent__isnull=True, state__in=ON_LIST, listed_on__isnull=False
    )
    figures = {name: figure for year in years for name, figure in _figures(year).items()}
    english = not (get_language() or "").startswith("zh")
    grouped: Any = (
        rows.order_by()
        .values("scheme__code")
        .annotate(name=Max("scheme__name"), name_en=Max("scheme__name_en"), **figures)
    )
    found = [
        YearOfScheme(
            code=row["scheme__code"],
            name=row["name_en"] if english and row["name_en"] else row["name"],
            year=year,
            on_list=row[f"on_{year}"],
            **{way: row[f"{way}_{year}"] for way in WAYS},
        )
        for row in grouped.order_by("scheme__code")
        for year in years
    ]
    return [row for row in found if row.on_list]


def _figures(year: int) -> dict[str, Count]:
    begin, end = date(year, 1, 1), date(year, 12, 31)
    there = Q(listed_on__lte=end) & (Q(ended_on__isnull=True) | Q(ended_on__gt=begin))
    # `ended_on` is the first day off the list, so the last day of a year ends with the first of the next.
    in_year = Q(ended_on__gt=begin, ended_on__lte=end + timedelta(days=1))
    # Who left on the day of entry was on the list that day all the same.
    one_day = Q(listed_on__range=(begin, end), ended_on=F("listed_on"))
    there |= one_day
    ended = {way: Q(state=state) & (in_year | one_day) & there for way, state in WAYS.items()}
    counted = {f"{way}_{year}": Count("pk", filter=which) for way, which in ended.items()}
    return {f"on_{year}": Count("pk", filter=there), **counted}
