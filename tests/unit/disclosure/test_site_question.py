"""What the search box understands, and what it refuses to look up."""

from __future__ import annotations

import pytest

from disclosure.site.filters import read
from disclosure.site.question import Form, document_number, understand
from tests.data import people
from tests.factories import HOSPITAL_USCC, PERSON_ID


@pytest.mark.parametrize("typed", ["", "   ", "\u3000", "\x00", "\u200b"])
def test_nothing_typed_lists_everything(typed: str) -> None:
    assert understand(typed).form == Form.EMPTY


@pytest.mark.parametrize("typed", ["医", "医院", "青禾", "内黄县青禾医院", "北京 协和", "ab"])
def test_a_name_may_be_one_chinese_character(typed: str) -> None:
    assert understand(typed).form == Form.NAME


@pytest.mark.parametrize("typed", ["a", "1", "Ａ", "%", "_"])
def test_one_letter_or_digit_is_too_short(typed: str) -> None:
    assert understand(typed).form == Form.TOO_SHORT


@pytest.mark.parametrize(
    "typed", [HOSPITAL_USCC, HOSPITAL_USCC.lower(), f" {HOSPITAL_USCC[:9]} {HOSPITAL_USCC[9:]} "]
)
def test_a_credit_code_is_looked_up_as_a_code(typed: str) -> None:
    question = understand(typed)
    assert (question.form, question.value) == (Form.CREDIT_CODE, HOSPITAL_USCC)


def test_a_mistyped_credit_code_is_named_with_the_one_probably_meant() -> None:
    question = understand(HOSPITAL_USCC.replace("0", "O", 1))
    assert (question.form, question.suggestion) == (Form.WRONG_CODE, HOSPITAL_USCC)


@pytest.mark.parametrize(
    "typed",
    [
        PERSON_ID,
        people.WRONG_CHECK,
        people.PERSON[:17] + "x",
        "410527900101001",
        f"林知夏 {PERSON_ID}",
        "４１０５２７１９９００１０１００１１",
        "13812345678",
    ],
)
def test_a_personal_number_is_neither_searched_nor_repeated(typed: str) -> None:
    question = understand(typed)
    assert question.form == Form.PERSONAL
    assert (question.text, question.value, question.searchable) == ("", "", False)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("内卫医罚〔2026〕12号", "内卫医罚〔2026〕12号"),
        ("内卫医罚[2026]12号", "内卫医罚〔2026〕12号"),
        ("内卫医罚【2026】 12 号", "内卫医罚〔2026〕12号"),
        ("内卫医罚（２０２６）12号", "内卫医罚〔2026〕12号"),
        ("内卫医罚(2026)", "内卫医罚〔2026〕"),
    ],
)
def test_a_document_number_is_found_with_any_brackets(typed: str, kept: str) -> None:
    assert understand(typed).form == Form.DOCUMENT
    assert document_number(typed) == kept


def test_a_certificate_number_is_a_document_number() -> None:
    assert understand("PDY00001441052712A1001").form == Form.DOCUMENT


def test_dates_that_cannot_be_read_are_named_and_left_out() -> None:
    filters = read({"since": "2026-13-01", "until": "2026-06-30"})
    assert filters.since is None
    assert filters.until is not None
    assert len(filters.problems) == 1


def test_exchanged_dates_are_put_in_order() -> None:
    filters = read({"since": "2026-06-30", "until": "2026-01-01"})
    assert filters.since is not None
    assert filters.until is not None
    assert filters.since < filters.until
    assert filters.problems


@pytest.mark.parametrize("bad", ["41052", "41%", "x", "٤١"])
def test_a_division_is_two_four_or_six_digits(bad: str) -> None:
    assert read({"division": bad}).division == ""
    assert read({"division": "4105"}).division == "4105"


def test_rows_to_continue_from_are_numbers() -> None:
    filters = read({"after": "9" * 19, "before": "-1"})
    assert (filters.after, filters.before) == (None, None)
