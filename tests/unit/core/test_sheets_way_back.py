"""The way back to the clerk: marked workbooks that import again once mended, blank templates, the command."""

import json
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from core import intake_run
from core.actors import SystemActor
from core.errors import Refusal
from core.intake import marked_workbook, submit
from core.models import Intake
from core.sheets.columns import kind_named, kinds
from core.sheets.template import template
from disclosure.models import Penalty

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parents[2] / "data"
DIRTY = DATA / "dirty"
DAY = date(2026, 11, 22)


def take_in(body: bytes, kind: str = "penalty_legal") -> Intake:
    intake = submit(
        kind, BytesIO(body), "keep_good", SystemActor("clerk"), file_name="表.xlsx", as_of=DAY, told=False
    )
    intake_run.run(intake.pk)
    intake.refresh_from_db()
    return intake


def handed_back(intake: Intake) -> bytes:
    with marked_workbook(intake) as stream:
        return stream.read()


def test_faulty_cells_are_coloured_and_commented_and_all_others_are_as_they_were() -> None:
    intake = take_in((DIRTY / "o01_check_character.xlsx").read_bytes())
    sheet = openpyxl.load_workbook(BytesIO(handed_back(intake))).worksheets[0]
    original = openpyxl.load_workbook(DIRTY / "o01_check_character.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[1]] == [cell.value for cell in original[1]]
    assert [cell.value for cell in sheet[2]] == [cell.value for cell in original[3]]
    marked = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.comment]
    assert len(marked) == 6
    for cell in marked:
        assert cell.fill.fgColor.rgb == "FFF8CBAD"
        assert cell.number_format == "@"
        assert len(cell.comment.text) > 12


def test_a_mended_workbook_imports_again() -> None:
    intake = take_in((DIRTY / "o11_amounts.xlsx").read_bytes())
    assert intake.bad_rows == 3
    book = openpyxl.load_workbook(BytesIO(handed_back(intake)))
    sheet = book.worksheets[0]
    place = next(cell.column for cell in sheet[1] if cell.value == "罚款金额（万元）")
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, place).value = 0.5
    target = BytesIO()
    book.save(target)
    again = take_in(target.getvalue())
    assert (again.data_rows, again.bad_rows, again.new_rows) == (3, 0, 3)
    assert Penalty.objects.count() == 14
    whole = take_in((DIRTY / "o11_amounts.xlsx").read_bytes())
    assert (whole.new_rows, whole.unchanged_rows) == (0, 11)


def test_a_cell_that_could_run_as_a_formula_is_handed_back_as_text() -> None:
    book = openpyxl.load_workbook(DIRTY / "o01_check_character.xlsx")
    sheet = book.worksheets[0]
    sheet["N3"].value = "=cmd|'/c calc'!A0"
    sheet["N3"].data_type = "s"
    target = BytesIO()
    book.save(target)
    back = openpyxl.load_workbook(BytesIO(handed_back(take_in(target.getvalue())))).worksheets[0]
    assert back["N2"].data_type == "s"
    assert back["N2"].quotePrefix


def test_nothing_is_handed_back_when_no_row_is_faulty() -> None:
    intake = take_in((DIRTY / "o03_full_width.xlsx").read_bytes())
    with pytest.raises(Refusal):
        marked_workbook(intake)


@pytest.mark.parametrize(
    "kind", sorted(["institutions", "practitioners", "practices", "penalty_legal", "permit_person"])
)
def test_a_blank_template_has_the_header_of_its_table(kind: str) -> None:
    body = template(kind)
    sheet = openpyxl.load_workbook(BytesIO(body)).worksheets[0]
    names = [str(cell.value).rstrip("*") for cell in sheet[1]]
    assert names == [column.name for column in kind_named(kind).columns]
    intake = take_in(body, kind)
    assert (intake.state, intake.data_rows, intake.file_findings) == ("done", 0, [])


def test_a_template_offers_the_words_of_its_lists() -> None:
    sheet = openpyxl.load_workbook(BytesIO(template("penalty_legal"))).worksheets[0]
    offered = " ".join(rule.formula1 for rule in sheet.data_validations.dataValidation)
    assert "个体工商户" in offered
    assert "身份证" in offered


def printed(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("intake", *arguments, "--json", stdout=out)
    loaded: dict[str, Any] = json.loads(out.getvalue())
    assert out.getvalue().count("\n") == 1
    return loaded


def test_the_command_prints_one_object_with_the_agreed_keys() -> None:
    path = str(DIRTY / "o12_unknown_kind.xlsx")
    dry = printed("penalty_legal", path, "--dry-run", "--as-of", "2026-11-22")
    assert list(dry) == [
        "verdict",
        "header_row",
        "data_rows",
        "good_rows",
        "bad_rows",
        "errors",
        "warnings",
        "file_errors",
        "file_warnings",
    ]
    assert not Penalty.objects.exists()
    stored = printed("penalty_legal", path, "--as-of", "2026-11-22")
    assert stored == dry
    assert Penalty.objects.count() == 10


def test_the_command_stores_nothing_when_told_all_or_nothing() -> None:
    report = printed(
        "penalty_legal", str(DIRTY / "o12_unknown_kind.xlsx"), "--all-or-nothing", "--as-of", "2026-11-22"
    )
    assert report["verdict"] == "rejected"
    assert not Penalty.objects.exists()


def test_the_command_fails_on_a_refused_file_unless_an_object_was_asked_for() -> None:
    with pytest.raises(CommandError):
        call_command("intake", "penalty_legal", str(DIRTY / "o30_truncated.xlsx"), stdout=StringIO())
    assert printed("penalty_legal", str(DIRTY / "o30_truncated.xlsx"))["verdict"] == "rejected"


def test_every_table_can_be_stored() -> None:
    assert all(kind.store is not None for kind in kinds().values())
