"""The workbook of conduct records: the same checks as the form, all of it waits for a second officer."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.utils import translation

from accounts.models import Officer
from core import intake_run
from core.intake import file_reasons, submit
from core.models import Intake
from core.sheets.columns import kind_named
from core.sheets.template import template
from credit import services
from credit.choices import Review
from credit.models import ConductRecord
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
UNKNOWN = "91410527MA9G0XYW60"
HEADERS = [column.name for column in kind_named("conduct_records").columns]


def workbook(*rows: dict[str, Any], headers: list[str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    names = headers or HEADERS
    sheet.append(names)
    for row in rows:
        sheet.append([row.get(name, "") for name in names])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def of_body(**cells: Any) -> dict[str, Any]:
    return {
        "主体名称": "内黄县青禾医院",
        "统一社会信用代码": factories.HOSPITAL_USCC,
        "目录项目编号": "J21",
        "日期": "2026-03-01",
        "文号": "内卫记〔2026〕1号",
        **cells,
    }


def of_person(**cells: Any) -> dict[str, Any]:
    return {
        "主体名称": "林知夏",
        "证件类型": "身份证",
        "证件号码": factories.PERSON_ID,
        "目录项目编号": "P08",
        "日期": "2026-03-01",
        "文号": "内卫记〔2026〕2号",
        **cells,
    }


def take_in(body: bytes, by: Officer, mode: str = "keep_good") -> Intake:
    day = date(2026, 11, 22)
    upload = BytesIO(body)
    intake = submit("conduct_records", upload, mode, by, file_name="记录.xlsx", as_of=day, told=False)
    intake_run.run(intake.pk)
    intake.refresh_from_db()
    return intake


def test_rows_wait_for_a_second_officer_and_come_only_once() -> None:
    factories.body()
    factories.person()
    clerk, reviewer = factories.clerk(), factories.reviewer()
    body = workbook(of_body(), of_person())
    intake = take_in(body, clerk)
    assert (intake.new_rows, intake.bad_rows, intake.state) == (2, 0, "done")
    rows = list(ConductRecord.entries.order_by("pk"))
    assert [(row.review, row.made_by, row.title) for row in rows] == [
        (Review.WAITING, clerk.actor_id, "病历未按规定书写、保管"),
        (Review.WAITING, clerk.actor_id, "病历不符合书写规范"),
    ]
    again = take_in(body, clerk)
    assert (again.new_rows, again.unchanged_rows) == (0, 2)
    assert not services.confirm_many([row.pk for row in rows], by=clerk).done
    assert len(services.confirm_many([row.pk for row in rows], by=reviewer).done) == 2
    assert take_in(body, clerk).unchanged_rows == 2


def test_every_wrong_row_is_told_with_its_field_in_the_words_of_the_form() -> None:
    factories.body()
    factories.person()
    intake = take_in(
        workbook(
            of_body(目录项目编号="X99"),
            of_body(目录项目编号="P01", 文号="2"),
            of_body(日期="2027-03-01", 文号="3"),
            of_body(人数或科目数=7, 文号="4"),
            of_body(事实="该医师患有乙型肝炎", 文号="5"),
            of_body(主体名称="另一家医院", 文号="6"),
            of_body(统一社会信用代码=UNKNOWN, 主体名称="没有档案的诊所", 文号="7"),
            of_body(统一社会信用代码="", 文号="8"),
            of_person(统一社会信用代码=factories.HOSPITAL_USCC, 文号="9"),
            of_person(),
        ),
        factories.clerk(),
    )
    told = {fault.row: (fault.header, fault.reason) for fault in intake.faults.all()}
    wanted = {
        2: ("目录项目编号", "holds no item “X99”"),
        3: ("目录项目编号", "cannot be recorded of this subject"),
        4: ("日期", "lies in the future"),
        5: ("人数或科目数", "counts by occurrence"),
        6: ("事实", "“乙型肝炎” tells of disease or medical history"),
        7: ("主体名称", "bears another name"),
        8: ("统一社会信用代码", "Nobody with this number"),
        9: ("统一社会信用代码", "credit code of a body, or"),
        10: ("统一社会信用代码", "either the credit code"),
    }
    assert set(told) == set(wanted)
    for row, (header, words) in wanted.items():
        assert told[row][0] == header
        assert words in told[row][1]
    assert (intake.new_rows, ConductRecord.entries.get().item_code) == (1, "P08")
    with translation.override("zh-hans"):
        fault = intake.faults.get(row=6)
        assert "乙型肝炎" in fault.reason


def test_all_or_nothing_stores_nothing_beside_a_wrong_row() -> None:
    factories.body()
    wrong = of_body(目录项目编号="X99", 文号="2")
    intake = take_in(workbook(of_body(), wrong), factories.clerk(), "all_or_nothing")
    assert intake.state == "rejected"
    assert not ConductRecord.entries.exists()


@pytest.mark.parametrize("header", ["血型", "既往病史", "宗教信仰", "指纹", "基因检测结果"])
def test_a_workbook_with_a_forbidden_column_is_refused_as_a_whole(header: str) -> None:
    factories.body()
    intake = take_in(workbook(of_body(**{header: "A"}), headers=[*HEADERS, header]), factories.clerk())
    assert intake.state == "rejected"
    ((_level, reason),) = file_reasons(intake)
    assert f"“{header}” would bring what no credit file may hold" in reason
    assert not ConductRecord.entries.exists()


def test_a_subject_of_another_province_is_out_of_reach() -> None:
    factories.body()
    intake = take_in(workbook(of_body()), factories.stranger())
    assert intake.bad_rows == 1
    assert not ConductRecord.entries.exists()


def test_the_template_downloads_and_comes_back(tmp_path: Any) -> None:
    factories.body()
    book = openpyxl.load_workbook(BytesIO(template("conduct_records")))
    sheet = book.worksheets[0]
    row = of_body()
    names = [str(cell.value).strip("*★ ") for cell in sheet[1]]
    for place, name in enumerate(names, 1):
        found = next((value for header, value in row.items() if name.startswith(header)), None)
        if found is not None:
            sheet.cell(row=2, column=place, value=found)
    path = tmp_path / "records.xlsx"
    book.save(path)
    call_command("intake", "conduct_records", str(path), "--json")
    assert ConductRecord.entries.get().review == Review.WAITING
