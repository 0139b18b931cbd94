"""The cross-cell rules of permits and penalties, one test each."""

import io
from datetime import date
from functools import cache
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
from core.sheets.report import Report, check_file
from credit.models import Subject
from disclosure.models import Penalty

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
FILES = {
    "penalty_legal": "penalties_legal.xlsx",
    "penalty_person": "penalties_person.xlsx",
    "permit_legal": "permits_legal.xlsx",
}
DAY = date(2026, 11, 22)


@cache
def first_row(kind: str) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Header and first row of a sample."""
    sheet = openpyxl.load_workbook(SAMPLES / FILES[kind], read_only=True).worksheets[0]
    header, row = sheet.iter_rows(max_row=2, values_only=True)
    return header, row


def workbook(kind: str, **changes: Any) -> bytes:
    """The first row of a sample with some of its cells changed, by column code."""
    header, row = first_row(kind)
    cells = dict.fromkeys(header) | dict(zip(header, row, strict=False))  # an empty end is not stored
    cells |= {kind_named(kind).column(code).name: value for code, value in changes.items()}
    book = openpyxl.Workbook()
    book.worksheets[0].append(header)
    book.worksheets[0].append(list(cells.values()))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def check(kind: str, covers: tuple[str, ...] = ("",), **changes: Any) -> Report:
    body = io.BytesIO(workbook(kind, **changes))
    return check_file(kind_named(kind), body, "x.xlsx", Context(DAY, covers), Limits())


def found(report: Report, level: str = "errors") -> list[tuple[str, str]]:
    return [(entry["code"], entry["kind"]) for entry in report[level]]


def test_a_sample_row_is_clean() -> None:
    for kind in FILES:
        report = check(kind)
        assert (report["good_rows"], found(report), found(report, "warnings")) == (1, [], [])


def test_a_penalty_does_not_lapse_before_its_decision() -> None:
    assert found(check("penalty_legal", CF_YXQ="2020/01/01")) == [("CF_YXQ", "end_before_start")]


def test_publicity_does_not_end_before_the_decision() -> None:
    assert found(check("penalty_legal", CF_GSJZQ="2020/01/01")) == [("CF_GSJZQ", "end_before_start")]


def test_a_permit_does_not_lapse_before_it_starts() -> None:
    assert found(check("permit_legal", XK_YXQZI="2001/01/01")) == [("XK_YXQZI", "end_before_start")]


def test_a_fine_has_an_amount() -> None:
    assert found(check("penalty_legal", CF_NR_FK=None)) == [("CF_NR_FK", "amount_missing")]


def test_a_confiscation_has_a_value() -> None:
    report = check("penalty_legal", CF_CFLB="罚款；没收违法所得", CF_NR_WFFF=None)
    assert found(report) == [("CF_NR_WFFF", "amount_missing")]


def test_a_revoked_certificate_is_named() -> None:
    report = check("penalty_legal", CF_CFLB="罚款；吊销许可证件", CF_NR_ZKDX=None)
    assert found(report) == [("CF_NR_ZKDX", "missing_value")]


def test_an_amount_that_no_kind_asks_for_is_told() -> None:
    assert found(check("penalty_legal", CF_CFLB="警告"), "warnings") == [("CF_NR_FK", "amount_without_kind")]


def test_the_id_number_is_there_when_its_type_is() -> None:
    assert found(check("penalty_legal", CF_FR_ZJHM=None)) == [("CF_FR_ZJHM", "missing_value")]


def test_another_id_document_has_its_own_form() -> None:
    assert found(check("penalty_person", CF_XDR_ZJLX="护照", CF_XDR_ZJHM="E12345678")) == []
    assert found(check("penalty_person", CF_XDR_ZJLX="身份证", CF_XDR_ZJHM="E12345678")) == [
        ("CF_XDR_ZJHM", "bad_code_format")
    ]


def test_a_body_does_not_belong_in_the_file_of_persons() -> None:
    assert found(check("penalty_person", CF_XDR_LB="个体工商户")) == [("CF_XDR_LB", "legal_in_person_file")]


def test_an_officer_takes_in_the_decisions_of_the_own_divisions_only() -> None:
    assert found(check("penalty_legal", ("4414",))) == []
    assert found(check("penalty_legal", ("4105", "22"))) == [("CF_CFJGDM", "outside_jurisdiction")]


def test_the_filler_of_an_authority_is_accepted_and_told() -> None:
    report = check("permit_legal", XK_XKJGDM="00000000000000000X")
    assert (report["good_rows"], found(report, "warnings")) == (1, [("XK_XKJGDM", "filler_code")])


def test_an_amount_with_a_unit_is_no_number() -> None:
    for text in ("0.24万元", "2400元", "￥0.24", "零点二四"):
        assert found(check("penalty_legal", CF_NR_FK=text)) == [("CF_NR_FK", "amount_not_a_number")]
    assert found(check("penalty_legal", CF_NR_FK="０．２４")) == []


def test_a_kind_of_permit_that_is_other_says_what_it_is() -> None:
    assert found(check("permit_legal", XK_XKLB="其他-备案")) == []
    assert found(check("permit_legal", XK_XKLB="备案")) == [("XK_XKLB", "not_in_list")]


def test_a_number_on_file_under_another_name_is_told_when_the_row_is_stored() -> None:
    def take_in(body: bytes) -> Intake:
        by = SystemActor("clerk")
        job = submit(
            "penalty_legal", io.BytesIO(body), "keep_good", by, file_name="x.xlsx", as_of=DAY, told=False
        )
        intake_run.run(job.pk)
        job.refresh_from_db()
        return job

    take_in(workbook("penalty_legal"))
    other = take_in(workbook("penalty_legal", CF_XDR_MC="另一家诊所", CF_WSH="梅江卫医罚〔2024〕99号"))
    assert (other.new_rows, other.bad_rows) == (1, 0)
    assert list(other.faults.values_list("code", "kind", "level")) == [
        ("CF_XDR_MC", "name_differs", "warning")
    ]
    assert (Subject.objects.count(), Penalty.objects.count()) == (1, 2)
