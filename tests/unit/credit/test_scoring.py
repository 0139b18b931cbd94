"""The pure evaluator: the accepted cases, and the rules that they do not show."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from core.casebook import run_file
from core.errors import Refusal
from credit.cases import event_of, outcome
from credit.fields import hundredths_of, points_of
from credit.grading.standards import FOLDER
from credit.rules.cycles import add_months, running_cycle
from credit.rules.explanation import Fact, LineKind, tell
from credit.rules.phrases import plain
from credit.rules.scoring import Evaluation, EventData, evaluate
from credit.rules.standard import CycleRule, StandardData
from credit.rules.standard_file import read_standard
from credit.rules.terms import CycleBasis, CycleKind, Reason

GOLDEN = Path(__file__).resolve().parents[2] / "data" / "golden" / "scoring.json"
CASES = json.loads(GOLDEN.read_text(encoding="utf-8"))
STANDARDS = {data["code"]: read_standard(data) for data in CASES["standards"]}
INSTITUTION, PRACTITIONER = STANDARDS["DEMO-INST"], STANDARDS["DEMO-PRAC"]
DAY = date(2026, 11, 22)
VERIFIED = (date(2026, 1, 15),)


def event(key: int, item: str, on: date = date(2026, 3, 1), **fields: Any) -> EventData:
    return EventData(**{"key": key, "item": item, "happened_on": on, "final_on": on, **fields})


def institution(*events: EventData, as_of: date = DAY) -> Evaluation:
    return evaluate(INSTITUTION, events, as_of=as_of, verified_on=VERIFIED)


def reasons(result: Evaluation) -> list[Reason]:
    return [line.reason for line in result.lines]


def told(standard: StandardData, result: Evaluation) -> list[Any]:
    facts = [
        Fact(
            None,
            line.event.happened_on,
            line.event.item,
            "某行为",
            "",
            line.event.count,
            line.criterion,
            line.points,
            line.reason,
        )
        for line in result.lines
    ]
    return tell(standard, result.cycle, facts, as_of=DAY)


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["id"])
def test_every_accepted_case_comes_out_as_accepted(case: dict[str, Any]):
    standard = STANDARDS[case["standard"]]
    result = evaluate(
        standard,
        [event_of(data) for data in case["events"]],
        as_of=date.fromisoformat(case["as_of"]),
        verified_on=[date.fromisoformat(day) for day in case.get("verified_on", ())],
    )
    assert outcome(result, standard) == case["expected"]


def test_check_rules_runs_the_scoring_cases():
    results = run_file(GOLDEN)
    assert (len(results), [row.name for row in results if not row.passed]) == (19, [])


def test_a_case_that_expects_something_else_is_reported(tmp_path: Path):
    wrong = {**CASES, "cases": [{**CASES["cases"][0], "expected": {"grade": "B", "colour": "red"}}]}
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps(wrong), encoding="utf-8")
    (result,) = run_file(file)
    assert (result.passed, result.got) == (False, {"grade": "A", "colour": None})


def test_cases_of_an_unusable_standard_say_what_is_wrong_with_it(tmp_path: Path):
    broken = {**CASES, "standards": [{**CASES["standards"][0], "veto_grade": "E"}]}
    file = tmp_path / "broken.json"
    file.write_text(json.dumps(broken), encoding="utf-8")
    (result,) = run_file(file)
    assert not result.passed
    assert "“E”" in result.got


def test_the_shipped_standards_are_those_of_the_accepted_cases():
    shipped = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("demo-*.json"))]
    assert {data["code"] for data in shipped} == set(STANDARDS)
    for data in shipped:
        accepted, stored = STANDARDS[data["code"]], read_standard(data)
        assert [(band.label, band.minimum) for band in stored.bands] == [
            (band.label, band.minimum) for band in accepted.bands
        ]
        worth = {item: (row.points, row.per, row.veto, row.bonus) for item, row in stored.criteria.items()}
        assert worth == {
            item: (row.points, row.per, row.veto, row.bonus) for item, row in accepted.criteria.items()
        }
        assert (stored.base, stored.floor, stored.bonus_cap, stored.cycle) == (
            accepted.base,
            accepted.floor,
            accepted.bonus_cap,
            accepted.cycle,
        )


def test_a_subject_that_never_passed_verification_is_counted_by_calendar_year_and_told_so():
    result = evaluate(INSTITUTION, [event(1, "I03", date(2026, 1, 1))], as_of=DAY)
    assert (result.cycle.start, result.cycle.end) == (date(2026, 1, 1), date(2026, 12, 31))
    assert result.cycle.basis == CycleBasis.FALLBACK
    with translation.override("en"):
        assert "because no verification is known" in told(INSTITUTION, result)[0].text


def test_a_verification_still_to_come_does_not_start_a_cycle():
    days = [date(2025, 3, 1), date(2026, 12, 1)]
    cycle = running_cycle(INSTITUTION.cycle, DAY, days)
    assert (cycle.start, cycle.end) == (date(2026, 3, 1), date(2027, 2, 28))


@pytest.mark.parametrize(
    ("valid_to", "start", "end"),
    [
        (date(2027, 2, 28), date(2026, 3, 1), date(2027, 2, 28)),
        (date(2028, 9, 30), date(2025, 10, 1), date(2026, 9, 30)),  # a verification for three years
        (date(2026, 3, 15), date(2026, 3, 16), date(2027, 3, 15)),  # run out: on in whole cycles, as if late
        (date(2024, 3, 15), date(2026, 3, 16), date(2027, 3, 15)),
    ],
)
def test_without_a_day_of_verification_a_cycle_ends_with_its_validity(valid_to: date, start: date, end: date):
    day = date(2026, 3, 31)
    result = evaluate(INSTITUTION, [], as_of=day, valid_to=valid_to, verified_on=[day + timedelta(days=1)])
    assert (result.cycle.start, result.cycle.end) == (start, end)
    assert result.cycle.basis == CycleBasis.VALIDITY
    with translation.override("en"):
        assert f"inferred in whole cycles from the end of verification's validity, {valid_to}, because" in (
            told(INSTITUTION, result)[0].text
        )
    known = evaluate(INSTITUTION, [], as_of=day, valid_to=valid_to, verified_on=[date(2025, 11, 5)])
    assert (known.cycle.start, known.cycle.basis) == (date(2025, 11, 5), CycleBasis.VERIFICATION)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_adding_months_ends_with_the_month(day: date, months: int, expected: date):
    assert add_months(day, months) == expected


def test_a_verification_on_the_last_of_the_month_does_not_drift():
    rule = CycleRule(CycleKind.FROM_VERIFICATION, months=1)
    passed = [date(2026, 1, 31)]
    assert running_cycle(rule, date(2026, 3, 30), passed).start == date(2026, 2, 28)
    assert running_cycle(rule, date(2026, 3, 31), passed).start == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("year", "start"), [(2024, 2023), (2025, 2025), (2026, 2025), (2022, 2021), (1999, 1999)]
)
def test_calendar_cycles_are_counted_from_the_anchor_in_both_directions(year: int, start: int):
    cycle = running_cycle(PRACTITIONER.cycle, date(year, 7, 1))
    assert (cycle.start, cycle.end) == (date(start, 1, 1), date(start + 1, 12, 31))


def test_one_act_counts_once_under_the_highest_item():
    result = institution(event(1, "I04", act="x"), event(2, "I02", act="x"), event(3, "I03", act="x"))
    assert reasons(result) == [Reason.SAME_ACT, Reason.COUNTED, Reason.SAME_ACT]
    assert result.points == 6


def test_a_veto_is_the_highest_item_of_an_act_whatever_the_points():
    result = institution(event(1, "I02", act="x", count=9), event(2, "V01", act="x"))
    assert (reasons(result), result.points, result.label) == ([Reason.SAME_ACT, Reason.COUNTED], 6, "D")


def test_of_equals_in_an_act_the_earliest_counts_and_then_the_first_known():
    later, earlier = event(1, "I02", act="x"), event(2, "I02", date(2026, 2, 1), act="x")
    assert reasons(institution(later, earlier)) == [Reason.SAME_ACT, Reason.COUNTED]
    assert reasons(institution(event(8, "I02", act="x"), event(7, "I02", act="x"))) == [
        Reason.SAME_ACT,
        Reason.COUNTED,
    ]


def test_a_repaired_record_does_not_hide_the_other_records_of_its_act():
    repaired = event(1, "I02", act="x", repaired_on=date(2026, 5, 1))
    assert reasons(institution(repaired, event(2, "I04", act="x"))) == [Reason.REPAIRED, Reason.COUNTED]


def test_a_bonus_and_a_deduction_of_one_act_both_count():
    result = institution(event(1, "B01", act="x"), event(2, "I02", act="x"))
    assert (result.points, result.bonus, result.score) == (6, 3, 97)


def test_a_dispute_that_was_settled_counts_again_from_that_day():
    disputed = event(1, "I02", disputed_from=date(2026, 4, 1), disputed_until=date(2026, 6, 1))
    assert reasons(institution(disputed, as_of=date(2026, 3, 31))) == [Reason.COUNTED]
    assert reasons(institution(disputed, as_of=date(2026, 5, 31))) == [Reason.DISPUTED]
    assert reasons(institution(disputed, as_of=date(2026, 6, 1))) == [Reason.COUNTED]


def test_a_record_without_a_final_day_does_not_count():
    assert reasons(institution(event(1, "I02", final_on=None))) == [Reason.NOT_FINAL]


def test_a_record_of_the_future_and_one_outside_the_standard_are_named_as_such():
    result = institution(event(1, "I02", date(2026, 12, 1)), event(2, "X99"))
    assert reasons(result) == [Reason.AFTER_AS_OF, Reason.NOT_IN_STANDARD]


def test_the_score_stops_at_the_floor():
    result = institution(event(1, "I02", count=30))
    assert (result.points, result.score, result.label) == (180, 0, "D")
    assert LineKind.FLOOR in {line.kind for line in told(INSTITUTION, result)}


def test_nothing_is_subtracted_from_twelve_points_below_zero():
    result = evaluate(PRACTITIONER, [event(1, "P05"), event(2, "P05")], as_of=DAY)
    assert (result.points, result.score, result.label) == (24, 0, "暂停执业活动并重新考核")


def test_the_explanation_runs_from_the_base_to_the_grade_in_the_order_of_days():
    result = institution(
        event(1, "I02", date(2026, 5, 1), count=2),
        event(2, "B01", date(2026, 3, 1)),
        event(3, "B01", date(2026, 6, 1)),
        event(4, "I03", date(2026, 4, 1), repaired_on=date(2026, 8, 1)),
    )
    with translation.override("en"):
        lines = told(INSTITUTION, result)
    assert [(line.kind.value, line.change, line.running) for line in lines] == [
        ("cycle", None, None),
        ("base", None, 100),
        ("added", 3, 103),
        ("ignored", None, 103),
        ("deducted", -12, 91),
        ("added", 2, 93),
        ("band", None, None),
        ("result", None, 93),
    ]
    assert "repaired" in lines[3].text
    assert "6 per person, 2 persons" in lines[4].text
    assert "only 2 of it" in lines[5].text
    assert lines[-1].text.endswith("score 93, grade A.")


def test_the_explanation_of_points_counts_up():
    result = evaluate(PRACTITIONER, [event(1, "P03"), event(2, "P02"), event(3, "P04")], as_of=DAY)
    with translation.override("en"):
        lines = told(PRACTITIONER, result)
    assert [line.running for line in lines[1:]] == [
        0,
        4,
        Decimal("4.5"),
        Decimal("10.5"),
        None,
        Decimal("10.5"),
    ]
    assert lines[-1].text == "As of 2026-11-22: 10.5 of 12 points: 离岗培训一个月."


def test_a_veto_is_told_with_the_item_that_caused_it():
    lines = told(INSTITUTION, institution(event(1, "V02")))
    veto = next(line for line in lines if line.kind == LineKind.VETO)
    assert "出卖出借许可证" in veto.text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"bands": [{"grade": "A", "min": "90"}]}, "have no grade"),
        ({"bands": []}, "at least one grade"),
        ({"veto_grade": "E"}, "not one of the grades"),
        ({"veto_grade": ""}, "no grade that a veto leads to"),
        ({"bonus_cap": "0"}, "allows no bonus points"),
        ({"cycle": {"type": "from_verification", "months": 0}}, "at least one month"),
        ({"cycle": {"type": "calendar_years", "years": 0, "anchor": 2025}}, "at least one year"),
        ({"items": [{"item": "I01", "title": "x", "points": "-1"}]}, "I01 are negative"),
        ({"items": [{"item": "I01", "title": "x", "points": "many"}]}, "cannot be read"),
        ({"items": [{"item": "I01", "title": "x", "points": "1"}] * 2}, "cannot be read"),
        ({"items": [{"item": "I01", "title": "x", "points": "0.125"}]}, "two decimal places"),
        ({"cycle": {"type": "from_licence"}}, "cannot be read"),
        ({"base": None}, "cannot be read"),
    ],
)
def test_an_unusable_standard_is_refused_with_a_sentence(change: dict[str, Any], sentence: str):
    with translation.override("en"), pytest.raises(Refusal, match=sentence):
        read_standard({**CASES["standards"][0], **change})


def test_half_points_are_whole_hundredths():
    assert hundredths_of(Decimal("0.5")) == 50
    assert [plain(points_of(number)) for number in (0, 50, 100, 9850, 10000)] == [
        "0",
        "0.5",
        "1",
        "98.5",
        "100",
    ]
    with pytest.raises(ValueError, match="two decimal places"):
        hundredths_of(Decimal("0.125"))
