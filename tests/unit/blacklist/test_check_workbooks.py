"""A workbook of names: answered by a worker piece by piece, handed back with the results, deleted after."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from accounts.models import Officer
from blacklist.checks import workbooks
from blacklist.checks.answer_workbook import write_answers
from blacklist.checks.choices import CheckState, Purpose
from blacklist.checks.services import Terms
from blacklist.models import Check
from core import vault
from core.errors import Refusal
from tests import factories
from tests.data import people
from tests.unit.blacklist.listing_rows import on_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
AWARD = Terms(Purpose.AWARD)


@pytest.fixture
def clerk() -> Officer:
    return factories.officer(roles=("clerk",), agency=factories.agency())


def workbook(
    *rows: tuple[str, ...], header: tuple[str, ...] = ("单位名称", "统一社会信用代码")
) -> io.BytesIO:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held


def submit(*rows: tuple[str, ...], by: Officer, **options: Any) -> Check:
    return workbooks.submit(workbook(*rows), AWARD, by=by, file_name="names.xlsx", told=False, **options)


def answers(check: Check) -> list[list[Any]]:
    held = io.BytesIO()
    write_answers(check, held)
    sheet = openpyxl.load_workbook(held).worksheets[0]
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_every_row_comes_back_with_its_result_and_reasons(clerk: Officer) -> None:
    on_list()
    check = submit(
        ("内黄县青禾醫院", ""),
        ("=1+1", ""),
        ("林知夏", people.PERSON),
        ("某某公司", factories.HOSPITAL_USCC),
        by=clerk,
    )
    assert (check.state, check.total) == (CheckState.QUEUED, 4)
    assert workbooks.carry_out(check.pk)
    check.refresh_from_db()
    assert (check.state, check.done, check.found) == (CheckState.DONE, 4, 2)
    told = answers(check)
    assert [row[0] for row in told] == ["2", "3", "4", "5"]
    assert [row[3] for row in told] == ["on a list", "on no list", "on no list", "on a list"]
    assert "traditional" in told[0][10]
    assert people.PERSON not in str(told)


def test_the_upload_is_deleted_once_it_is_answered(clerk: Officer) -> None:
    check = submit(("内黄县青禾医院", ""), by=clerk)
    stored = check.stored_as
    assert (vault.folder(workbooks.SHELF) / stored).exists()
    workbooks.carry_out(check.pk)
    check.refresh_from_db()
    assert not (vault.folder(workbooks.SHELF) / stored).exists()
    assert check.stored_as == ""


def test_a_check_whose_worker_died_goes_on_where_it_stopped(clerk: Officer, monkeypatch: Any) -> None:
    monkeypatch.setattr(workbooks, "PIECE", 2)
    check = submit(*((f"内黄县第{n}医院", "") for n in range(5)), by=clerk)
    answer, turns = workbooks._answer, []

    def dies(row: Check, piece: Any, lease: str) -> None:
        turns.append(len(piece))
        if len(turns) == 2:
            raise KeyboardInterrupt
        answer(row, piece, lease)

    monkeypatch.setattr(workbooks, "_answer", dies)
    with pytest.raises(KeyboardInterrupt):
        workbooks.carry_out(check.pk)
    assert not workbooks.carry_out(check.pk)
    Check.objects.filter(pk=check.pk).update(heartbeat_at=timezone.now() - timedelta(minutes=5))
    assert workbooks.carry_out(check.pk)
    check.refresh_from_db()
    assert (check.state, check.done, check.names.count()) == (CheckState.DONE, 5, 5)
    assert turns == [2, 2, 2, 1]


def test_a_worker_that_fails_says_so_without_a_word_of_the_file(clerk: Officer, monkeypatch: Any) -> None:
    check = submit(("内黄县青禾医院", ""), by=clerk)

    def fails(*_given: Any) -> None:
        raise ValueError("内黄县青禾医院")

    monkeypatch.setattr(workbooks, "_answer", fails)
    with pytest.raises(ValueError, match="青禾"):
        workbooks.carry_out(check.pk)
    check.refresh_from_db()
    assert (check.state, check.failure) == (CheckState.FAILED, "ValueError")


@pytest.mark.parametrize("content", [b"no workbook at all", b""])
def test_what_is_no_workbook_is_refused(clerk: Officer, content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        workbooks.submit(io.BytesIO(content), AWARD, by=clerk, file_name="names.xlsx", told=False)
    assert refused.value.field == "upload"
    assert not Check.objects.exists()


def test_a_workbook_without_names_or_purpose_is_refused(clerk: Officer) -> None:
    with pytest.raises(Refusal, match="no name"):
        submit(by=clerk)
    with pytest.raises(Refusal, match="Purpose"):
        workbooks.submit(workbook(("某院", "")), Terms(""), by=clerk, file_name="n.xlsx", told=False)
    with pytest.raises(Refusal):
        workbooks.submit(workbook(("1",), header=("金额",)), AWARD, by=clerk, file_name="n.xlsx", told=False)
    assert not Check.objects.exists()


def test_a_personal_number_in_the_column_of_names_is_not_kept_in_clear(clerk: Officer) -> None:
    check = submit((people.PERSON, ""), by=clerk)
    workbooks.carry_out(check.pk)
    assert people.PERSON not in str(list(check.names.values("name", "number_shown", "hits")))


def test_the_blank_workbook_can_be_filled_in_and_sent() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbooks.blank()))
    assert [cell.value for cell in book.worksheets[0][1]] == ["名称*", "证件号码"]
