"""The figures of a campaign: one count a body and a problem from each part, added up in memory.

The database groups; what is added here is one number a body and one a problem, whatever the number of cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from core import divisions
from core.clock import today
from supervision.campaigns.checklists import lines
from supervision.campaigns.progress import NOT_LISTED, Counter, counters
from supervision.campaigns.scope import members
from supervision.models import Campaign, CheckItem

Counts = dict[str, int]


@dataclass(slots=True)
class Line:
    """One row of a table of progress.

    Args:
        key: division code, category, area, subject id or number of the problem, as text.
        label: its name.
        note: what stands smaller below.
        bodies: bodies in scope that belong to it, 0 for a problem.
        counts: code of the figure → count at the end of the last day.
        within: code of the figure → what came to it within the time.
    """

    key: str
    label: str
    note: str = ""
    bodies: int = 0
    counts: Counts = field(default_factory=dict)
    within: Counts = field(default_factory=dict)


@dataclass(slots=True)
class Figures:
    """The figures of a campaign at the end of a day, and what came to them since an earlier one."""

    first: date | None
    last: date
    counters: list[Counter]
    bodies: int
    problems: int
    totals: Counts
    within: Counts
    regions: list[Line]
    categories: list[Line]
    areas: list[Line]
    by_body: list[Line]
    by_problem: list[Line]

    def share(self, counter: Counter, counts: Mapping[str, int], bodies: int) -> int | None:
        """Return a figure as a percentage of the one that it is a share of, None where that is zero."""
        return share_of(counter, counts, bodies)


ALL_BODIES = "bodies"


def share_of(counter: Counter, counts: Mapping[str, int], bodies: int) -> int | None:
    """Return a figure in per cent of what it is a share of (`Counter.of`), None where that is zero."""
    if not counter.of:
        return None
    whole = bodies if counter.of == ALL_BODIES else counts.get(counter.of, 0)
    return round(100 * counts.get(counter.code, 0) / whole) if whole else None


def figures(campaign: Campaign, *, first: date | None = None, last: date | None = None) -> Figures:
    """Count a campaign: two queries for the list and the scope, one to three for each figure.

    Args:
        first: what came since this day is counted beside the standing; None: the standing alone.
        last: the day at whose end things stood so; today where it is left out.
    """
    known, day = counters(), last or today()
    scope = list(
        members(campaign, on=day)
        .order_by("division_code", "subject__name")
        .values_list("subject_id", "subject__name", "division_code", "subject__institution__category")
    )
    items = lines(campaign.checklist)
    bodies = {
        pk: Line(str(pk), name, category or "", 1, {row.code: 0 for row in known})
        for pk, name, _place, category in scope
    }
    problems = [
        Line(str(item.number), item.text, item.group, 0, {row.code: 0 for row in known if row.per_problem})
        for item in items
    ]
    numbered = {item.number: line for item, line in zip(items, problems, strict=True)}
    other = numbered[NOT_LISTED] = Line("", _("Problems that stand in no line of the list"))
    for counter in known:
        _put(bodies, counter.code, counter.per_body(campaign, day))
        if counter.within and first:
            _put_within(bodies, counter.code, counter.within(campaign, first, day))
        if counter.per_problem:
            _put(numbered, counter.code, counter.per_problem(campaign, day))
    more = [other] if any(other.counts.values()) else []
    in_places = {pk: (place, divisions.full_name(place) or place) for pk, _name, place, _category in scope}
    in_categories = {pk: (category or "", category or "–") for pk, _name, _place, category in scope}
    return Figures(
        first=first,
        last=day,
        counters=known,
        bodies=len(scope),
        problems=len(items),
        totals=_sum(line.counts for line in bodies.values()),
        within=_sum(line.within for line in bodies.values()),
        regions=_grouped(bodies, in_places.__getitem__),
        categories=_grouped(bodies, in_categories.__getitem__),
        areas=[*_areas(items, problems), *more],
        by_body=list(bodies.values()),
        by_problem=[*problems, *more],
    )


def _put(rows: Mapping[int, Line], code: str, pairs: Iterable[tuple[int, int]]) -> None:
    """Write counts; what belongs to a body that has left the scope is left out of every table alike."""
    for key, count in pairs:
        if key in rows:
            rows[key].counts[code] = rows[key].counts.get(code, 0) + count


def _put_within(rows: Mapping[int, Line], code: str, pairs: Iterable[tuple[int, int]]) -> None:
    for key, count in pairs:
        if key in rows:
            rows[key].within[code] = count


def _sum(rows: Iterable[Counts]) -> Counts:
    found: Counts = {}
    for counts in rows:
        for code, count in counts.items():
            found[code] = found.get(code, 0) + count
    return found


def _grouped(bodies: Mapping[int, Line], group: Callable[[int], tuple[str, str]]) -> list[Line]:
    found: dict[str, Line] = {}
    for pk, line in bodies.items():
        key, label = group(pk)
        sums = found.setdefault(key, Line(key, label))
        sums.bodies += 1
        sums.counts = _sum((sums.counts, line.counts))
        sums.within = _sum((sums.within, line.within))
    return sorted(found.values(), key=lambda line: (-line.bodies, line.key))


def _areas(items: Sequence[CheckItem], problems: Sequence[Line]) -> list[Line]:
    found: dict[str, Line] = {}
    for item, line in zip(items, problems, strict=True):
        sums = found.setdefault(item.group, Line(item.group, item.group or "–"))
        sums.counts = _sum((sums.counts, line.counts))
    return list(found.values())
