"""The workbooks of practitioners and their places of practice."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core import intake_run
from core.actors import SystemActor
from core.intake import submit
from core.models import Intake
from core.sheets.columns import kind_named
from core.sheets.container import Limits
from core.sheets.context import Context
from core.sheets.report import check_file
from practitioners.models import Practice, Practitioner
from tests.data import people

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
DAY = date(2026, 11, 22)


def changed(file: str, **cells: Any) -> bytes:
    """The first row of a sample with some of its cells changed, by header."""
    book = openpyxl.load_workbook(SAMPLES / file)
    sheet = book.worksheets[0]
    sheet.delete_rows(3, sheet.max_row)
    names = {str(cell.value): place for place, cell in enumerate(sheet[1], 1)}
    for header, value in cells.items():
        sheet.cell(2, names[header]).value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def take_in(kind: str, body: bytes) -> Intake:
    job = submit(
        kind, io.BytesIO(body), "keep_good", SystemActor("clerk"), file_name="表.xlsx", as_of=DAY, told=False
    )
    intake_run.run(job.pk)
    job.refresh_from_db()
    return job


def found(kind: str, body: bytes) -> list[tuple[str, str]]:
    report = check_file(kind_named(kind), io.BytesIO(body), "x.xlsx", Context(DAY), Limits())
    return [(entry["code"], entry["kind"]) for entry in report["errors"]]


def test_a_doctors_certificate_has_fifteen_digits() -> None:
    assert found("practitioners", changed("practitioners.xlsx")) == []
    assert found("practitioners", changed("practitioners.xlsx", 执业证书编码="14112011600000")) == [
        ("RY_ZSBM", "bad_code_format")
    ]


def test_a_qualification_number_that_embeds_the_resident_id_is_refused() -> None:
    number = "200341110" + people.SURGEON
    body = changed("practitioners.xlsx", 执业证书编码=number, 人员类别="药师")
    assert found("practitioners", body) == [("RY_ZSBM", "bad_code_format")]


def test_a_practice_does_not_end_before_it_starts() -> None:
    assert found("practices", changed("practices.xlsx", 结束日期="2001/01/01")) == [
        ("ZY_JS", "end_before_start")
    ]


def test_the_file_follows_the_person_to_the_new_place_of_work() -> None:
    take_in("institutions", (SAMPLES / "institutions.xlsx").read_bytes())
    take_in("practitioners", changed("practitioners.xlsx"))
    person = Practitioner.objects.select_related("subject").get()
    assert person.subject.division_code == "120116"
    job = take_in(
        "practitioners", changed("practitioners.xlsx", 执业机构统一社会信用代码="52510181MJLCR05D40")
    )
    assert (job.new_rows, job.changed_rows) == (0, 1)
    person.subject.refresh_from_db()
    assert person.subject.division_code == "510181"


def test_a_place_of_practice_is_joined_to_its_archive_and_corrected_later() -> None:
    take_in("institutions", (SAMPLES / "institutions.xlsx").read_bytes())
    take_in("practitioners", changed("practitioners.xlsx"))
    take_in("practices", changed("practices.xlsx", 结束日期=None))
    practice = Practice.objects.get()
    assert practice.ended_on is None
    assert practice.institution is not None
    job = take_in("practices", changed("practices.xlsx"))
    assert (job.new_rows, job.changed_rows, job.unchanged_rows) == (0, 1, 0)
    practice.refresh_from_db()
    assert practice.ended_on == date(2025, 5, 28)
