"""The library of objects (检查对象名录库), and the population of a draw drawn from it by rule alone.

An officer chooses lines of an approved plan; which bodies that means, who is out and what each weighs follow
from the archive. Nobody adds a body, and nobody takes one out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core import divisions
from credit.choices import SubjectState
from credit.consequences import inspections_per_year
from credit.models import Subject
from credit.rules.cycles import add_months
from institutions.models import Institution
from supervision.choices import Speciality
from supervision.draws.algorithm import WHOLE, Ballot, Stratum, size
from supervision.draws.choices import HOLDS, Excluded, Mode
from supervision.draws.rules import Settings
from supervision.draws.weighing import Weight, weights
from supervision.models import Draw, DrawnObject, PlanLine
from supervision.models.draw_plans import as_percent

MONTHS_OF_A_YEAR = 12


@dataclass(slots=True)
class Population:
    """Everybody a draw looks at.

    Args:
        ballots: one a body and stratum.
        strata: how each stratum is drawn.
        factors: by code: the file's id, and the factors of the weight as text.
    """

    ballots: list[Ballot] = field(default_factory=list)
    strata: dict[str, Stratum] = field(default_factory=dict)
    factors: dict[str, dict[str, object]] = field(default_factory=dict)


def build(draw: Draw, lines: Iterable[PlanLine], rules: Settings) -> Population:
    """Put the population of a draw together, as it is today."""
    found = Population()
    for line in lines:
        members = objects_of(line, draw.division_code)
        resting = _drawn_lately(line, draw, rules)
        known = weights([row.pk for row in members if row.state == SubjectState.ACTIVE], rules)
        unit = rules.number("unit")
        for row in members:
            ballot = _ballot(row, line, known.get(row.pk), resting, unit)
            found.ballots.append(ballot)
            found.strata[ballot.stratum] = Stratum(line.ratio, line.experts)
            found.factors[ballot.code] = _explained(row, known.get(row.pk))
    return found


def objects_of(line: PlanLine, division_code: str) -> list[Subject]:
    """Return the bodies of a line's categories in the plan's place, closed ones among them."""
    place = divisions.prefix(division_code)
    rows = Institution.objects.filter(category__in=line.categories, division_code__startswith=place)
    return [row.subject for row in rows.select_related("subject").order_by("pk")]


def code_of(subject: Subject) -> str:
    """Return how the published files name a body: its credit code, or what identifies it without one."""
    return subject.uscc or subject.identity


def stratum_of(line: PlanLine, weight: Weight | None) -> str:
    """Name the stratum of a body: the line, and its weight where each weight is drawn on its own."""
    name = f"{line.number:02d}-{line.speciality}"
    if not line.by_weight or weight is None or weight.value is None:
        return name
    return f"{name}-{weight.value.normalize():f}"


def line_number(stratum: str) -> int:
    """Return the number of the line that a stratum belongs to."""
    return int(stratum.split("-", 1)[0])


def _ballot(subject: Subject, line: PlanLine, weight: Weight | None, resting: set[int], unit: int) -> Ballot:
    mode, tickets, reason = _standing(subject, line, weight, resting, unit)
    return Ballot(
        stratum_of(line, weight), code_of(subject), subject.name, line.speciality, mode, tickets, reason
    )


def _standing(
    subject: Subject, line: PlanLine, weight: Weight | None, resting: set[int], unit: int
) -> tuple[str, int, str]:
    if subject.state != SubjectState.ACTIVE or weight is None:
        return str(Mode.OUT), 0, str(Excluded.CLOSED)
    if line.full_coverage or weight.value is None:
        return str(Mode.ALL), 0, ""
    if subject.pk in resting:
        return str(Mode.OUT), 0, str(Excluded.RECENT)
    return str(Mode.DRAW), weight.tickets(unit), ""


def _drawn_lately(line: PlanLine, draw: Draw, rules: Settings) -> set[int]:
    """Return who rests: drawn for the same speciality within the months of rest.

    Whose grade asks for more inspections a year rests no longer than that leaves between two of them.
    """
    longest = rules.number("rest_months")
    rows = DrawnObject.objects.filter(
        line__speciality=line.speciality,
        draw__division_code=draw.division_code,
        draw__state__in=[str(state) for state in HOLDS],
        draw__draw_on__gte=add_months(rules.on, -longest),
        replaced=False,
    )
    last = dict(rows.order_by("draw__draw_on").values_list("subject_id", "draw__draw_on"))
    times = inspections_per_year(list(last), on=rules.on)
    return {pk for pk, day in last.items() if day >= _rests_since(rules.on, longest, times[pk])}


def _rests_since(on: date, longest: int, times: int | None) -> date:
    """Return the first day of which a draw still counts: 12 months over the inspections a year, if fewer."""
    months = min(longest, MONTHS_OF_A_YEAR // times) if times else longest
    return add_months(on, -months)


def _explained(subject: Subject, weight: Weight | None) -> dict[str, object]:
    factors = {name: str(value) for name, value in weight.factors.items()} if weight else {}
    return {"subject": subject.pk, "factors": factors}


@dataclass(slots=True)
class StratumCount:
    """How a stratum is made up.

    Args:
        name: of the stratum.
        line: number of the plan's line.
        speciality: in words.
        ratio: base share in ten-thousandths.
        drum: bodies in the draw.
        weighted: what they weigh together, in bodies of the usual weight.
        everybody: bodies of full coverage, outside the draw.
        closed: bodies that are closed.
        recent: bodies that rest, because they were drawn a short while ago.
        drawn: how many the draw takes.
    """

    name: str
    line: int
    speciality: str
    ratio: int
    drum: int
    weighted: Decimal
    everybody: int
    closed: int
    recent: int
    drawn: int

    @property
    def percent(self) -> str:
        """The base share as a reader writes it."""
        return as_percent(self.ratio or WHOLE)


def counts(ballots: Sequence[Ballot], strata: Mapping[str, Stratum], unit: int) -> list[StratumCount]:
    """Count how each stratum is made up, and how many the draw takes of it."""
    members: dict[str, list[Ballot]] = defaultdict(list)
    for row in ballots:
        members[row.stratum].append(row)
    return [_count(name, rows, strata[name].ratio, unit) for name, rows in sorted(members.items())]


def _count(name: str, rows: Sequence[Ballot], ratio: int, unit: int) -> StratumCount:
    drum = [row for row in rows if row.mode == Mode.DRAW]
    reasons = Counter(row.reason for row in rows)
    return StratumCount(
        name,
        line_number(name),
        str(Speciality(rows[0].speciality).label),
        ratio,
        len(drum),
        (Decimal(sum(row.tickets for row in drum)) / unit).quantize(Decimal("0.1")),
        sum(row.mode == Mode.ALL for row in rows),
        reasons[Excluded.CLOSED],
        reasons[Excluded.RECENT],
        size(drum, ratio, unit),
    )
