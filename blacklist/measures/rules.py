"""Whether a measure may be ordered, as a pure function over plain data.

Sources: 国办发〔2020〕49号 (measures are list-managed, proportionate, each with its basis; none is added).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from blacklist.measures.choices import Family
from blacklist.models import Listing, Measure, MeasureBasis

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Whom:
    """The listing that a measure would follow.

    Args:
        list_kind: kind of its list.
        person: whether a person is listed.
        published: whether its scheme publishes such a subject.
        place: division code of the listing.
        levels: levels of basis that may carry a measure after such a list.
    """

    list_kind: str
    person: bool
    published: bool
    place: str
    levels: frozenset[str]


def whom_of(listing: Listing, levels: Collection[str]) -> Whom:
    """Return what the rules need to know of a listing (scheme and subject fetched)."""
    scheme, person = listing.scheme, listing.subject.is_person
    return Whom(
        scheme.kind,
        person,
        scheme.publishes_persons if person else scheme.publishes_bodies,
        listing.division_code,
        frozenset(levels),
    )


def founding(measure: Measure, levels: Collection[str], day: date) -> list[MeasureBasis]:
    """Return the bases that carry a measure on a day: in force, and of a level that may carry it."""
    return [basis for basis in measure.bases.all() if basis.level in levels and basis.in_force(day)]


def why_not(measure: Measure, whom: Whom, day: date) -> Words:
    """Say why a measure cannot be ordered on a day, "" where it can (edition and bases fetched)."""
    named = {"measure": measure.title_shown, "day": day.isoformat()}
    if not measure.edition.in_force(day) or not whom.place.startswith(measure.edition.place):
        return (
            _(
                "“%(measure)s” stands in no edition of the catalogue in force on %(day)s; "
                "choose a measure of the edition in force."
            )
            % named
        )
    if whom.list_kind not in measure.list_kinds:
        return _("“%(measure)s” may not follow a list of this kind; choose another measure.") % named
    if not (measure.for_persons if whom.person else measure.for_bodies):
        who = _("persons") if whom.person else _("bodies")
        return _("“%(measure)s” is not meant for %(who)s; choose another measure.") % {**named, "who": who}
    if measure.family == Family.PUBLICITY and not whom.published:
        return _("“%(measure)s”: this list does not publish such subjects; leave the measure out.") % named
    return _why_no_basis(measure, whom, day)


def _why_no_basis(measure: Measure, whom: Whom, day: date) -> Words:
    if founding(measure, whom.levels, day):
        return ""
    named = {"measure": measure.title_shown, "day": day.isoformat()}
    if any(basis.in_force(day) for basis in measure.bases.all()):
        return (
            _(
                "“%(measure)s” rests on documents of departments only, which carry no measure of this kind "
                "(国办发〔2020〕49号); enter its higher basis first."
            )
            % named
        )
    return _("“%(measure)s” has no legal basis in force on %(day)s; enter its basis first.") % named
