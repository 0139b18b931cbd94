"""Masks and the redaction of free text."""

import json
from pathlib import Path

import pytest

from core.masking import (
    find_personal_data,
    mask,
    mask_address,
    mask_bank_card,
    mask_name,
    mask_other_id,
    mask_phone,
    mask_resident_id,
    mask_resident_id_public,
    redact,
)
from tests.data import people

GOLDEN = json.loads((Path(__file__).parents[2] / "data/golden/masking.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: f"{case['type']}-{case['value']}")
def test_every_golden_case_is_masked_as_written(case: dict[str, str]) -> None:
    shown = mask(case["type"], case["value"])

    assert shown == case["expected"]
    assert not any(hidden in shown for hidden in case.get("must_not_contain", ()))


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        (f"身份证{people.SURGEON}", "resident_id", "身份证410527********7631"),
        ("４１０５２７１９８６０３０９７６３１号", "resident_id", "410527********7631号"),
        ("410527 19860309 7631", "resident_id", "410527********7631"),
        ("4105-2719-8603-0976-31", "resident_id", "410527********7631"),
        (people.STANDARD_SAMPLE.lower() + "本人", "resident_id", "110105********002X本人"),
        (f"编码200341110{people.SURGEON}", "resident_id", "编码200341110410527********7631"),
        (f"身份证号码：{people.SURGEON_WRONG_CHECK}", "resident_id", "身份证号码：410527********7632"),
        ("身份证号410527860309763", "resident_id", "身份证号410527******763"),
        ("手机13800005678联系", "mobile", "手机138****5678联系"),
        ("手机138-0000-5678", "mobile", "手机138****5678"),
        ("１３８　００００　５６７８", "mobile", "138****5678"),
        ("+86 13800005678", "mobile", "138****5678"),
        ("Tel13800005678", "mobile", "Tel138****5678"),
        ("1380 000 5678", "mobile", "138****5678"),
        ("汇入6222021202012345675", "bank_card", "汇入***************5675"),
        ("汇入6222 0212 0201 2345 675", "bank_card", "汇入***************5675"),
        ("账号：1702020409200012345", "bank_card", "账号：***************2345"),
        ("患者赵云帆的处方", "patient_name", "患者赵**的处方"),
        ("患者李明在门诊就诊", "patient_name", "患者李*在门诊就诊"),
        ("患者于海涛投诉", "patient_name", "患者于**投诉"),
        ("患者姓名：丁一，男", "patient_name", "患者姓名：丁*，男"),
        ("患者（欧阳致远）", "patient_name", "患者（欧***）"),
        ("病人曾小贤的病历", "patient_name", "病人曾**的病历"),
        ("患者阿依努尔·吐尔逊投诉", "patient_name", "患者阿***·***投诉"),
        ("产妇王芳", "patient_name", "产妇王*"),
    ],
)
def test_personal_data_in_a_free_text_are_found_and_masked(text: str, kind: str, shown: str) -> None:
    assert find_personal_data(text) == (kind,)
    assert redact(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "给予警告，罚款人民币3000元。",
        "文号内卫医罚〔2026〕12号，批号202603150012。",
        "〔2026〕13800005678号",
        "批号13800005678，批号6222021202012345675，汇入6222021202012345678",
        "统一社会信用代码124105273089322934，1241052741900000XN",
        "登记号MJLCR05D451018117A1001",
        "许可证号410527001219",
        "2026-03-15 至 2026-04-15，共 12 批 3456 件",
        "不得泄露患者隐私和个人信息，患者安全、患者权益、患者家属",
        "患者高血压病史，患者常规检查，患者于2026年3月就诊",
        "患者向医院投诉，患者曾因发热就诊，患者张口困难",
        "患者张某的病历，患者王某某，患者张*",
        "护士护士保护患者隐私的规定及相应罚则",
    ],
)
def test_a_text_without_personal_data_is_left_alone(text: str) -> None:
    assert find_personal_data(text) == ()
    assert redact(text) == text


def test_kinds_are_told_once_and_in_a_fixed_order() -> None:
    text = f"患者赵云帆的电话13800005678、13900005678，身份证{people.SURGEON}"
    assert find_personal_data(text) == ("resident_id", "mobile", "patient_name")
    assert redact(text) == "患者赵**的电话138****5678、139****5678，身份证410527********7631"


def test_a_redacted_text_has_nothing_left_to_redact() -> None:
    once = redact(f"患者赵云帆，{people.SURGEON}，138 0000 5678，账号6222021202012345678")
    assert redact(once) == once


@pytest.mark.parametrize("number", ["", "1", "12", "123", "12345", "1234567", "410527860309"])
def test_short_numbers_are_never_shown_whole(number: str) -> None:
    for shown in (
        mask_other_id(number),
        mask_resident_id(number),
        mask_phone(number),
        mask_bank_card(number),
    ):
        assert len(shown) == len(number)
        assert "*" in shown or not number


def test_the_public_never_sees_part_of_a_malformed_id() -> None:
    assert mask_resident_id_public("41052719900101") == "*" * 14


def test_a_name_in_letters_keeps_its_blanks_and_its_first_letter() -> None:
    assert mask_name(" John Smith ") == "J*** *****"
    assert mask_name("") == ""


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("天津市滨海新区北苇塘路194号", "天津市滨海新区"),
        ("五华县双杏路35号", "五华县"),
        ("安阳市内黄县某村12号", "安阳市内黄县"),
        ("东莞市南城街道", "东莞市"),
        ("新疆维吾尔自治区石河子市北四路", "新疆维吾尔自治区石河子市"),
        ("青石县杏林镇东街1号", "青石县"),
        ("阳光小区3号楼", "***"),
        ("", ""),
    ],
)
def test_an_address_ends_at_the_county_or_is_hidden(address: str, shown: str) -> None:
    assert mask_address(address) == shown


def test_an_unknown_kind_of_mask_is_a_programmers_error() -> None:
    with pytest.raises(ValueError, match="blood_group"):
        mask("blood_group", "A")
