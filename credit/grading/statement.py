"""The grading statement: everybody's grade under one standard, computed and stored by the database at once.

The SQL is in `sql/`; this module fills in what differs from standard to standard and between databases. It
means the same as `credit.rules.scoring.evaluate`: a property test holds the two equal. Points are whole
hundredths.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from string import Template
from typing import Any
from uuid import UUID

from credit.choices import SubjectKind
from credit.fields import hundredths_of
from credit.grading.dialects import Dialect
from credit.models import ConductRecord, Criterion, Grade, GradeChange, Subject, Verification
from credit.rules.cycles import add_months, calendar_cycle
from credit.rules.standard import StandardData
from credit.rules.terms import AppliesTo, CycleBasis, CycleKind, Scale

KINDS: Mapping[str, tuple[str, ...]] = {
    AppliesTo.INSTITUTION: (SubjectKind.ORGANISATION.value, SubjectKind.INDIVIDUAL_BUSINESS.value),
    AppliesTo.PRACTITIONER: (SubjectKind.PERSON.value,),
}
TABLES = {
    "subject": Subject._meta.db_table,
    "verification": Verification._meta.db_table,
    "record": ConductRecord._meta.db_table,
    "criterion": Criterion._meta.db_table,
    "grade": Grade._meta.db_table,
    "change": GradeChange._meta.db_table,
}
TOLD = "'[' || id || ',' || criterion_id || ',' || worth || ']'"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom and for which day a statement grades.

    Args:
        standard_id: the standard's row.
        applies_to: whom the standard grades.
        place: division prefix, "" for everywhere.
        as_of: the day for which grades are computed.
        subject_ids: only these subjects; None for everybody.
    """

    standard_id: int
    applies_to: str
    place: str
    as_of: date
    subject_ids: Sequence[int] | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with named parameters."""

    sql: str
    params: dict[str, Any]


def grades(data: StandardData, scope: Scope, dialect: Dialect) -> Statement:
    """Return the statement that computes without storing.

    Its columns: subject_id cycle_start cycle_end cycle_basis points bonus score label veto lines.
    """
    params = _scope_params(scope, dialect) | _standard_params(data, scope)
    words = TABLES | {"whom": _whom(scope, dialect), "label": _label(data)}
    words["cycle"] = _cycle(data, scope, dialect, words)
    words["sorted"] = dialect.sorted_by("subject_id, id")
    words["joined"] = dialect.joined(TOLD, "id")
    return Statement(_sql("grades").substitute(words), params)


def upsert(data: StandardData, scope: Scope, dialect: Dialect, run_id: UUID | str) -> Statement:
    """Return the statement that computes and stores.

    Args:
        run_id: marks the rows that this act writes, in the form that the database takes.
    """
    computed = grades(data, scope, dialect)
    sql = _sql("upsert").substitute(TABLES, grades=computed.sql)
    return Statement(sql, computed.params | {"run": run_id})


def history(
    data: StandardData, scope: Scope, dialect: Dialect, run_id: UUID | str, *, cause: str, now: datetime
) -> Statement:
    """Return the statement that writes what an upsert has changed into the history.

    A first grade is a change where named subjects are graded because their records changed, and is compared
    with a clean subject's; where everybody is graded it is none.
    """
    named = f"AND {dialect.one_of('g.subject_id', 'subjects')}" if scope.subject_ids is not None else ""
    params = _scope_params(scope, dialect) | {
        "run": run_id,
        "cause": cause,
        "now": now,
        "clean": data.clean_label,
        "firsts": scope.subject_ids is not None,
    }
    return Statement(_sql("history").substitute(TABLES, named=named), params)


def distribution(data: StandardData, scope: Scope, dialect: Dialect) -> Statement:
    """Return the statement that counts subjects by the label they would have; columns: label, count."""
    computed = grades(data, scope, dialect)
    return Statement(_sql("distribution").substitute(grades=computed.sql), computed.params)


@cache
def _sql(name: str) -> Template:
    return Template((Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8"))


def _scope_params(scope: Scope, dialect: Dialect) -> dict[str, Any]:
    params: dict[str, Any] = {"standard": scope.standard_id, "as_of": scope.as_of, "place": f"{scope.place}%"}
    params |= {f"kind{number}": kind for number, kind in enumerate(KINDS[scope.applies_to])}
    if scope.subject_ids is not None:
        params["subjects"] = dialect.list_parameter(scope.subject_ids)
    return params


def _standard_params(data: StandardData, scope: Scope) -> dict[str, Any]:
    rule = data.cycle
    usual = CycleBasis.CALENDAR if rule.kind == CycleKind.CALENDAR_YEARS else CycleBasis.FALLBACK
    calendar = calendar_cycle(rule, scope.as_of, usual)
    params: dict[str, Any] = {
        "start": calendar.start,
        "earliest": _earliest(data, scope, calendar.start),
        "end": calendar.end,
        "basis": calendar.basis.value,
        "verification": CycleBasis.VERIFICATION.value,
        "months": rule.months,
        "month_number": scope.as_of.year * 12 + scope.as_of.month,
        "base": hundredths_of(data.base),
        "floor": hundredths_of(data.floor),
        "cap": hundredths_of(data.bonus_cap),
    }
    for rank, band in enumerate(data.bands):
        params |= {f"label{rank}": band.label, f"from{rank}": hundredths_of(band.minimum)}
    return params


def _earliest(data: StandardData, scope: Scope, calendar_start: date) -> date:
    """Return a day before which no running cycle can have started; a month to spare, as months differ."""
    if data.cycle.kind == CycleKind.CALENDAR_YEARS:
        return calendar_start
    return min(calendar_start, add_months(scope.as_of, -data.cycle.months - 1))


def _whom(scope: Scope, dialect: Dialect) -> str:
    kinds = ", ".join(f"%(kind{number})s" for number in range(len(KINDS[scope.applies_to])))
    tests = [f"s.kind IN ({kinds})"]
    if scope.place:
        tests.append("s.division_code LIKE %(place)s")
    if scope.subject_ids is not None:
        tests.append(dialect.one_of("s.id", "subjects"))
    return " AND ".join(tests)


def _cycle(data: StandardData, scope: Scope, dialect: Dialect, words: Mapping[str, str]) -> str:
    if data.cycle.kind == CycleKind.CALENDAR_YEARS:
        return _sql("cycle_calendar").substitute(words)
    year, month = (dialect.part(name, "p.passed_on") for name in ("year", "month"))
    whole = f"((%(month_number)s - {year} * 12 - {month}) / %(months)s)"
    following = dialect.add_months("passed_on", "(elapsed + 1) * %(months)s")
    named = f"AND {dialect.one_of('v.subject_id', 'subjects')}" if scope.subject_ids is not None else ""
    return _sql("cycle_verification").substitute(
        words,
        whole=whole,
        whole_ends_on=dialect.add_months("p.passed_on", f"{whole} * %(months)s"),
        starts_on=dialect.add_months("passed_on", "elapsed * %(months)s"),
        ends_on=dialect.day_before(following),
        named_verification=named,
    )


def _label(data: StandardData) -> str:
    ladder = _ladder(data, at_least=-1)
    if not data.veto_grade:
        return ladder
    vetoed = _ladder(data, at_least=data.rank(data.veto_grade))
    return f"CASE WHEN vetoed = 1 THEN {vetoed} ELSE {ladder} END"


def _ladder(data: StandardData, *, at_least: int) -> str:
    """Write the label by score or points, no milder than a rank."""
    ranks = range(len(data.bands))
    if data.scale == Scale.GRADES:
        steps, column, otherwise = list(ranks), "score", len(data.bands) - 1
    else:
        steps, column, otherwise = list(reversed(ranks)), "points", at_least
    cases = [f"WHEN {column} >= %(from{rank})s THEN {_name(max(rank, at_least))}" for rank in steps]
    return f"CASE {' '.join(cases)} ELSE {_name(otherwise)} END"


def _name(rank: int) -> str:
    return "''" if rank < 0 else f"%(label{rank})s"
