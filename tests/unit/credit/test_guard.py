"""The never-collect guard, both ways: personal facts are refused, the wording of violations is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.errors import Refusal
from core.models import Rule
from credit.choices import NeverCollected
from credit.guard import guard
from credit.models import CatalogueItem
from credit.rules.terms import AppliesTo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
GOLDEN: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "data" / "golden" / "never_collect.json").read_text(encoding="utf-8")
)
REFUSED = [(kind, text) for kind, texts in GOLDEN["refused"].items() for text in texts]


@pytest.mark.parametrize(("kind", "text"), REFUSED)
def test_what_no_file_may_hold_is_found_and_named(kind: str, text: str) -> None:
    found = guard().find(text)
    assert found is not None
    assert found.kind == NeverCollected(kind).label


@pytest.mark.parametrize("text", GOLDEN["accepted"])
def test_the_wording_of_violations_passes(text: str) -> None:
    assert guard().find(text) is None


def test_no_item_of_the_catalogue_is_caught() -> None:
    shield = guard()
    names = CatalogueItem.objects.filter(applies_to__in=AppliesTo.values).values_list("name", flat=True)
    assert len(names) > 100
    assert [name for name in names if shield.find(name)] == []


def test_no_violation_of_the_demonstration_county_is_caught() -> None:
    texts = json.loads((Path(__file__).parents[2] / "data" / "golden" / "scoring.json").read_text("utf-8"))
    shield = guard()
    assert [item for one in texts["standards"] for item in one["items"] if shield.find(item["title"])] == []


def test_the_clerk_is_told_the_field_the_matter_and_the_law() -> None:
    with pytest.raises(Refusal) as refused:
        guard().check({"title": "处方不规范", "facts": "该医师患有乙型肝炎"}, {"facts": "facts"})
    assert refused.value.field == "facts"
    sentence = str(refused.value)
    assert sentence.startswith("facts: “乙型肝炎” tells of disease or medical history")
    assert "浙江省公共信用信息管理条例" in sentence


@pytest.mark.parametrize("header", ["患者血型", "既往病史", "宗教信仰", "指纹编号", "基因检测", "健康状况"])
def test_a_column_of_such_a_name_may_not_be_in_a_file(header: str) -> None:
    assert guard().find_header(header) is not None


@pytest.mark.parametrize("header", ["违法行为", "事实", "文号", "行为日期", "项目编号", "统一社会信用代码"])
def test_the_columns_of_conduct_pass(header: str) -> None:
    assert guard().find_header(header) is None


def test_facts_of_another_procedure_are_left_out_with_a_note() -> None:
    cleared = guard().cleared("该医师患有乙型肝炎，处方不规范")
    assert "未采集" in cleared
    assert "该医师" not in cleared
    assert guard().cleared("处方不规范") == "处方不规范"


def test_a_place_may_add_words_of_its_own() -> None:
    shipped = Rule.objects.get(table="credit.never_collect", code="religion")
    words = {**shipped.value, "words": ["某教"], "says": ["信{words}"]}
    Rule.objects.create(
        table="credit.never_collect",
        code="religion",
        place="41",
        valid_from=shipped.valid_from,
        value=words,
        document="本地规定",
    )
    assert guard(place="410527").find("该人信某教") is not None
    assert guard(place="510000").find("该人信某教") is None


def test_a_pattern_that_cannot_be_read_lets_nothing_through() -> None:
    rule = Rule.objects.get(table="credit.never_collect", code="genes")
    rule.value = {**rule.value, "says": ["("]}
    rule.save()
    with pytest.raises(Refusal, match="credit.never_collect"):
        guard()
