"""How alike two names are: what is forgiven, what makes another body, and that the score says why."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blacklist.checks import names
from blacklist.checks.scoring import MATCH, POSSIBLE, Why, score
from blacklist.checks.showing import REASONS
from blacklist.checks.trial import bodies, cases, measure

CLINIC = "内黄县华康口腔诊所"


@pytest.mark.parametrize(
    ("asked", "known", "why"),
    [
        ("内黄县华康口腔诊所", CLINIC, Why.SAME),
        ("内黄县 华康　口腔诊所", CLINIC, Why.SPELLING),
        ("内黄县（华康）口腔诊所", CLINIC, Why.BRACKETS),
        ("內黃縣華康口腔診所", CLINIC, Why.CHARACTERS),
        ("内黄县第1人民医院", "内黄县第一人民医院", Why.CHARACTERS),
        ("河南省安阳市内黄县华康口腔诊所", CLINIC, Why.PLACE_ABOVE),
        ("内黄华康口腔诊所", CLINIC, Why.PLACE_ABOVE),
        ("华康口腔诊所", CLINIC, Why.PLACE_MISSING),
        ("安阳市华康医药公司", "安阳市华康医药有限责任公司", Why.FORM_MISSING),
        ("内黄县康华口腔诊所", CLINIC, Why.SWAPPED),
        ("内黄县华慷口腔诊所", CLINIC, Why.SOUND),
        ("内黄县华康口腔诊听", "内黄县华康口腔诊所", Why.KIND_SLIP),
        ("内黄县博爱医院", "内黄县搏爱医院", Why.SOUND),
        ("内黄县土康诊所", "内黄县士康诊所", Why.LOOK),
        ("内黄县华康口诊所", CLINIC, Why.LEFT_OUT),
        ("内黄县华康口腔诊所所", CLINIC, Why.ADDED),
        ("内簧县人民医院", "内黄县人民医院", Why.SOUND),
    ],
)
def test_a_name_written_otherwise_is_the_same_body_and_says_what_differs(
    asked: str, known: str, why: Why
) -> None:
    found = score(asked, known)
    assert (found.value >= MATCH, found.why) == (True, [why])


@pytest.mark.parametrize(
    ("asked", "known", "why"),
    [
        ("内黄县第二人民医院", "内黄县第一人民医院", Why.TELLING),
        ("汤阴县华康口腔诊所", CLINIC, Why.PLACE_OTHER),
        ("内黄县华康口腔门诊部", CLINIC, Why.KIND_OTHER),
        ("内黄县华康眼科诊所", CLINIC, Why.KIND_OTHER),
        ("内黄县中心医院", "内黄县中医院", Why.KIND_OTHER),
        ("内黄县中医院", "内黄县医院", Why.TELLING),
        ("内黄县华达口腔诊所", CLINIC, Why.CHANGED),
        ("内黄县仁爱康复医院东区分院", "内黄县仁爱康复医院", Why.KIND_OTHER),
    ],
)
def test_what_makes_another_body_is_no_hit(asked: str, known: str, why: Why) -> None:
    found = score(asked, known)
    assert found.value < POSSIBLE
    assert why in found.why


def test_a_name_without_its_place_that_fits_many_bodies_is_only_possible() -> None:
    assert POSSIBLE <= score("人民医院", "内黄县人民医院").value < MATCH


def test_a_place_within_a_name_is_no_place_above() -> None:
    assert names.read("滑县新华医院").places == ("滑县",)
    assert names.read("内黄县城关镇卫生院").core == "城关镇卫生院"


def test_every_reason_has_its_words() -> None:
    assert set(REASONS) == set(Why)


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_score_lies_between_nought_and_one_and_does_not_depend_on_the_order(one: str, other: str) -> None:
    found = score(one, other)
    assert 0 <= found.value <= 1
    assert found.value == score(other, one).value
    assert found.value == 1 or found.why


@given(st.text(alphabet="内黄县华康口腔诊所人民医院第一二有限公司", min_size=4, max_size=12), st.data())
def test_names_one_character_apart_share_a_token(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    shorter = name[:at] + name[at + 1 :]
    assert set(names.tokens(name).split()) & set(names.tokens(shorter).split())


def test_made_up_variants_are_found_and_their_neighbours_are_not() -> None:
    chance = random.Random(20261122)
    listed = bodies(400, chance)
    asked = cases(listed, 250, chance)
    outcome = measure(listed, asked)
    assert len({case.way for case in asked}) > 15
    assert outcome.precision >= 0.95
    assert outcome.recall >= 0.95
