"""Caps, vetoes of their own, direct grades, decay, licence cycles and serious lists, checked by hand."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from core.errors import Refusal
from credit.rules.cycles import add_months
from credit.rules.decay import cuts, percent_of, weighted
from credit.rules.explanation import Fact, Line, LineKind, tell
from credit.rules.scoring import Evaluation, EventData, Period, evaluate
from credit.rules.standard import DecayData, StandardData
from credit.rules.standard_file import read_standard
from credit.rules.terms import CycleBasis, Reason

DAY = date(2026, 11, 22)
FILE: dict[str, Any] = {
    "code": "RULES",
    "version": "1",
    "subject": "institution",
    "base": "100",
    "floor": "0",
    "bonus_cap": "5",
    "veto_grade": "D",
    "cycle": {"type": "calendar_years", "years": 2, "anchor": 2025},
    "bands": [
        {"grade": grade, "min": least} for grade, least in (("A", "90"), ("B", "75"), ("C", "60"), ("D", "0"))
    ],
    "items": [
        {"item": "I01", "title": "普通", "points": "6", "clause": "第六条"},
        {"item": "I02", "title": "封顶", "points": "0.5", "cap": "1.5"},
        {"item": "V01", "title": "否决到C", "points": "2", "veto": True, "grade": "C"},
        {"item": "V02", "title": "否决", "points": "2", "veto": True},
        {"item": "X01", "title": "拒绝评价", "points": "1", "direct": True},
        {"item": "B01", "title": "加分", "points": "2", "bonus": True, "cap": "3"},
    ],
}


def standard(**changes: Any) -> StandardData:
    return read_standard({**FILE, **changes})


def event(key: int, item: str, on: date = date(2026, 11, 1), **fields: Any) -> EventData:
    return EventData(**{"key": key, "item": item, "happened_on": on, "final_on": on, **fields})


def result(*events: EventData, under: StandardData | None = None, **more: Any) -> Evaluation:
    return evaluate(under or standard(), events, as_of=DAY, **more)


def told(under: StandardData, outcome: Evaluation) -> list[Line]:
    facts = [
        Fact(
            record_id=int(line.event.key),
            happened_on=line.event.happened_on,
            item=line.event.item,
            title="",
            document_no="",
            count=line.event.count,
            criterion=line.criterion,
            points=line.points,
            reason=line.reason,
        )
        for line in outcome.lines
    ]
    with translation.override("en"):
        return tell(under, outcome.cycle, facts, as_of=DAY, label=outcome.label, listed=outcome.listed)


# --- caps ---


def test_an_item_costs_no_more_than_its_cap():
    outcome = result(*(event(number, "I02") for number in range(5)), event(9, "I01"))
    assert (outcome.points, outcome.score) == (Decimal("7.5"), Decimal("92.5"))


def test_everything_together_costs_no_more_than_the_cap_of_the_standard():
    outcome = result(*(event(number, "I01") for number in range(5)), under=standard(deduction_cap="20.5"))
    assert (outcome.points, outcome.score, outcome.label) == (Decimal("20.5"), Decimal("79.5"), "B")


def test_a_bonus_item_adds_no_more_than_its_cap():
    assert result(*(event(number, "B01") for number in range(4))).bonus == 3


def test_a_veto_holds_although_the_cap_leaves_its_points_nothing():
    many = [event(number, "I01", date(2026, 1, 1)) for number in range(3)]
    outcome = result(*many, event(9, "V02"), under=standard(deduction_cap="18"))
    assert (outcome.points, outcome.label) == (18, "D")


def test_the_line_on_which_a_cap_is_reached_says_so():
    under = standard(deduction_cap="6")
    lines = told(under, result(*(event(number, "I02") for number in range(4)), event(9, "I01"), under=under))
    assert [line.change for line in lines[2:7]] == [Decimal("-0.5")] * 3 + [0, Decimal("-4.5")]
    assert lines[5].text.endswith("only 0 of it, because item I02 counts for 1.5 at most")
    assert lines[6].text.endswith("only 4.5 of it, because all records together cost 6 at most")
    assert lines[-1].running == 94


# --- vetoes, direct grades, lists ---


def test_a_veto_item_leads_to_its_own_grade_or_else_to_that_of_the_standard():
    assert (result(event(1, "V01")).label, result(event(1, "V02")).label) == ("C", "D")


def test_a_veto_does_not_lift_a_grade_that_the_score_puts_lower():
    assert result(event(1, "V01"), *(event(n, "I01", count=1) for n in range(2, 10))).label == "D"


def test_a_refused_assessment_puts_the_grade_at_the_lowest_directly():
    outcome = result(event(1, "X01"))
    assert (outcome.score, outcome.label, outcome.direct, outcome.veto) == (99, "D", True, False)
    lines = told(standard(), outcome)
    direct = next(line for line in lines if line.kind == LineKind.DIRECT)
    assert direct.text == "Put at D directly by X01 拒绝评价, whatever the score."
    band = next(line for line in lines if line.kind == LineKind.BAND)
    assert band.text == "A score of 99 falls into “A” (from 90)."


def test_of_one_act_what_leads_to_the_gravest_grade_counts():
    outcome = result(event(1, "I01", act="x"), event(2, "V01", act="x"), event(3, "X01", act="x"))
    assert [line.reason for line in outcome.lines] == [Reason.SAME_ACT, Reason.SAME_ACT, Reason.COUNTED]


def test_a_place_on_a_serious_list_holds_the_grade_down_from_day_to_day():
    under = standard(serious_list_grade="C")
    on_list = Period(DAY, DAY + timedelta(days=1))
    assert [
        evaluate(under, (), as_of=DAY + timedelta(days=days), listed=[on_list]).label for days in (-1, 0, 1)
    ] == ["A", "C", "A"]
    assert result(listed=[Period(DAY)]).label == "A"  # this standard asks for no list
    lines = told(under, result(under=under, listed=[on_list]))
    assert [line.kind for line in lines][-3:] == [LineKind.BAND, LineKind.LISTED, LineKind.RESULT]


# --- decay ---


def test_decay_rounds_each_record_half_up_to_the_hundredth():
    assert weighted(Decimal("0.5"), 33) == Decimal("0.17")  # 0.165
    assert weighted(Decimal("0.25"), 50) == Decimal("0.13")  # 0.125
    assert weighted(Decimal("0.01"), 49) == 0
    assert weighted(Decimal("2.25"), 100) == Decimal("2.25")
    for hundredths in range(0, 1300, 7):
        for percent in range(100):
            exact = weighted(Decimal(hundredths) / 100, percent)
            assert exact * 100 == (hundredths * percent + 50) // 100


def test_a_record_counts_for_less_from_the_day_on_which_it_reaches_the_age():
    under = standard(decay=[{"from_months": 12, "percent": 50}, {"from_months": 18, "percent": 10}])
    days = (date(2025, 11, 23), date(2025, 11, 22), date(2025, 5, 23), date(2025, 5, 22))
    assert [result(event(1, "I01", day), under=under).points for day in days] == [
        6,
        3,
        3,
        Decimal("0.6"),
    ]


@pytest.mark.parametrize("as_of", [date(2026, 2, 28), date(2024, 2, 29), date(2026, 3, 31), date(2026, 1, 1)])
@pytest.mark.parametrize("months", [1, 2, 6, 12, 13])
def test_the_last_day_of_an_age_is_found_as_months_are_added(as_of: date, months: int):
    (cut,) = cuts([DecayData(months, 50)], as_of)
    for days in range(-3, 4):
        day = cut.until + timedelta(days=days)
        assert (percent_of(day, [cut]) == 50) == (add_months(day, months) <= as_of)


def test_decay_lessens_points_and_not_vetoes():
    under = standard(decay=[{"from_months": 6, "percent": 0}])
    outcome = result(event(1, "V02", date(2026, 1, 1)), under=under)
    assert (outcome.points, outcome.score, outcome.label) == (0, 100, "D")


def test_the_line_of_an_old_record_says_for_how_much_it_counts_and_why():
    under = standard(decay=[{"from_months": 12, "percent": 50}])
    line = told(under, result(event(1, "I01", date(2025, 3, 1)), under=under))[2]
    assert (line.change, line.clause) == (-3, "第六条")
    assert line.text == "I01 普通: 6; counts for 50%, 3, because it is 12 months old or more"


# --- what does not count, and cycles ---


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ({"superseded_on": DAY}, Reason.SUPERSEDED),
        ({"shielded_from": DAY}, Reason.SHIELDED),
        ({"shielded_from": DAY, "shielded_until": DAY}, Reason.COUNTED),
        ({"shielded_from": DAY + timedelta(days=1)}, Reason.COUNTED),
        ({"confirmed": False}, Reason.NOT_CONFIRMED),
    ],
)
def test_superseded_shielded_and_unconfirmed_records_do_not_count(state: dict[str, Any], reason: Reason):
    assert [line.reason for line in result(event(1, "I01", **state)).lines] == [reason]


@pytest.mark.parametrize(
    ("months", "start", "end"),
    [(12, date(2026, 5, 20), date(2027, 5, 19)), (24, date(2025, 5, 20), date(2027, 5, 19))],
)
def test_a_cycle_from_the_licence_date_runs_one_or_two_years(months: int, start: date, end: date):
    under = standard(cycle={"type": "from_licence", "months": months})
    outcome = result(under=under, licensed_on=[date(2021, 5, 20)], verified_on=[date(2026, 8, 1)])
    assert (outcome.cycle.start, outcome.cycle.end) == (start, end)
    assert outcome.cycle.basis == CycleBasis.LICENCE


def test_without_a_licence_date_calendar_years_count_and_it_is_said():
    under = standard(cycle={"type": "from_licence", "months": 12, "years_without_licence": 1})
    outcome = result(under=under, verified_on=[date(2026, 8, 1)])
    assert (outcome.cycle.start, outcome.cycle.basis) == (date(2026, 1, 1), CycleBasis.NO_LICENCE)
    assert "because no licence date is known" in told(under, outcome)[0].text


# --- standards that cannot be used ---


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"deduction_cap": "0"}, "must be more than 0"),
        ({"serious_list_grade": "E"}, "serious list, “E”, is not one"),
        ({"bands": [{"grade": "A", "min": "50"}, {"grade": "D", "min": "10"}]}, "have no grade"),
        ({"bands": [{"grade": "A", "min": "0"}, {"grade": "D", "min": "0"}]}, "start at the same number"),
        ({"bands": [{"grade": "D", "min": "5"}, {"grade": "D", "min": "0"}]}, "have the same name"),
        ({"floor": "101"}, "above the base score"),
        ({"cycle": {"type": "from_licence", "months": 0}}, "at least one month"),
        ({"cycle": {"type": "from_verification", "months": 6000}}, "no longer than 10 years"),
        ({"decay": [{"from_months": 0, "percent": 50}]}, "an age of 1 to 600 months"),
        ({"decay": [{"from_months": 6, "percent": 100}]}, "a percentage from 0 to 99"),
        (
            {"decay": [{"from_months": 6, "percent": 40}, {"from_months": 12, "percent": 50}]},
            "From 12 months on a record must count for less",
        ),
        ({"items": [{"item": "I01", "title": "x", "points": "2", "cap": "1"}]}, "fewer than one record"),
        ({"items": [{"item": "I01", "title": "x", "points": "2", "grade": "C"}]}, "neither a veto nor"),
        ({"items": [{"item": "I01", "title": "x", "points": "2", "direct": True, "grade": "E"}]}, "“E”"),
        (
            {"items": [{"item": "I01", "title": "x", "points": "2", "veto": True, "direct": True}]},
            "more than",
        ),
    ],
)
def test_a_standard_that_cannot_be_used_is_refused_with_a_sentence(change: dict[str, Any], sentence: str):
    with translation.override("en"), pytest.raises(Refusal, match=sentence):
        standard(**change)
