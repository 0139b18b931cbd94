"""One code, one grade: where a place has its own version of a standard, it alone grades there."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from core.actors import SystemActor
from credit.grading import runs, trial
from credit.grading.services import grade_everyone, regrade
from credit.grading.standards import FOLDER, store_standard
from credit.models import ConductRecord, Grade, GradeChange, Standard, Subject
from credit.models.grades import Cause
from credit.points.ledger import ledgers
from credit.points.schemes import schemes_for
from credit.rules.terms import StandardState
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)
BY = SystemActor("test")


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.CHENGYI_TODAY = DAY.isoformat()
    Standard.objects.exclude(code__in=("DEMO-INST", "POINTS-INST")).delete()


def own_version(name: str = "demo-inst-2026-1", place: str = "410527", **fields: Any) -> Standard:
    """The county's own version of a shipped standard, in force."""
    data = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    store_standard({**data, "place": place, "version": f"own-{place}", **fields})
    return Standard.objects.get(place=place, code=data["code"])


def country(code: str = "DEMO-INST") -> Standard:
    return Standard.objects.get(code=code, place="")


def body(number: str = factories.HOSPITAL_USCC, place: str = "410527") -> Subject:
    subject = factories.body(f"某机构{place}", number, division_code=place)
    ConductRecord.objects.create(
        subject=subject, item_code="V02", title="某行为", happened_on=DAY, final_on=DAY, division_code=place
    )
    return subject


def held(code: str = "DEMO-INST") -> dict[str, list[str]]:
    """The places of the versions under which each place's subjects hold a grade."""
    told: dict[str, list[str]] = {}
    for grade in Grade.objects.filter(standard__code=code).select_related("subject", "standard"):
        told.setdefault(grade.subject.division_code, []).append(grade.standard.place)
    return told


@pytest.mark.parametrize("how", ["on change", "by a run"])
def test_the_nearest_places_version_grades_and_no_other(how: str):
    mine, near, far = body(), body("92410526MA00000000", "410526"), body("91510107MA46TKJL80", "510107")
    own_version()
    own_version(place="41")
    if how == "on change":
        regrade([mine.pk, near.pk, far.pk])
    else:
        grade_everyone()
    assert held() == {"410527": ["410527"], "410526": ["41"], "510107": [""]}


@pytest.mark.parametrize("how", ["on change", "by a run"])
def test_a_county_that_adopts_its_own_version_leaves_no_grade_of_the_countrys_behind(how: str):
    mine, far = body(), body("91510107MA46TKJL80", "510107")
    regrade([mine.pk, far.pk])
    assert held() == {"410527": [""], "510107": [""]}
    old = Grade.objects.get(subject=mine, standard=country())
    own = own_version()
    if how == "on change":
        regrade([mine.pk])
    else:
        runs.carry_out(runs.request_run(own, as_of=DAY, cause=Cause.DEMAND, by=BY).pk)
    assert held() == {"410527": ["410527"], "510107": [""]}
    told = GradeChange.objects.get(subject_id=mine.pk, standard_id=country().pk, to_label="")
    assert (told.from_label, told.from_points, told.from_lines) == (old.label, old.points, old.lines)


def test_a_run_counts_only_whom_it_grades(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(runs, "SLICE", 1)
    body(), body("92410526MA00000000", "410526"), body("91510107MA46TKJL80", "510107")
    own_version()
    run = runs.carry_out(runs.request_run(country(), as_of=DAY, cause=Cause.DEMAND, by=BY).pk)
    assert (run.population, run.graded, run.written) == (2, 2, 2)
    assert sum(trial.moves(country(), DAY).values()) == 2


def test_a_version_that_is_not_in_force_stands_in_for_nothing():
    mine = body()
    own_version(state=StandardState.DRAFT)
    own_version(place="4105", effective_from="2027-01-01")
    regrade([mine.pk])
    assert held() == {"410527": [""]}


def test_once_the_countys_version_has_ended_the_countrys_grades_again():
    mine = body()
    own = own_version()
    regrade([mine.pk])
    Standard.objects.filter(pk=own.pk).update(state=StandardState.RETIRED, effective_until=date(2026, 11, 21))
    regrade([mine.pk])
    adopted = Grade.objects.filter(subject=mine, standard__state=StandardState.ADOPTED)
    assert [grade.standard.place for grade in adopted.filter(standard__code="DEMO-INST")] == [""]


def test_points_are_given_and_told_under_the_nearest_places_scheme_only():
    mine = body()
    own_version("points-inst-2026-1")
    assert [row.place for row in schemes_for(mine, on=DAY)] == ["410527"]
    assert [told.scheme.place for told in ledgers(mine, on=DAY)] == ["410527"]
