"""Lists saved as .csv are read like workbooks, whatever program saved them."""

from __future__ import annotations

import io
from datetime import date

import pytest

from core.sheets.check import Context
from core.sheets.columns import kind_named
from core.sheets.container import Limits
from core.sheets.report import Report, check_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
LIST = (
    "投诉编号,渠道,受理日期,被投诉机构名称,投诉类别,内容摘要\r\n"
    'TS1,来访,2026-06-25,内黄县青禾医院,收费,"反映""收费""项目,\n与公示价格不一致"\r\n'
    "TS2,来访,2026-13-25,内黄县青禾医院,收费,反映收费项目\x01不清\r\n"
)


def checked(body: bytes, name: str = "登记簿.CSV") -> Report:
    kind = kind_named("complaints")
    return check_file(kind, io.BytesIO(body), name, Context(date(2026, 11, 22)), Limits())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_a_list_is_read_in_the_encodings_and_with_the_marks_that_programs_use(
    encoding: str, mark: str
) -> None:
    body = LIST.replace("项目,", "项目，").replace(",", mark).encode(encoding)
    report = checked(body)
    assert (report["verdict"], report["data_rows"], report["good_rows"]) == ("accepted", 2, 1)
    assert [(one["row"], one["kind"]) for one in report["errors"]] == [(3, "impossible_date")]


@pytest.mark.parametrize(
    ("body", "name", "kind"),
    [
        (LIST.encode(), "登记簿.xlsx", "extension_mismatch"),
        (b"%PDF-1.7 ...", "a.csv", "extension_mismatch"),
        (b"<html><table></table>", "a.csv", "extension_mismatch"),
        (b"\x81\x20\xff\xff" * 9, "a.csv", "extension_mismatch"),
        (LIST.encode() + b'TS3,"never closed', "a.csv", "damaged_file"),
        ("姓名,年龄\n甲,3\n".encode(), "a.csv", "empty_workbook"),
    ],
)
def test_what_is_no_list_is_refused_in_the_words_of_any_file(body: bytes, name: str, kind: str) -> None:
    report = checked(body, name)
    assert report["verdict"] == "rejected"
    assert report["file_errors"][0]["kind"] == kind
