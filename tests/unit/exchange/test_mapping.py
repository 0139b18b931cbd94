"""From our payload to the platform's fields: by the layout's data, checked before anything is sent."""

import json
from typing import Any

import pytest

from core.crypto import seal
from exchange.platforms.base import UnfitError
from exchange.platforms.sandbox.mapping import record_of, written_amount
from tests.platforms.given import PERSONAL_NUMBER, channel, item

TO = channel("http://127.0.0.1:9")


def fields(table: str = "penalty_legal", **changes: Any) -> dict[str, str]:
    return dict(record_of(TO, item(table, **changes)).body["fields"])


def faults(table: str = "penalty_legal", operation: str = "I", **changes: Any) -> dict[str, str]:
    with pytest.raises(UnfitError) as caught:
        record_of(TO, item(table, operation, **changes))
    return {fault.field: fault.code for fault in caught.value.faults}


def test_kinds_are_joined_and_dates_written_as_the_layout_says() -> None:
    sent = fields()
    assert (sent["CF_CFLB"], sent["CF_JDRQ"]) == ("警告；罚款", "2026/11/02")


@pytest.mark.parametrize(
    ("form", "written"),
    [("yyyy-MM-dd", "2026-11-02"), ("yyyyMMdd", "20261102"), ("yyyy.MM.dd", "2026.11.02")],
)
def test_a_platform_s_own_date_format_wins(form: str, written: str) -> None:
    sent = record_of(channel("http://127.0.0.1:9", date_format=form), item()).body["fields"]
    assert sent["CF_JDRQ"] == written


@pytest.mark.parametrize(
    ("ours", "sent"),
    [("0.5", "0.500000"), ("0.000001", "0.000001"), ("1E+2", "100.000000"), ("0", "0.000000")],
)
def test_amounts_are_written_in_ten_thousand_yuan_with_six_decimals(ours: str, sent: str) -> None:
    assert written_amount(ours) == sent


@pytest.mark.parametrize("ours", ["-1", "NaN", "Infinity", "0.0000001", "five", "1" * 40])
def test_an_amount_that_is_none_is_a_fault(ours: str) -> None:
    assert faults(CF_NR_FK=ours) in ({"CF_NR_FK": "format"}, {"CF_NR_FK": "length"})


def test_personal_numbers_are_opened_only_in_the_message() -> None:
    record = record_of(TO, item())
    assert record.body["fields"]["CF_FR_ZJHM"] == PERSONAL_NUMBER
    assert PERSONAL_NUMBER not in json.dumps(record.hidden)
    assert PERSONAL_NUMBER not in repr(record)


def test_the_name_of_a_natural_person_is_masked_in_what_we_keep() -> None:
    record = record_of(TO, item("penalty_person"))
    assert record.body["fields"]["CF_XDR_MC"] == "何润子"
    assert record.hidden["fields"]["CF_XDR_MC"] == "何**"


def test_personal_data_in_free_text_never_leaves() -> None:
    assert PERSONAL_NUMBER not in fields(CF_SY=f"身份证号{PERSONAL_NUMBER}的人员无证行医")["CF_SY"]


def test_a_number_sealed_under_a_lost_key_is_a_fault_not_a_crash() -> None:
    lost = {"sealed": seal(PERSONAL_NUMBER).replace("s1:", "s1:lost", 1)}
    one = item()
    one.payload["fields"]["CF_FR_ZJHM"] = lost
    with pytest.raises(UnfitError, match="CF_FR_ZJHM"):
        record_of(TO, one)


def test_every_fault_of_a_record_is_found_in_one_pass() -> None:
    found = faults(CF_WSH="文" * 129, CF_SY=None, CF_JDRQ="2026-02-30", CF_NR_FK="x")
    assert found == {"CF_WSH": "length", "CF_SY": "missing", "CF_JDRQ": "format", "CF_NR_FK": "format"}


def test_lengths_count_characters_not_bytes() -> None:
    assert fields(CF_WSH="文" * 128)["CF_WSH"] == "文" * 128


@pytest.mark.parametrize(
    ("kinds", "missing"),
    [
        (["罚款"], "CF_NR_FK"),
        (["没收违法所得"], "CF_NR_WFFF"),
        (["吊销许可证件"], "CF_NR_ZKDX"),
        (["暂扣许可证件"], "CF_NR_ZKDX"),
    ],
)
def test_what_a_kind_of_penalty_asks_for_must_be_filled(kinds: list[str], missing: str) -> None:
    assert faults(CF_CFLB=kinds, CF_NR_FK=None) == {missing: "missing"}


def test_an_organisation_must_have_its_credit_code() -> None:
    assert faults(CF_XDR_SHXYM=None) == {"CF_XDR_SHXYM": "missing"}


def test_a_status_is_sent_as_the_platform_s_code() -> None:
    assert fields("permit_legal", XK_ZT="有效")["XK_ZT"] == "1"
    assert faults("permit_legal", XK_ZT="7") == {"XK_ZT": "format"}


def test_columns_that_the_layout_does_not_have_are_not_sent() -> None:
    assert "CF_CFMC" not in fields(CF_CFMC="旧版字段")


def test_a_withdrawal_carries_its_reason_and_no_fields() -> None:
    body = record_of(TO, item(operation="R", reason="行政复议撤销")).body
    assert (body["fields"], body["reason"]) == ({}, "行政复议撤销")


def test_a_withdrawal_without_a_reason_is_not_sent() -> None:
    assert faults(operation="R", reason=" ") == {"": "reason"}


def test_the_same_payload_gives_the_same_content_hash() -> None:
    one = item()
    assert record_of(TO, one).content_hash == record_of(TO, one).content_hash


def test_a_table_that_the_layout_does_not_have_is_a_fault() -> None:
    one = item()
    strange = type(one)(one.idempotency_key, one.record_id, 1, "I", "red_list", one.payload)
    with pytest.raises(UnfitError):
        record_of(TO, strange)
