"""Who may be matched on a day: the staff file of a draw, and why the others are not in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Post
from accounts.permissions import P
from accounts.roles import ROLES
from supervision.draws.algorithm import Person
from supervision.draws.choices import HOLDS, PoolState, Role, Unfit
from supervision.draws.population import code_of
from supervision.models import ConflictOfInterest, DrawnObject, Expert, Inspector, Leave


@dataclass(slots=True)
class Pool:
    """The staff file, and who is left out of it.

    Args:
        people: who may be matched.
        unfit: by number in the library: an `Unfit`.
    """

    people: list[Person] = field(default_factory=list)
    unfit: dict[str, str] = field(default_factory=dict)


def on_day(division_code: str, day: date) -> Pool:
    """Return the pool of a place as it is, for a draw held on a day."""
    found = Pool()
    barred_inspectors, barred_experts = _barred(division_code, day)
    away = set(
        Leave.objects.filter(
            inspector__division_code=division_code, from_day__lte=day, to_day__gte=day
        ).values_list("inspector_id", flat=True)
    )
    inspectors = Inspector.objects.filter(division_code=division_code).select_related("officer")
    holders = _may_inspect(division_code)
    for row in inspectors:
        if why := _inspector_unfit(row, day, away, holders):
            found.unfit[row.code] = why
            continue
        barred = frozenset(barred_inspectors[row.pk])
        office = f"K{row.office_id}"
        found.people.append(Person(row.code, Role.INSPECTOR.value, office, _set(row.specialities), barred))
    for expert in Expert.objects.filter(division_code=division_code).select_related("employer_subject"):
        if why := _expert_unfit(expert, day):
            found.unfit[expert.code] = why
            continue
        own = {code_of(expert.employer_subject)} if expert.employer_subject else set()
        barred = frozenset(barred_experts[expert.pk] | own)
        found.people.append(Person(expert.code, Role.EXPERT.value, "", _set(expert.specialities), barred))
    return found


def why_not(row: Inspector | Expert, day: date) -> str:
    """Say why somebody is not matched in a draw of a day, "" for who may be."""
    code = on_day(row.division_code, day).unfit.get(row.code, "")
    return str(Unfit(code).label) if code else ""


def matched(row: Inspector | Expert) -> QuerySet[DrawnObject]:
    """Return the bodies to which draws in force send somebody, the latest first."""
    mine = Q(staff__inspector=row) if isinstance(row, Inspector) else Q(staff__expert=row)
    rows = DrawnObject.objects.filter(mine, staff__replaced=False, replaced=False, draw__state__in=HOLDS)
    return rows.select_related("subject", "draw", "line").order_by("-draw_id", "pk").distinct()


def _set(values: Iterable[str]) -> frozenset[str]:
    return frozenset(values)


def _may_inspect(division_code: str) -> set[int]:
    """Return the officers whose posts of today let them inspect in a place."""
    roles = [code for code, role in ROLES.items() if P.INSPECTION_DO in role.permissions]
    posts = Post.objects.filter(role__in=roles).held_on().values_list("officer_id", "prefix")
    return {pk for pk, prefix in posts if division_code.startswith(prefix)}


def _inspector_unfit(row: Inspector, day: date, away: set[int], holders: set[int]) -> str:
    if row.state != PoolState.ACTIVE:
        return str(Unfit.LEFT)
    if not row.officer.is_active or row.officer_id not in holders:
        return str(Unfit.ACCOUNT)
    if row.certificate_valid_to is not None and row.certificate_valid_to < day:
        return str(Unfit.CERTIFICATE)
    return str(Unfit.LEAVE) if row.pk in away else ""


def _expert_unfit(row: Expert, day: date) -> str:
    if row.state != PoolState.ACTIVE or (row.term_to is not None and row.term_to < day):
        return str(Unfit.LEFT)
    return "" if row.undertaking_on is not None else str(Unfit.UNDERTAKING)


def _barred(division_code: str, day: date) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    inspectors: dict[int, set[str]] = defaultdict(set)
    experts: dict[int, set[str]] = defaultdict(set)
    rows = ConflictOfInterest.objects.filter(
        Q(inspector__division_code=division_code) | Q(expert__division_code=division_code),
        Q(ended_on__isnull=True) | Q(ended_on__gt=day),
    )
    for row in rows.select_related("subject"):
        if row.inspector_id is not None:
            inspectors[row.inspector_id].add(code_of(row.subject))
        elif row.expert_id is not None:
            experts[row.expert_id].add(code_of(row.subject))
    return inspectors, experts
