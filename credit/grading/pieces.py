"""The pieces of the grading statement that differ from standard to standard. Arguments and results are SQL.

A standard without decay, caps or lists gets a statement without them: nothing is computed that its rules do
not ask for. Decay rounds as `credit.rules.decay` says: half up to the hundredth, each record by itself, in
whole numbers, so that both databases and Python agree to the last hundredth.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from credit.fields import hundredths_of
from credit.grading.dialects import Dialect
from credit.grading.scope import Scope
from credit.models import (
    ConductRecord,
    Criterion,
    Grade,
    GradeChange,
    Licence,
    ListedPeriod,
    Subject,
    Verification,
    VerifiedUntil,
)
from credit.rules.cycles import FOUND_BY, add_months, calendar_cycle
from credit.rules.decay import WHOLE, cuts
from credit.rules.sources import BY_HAND
from credit.rules.standard import StandardData
from credit.rules.terms import CycleBasis, CycleKind, Per, Scale

TABLES = {
    "subject": Subject._meta.db_table,
    "record": ConductRecord._meta.db_table,
    "criterion": Criterion._meta.db_table,
    "grade": Grade._meta.db_table,
    "change": GradeChange._meta.db_table,
    "listed_period": ListedPeriod._meta.db_table,
}
OWN_DAYS: Mapping[CycleKind, tuple[str, str]] = {
    CycleKind.FROM_VERIFICATION: (Verification._meta.db_table, "passed_on"),
    CycleKind.FROM_LICENCE: (Licence._meta.db_table, "issued_on"),
}
LIFTED = 120_000
"""More cycles than any day can lie ahead: databases cut whole numbers off towards zero, Python downwards."""
TOLD = "'[' || id || ',' || criterion_id || ',' || worth || ']'"
FULL = f"c.points * CASE WHEN c.per = '{Per.OCCURRENCE.value}' THEN 1 ELSE r.count END"


@cache
def template(name: str) -> Template:
    """Return one of the statements in `sql/`."""
    return Template((Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8"))


def words(data: StandardData, scope: Scope, dialect: Dialect) -> dict[str, str]:
    """Return what `grades.sql` leaves open."""
    found = TABLES | {
        "whom": scope.whom(dialect),
        "among_records": scope.among("r.subject_id", dialect),
        "by_procedure": _by_procedure(data),
        "held": _held(data),
        "full": FULL,
        "worth": _worth(data),
        "points": _points(data),
        "on_list": "CASE WHEN on_list.subject_id IS NULL THEN 0 ELSE 1 END"
        if data.serious_list_grade
        else "0",
        "listed": template("listed").substitute(TABLES) if data.serious_list_grade else "",
        "label": _label(data, dialect),
        "sorted": dialect.sorted_by("subject_id, id"),
    }
    return found | {"cycle": _cycle(data, scope, dialect, found), "total": _total(data, dialect)}


def params(data: StandardData, scope: Scope) -> dict[str, Any]:
    """Return the parameters that come from the standard."""
    own_basis, without = FOUND_BY[data.cycle.kind]
    calendar = calendar_cycle(data.cycle, scope.as_of, without)
    found: dict[str, Any] = {
        "start": calendar.start,
        "earliest": _earliest(data, scope, calendar.start),
        "end": calendar.end,
        "basis": calendar.basis.value,
        "own_basis": own_basis.value,
        "back_basis": CycleBasis.VALIDITY.value,
        "months": data.cycle.months,
        "month_number": scope.as_of.year * 12 + scope.as_of.month,
        "base": hundredths_of(data.base),
        "floor": hundredths_of(data.floor),
        "cap": hundredths_of(data.bonus_cap),
        "most": None if data.deduction_cap is None else hundredths_of(data.deduction_cap),
    }
    for rank, band in enumerate(data.bands):
        found |= {f"label{rank}": band.label, f"from{rank}": hundredths_of(band.minimum)}
    for number, cut in enumerate(cuts(data.decay, scope.as_of)):
        found |= {f"aged{number}": cut.until, f"percent{number}": cut.percent}
    found |= {f"hand{number}": source for number, source in enumerate(BY_HAND)}
    found |= {f"item{number}": item for number, (item, _rank) in enumerate(_holding(data))}
    return found


def _earliest(data: StandardData, scope: Scope, calendar_start: date) -> date:
    """Return a day before which no running cycle can have started; a month to spare, as months differ."""
    if data.cycle.kind == CycleKind.CALENDAR_YEARS:
        return calendar_start
    return min(calendar_start, add_months(scope.as_of, -data.cycle.months - 1))


def _cycle(data: StandardData, scope: Scope, dialect: Dialect, found: Mapping[str, str]) -> str:
    if data.cycle.kind == CycleKind.CALENDAR_YEARS:
        return template("cycle_calendar").substitute(found)
    table, day = OWN_DAYS[data.cycle.kind]
    year, month = (dialect.part(name, "a.first_day") for name in ("year", "month"))
    back = data.cycle.kind == CycleKind.FROM_VERIFICATION and scope.counts_back
    months = f"%(month_number)s - {year} * 12 - {month}"
    whole = (
        f"(({months} + {LIFTED} * %(months)s) / %(months)s - {LIFTED})"
        if back
        else f"(({months}) / %(months)s)"
    )
    following = dialect.add_months("first_day", "(elapsed + 1) * %(months)s")
    return template("cycle_from_day").substitute(
        found,
        days=table,
        day=day,
        whole=whole,
        whole_ends_on=dialect.add_months("a.first_day", f"{whole} * %(months)s"),
        starts_on=dialect.add_months("first_day", "elapsed * %(months)s"),
        ends_on=dialect.add_days(following, -1),
        anchored=_anchored(scope, dialect, found) if back else template("own_day").substitute(found),
        among_days=scope.among("d.subject_id", dialect),
    )


def _anchored(scope: Scope, dialect: Dialect, found: Mapping[str, str]) -> str:
    """Take the end of verification where a subject has no day of its own."""
    return template("own_day_or_validity").substitute(
        found,
        verified_until=VerifiedUntil._meta.db_table,
        day_after=dialect.add_days("u.day", 1),
        believed=scope.believed("u.day"),
    )


def _by_procedure(data: StandardData) -> str:
    """Leave out of demerit points what was entered by hand, as `credit.rules.sources` tells it."""
    if data.scale != Scale.ACTIONS:
        return ""
    others = [
        f"AND SUBSTR(r.source, 1, {len(source)}) <> %(hand{number})s" for number, source in enumerate(BY_HAND)
    ]
    return " ".join(["AND r.source <> ''", *others])


def _worth(data: StandardData) -> str:
    if not data.decay:
        return FULL
    steps = " ".join(
        f"WHEN r.happened_on <= %(aged{number})s THEN %(percent{number})s"
        for number in range(len(data.decay))
    )
    return f"({FULL} * CASE {steps} ELSE {WHOLE} END + {WHOLE // 2}) / {WHOLE}"


def _points(data: StandardData) -> str:
    if data.deduction_cap is None:
        return "COALESCE(points, 0)"
    return "CASE WHEN points > %(most)s THEN %(most)s ELSE COALESCE(points, 0) END"


def _total(data: StandardData, dialect: Dialect) -> str:
    criteria = data.criteria.values()
    vetoes, puts = any(row.veto for row in criteria), any(row.direct for row in criteria)
    name = "total" if all(row.cap is None for row in criteria) else "total_capped"
    return template(name).substitute(
        TABLES,
        vetoed=_any_of("veto", alone=not puts) if vetoes else "0",
        put=_any_of("direct", alone=not vetoes) if puts else "0",
        joined=dialect.joined(TOLD, "id"),
    )


def _any_of(column: str, *, alone: bool) -> str:
    """Tell by an aggregate whether a group has such a record; where only they hold a grade, by `held`."""
    return (
        "CASE WHEN MAX(held) >= 0 THEN 1 ELSE 0 END"
        if alone
        else f"MAX(CASE WHEN {column} THEN 1 ELSE 0 END)"
    )


def _holding(data: StandardData) -> Iterator[tuple[str, int]]:
    """Yield the items that put the grade at least at a rank."""
    for item, criterion in data.criteria.items():
        rank = data.leads_to(criterion)
        if rank >= 0:
            yield item, rank


def _held(data: StandardData) -> str:
    cases = [
        f"WHEN c.item_code = %(item{number})s THEN {rank}"
        for number, (_item, rank) in enumerate(_holding(data))
    ]
    # Most records are of other items: those are told apart by two flags before any text is compared.
    return (
        f"CASE WHEN c.veto OR c.direct THEN CASE {' '.join(cases)} ELSE -1 END ELSE -1 END" if cases else "-1"
    )


def _label(data: StandardData, dialect: Dialect) -> str:
    """Write the label of the gravest of what score or points reach and of what holds the grade down."""
    ranks = [_reached(data), "held"]
    if data.serious_list_grade:
        ranks.append(f"CASE WHEN on_list = 1 THEN {data.rank(data.serious_list_grade)} ELSE -1 END")
    names = " ".join(f"WHEN {rank} THEN %(label{rank})s" for rank in range(len(data.bands)))
    return f"CASE {dialect.greatest(ranks)} {names} ELSE '' END"


def _reached(data: StandardData) -> str:
    """Write the rank that score or points come to by themselves."""
    ranks = range(len(data.bands))
    if data.scale == Scale.GRADES:
        steps, column, otherwise = list(ranks), "score", len(data.bands) - 1
    else:
        steps, column, otherwise = list(reversed(ranks)), "points", -1
    cases = [f"WHEN {column} >= %(from{rank})s THEN {rank}" for rank in steps]
    return f"CASE {' '.join(cases)} ELSE {otherwise} END"
