"""Rows cut apart without a parser are, cell for cell and type for type, the rows that calamine reads."""

import io
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from core.sheets.checkers import checker_for
from core.sheets.columns import Column
from core.sheets.container import Limits, open_package
from core.sheets.context import Context
from core.sheets.findings import Found
from core.sheets.package import Package
from core.sheets.reader import SheetReader, open_sheets

DATA = Path(__file__).parents[2] / "data"
WORKBOOKS = sorted(
    path for path in DATA.rglob("*.xlsx") if path.name[:3] not in ("o29", "o30") and "sixty" not in path.name
)


def reader_of(body: bytes) -> SheetReader:
    readers, _strings = open_sheets(Package(open_package(io.BytesIO(body), "a.xlsx", Limits()), Limits()))
    return readers[0]


def cells(body: bytes, *, plainly: bool, size: int = 4) -> tuple[list[tuple[Any, ...]], int]:
    """The cells of a sheet with their types, and how many rows were cut apart without calamine."""
    reader = reader_of(body)
    plain = 0

    def counted(rows: int, body: bytes) -> tuple[list[Sequence[Any]], list[int]]:
        nonlocal plain
        columns, left = cut(rows, body) if plainly else ([], list(range(rows)))
        plain += rows - len(left)
        return columns, left

    cut, reader._plain.cut = reader._plain.cut, counted  # type: ignore[method-assign]
    found = []
    for chunk in reader.chunks(size):
        for number, row in zip(chunk.numbers, chunk.rows, strict=True):
            filled = [(place, cell.__class__, cell) for place, cell in enumerate(row) if cell != ""]
            found.append((number, *filled))
    return found, plain


def workbook(write: Callable[[Any, Any], None], **options: Any) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, options)
    write(book, book.add_worksheet())
    book.close()
    return target.getvalue()


def assorted(book: Any, sheet: Any) -> None:
    day = book.add_format({"num_format": "yyyy/mm/dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    hour = book.add_format({"num_format": "hh:mm"})
    share = book.add_format({"num_format": "0.00%"})
    for row in range(12):
        sheet.write_string(row, 0, f"文号{row} & <书>")
        sheet.write_number(row, 2, row / 4 - 1)
        sheet.write_datetime(row, 3, date(2026, 1, 1 + row), day)
        if row % 3:
            sheet.write_datetime(
                row, 4, datetime(2026, 2, 1, 8, row, tzinfo=UTC).replace(tzinfo=None), moment
            )
            sheet.write_datetime(row, 5, time(8, row), hour)
        if row % 4 == 1:
            sheet.write_number(row, 6, 1e-9 * row, share)
            sheet.write_blank(row, 7, None, share)
            sheet.write_number(row, 28, 123_456_789_012_345_678)


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_the_cells_of_a_sample_are_those_that_calamine_reads(path: Path) -> None:
    body = path.read_bytes()
    ours, plain = cells(body, plainly=True)
    assert ours == cells(body, plainly=False)[0]
    assert plain or not ours or "formulas" in path.stem


def test_texts_numbers_and_days_of_any_shape_are_read_without_a_parser() -> None:
    body = workbook(assorted)
    ours, plain = cells(body, plainly=True)
    assert (len(ours), plain) == (12, 12)
    assert ours == cells(body, plainly=False)[0]
    assert (3, date, date(2026, 1, 2)) in ours[1]


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    body = workbook(assorted, date_1904=True)
    ours, plain = cells(body, plainly=True)
    assert plain == 12
    assert ours == cells(body, plainly=False)[0]


def test_rows_with_formulas_flags_and_errors_are_left_to_calamine() -> None:
    def write(book: Any, sheet: Any) -> None:
        assorted(book, sheet)
        sheet.write_formula(2, 1, "=1+1", None, 2)
        sheet.write_formula(3, 1, "=A1", None, "text")
        sheet.write_boolean(5, 1, True)
        sheet.write_formula(7, 1, "=1/0", None, "#DIV/0!")

    body = workbook(write)
    ours, plain = cells(body, plainly=True)
    assert plain == 8
    assert ours == cells(body, plainly=False)[0]


def test_a_sheet_that_is_never_plain_is_soon_left_to_calamine_at_once() -> None:
    def write(_book: Any, sheet: Any) -> None:
        for row in range(60):
            sheet.write_boolean(row, 0, True)

    reader = reader_of(workbook(write))
    reader._plain._gain = 50
    read = [row for chunk in reader.chunks(20) for row in chunk.rows]
    assert len(read) == 60
    assert not reader._plain.pays


@pytest.mark.parametrize("tag", [b"<w>1</v>", b"<d>7:46000</v>"])
def test_tags_that_no_workbook_has_are_left_to_calamine(tag: bytes) -> None:
    plain = reader_of(workbook(assorted))._plain
    assert plain.cut(1, b'<row r="1"><c r="A1">' + tag + b"</c>") == ([], [0])


@pytest.mark.parametrize("kind", ["text", "free", "name", "docno"])
def test_texts_judged_together_are_judged_as_one_by_one(kind: str) -> None:
    clean = [f"内卫医罚〔2026〕{number}号" for number in range(40)]
    odd = [
        "",
        " 前后 ",
        "甲 (乙)",
        "two words",
        "第１号",
        "内卫〔2026)3号",
        "x" * 60,
        "行\n行",
        "患者张三",
        "|",
        "甲\u200b",
    ]
    long_run = ["证号410527199001010019", "电话13800138000"]
    cells = [
        *clean,
        *odd,
        *clean[:20],
        *long_run,
        None,
        3.0,
        *(f"（2026）{number}号" for number in range(30)),
    ]
    column = Column("X", "某列", kind, length=50, need="M")

    def shown(value: Any) -> Any:
        return (value.value, value.findings) if isinstance(value, Found) else value

    together = checker_for(column, Context(date(2026, 11, 22))).column_of(cells)
    alone = [checker_for(column, Context(date(2026, 11, 22)))[cell] for cell in cells]
    assert list(map(shown, together)) == list(map(shown, alone))
    assert together[:40] == clean
