"""Evaluations: what is taken in is kept, what is bad opens tasks, what is scored follows the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.clock import today
from core.errors import Refusal
from core.models import Deadline, OutboxEvent, Rule
from core.workdays import add_working_days
from credit.evaluations import services, visits
from credit.evaluations.schemes import (
    NATIONAL,
    Cut,
    ResultWord,
    Scheme,
    SheetItem,
    items_of,
    scheme,
    schemes,
    sheet_of,
)
from credit.evaluations.scoring import clean_answers, result_of, tally
from credit.evaluations.selectors import public, standing
from credit.models import Evaluation, EvaluationFollowUp, SectorVisit
from credit.models.evaluations import FollowUpState, VisitOutcome, VisitState
from tests import factories

DAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def items(*rows: tuple[str, str, bool, bool]) -> list[SheetItem]:
    return [
        SheetItem(code, "", "", f"item {code}", "", Decimal(points), key, missing)
        for code, points, key, missing in rows
    ]


SHEET = items(("1", "10", True, False), ("2", "10", False, True), ("3", "20", False, False))
RULES = Scheme(
    code="x",
    title="x",
    title_en="",
    source="sheet",
    sheet="x",
    results=(ResultWord("A", "", ""), ResultWord("B", "", ""), ResultWord("C", "", "")),
    cuts=(Cut("A", Decimal(90)), Cut("B", Decimal(70)), Cut("C", Decimal(60))),
    key_item_result="",
    visits=2,
    months_apart=3,
    tasks=(),
    public=True,
    sets_class=True,
    confirmed=False,
    basis="",
)


def answers(**points: str) -> dict[str, dict[str, Any]]:
    told = {code.removeprefix("i"): value for code, value in points.items()}
    return {
        code: {"points": "" if value == "-" else value, "missing": value == "-", "note": ""}
        for code, value in told.items()
    }


def result(**points: str) -> tuple[Decimal, str]:
    counted = tally(SHEET, clean_answers(SHEET, answers(**points), complete=True))
    return counted.score, result_of(RULES, counted)


# --- the sheet, without a database -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "score", "expected"),
    [
        ({"i1": "10", "i2": "10", "i3": "20"}, "100.0", "A"),
        ({"i1": "10", "i2": "-", "i3": "17"}, "90.0", "A"),
        ({"i1": "10", "i2": "-", "i3": "16.5"}, "88.3", "B"),
        ({"i1": "10", "i2": "0", "i3": "14"}, "60.0", "C"),
        ({"i1": "10", "i2": "0", "i3": "13.5"}, "58.8", ""),
        ({"i1": "9.5", "i2": "10", "i3": "20"}, "98.8", ""),
    ],
)
def test_the_score_is_got_over_applicable_and_a_failed_key_item_is_not_rated(
    points: dict[str, str], score: str, expected: str
) -> None:
    assert result(**points) == (Decimal(score), expected)


def test_a_key_item_that_fails_gives_the_result_that_the_scheme_names() -> None:
    counted = tally(SHEET, answers(i1="0", i2="10", i3="20"))
    assert result_of(replace(RULES, key_item_result="C"), counted) == "C"


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ({"i1": "11", "i2": "0", "i3": "0"}, "Item 1 .* 0 to 10"),
        ({"i1": "-1", "i2": "0", "i3": "0"}, "Item 1 .* 0 to 10"),
        ({"i1": "NaN", "i2": "0", "i3": "0"}, "Item 1"),
        ({"i1": "ten", "i2": "0", "i3": "0"}, "Item 1 .* takes a number"),
        ({"i1": "9.3", "i2": "0", "i3": "0"}, "Item 1 .* half"),
        ({"i1": "-", "i2": "0", "i3": "0"}, "Item 1 .* missing"),
        ({"i1": "10", "i2": "0"}, "Item 3 .* no points"),
    ],
)
def test_absurd_points_are_refused_with_the_line_named(points: dict[str, str], sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        clean_answers(SHEET, answers(**points), complete=True)


def test_a_sheet_of_nothing_but_missing_items_cannot_be_scored() -> None:
    only = items(("1", "10", False, True))
    with pytest.raises(Refusal, match="nothing can be scored"):
        tally(only, answers(i1="-"))


HALVES = st.integers(min_value=0, max_value=20).map(lambda n: Decimal(n) / 2)


@given(st.lists(st.tuples(HALVES, st.booleans()), min_size=1, max_size=12), st.booleans())
def test_the_score_lies_between_0_and_100_and_rises_with_every_point(
    given_points: list[tuple[Decimal, bool]], more: bool
) -> None:
    sheet = items(*((str(n), "10", False, True) for n in range(len(given_points))))
    filled = {
        str(n): {"points": "" if missing else f"{points}", "missing": missing, "note": ""}
        for n, (points, missing) in enumerate(given_points)
    }
    if all(answer["missing"] for answer in filled.values()):
        return
    before = tally(sheet, filled)
    assert 0 <= before.score <= 100
    first = next(code for code, answer in filled.items() if not answer["missing"])
    filled[first] = {**filled[first], "points": "10"}
    assert tally(sheet, filled).score >= before.score


# --- the rule data -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_shipped_schemes_say_their_basis_and_which_numbers_wait_for_confirmation() -> None:
    found = {row.code: row for row in schemes(on=DAY, place=factories.COUNTY)}
    assert set(found) == {"national", "public_place", "infection"}
    assert [word.label for word in found["national"].results] == ["优", "良", "中", "差"]
    assert not any(row.confirmed for row in found.values())
    assert scheme("public_place", on=DAY, place="460105").confirmed  # Haikou's own numbers
    for code in ("public_place", "infection"):
        sheet = sheet_of(found[code], on=DAY)
        assert any(item.key for item in items_of(sheet))
        assert not sheet["confirmed"]


# --- results taken in --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_poor_result_opens_an_interview_and_a_rectification_with_their_days() -> None:
    row = factories.evaluation(by=factories.clerk())
    due = dict(row.follow_ups.values_list("kind", "due_on"))
    assert due == {
        "interview": add_working_days(today(), 10).on,
        "rectification": add_working_days(today(), 30).on,
    }
    clocks = Deadline.objects.filter(closed_at__isnull=True).values_list("kind", "due_on")
    assert dict(clocks) == {f"evaluation_{kind}": day for kind, day in due.items()}
    assert OutboxEvent.objects.filter(topic="credit.evaluation.taken_in").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("result", ["优", "良", "中"])
def test_a_result_that_is_not_poor_opens_nothing(result: str) -> None:
    factories.evaluation(by=factories.clerk(), result=result)
    assert not EvaluationFollowUp.objects.exists()


@pytest.mark.django_db
def test_a_newer_result_of_the_year_replaces_the_older_which_stays_readable() -> None:
    clerk = factories.clerk()
    old = factories.evaluation(by=clerk)
    new = factories.evaluation(by=clerk, result="良", evaluated_on=date(2026, 6, 30))
    old.refresh_from_db()
    assert old.replaced_at is not None
    assert new.replaced_at is None
    assert set(old.follow_ups.values_list("state", flat=True)) == {FollowUpState.DROPPED}
    assert not Deadline.objects.filter(closed_at__isnull=True).exists()
    assert standing(old.subject) == [new]
    with pytest.raises(Refusal, match="older one cannot replace"):
        factories.evaluation(by=clerk, result="优", evaluated_on=date(2026, 4, 1))
    assert Evaluation.objects.count() == 2


@pytest.mark.django_db
def test_the_same_result_twice_changes_nothing() -> None:
    clerk = factories.clerk()
    factories.evaluation(by=clerk)
    factories.evaluation(by=clerk)
    assert (Evaluation.objects.count(), EvaluationFollowUp.objects.count()) == (1, 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"result": "很差"}, "“Result” takes one of: 优、良、中、差"),
        ({"year": 2030}, "“Year evaluated” must be"),
        ({"year": 1990}, "“Year evaluated” must be"),
        ({"evaluated_on": date(2099, 1, 1)}, "future"),
        ({"evaluator": " "}, "“Evaluated by” is empty"),
        ({"scheme": "horoscope"}, "no evaluation scheme"),
    ],
)
def test_bad_results_are_refused_with_field_and_rule(fields: dict[str, Any], sentence: str) -> None:
    clerk = factories.clerk()
    with pytest.raises(Refusal, match=sentence):
        factories.evaluation(by=clerk, **fields)
    assert not Evaluation.objects.exists()


@pytest.mark.django_db
def test_an_officer_of_another_province_takes_nothing_in() -> None:
    with pytest.raises(Refusal, match="right"):
        factories.evaluation(by=factories.stranger())
    assert not Evaluation.objects.exists()


@pytest.mark.django_db
def test_a_task_ends_with_its_outcome_and_not_without() -> None:
    clerk = factories.clerk()
    task = factories.evaluation(by=clerk).follow_ups.get(kind="interview")
    with pytest.raises(Refusal, match="“Outcome” is empty"):
        services.note_done(task, by=clerk, outcome=" ", done_on=today())
    with pytest.raises(Refusal, match="future"):
        services.note_done(task, by=clerk, outcome="已约谈", done_on=date(2099, 1, 1))
    done = services.note_done(
        task, by=clerk, outcome="已约谈院长，限期整改。", done_on=today(), proof=[factories.pdf()]
    )
    assert done.state == FollowUpState.DONE
    assert Deadline.objects.get(kind="evaluation_interview").closed_at is not None
    with pytest.raises(Refusal):
        services.note_done(done, by=clerk, outcome="再次", done_on=today())


# --- score sheets ------------------------------------------------------------------------------------


def filled(visit: SectorVisit, **less: str) -> dict[str, dict[str, Any]]:
    told = {code.removeprefix("i"): points for code, points in less.items()}
    return {
        item.code: {"points": told.get(item.code, f"{item.points:f}"), "missing": False, "note": ""}
        for item in items_of(visit.sheet)
    }


def signed(on: date, scheme_code: str = "public_place", **less: str) -> SectorVisit:
    first, second = factories.clerk(), factories.clerk()
    visit = factories.sector_visit(by=first, on=on, scheme=scheme_code)
    visits.fill(visit, given=filled(visit, **less), remarks="", by=first)
    visits.sign(visit, by=first)
    return visits.sign(visit, by=second)


@pytest.mark.django_db
def test_the_first_rating_needs_two_visits_three_months_apart() -> None:
    assert signed(date(2026, 1, 10)).outcome == VisitOutcome.FIRST_VISIT
    assert signed(date(2026, 4, 9)).outcome == VisitOutcome.TOO_SOON
    assert not Evaluation.objects.exists()
    rated = signed(date(2026, 4, 10), i5="4")
    assert rated.outcome == VisitOutcome.RATED
    row = Evaluation.objects.get()
    assert (row.result, row.score, row.way) == ("A", Decimal(98), "sheet")
    assert rated.evaluation == row
    again = signed(date(2026, 5, 1), i4="0", i7="0", i8="0")
    assert (again.outcome, again.evaluation and again.evaluation.result) == (VisitOutcome.RATED, "B")


@pytest.mark.django_db
def test_a_failed_key_item_is_not_rated_and_does_not_count_as_a_first_visit() -> None:
    assert signed(date(2026, 1, 10), i1="0").outcome == VisitOutcome.KEY_ITEM
    assert signed(date(2026, 5, 10)).outcome == VisitOutcome.FIRST_VISIT
    assert not Evaluation.objects.exists()


@pytest.mark.django_db
def test_infectious_disease_supervision_rates_at_once_and_key_items_lead_to_key_supervision() -> None:
    visit = signed(date(2026, 6, 1), "infection", i4="0")
    row = Evaluation.objects.get()
    assert (visit.outcome, row.result) == (VisitOutcome.RATED, "重点监督单位")
    assert list(row.follow_ups.values_list("kind", flat=True)) == ["rectification"]
    assert [found.result for _scheme, found in public(factories.HOSPITAL_USCC)] == ["重点监督单位"]


@pytest.mark.django_db
def test_one_inspector_cannot_sign_twice_and_a_signed_sheet_is_closed() -> None:
    first, second = factories.clerk(), factories.clerk()
    visit = factories.sector_visit(by=first)
    with pytest.raises(Refusal, match="no points; judge it"):
        visits.sign(visit, by=first)
    visits.fill(visit, given=filled(visit), remarks="", by=first)
    visits.sign(visit, by=first)
    with pytest.raises(Refusal, match="second officer"):
        visits.sign(visit, by=first)
    with pytest.raises(Refusal, match="carries a signature"):
        visits.fill(visit, given=filled(visit, i5="0"), remarks="", by=second)
    visits.reopen(visit, by=second, reason="第5项漏评")
    visit.refresh_from_db()
    assert (visit.state, visit.first_inspector) == (VisitState.DRAFT, "")
    visits.fill(visit, given=filled(visit, i5="0"), remarks="", by=second)
    visits.sign(visit, by=second)
    done = visits.sign(visit, by=first)
    assert done.state == VisitState.SIGNED
    assert done.score == Decimal(94)


@pytest.mark.django_db
def test_a_visit_keeps_the_sheet_of_its_day() -> None:
    visit = factories.sector_visit(by=factories.clerk())
    before = visit.sheet
    Rule.objects.filter(table="credit.score_sheet").update(value={"title_en": "", "items": []})
    visit.refresh_from_db()
    assert visit.sheet == before
    assert len(items_of(visit.sheet)) == 14


@pytest.mark.django_db
def test_the_class_of_the_archive_follows_the_rating_and_the_national_result_does_not() -> None:
    archive = factories.institution(quantified_class="C")
    clerk = factories.clerk()
    factories.evaluation(by=clerk, result="优")
    archive.refresh_from_db()
    assert archive.quantified_class == "C"
    signed(date(2026, 1, 10))
    signed(date(2026, 6, 10))
    archive.refresh_from_db()
    assert archive.quantified_class == "A"


@pytest.mark.django_db
def test_a_person_and_a_scheme_of_others_have_no_sheet() -> None:
    clerk = factories.clerk()
    with pytest.raises(Refusal, match="for bodies"):
        factories.sector_visit(factories.person(), by=clerk)
    with pytest.raises(Refusal, match="has no score sheet"):
        factories.sector_visit(by=clerk, scheme=NATIONAL)
    with pytest.raises(Refusal, match="future"):
        factories.sector_visit(by=clerk, on=date(2099, 1, 1))
