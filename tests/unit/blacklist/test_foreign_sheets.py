"""The four workbooks of other departments' lists: every fault in one pass, and twice the same is once."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from accounts.models import Officer
from blacklist.foreign.choices import DeliveryState, EndCause, Extent
from blacklist.foreign.linking import link_files
from blacklist.models import CheckEntry, ForeignDelivery, ForeignEntry, ForeignSource
from core import intake_run
from core.intake import file_reasons, marked_workbook, submit
from core.models import AuditEvent, Intake
from core.sheets.columns import kind_named
from tests import factories
from tests.data import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SAMPLES = Path(__file__).parents[2] / "data" / "samples"
DAY = date(2026, 11, 22)


def workbook(kind: str, *rows: dict[str, Any]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    names = [column.name for column in kind_named(kind).columns]
    sheet.append(names)
    for row in rows:
        assert set(row) <= set(names)
        sheet.append([row.get(name, "") for name in names])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def body(number: int = 1, **cells: Any) -> dict[str, Any]:
    return {
        "统一社会信用代码": factories.HOSPITAL_USCC,
        "认定文号": f"豫信〔2026〕{number}号",
        "认定单位": "河南省市场监督管理局",
        "机构全称": "内黄县青禾医院",
        "确认严重失信时间": "2026-03-01",
        "主要失信事实": "提供虚假材料取得许可",
        **cells,
    }


def person(**cells: Any) -> dict[str, Any]:
    return {
        "身份证号": people.PERSON,
        "姓名": "林知夏",
        "认定单位": "内黄县公安局",
        "确认严重失信时间": "2026-03-01",
        "主要失信事实": "倒卖就诊号源，被行政拘留",
        **cells,
    }


@pytest.fixture
def source() -> ForeignSource:
    return factories.foreign_source()


@pytest.fixture
def clerk() -> Officer:
    return factories.clerk()


def take_in(kind: str, content: bytes, by: Officer, mode: str = "", **office: str) -> Intake:
    upload = BytesIO(content)
    mode = mode or ("all_or_nothing" if "extent" in office else "keep_good")
    intake = submit(kind, upload, mode, by, file_name="名单.xlsx", as_of=DAY, office=office, told=False)
    intake_run.run(intake.pk)
    intake.refresh_from_db()
    return intake


def whole(source: ForeignSource, **office: str) -> dict[str, str]:
    return {"source": str(source.pk), "extent": Extent.FULL, "list_on": "2026-11-20", **office}


def reasons(intake: Intake) -> dict[int, str]:
    return {fault.row: fault.reason for fault in intake.faults.filter(level="error")}


@pytest.mark.parametrize(
    ("kind", "rows", "persons"),
    [
        ("red_list", 14, False),
        ("red_list_person", 8, True),
        ("black_list", 6, False),
        ("black_list_person", 4, True),
    ],
)
def test_the_sample_lists_are_taken_in_whole_and_the_second_time_changes_nothing(
    kind: str, rows: int, persons: bool, source: ForeignSource, clerk: Officer
) -> None:
    content = (SAMPLES / f"{kind}.xlsx").read_bytes()
    first = take_in(kind, content, clerk, source=str(source.pk))
    assert (first.state, first.new_rows, first.bad_rows) == ("done", rows, 0), reasons(first)
    before = list(ForeignEntry.objects.order_by("pk").values_list("pk", "name", "facts", "content", "key"))
    second = take_in(kind, content, clerk, source=str(source.pk))
    assert (second.new_rows, second.changed_rows, second.unchanged_rows) == (0, 0, rows)
    after = list(ForeignEntry.objects.order_by("pk").values_list("pk", "name", "facts", "content", "key"))
    assert after == before
    assert {entry.of_person for entry in ForeignEntry.objects.all()} == {persons}
    source.refresh_from_db()
    assert source.in_force == rows
    assert source.last_received_on is not None


def test_numbers_of_persons_are_sealed_masked_and_found_by_their_digest(
    source: ForeignSource, clerk: Officer
) -> None:
    known = factories.person()
    take_in("black_list_person", workbook("black_list_person", person()), clerk, source=str(source.pk))
    entry = ForeignEntry.objects.get()
    assert entry.identity == known.identity
    assert entry.subject == known
    assert people.PERSON not in entry.id_masked
    assert entry.id_number is not None
    assert entry.id_number.reveal() == people.PERSON
    stored = ForeignEntry.objects.values_list().get()
    assert people.PERSON not in " ".join(map(str, stored))
    told = AuditEvent.objects.values_list("before", "after", "object_label", "reason")
    assert people.PERSON not in str(list(told))


def test_columns_are_found_by_their_header_and_never_swapped(source: ForeignSource, clerk: Officer) -> None:
    row = body(统一社会信用代码="", 工商注册号="410527000012345", 组织机构代码="")
    take_in("black_list", workbook("black_list", row), clerk, source=str(source.pk))
    entry = ForeignEntry.objects.get()
    assert (entry.registration_no, entry.org_code) == ("410527000012345", "")
    assert entry.identity == "R:410527000012345"


def test_every_fault_is_told_in_one_pass_and_comes_back_in_a_marked_workbook(
    source: ForeignSource, clerk: Officer
) -> None:
    intake = take_in(
        "black_list",
        workbook(
            "black_list",
            body(1),
            body(2, 统一社会信用代码=factories.HOSPITAL_USCC[:-1] + "1"),
            body(3, 统一社会信用代码=""),
            body(4, 主要失信事实=""),
            body(5, 确认严重失信时间="2027-01-01"),
            body(6, 有效期至="2025-01-01"),
            body(7, 主要失信事实="该负责人患有乙型肝炎"),
            body(8, 移出日期="2026-05-01"),
            body(1),
            body(9, 统一社会信用代码="", 工商注册号="410527000012345"),
            body(9, 统一社会信用代码="", 工商注册号="410527000012345"),
        ),
        clerk,
        source=str(source.pk),
    )
    said = reasons(intake)
    assert sorted(said) == [3, 4, 5, 6, 7, 8, 9, 10, 12]
    assert "check character" in said[3]
    assert "at least one" in said[4]
    assert "主要失信事实" in said[5]
    assert said[6] == "Determined on: the day lies in the future; correct it."
    assert said[7].startswith("Last day of the term: the day lies before")
    assert "which no credit file may hold" in said[8]
    assert "no such entry in force" in said[9]
    assert "repeats row 2" in said[10]
    assert "repeats row 11" in said[12]
    assert (intake.new_rows, intake.bad_rows) == (2, 9)
    with marked_workbook(intake) as file:
        marked = openpyxl.load_workbook(file).active
    assert marked is not None
    assert marked.max_row == 10


def test_personal_data_in_free_text_is_warned_of(source: ForeignSource, clerk: Officer) -> None:
    row = body(主要失信事实=f"其负责人（身份证号{people.PERSON}）提供虚假材料")
    intake = take_in("black_list", workbook("black_list", row), clerk, source=str(source.pk))
    assert [fault.kind for fault in intake.faults.all()] == ["personal_data_in_text"]
    assert people.PERSON not in str(list(intake.faults.values_list("params", "header_text")))


def test_a_column_of_disease_refuses_the_whole_workbook(source: ForeignSource, clerk: Officer) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook("black_list_person", person())))
    sheet = book.active
    assert sheet is not None
    sheet.cell(1, sheet.max_column + 1, "既往病史")
    target = BytesIO()
    book.save(target)
    intake = take_in("black_list_person", target.getvalue(), clerk, source=str(source.pk))
    assert intake.state == Intake.State.REJECTED
    assert any("病史" in sentence for _level, sentence in file_reasons(intake))


def test_without_a_chosen_source_the_determining_department_must_be_one(clerk: Officer) -> None:
    factories.foreign_source(department="河南省市场监督管理局")
    intake = take_in("black_list", workbook("black_list", body(1), body(2, 认定单位="某某局")), clerk)
    assert reasons(intake).keys() == {3}
    assert "among your sources" in reasons(intake)[3]
    assert ForeignEntry.objects.get().source.department == "河南省市场监督管理局"


def test_a_changed_row_changes_its_entry_and_the_trail_tells_what_was_before(
    source: ForeignSource, clerk: Officer
) -> None:
    take_in("black_list", workbook("black_list", body(1)), clerk, source=str(source.pk))
    changed = body(1, 有效期至="2029-03-01")
    intake = take_in("black_list", workbook("black_list", changed), clerk, source=str(source.pk))
    assert (intake.new_rows, intake.changed_rows) == (0, 1)
    entry = ForeignEntry.objects.get()
    assert entry.ends_on == date(2029, 3, 1)
    event = AuditEvent.objects.get(action="foreignentry.change")
    assert (event.before, event.after) == ({"ends_on": None}, {"ends_on": "2029-03-01"})


def test_a_source_ends_its_entry_by_a_row_and_may_list_the_body_again(
    source: ForeignSource, clerk: Officer
) -> None:
    take_in("black_list", workbook("black_list", body(1)), clerk, source=str(source.pk))
    gone = workbook("black_list", body(1, 移出日期="2026-05-01", 移出原因="已完成修复"))
    assert take_in("black_list", gone, clerk, source=str(source.pk)).changed_rows == 1
    assert take_in("black_list", gone, clerk, source=str(source.pk)).unchanged_rows == 1
    entry = ForeignEntry.objects.get()
    assert (entry.ended_on, entry.end_cause) == (date(2026, 5, 1), EndCause.SOURCE)
    assert entry.why_ended == "ended by the source: 已完成修复"
    assert not CheckEntry.objects.exists()
    take_in("black_list", workbook("black_list", body(1)), clerk, source=str(source.pk))
    assert ForeignEntry.objects.filter(ended_on__isnull=True).count() == 1
    assert ForeignEntry.objects.count() == 2


def test_a_whole_list_ends_what_it_no_longer_names_within_the_limit(
    source: ForeignSource, clerk: Officer
) -> None:
    rows = [body(number) for number in range(1, 12)]
    take_in("black_list", workbook("black_list", *rows), clerk, **whole(source))
    take_in("black_list", workbook("black_list", *rows[1:]), clerk, **whole(source, list_on="2026-11-21"))
    delivery = ForeignDelivery.objects.latest("pk")
    assert (delivery.state, delivery.before, delivery.missing, delivery.ended) == ("settled", 11, 1, 1)
    gone = ForeignEntry.objects.get(ended_on__isnull=False)
    assert (gone.document_no, gone.ended_on) == ("豫信〔2026〕1号", date(2026, 11, 21))
    assert gone.why_ended == "no longer in the source's list of 2026-11-21"
    source.refresh_from_db()
    assert source.in_force == 10
    assert CheckEntry.objects.filter(foreign_id=gone.pk).count() == 0
    assert CheckEntry.objects.count() == 10


def test_a_whole_list_says_nothing_of_the_sources_other_lists(source: ForeignSource, clerk: Officer) -> None:
    persons = workbook("black_list_person", person())
    take_in("black_list_person", persons, clerk, source=str(source.pk))
    take_in("black_list", workbook("black_list", body(1)), clerk, **whole(source))
    assert ForeignDelivery.objects.latest("pk").missing == 0
    assert ForeignEntry.objects.filter(ended_on__isnull=True).count() == 2


def test_more_ends_than_the_limit_wait_for_an_officer(source: ForeignSource, clerk: Officer) -> None:
    rows = [body(number) for number in range(1, 5)]
    take_in("black_list", workbook("black_list", *rows), clerk, **whole(source))
    take_in("black_list", workbook("black_list", rows[0]), clerk, **whole(source))
    delivery = ForeignDelivery.objects.latest("pk")
    assert (delivery.state, delivery.missing, delivery.missing_percent) == (DeliveryState.WAITING, 3, 75)
    assert not ForeignEntry.objects.filter(ended_on__isnull=False).exists()


def test_a_whole_list_with_a_faulty_row_ends_nothing(source: ForeignSource, clerk: Officer) -> None:
    rows = [body(number) for number in range(1, 12)]
    take_in("black_list", workbook("black_list", *rows), clerk, **whole(source))
    faulty = workbook("black_list", *rows[1:10], body(11, 主要失信事实=""))
    intake = take_in("black_list", faulty, clerk, **whole(source))
    assert intake.state == Intake.State.REJECTED
    assert not ForeignEntry.objects.filter(ended_on__isnull=False).exists()
    assert ForeignDelivery.objects.count() == 1


def test_a_file_whose_faulty_rows_were_left_out_is_not_whole(source: ForeignSource, clerk: Officer) -> None:
    rows = [body(number) for number in range(1, 12)]
    take_in("black_list", workbook("black_list", *rows), clerk, **whole(source))
    faulty = workbook("black_list", *rows[1:10], body(11, 主要失信事实=""))
    assert take_in("black_list", faulty, clerk, "keep_good", **whole(source)).good_rows == 9
    assert ForeignDelivery.objects.latest("pk").extent == Extent.ADDITIONS
    assert not ForeignEntry.objects.filter(ended_on__isnull=False).exists()


def test_an_older_whole_list_cannot_replace_a_newer_one(source: ForeignSource, clerk: Officer) -> None:
    take_in("black_list", workbook("black_list", body(1)), clerk, **whole(source))
    older = whole(source, list_on="2026-10-01")
    intake = take_in("black_list", workbook("black_list", body(2)), clerk, **older)
    assert intake.state == Intake.State.REJECTED
    assert ForeignEntry.objects.count() == 1


def test_an_entry_finds_the_file_that_is_opened_later(source: ForeignSource, clerk: Officer) -> None:
    take_in("black_list", workbook("black_list", body(1)), clerk, source=str(source.pk))
    assert ForeignEntry.objects.get().subject is None
    assert link_files() == 0
    subject = factories.body()
    assert link_files() == 1
    assert ForeignEntry.objects.get().subject == subject
    assert CheckEntry.objects.get().subject == subject
    assert link_files() == 0
