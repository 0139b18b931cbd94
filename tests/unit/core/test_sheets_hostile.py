"""Files that are no workbooks, or broken, locked, hostile get one sentence; odd workbooks are still read."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from core.sheets.columns import kind_named
from core.sheets.container import Limits
from core.sheets.context import Context
from core.sheets.report import Report, check_file

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parents[2] / "data"
CLEAN = DATA / "dirty" / "o03_full_width.xlsx"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
DAY = date(2026, 11, 22)


def check(
    body: bytes, name: str = "upload.xlsx", kind: str = "penalty_legal", limits: Limits | None = None
) -> Report:
    return check_file(kind_named(kind), io.BytesIO(body), name, Context(DAY), limits or Limits())


def refusal(body: bytes, name: str = "upload.xlsx", limits: Limits | None = None) -> str:
    report = check(body, name, limits=limits)
    assert report["verdict"] == "rejected"
    assert len(report["file_errors"]) == 1
    assert report["data_rows"] == 0
    return str(report["file_errors"][0]["kind"])


def altered(change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> bytes:
    """The clean workbook with its parts changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(CLEAN) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.namelist():
            archive.writestr(part, change(part, source.read(part)))
        for part, body in (extra or {}).items():
            archive.writestr(part, body)
    return target.getvalue()


def sheet_changed(change: Callable[[bytes], bytes]) -> bytes:
    return altered(lambda part, body: change(body) if part == SHEET else body)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "damaged_file"),
        (b"\x00" * 5000, "damaged_file"),
        (b"PK\x03\x04 not an archive", "damaged_file"),
        (b"%PDF-1.7\n1 0 obj", "extension_mismatch"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 20, "extension_mismatch"),
        ("行政相对人名称,处罚决定日期\n".encode("gb18030"), "extension_mismatch"),
        (b"<html><body><table></table></body></html>", "extension_mismatch"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted_file"),
    ],
)
def test_what_is_no_workbook_is_named(body: bytes, kind: str) -> None:
    assert refusal(body) == kind


def test_an_archive_without_a_workbook_is_named() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refusal(target.getvalue()) == "extension_mismatch"


def test_a_bomb_is_not_unpacked() -> None:
    body = altered(lambda part, body: body, {"xl/media/x.bin": b"\x00" * (80 * 1024 * 1024)})
    assert refusal(body) == "unpacks_too_large"


def test_a_file_over_the_limit_is_refused() -> None:
    assert refusal(CLEAN.read_bytes(), limits=Limits(packed=1000)) == "file_too_large"


@pytest.mark.parametrize("part", [SHEET, STRINGS, "xl/workbook.xml", "xl/styles.xml"])
def test_a_document_type_is_refused(part: str) -> None:
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'

    def change(name: str, body: bytes) -> bytes:
        return body.replace(b"?>", b"?>" + entity, 1) if name == part else body

    assert refusal(altered(change)) == "unsafe_content"


def test_a_sheet_cut_off_inside_its_archive_is_damaged() -> None:
    body = CLEAN.read_bytes()
    assert refusal(body[: len(body) // 2]) == "damaged_file"


def test_name_space_prefixes_are_read() -> None:
    def change(body: bytes) -> bytes:
        for tag in (b"worksheet", b"sheetData", b"row", b"c", b"v"):
            body = body.replace(b"</" + tag + b">", b"</x:" + tag + b">").replace(
                b"<" + tag + b" ", b"<x:" + tag + b" "
            )
            body = body.replace(b"<" + tag + b">", b"<x:" + tag + b">")
        return body.replace(b"xmlns=", b"xmlns:x=")

    report = check(sheet_changed(change))
    assert (report["data_rows"], report["good_rows"]) == (14, 14)


def test_rows_and_cells_without_references_are_read() -> None:
    def change(body: bytes) -> bytes:
        return re.sub(rb' r="\d+"', b"", body)

    report = check(sheet_changed(change))
    assert report["header_row"] == 1
    assert report["data_rows"] == 14


def test_another_encoding_is_read() -> None:
    def change(body: bytes) -> bytes:
        return body.decode().replace("UTF-8", "UTF-16").encode("utf-16")

    assert check(sheet_changed(change))["good_rows"] == 14


def test_a_stray_value_far_below_and_far_right_does_not_fill_the_memory() -> None:
    far = b'<row r="900000"><c r="XFD900000"><v>1</v></c></row></sheetData>'
    report = check(sheet_changed(lambda body: body.replace(b"</sheetData>", far)))
    assert report["good_rows"] == 14


def test_a_million_empty_formatted_rows_are_passed_over() -> None:
    rows = b"".join(
        b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/></row>' % (n, n) for n in range(20, 60_000)
    )
    report = check(sheet_changed(lambda body: body.replace(b"</sheetData>", rows + b"</sheetData>")))
    assert (report["data_rows"], report["good_rows"]) == (14, 14)


Table = list[list[object]]


def workbook(rows: Table, **options: object) -> bytes:
    """A workbook of one sheet; dates are written as dates."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "yyyy/mm/dd", **options})
    sheet = book.add_worksheet()
    for line, row in enumerate(rows):
        for place, value in enumerate(row):
            sheet.write(line, place, value)
    book.close()
    return target.getvalue()


HEADER: list[object] = [column.name for column in kind_named("institutions").columns]
ROW: list[object] = [
    "内黄县望槐口腔诊所", "92441402MAA67CHF2D", "诊所", "", "", "", "戴盈", 3, "口腔科", "某路1号", "410527",
    date(2030, 1, 31), "2030/01/31", "",
]  # fmt: skip


def institutions(*rows: list[object], **options: object) -> Report:
    return check(workbook([HEADER, *rows], **options), kind="institutions")


def changed(place: int, value: object) -> list[object]:
    return [*ROW[:place], value, *ROW[place + 1 :]]


def test_a_clean_row_is_good() -> None:
    assert institutions(ROW)["good_rows"] == 1


def test_totals_and_notes_below_the_table_are_not_data() -> None:
    report = institutions(
        ROW, ["合 计", "", "", "", "", "", "", 3], ["填表人：张三"], ["注：以上数据截至本月"]
    )
    assert (report["data_rows"], report["good_rows"]) == (1, 1)
    assert [entry["kind"] for entry in report["file_warnings"]] == ["summary_rows_skipped"]


def test_a_header_that_is_repeated_below_is_not_data() -> None:
    report = institutions(ROW, HEADER, changed(1, "12120116394615955K"))
    assert (report["data_rows"], report["good_rows"]) == (2, 2)
    assert [entry["kind"] for entry in report["file_warnings"]] == ["repeated_header_skipped"]


def test_a_second_header_row_with_column_codes_is_passed_over() -> None:
    codes: list[object] = [column.code for column in kind_named("institutions").columns]
    report = institutions(codes, ROW)
    assert (report["header_row"], report["data_rows"], report["good_rows"]) == (1, 1, 1)


def test_titles_above_the_header_are_passed_over() -> None:
    body = workbook([["某县机构名录"], [], ["制表单位：某局", "", "2026年"], HEADER, ROW])
    report = check(body, kind="institutions")
    assert (report["header_row"], report["good_rows"]) == (4, 1)


def test_an_unknown_column_does_not_vanish_silently() -> None:
    report = check(workbook([["序号", *HEADER, "联系人"], [1, *ROW, "张三"]]), kind="institutions")
    assert [(entry["kind"], entry["header"]) for entry in report["file_warnings"]] == [
        ("unknown_column", "联系人")
    ]


def test_a_doubled_column_is_refused() -> None:
    report = check(workbook([[*HEADER, "统一社会信用代码"], [*ROW, "x"]]), kind="institutions")
    assert [entry["kind"] for entry in report["file_errors"]] == ["duplicate_column"]


def test_the_days_of_a_1904_workbook_are_right() -> None:
    report = institutions(ROW, date_1904=True)
    assert report["good_rows"] == 1


def test_other_sheets_with_data_are_told_and_hidden_ones_are_not() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    for name, hidden in (("说明", False), ("机构", False), ("备份", False), ("字典", True)):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, HEADER if name == "机构" else ["甲", "乙"])
        sheet.write_row(1, 0, [*ROW[:11], "2030/01/31", *ROW[12:]] if name == "机构" else ["1", "2"])
        if hidden:
            sheet.hide()
    book.close()
    report = check(target.getvalue(), kind="institutions")
    assert report["good_rows"] == 1
    (told,) = report["file_warnings"]
    assert told["kind"] == "other_sheets_ignored"
    assert "备份" in told["reason"]
    assert "字典" not in told["reason"]


@pytest.mark.parametrize(
    ("place", "value", "kind"),
    [
        (7, "三人", "not_a_whole_number"),
        (7, -3, "not_a_whole_number"),
        (9, "长" * 300, "value_too_long"),
        (10, "41052", "bad_code_format"),
        (11, "31/01/2030", "unreadable_date"),
        (11, "01.02.30", "unreadable_date"),
        (11, -5, "unreadable_date"),
        (11, "2030/00/10", "impossible_date"),
        (11, "2030-13-01 10:20:30", "unreadable_date"),
        (1, 9.2441402e17, "number_precision_lost"),
        (1, "9.24414E+17", "number_precision_lost"),
        (0, "\u200b \u3000", "missing_value"),
    ],
)
def test_an_odd_cell_has_its_finding(place: int, value: object, kind: str) -> None:
    report = institutions(changed(place, value))
    assert [entry["kind"] for entry in report["errors"]] == [kind]


def test_invisible_characters_and_emoji_do_no_harm() -> None:
    report = institutions(changed(0, "内黄县\x07望槐\u200b诊所😀\x00"))
    assert report["good_rows"] == 1
