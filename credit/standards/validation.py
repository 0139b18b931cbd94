"""What makes a standard unusable: one sentence a fault, naming field and rule.

The same for the form, for data files and for the services. `content_faults` reads plain data only;
`surroundings_faults` compares with the catalogue, the rule table and the other versions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core import ruletables
from core.errors import Refusal
from credit.models import CatalogueItem, Standard
from credit.rules.faults import faults as unusable
from credit.rules.phrases import plain
from credit.rules.standard import NOTHING, CriterionData, StandardData
from credit.rules.terms import CycleKind, Scale, StandardState

MOST_BASE = Decimal(10_000)
LONGEST_CYCLE_YEARS = 10
LONGEST_CYCLE_MONTHS = 120
CODE = re.compile(r"[A-Z0-9][A-Z0-9-]*")
ITEM = re.compile(r"[A-Z0-9][A-Z0-9.-]*")
PLACE = re.compile(r"(\d{2}){0,3}")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Args:
        field: a field of the standard, or "criteria", "bands", "decay" for a row of its tables.
        sentence: what is wrong and how to mend it.
    """

    field: str
    sentence: str


Frame = Mapping[str, Any]
Consequences = Mapping[str, Sequence[str]]


def content_faults(data: StandardData, frame: Frame) -> Iterator[Fault]:
    """Yield what is wrong with a standard in itself.

    Args:
        data: what the evaluators read.
        frame: further columns of the standard: place, title, document, effective_from, effective_until.
    """
    yield from _frame_faults(data, frame)
    yield from _cycle_faults(data)
    yield from _number_faults(data)
    for sentence in unusable(data):
        yield Fault("", sentence)


def surroundings_faults(
    data: StandardData, frame: Frame, consequences: Consequences, *, on: date
) -> Iterator[Fault]:
    """Yield what is wrong with a standard beside the catalogue and the table of consequences.

    Args:
        frame: columns of the standard, as for `content_faults`, with applies_to.
        consequences: by label of the band, codes of the rule table `credit.consequence`.
        on: the day for which items and consequences must be in force.
    """
    place = str(frame.get("place", ""))
    known = set(
        CatalogueItem.objects.in_force(on)
        .of_place(place)
        .filter(applies_to=frame["applies_to"])
        .values_list("code", flat=True)
    )
    for item in sorted(set(data.criteria) - known):
        yield Fault(
            "criteria",
            _(
                "Criteria, item code: the collection catalogue holds no item “%(item)s” for these subjects "
                "in force on %(day)s; enter it there first, or choose another."
            )
            % {"item": item, "day": on.isoformat()},
        )
    rules = ruletables.book("credit.consequence")
    for label, codes in consequences.items():
        for code in codes:
            if rules.find(code, on=on, place=place) is None:
                yield Fault(
                    "bands",
                    _(
                        "Bands, consequences of “%(label)s”: the rule table holds no consequence "
                        "“%(code)s” in force on %(day)s."
                    )
                    % {"label": label, "code": code, "day": on.isoformat()},
                )


def period_faults(standard: Standard) -> Iterator[Fault]:
    """Yield what keeps a version from standing beside the adopted versions of the same code and place.

    The version in force before it is ended on the day before, by the adoption itself: only what that cannot
    mend is a fault, which is an overlap with a later version, or a gap after one that ends too early.
    """
    start, end = standard.effective_from, standard.effective_until
    others = Standard.objects.filter(
        code=standard.code, place=standard.place, state=StandardState.ADOPTED
    ).exclude(pk=standard.pk)
    for other in others.order_by("effective_from"):
        words = {
            "version": other.version,
            "start": other.effective_from.isoformat(),
            "end": (other.effective_until or start).isoformat(),
        }
        if other.effective_from == start or (
            other.effective_from > start and (end is None or end >= other.effective_from)
        ):
            yield Fault(
                "effective_from",
                _(
                    "Effective dates: version %(version)s of the same standard is adopted from %(start)s on, "
                    "and two versions cannot hold on one day; choose other dates."
                )
                % words,
            )
    before = [row for row in others if row.effective_from < start]
    last = max(before, key=lambda row: row.effective_from, default=None)
    if last is not None and last.effective_until is not None and last.effective_until < start - ONE_DAY:
        yield Fault(
            "effective_from",
            _(
                "Effective from: version %(version)s ends on %(end)s; start on %(next)s, "
                "or no standard would hold in between."
            )
            % {
                "version": last.version,
                "end": last.effective_until.isoformat(),
                "next": (last.effective_until + ONE_DAY).isoformat(),
            },
        )


def refuse(faults: Iterator[Fault]) -> None:
    """Refuse at the first fault.

    Raises:
        Refusal: there is one.
    """
    for fault in faults:
        raise Refusal(fault.sentence, field=fault.field)


def _frame_faults(data: StandardData, frame: Frame) -> Iterator[Fault]:
    if not CODE.fullmatch(data.code):
        yield Fault(
            "code",
            _("Code: capital letters, digits and hyphens only, such as INST; “%(code)s” is not.")
            % {"code": data.code},
        )
    if not data.version.strip():
        yield Fault("version", _("Version: give one, such as 2027-1."))
    if not PLACE.fullmatch(str(frame.get("place", ""))):
        yield Fault("place", _("Place: give the first 0, 2, 4 or 6 digits of a division code."))
    if not str(frame.get("title", "")).strip():
        yield Fault("title", _("Title: a standard needs one."))
    if not str(frame.get("document", "")).strip():
        yield Fault("document", _("Document: name the document that sets this standard."))
    start, end = frame.get("effective_from"), frame.get("effective_until")
    if start and end and end < start:
        yield Fault(
            "effective_until",
            _("Effective until: %(end)s lies before the first day, %(start)s.")
            % {"end": end.isoformat(), "start": start.isoformat()},
        )


def _cycle_faults(data: StandardData) -> Iterator[Fault]:
    cycle = data.cycle
    if cycle.years > LONGEST_CYCLE_YEARS:
        yield Fault(
            "cycle_years",
            _("Calendar years in a cycle: %(years)s; at most %(most)s are possible.")
            % {"years": cycle.years, "most": LONGEST_CYCLE_YEARS},
        )
    if cycle.kind != CycleKind.CALENDAR_YEARS and cycle.months > LONGEST_CYCLE_MONTHS:
        yield Fault(
            "cycle_months",
            _("Months in a cycle: %(months)s; at most %(most)s are possible.")
            % {"months": cycle.months, "most": LONGEST_CYCLE_MONTHS},
        )


def _number_faults(data: StandardData) -> Iterator[Fault]:
    if not NOTHING < data.base <= MOST_BASE:
        yield Fault(
            "base",
            _("Base score: %(base)s; it must be more than 0 and at most %(most)s.")
            % {"base": plain(data.base), "most": plain(MOST_BASE)},
        )
        return
    if data.bonus_cap < NOTHING or data.bonus_cap > data.base:
        yield Fault(
            "bonus_cap",
            _("Most bonus points: %(cap)s; it must lie between 0 and the base score, %(base)s.")
            % {"cap": plain(data.bonus_cap), "base": plain(data.base)},
        )
    yield from _band_faults(data)
    for criterion in data.criteria.values():
        yield from _criterion_faults(data, criterion)


def _band_faults(data: StandardData) -> Iterator[Fault]:
    highest = data.base + data.bonus_cap if data.scale == Scale.GRADES else MOST_BASE
    lowest = data.floor if data.scale == Scale.GRADES else NOTHING
    for band in data.bands:
        words = {
            "label": band.label,
            "minimum": plain(band.minimum),
            "lowest": plain(lowest),
            "highest": plain(highest),
        }
        if band.minimum > highest:
            yield Fault(
                "bands",
                _("Bands, from: “%(label)s” starts at %(minimum)s, but nobody reaches more than %(highest)s.")
                % words,
            )
        if band.minimum < lowest:
            yield Fault(
                "bands",
                _("Bands, from: “%(label)s” starts at %(minimum)s, below the lowest possible, %(lowest)s.")
                % words,
            )
        if data.scale == Scale.ACTIONS and band.minimum == NOTHING:
            yield Fault(
                "bands", _("Bands, from: “%(label)s” would befall everybody without a single point.") % words
            )


def _criterion_faults(data: StandardData, criterion: CriterionData) -> Iterator[Fault]:
    words = {
        "item": criterion.item,
        "points": plain(criterion.points),
        "base": plain(data.base),
        "cap": plain(data.bonus_cap),
    }
    if not ITEM.fullmatch(criterion.item):
        yield Fault("criteria", _("Criteria, item code: “%(item)s” is no code of the catalogue.") % words)
    if not criterion.title.strip():
        yield Fault("criteria", _("Criteria, title: item %(item)s has none.") % words)
    if criterion.points > data.base:
        yield Fault(
            "criteria",
            _("Criteria, points: item %(item)s with %(points)s is worth more than the whole score, %(base)s.")
            % words,
        )
    if criterion.bonus and criterion.points > data.bonus_cap > NOTHING:
        yield Fault(
            "criteria",
            _("Criteria, points: item %(item)s adds %(points)s, but bonus points end at %(cap)s.") % words,
        )
    if criterion.points == NOTHING and not criterion.veto and not criterion.direct:
        yield Fault(
            "criteria",
            _(
                "Criteria, points: item %(item)s is worth nothing and decides nothing; "
                "give points, or leave it out."
            )
            % words,
        )
