"""Identifiers: the public worked examples, the known traps, and properties over random codes."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import identifiers
from core.identifiers import Check, check, check_resident_id, check_uscc
from tests.data import people

TODAY = date(2026, 11, 22)
GOLDEN = json.loads((Path(__file__).parents[2] / "data/golden/identifiers.json").read_text(encoding="utf-8"))
HOSPITAL = "12642224455131111Y"
WEIGHTS_ORG = (3, 7, 9, 10, 5, 8, 4, 2)
WEIGHTS_ID = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def org_code(first: str) -> str:
    """The standard's own arithmetic, term by term."""
    rest = (
        11 - sum(identifiers.ORG_ALPHABET.index(c) * w for c, w in zip(first, WEIGHTS_ORG, strict=True)) % 11
    )
    return first + {10: "X", 11: "0"}.get(rest, str(rest))


def uscc(first: str) -> str:
    total = sum(identifiers.USCC_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first))
    return first + identifiers.USCC_ALPHABET[(31 - total % 31) % 31]


def resident_id(first: str) -> str:
    return first + "10X98765432"[sum(int(c) * w for c, w in zip(first, WEIGHTS_ID, strict=True)) % 11]


uscc_letters = st.sampled_from(identifiers.USCC_ALPHABET)
usccs = st.builds(
    lambda head, region, body: uscc(head + region + org_code(body)),
    st.text(uscc_letters, min_size=2, max_size=2).filter(lambda head: head[0] != "0"),
    st.from_regex("[1-8][0-9]{5}", fullmatch=True),
    st.text(uscc_letters, min_size=8, max_size=8),
)
resident_ids = st.builds(
    lambda region, born, serial: resident_id(f"{region}{born:%Y%m%d}{serial:03d}"),
    st.from_regex("[1-8][0-9]{5}", fullmatch=True),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: f"{case['type']}-{case['value']!r}")
def test_every_golden_case_is_answered_as_written(case: dict[str, Any]) -> None:
    found = check(case["type"], case["value"], date.fromisoformat(GOLDEN["as_of"]))

    assert (found.value, found.valid) == (case["normalised"], case["valid"])
    assert found.suggestion == case.get("suggestion", "")
    assert found.accepted == case.get("accept", found.valid)
    if "accept" not in case:
        assert found.finding == case.get("finding", "")


@given(usccs)
def test_every_code_built_by_the_standard_is_valid(code: str) -> None:
    assert check_uscc(code) == Check(code)


@given(usccs, st.integers(0, 17), uscc_letters)
def test_no_single_wrong_character_passes(code: str, place: int, letter: str) -> None:
    mistyped = code[:place] + letter + code[place + 1 :]
    assert check_uscc(mistyped).valid == (mistyped == code)


@given(resident_ids)
def test_every_resident_id_built_by_the_standard_is_valid(number: str) -> None:
    assert check_resident_id(number, TODAY) == Check(number)


@given(resident_ids, st.integers(0, 16))
def test_swapped_neighbours_in_a_resident_id_do_not_pass(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert check_resident_id(swapped, TODAY).valid == (swapped == number)


@given(
    st.text(st.sampled_from(identifiers.ORG_ALPHABET), min_size=8, max_size=8).filter(lambda t: t != "0" * 8)
)
def test_every_organisation_code_built_by_the_standard_is_valid(first: str) -> None:
    assert identifiers.check_org_code(org_code(first)).valid


@given(st.text(max_size=24), st.sampled_from(identifiers.KINDS))
def test_no_text_at_all_breaks_a_check(raw: str, kind: str) -> None:
    assert isinstance(check(kind, raw, TODAY), Check)


@given(
    st.text(st.sampled_from("0123456789AOXx０１Ｘｏ-－ 　\n'"), max_size=20),
    st.sampled_from(identifiers.KINDS),
)
def test_a_cleaned_value_is_checked_like_the_raw_one(raw: str, kind: str) -> None:
    found = check(kind, raw, TODAY)
    assert check(kind, found.value, TODAY) == found


@pytest.mark.parametrize(
    "raw", ["'" + HOSPITAL, "‘" + HOSPITAL, "　1264 2224\r\n4551\u200b31111y\ufeff", "\t" + HOSPITAL]
)
def test_apostrophes_blanks_and_invisible_marks_are_cleaned_away(raw: str) -> None:
    assert check_uscc(raw) == Check(HOSPITAL)


def test_the_filler_is_flagged_and_passes_only_where_an_authority_may_be_unknown() -> None:
    filler = "0" * 17 + "x"
    assert identifiers.check_authority_code(filler) == Check(identifiers.FILLER, filler=True)
    assert check_uscc(filler).finding == "bad_check_character"
    assert check_uscc(filler).filler


def test_zeros_alone_name_nobody_although_their_sums_hold() -> None:
    assert check_uscc("0" * 18).finding == "bad_code_format"
    assert identifiers.check_org_code("0" * 9).finding == "bad_code_format"


def test_several_look_alike_letters_are_mended_together() -> None:
    assert check_uscc("I264ZZ24455I3IIIIY") == Check("I264ZZ24455I3IIIIY", "confusable_letter", HOSPITAL)
    u_typed_as_v = uscc("91410527" + org_code("MAU00014")).replace("U", "V")
    assert check_uscc(u_typed_as_v).suggestion == u_typed_as_v.replace("V", "U")


def test_no_suggestion_is_made_that_is_not_valid_itself() -> None:
    assert check_uscc("91640221MA76E7RCO1") == Check("91640221MA76E7RCO1", "confusable_letter")
    assert check_resident_id("41052719900101OO1V", TODAY) == Check("41052719900101OO1V", "confusable_letter")


def test_length_comes_before_look_alike_letters_and_these_before_the_birth_date() -> None:
    assert check_uscc("91640221MA76E7RCO").finding == "bad_code_format"
    assert check_resident_id("4105271990O230001X", TODAY).finding == "confusable_letter"
    assert check_resident_id(people.NO_SUCH_DAY, TODAY).finding == "bad_birth_date"


def test_somebody_born_today_is_born_and_somebody_born_tomorrow_is_not() -> None:
    assert check_resident_id(resident_id("41052720261122001"), TODAY).valid
    assert check_resident_id(resident_id("41052720261123001"), TODAY).finding == "bad_birth_date"


def test_region_digits_are_digits_and_are_not_looked_up() -> None:
    assert check_uscc(uscc("91999999" + org_code("MA5MU523"))).valid
    assert check_uscc(uscc("9141A527" + org_code("MA5MU523"))).finding == "bad_code_format"


def test_an_organisation_code_ending_in_a_look_alike_letter_is_mended() -> None:
    assert identifiers.check_org_code("73030219-O") == Check("73030219O", "confusable_letter", "730302190")


def test_region_and_birth_date_are_read_from_the_code() -> None:
    assert identifiers.division_of_uscc(HOSPITAL) == "642224"
    assert identifiers.birth_date(people.PERSON) == date(1990, 1, 1)
    assert identifiers.birth_date(people.NO_SUCH_DAY) is None
    assert identifiers.birth_date("H1234") is None


def test_an_unknown_kind_of_code_is_a_programmers_error() -> None:
    with pytest.raises(ValueError, match="passport"):
        check("passport", "E12345678")
