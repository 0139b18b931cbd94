"""The workbook of institution archives: found again by the credit code, corrected, former names kept."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core import intake_run
from core.actors import SystemActor
from core.intake import submit
from core.models import AuditEvent, Intake
from core.sheets.columns import kind_named
from core.sheets.container import Limits
from core.sheets.context import Context
from core.sheets.report import check_file
from credit.models import Licence, VerifiedUntil
from institutions.models import Institution

pytestmark = pytest.mark.django_db

WORKBOOK = Path(__file__).parents[2] / "data" / "samples" / "institutions.xlsx"
DAY = date(2026, 11, 22)
CODE = "52510181MJLCR05D40"


def changed(**cells: Any) -> bytes:
    """The sample with cells of its first data row changed, by header."""
    book = openpyxl.load_workbook(WORKBOOK)
    sheet = book.worksheets[0]
    names = {str(cell.value): place for place, cell in enumerate(sheet[1], 1)}
    for header, value in cells.items():
        sheet.cell(2, names[header]).value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def take_in(body: bytes) -> Intake:
    by = SystemActor("clerk")
    job = submit(
        "institutions", io.BytesIO(body), "keep_good", by, file_name="机构.xlsx", as_of=DAY, told=False
    )
    intake_run.run(job.pk)
    job.refresh_from_db()
    return job


def test_an_archive_holds_what_the_row_says() -> None:
    take_in(WORKBOOK.read_bytes())
    archive = Institution.objects.select_related("subject").get(subject__uscc=CODE)
    assert archive.subject.name == "都江堰市杏屿医院"
    assert (archive.category, archive.staff_count, archive.division_code) == ("综合医院", 869, "510181")
    assert archive.departments[:2] == ["内科", "外科"]
    assert archive.licence_valid_to == date(2030, 5, 28)


def test_a_changed_row_corrects_the_archive_and_the_trail_says_what() -> None:
    take_in(WORKBOOK.read_bytes())
    job = take_in(changed(从业人员数=900))
    assert (job.new_rows, job.changed_rows, job.unchanged_rows) == (0, 1, 299)
    assert Institution.objects.get(subject__uscc=CODE).staff_count == 900
    event = AuditEvent.objects.get(action="institution.change")
    assert (event.before, event.after) == ({"staff_count": 869}, {"staff_count": 900})


def test_a_renamed_body_keeps_its_former_name() -> None:
    take_in(WORKBOOK.read_bytes())
    job = take_in(changed(机构名称="都江堰市新杏屿医院"))
    assert job.changed_rows == 1
    subject = Institution.objects.get(subject__uscc=CODE).subject
    assert (subject.name, subject.former_names) == ("都江堰市新杏屿医院", ["都江堰市杏屿医院"])


def test_an_officer_keeps_the_archives_of_the_own_divisions_only() -> None:
    stream = io.BytesIO(WORKBOOK.read_bytes())
    report = check_file(kind_named("institutions"), stream, "x.xlsx", Context(DAY, ("5101",)), Limits())
    assert {(entry["code"], entry["kind"]) for entry in report["errors"]} == {
        ("JG_QH", "outside_jurisdiction")
    }
    assert 0 < report["good_rows"] < 300


def with_licence_day(day: date | None) -> bytes:
    """The sample with the day of the licence in a column of its own."""
    book = openpyxl.load_workbook(WORKBOOK)
    sheet = book.worksheets[0]
    place = sheet.max_column + 1
    sheet.cell(1, place).value = "发证日期"
    sheet.cell(2, place).value = day
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_the_licence_day_of_an_archive_starts_scoring_cycles_and_follows_a_correction() -> None:
    take_in(with_licence_day(date(2021, 3, 4)))
    days = Licence.objects.filter(subject__uscc=CODE).values_list("issued_on", flat=True)
    assert list(days) == [date(2021, 3, 4)]
    take_in(with_licence_day(date(2021, 3, 4)))
    take_in(WORKBOOK.read_bytes())  # a file without the column says nothing of it
    assert list(days.all()) == [date(2021, 3, 4)]
    take_in(with_licence_day(date(2020, 3, 4)))
    assert list(days.all()) == [date(2020, 3, 4)]
    take_in(with_licence_day(None))
    assert list(days.all()) == []


def test_the_end_of_verification_is_told_to_the_credit_files_and_follows_a_correction() -> None:
    take_in(WORKBOOK.read_bytes())
    day = Institution.objects.get(subject__uscc=CODE).verification_valid_to
    assert day is not None
    known = VerifiedUntil.objects.filter(subject__uscc=CODE).values_list("day", flat=True)
    assert list(known) == [day]
    assert VerifiedUntil.objects.count() == Institution.objects.exclude(verification_valid_to=None).count()
    take_in(changed(校验有效期至=date(2027, 8, 9)))
    assert list(known.all()) == [date(2027, 8, 9)]
    take_in(changed(校验有效期至=None))
    assert list(known.all()) == []
