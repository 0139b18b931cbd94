"""Ledgers through the pages: a hospital fills one in without a script, off line, and is answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.models import Officer
from institutions.models import Institution, Membership
from supervision.ledgers.selectors import lines_of
from supervision.ledgers.sheet import KIND
from supervision.ledgers.workbook_out import HEADER_ROW
from supervision.models import Ledger, Rectification
from supervision.models.ledgers import LedgerState as S
from tests import factories
from tests.flows.steps import signed_in
from tests.unit.supervision.ledgers import ledger_rows as rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
COLUMNS = {column.code: place for place, column in enumerate(KIND.columns, 1)}


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.CHENGYI_TODAY = date(2026, 6, 8)


@pytest.fixture
def body() -> Institution:
    return factories.institution()


@pytest.fixture
def hospital(body: Institution) -> Client:
    account = Officer.objects.create_user("hospital")
    Membership.objects.create(user=account, institution=body)
    return signed_in(account)


@pytest.fixture
def ledger(body: Institution) -> Ledger:
    return rows.ledger_of(rows.opened([body]), body.subject)


def at(name: str, body: Institution, ledger: Ledger, *more: object) -> str:
    return reverse(f"portal_supervision:{name}", args=[body.pk, ledger.pk, *more])


def whole_form(ledger: Ledger, words: tuple[str, ...] = rows.WORDS[:2]) -> dict[str, Any]:
    form: dict[str, Any] = {}
    for place, line in enumerate(lines_of(ledger)):
        key = line.item.pk
        form[f"{key}-version"] = line.entry.version
        form[f"{key}-answer"] = "found" if place < len(words) else "clear"
        if place < len(words):
            form |= {
                f"{key}-facts": words[place],
                f"{key}-measures": "退还费用",
                f"{key}-owner": "医务科",
                f"{key}-due_on": "2026-06-30",
            }
    return form


def signature(page: str) -> dict[str, str]:
    """Read what the signing page carries."""
    found = {}
    for name in ("seen", "letter"):
        found[name] = page.split(f'name="{name}" value="')[1].split('"')[0]
    return {**found, "signer_name": "许嘉言", "signer_post": "院长", "true": "on", "commits": "on"}


def test_a_ledger_is_filled_in_signed_and_handed_in_without_any_script(
    hospital: Client, body: Institution, ledger: Ledger
) -> None:
    shown = hospital.get(reverse("portal:part", args=[body.pk, "ledgers"])).content.decode()
    assert ledger.round.title in shown
    first = lines_of(ledger)[0].item.pk
    form = whole_form(ledger) | {"sign": "1", f"{first}-evidence": factories.png()}
    kept = hospital.post(at("ledger", body, ledger), form, follow=True).content.decode()
    assert "commitment to lawful practice" in kept
    done = hospital.post(at("ledger_sign", body, ledger), signature(kept), follow=True).content.decode()
    assert "Signed and handed in" in done
    assert "photo.png" in done
    ledger.refresh_from_db()
    assert (ledger.state, ledger.found, Rectification.objects.count()) == (S.HANDED_IN, 2, 2)
    again = hospital.post(at("ledger", body, ledger), whole_form(ledger), follow=True).content.decode()
    assert "can no longer be changed" in again


def test_the_signing_page_names_every_line_that_is_missing(
    hospital: Client, body: Institution, ledger: Ledger
) -> None:
    page = hospital.get(at("ledger_sign", body, ledger)).content.decode()
    assert f"{len(rows.PROBLEMS)} lines have no result yet" in page
    assert page.count("?check=1#line-") == len(rows.PROBLEMS)
    marked = hospital.get(at("ledger", body, ledger) + "?check=1").content.decode()
    assert marked.count("ledger-line faulty") == len(rows.PROBLEMS)


def test_a_line_is_kept_as_it_is_typed_and_a_stale_one_is_a_conflict(
    hospital: Client, body: Institution, ledger: Ledger
) -> None:
    first = lines_of(ledger)[0].item.pk
    typed = {"answer": "found", "facts": "重复计费", "version": "0", "token": "a"}
    once = hospital.post(at("ledger_line", body, ledger, first), typed)
    assert (once.status_code, once.json()["version"], once.json()["found"]) == (200, 1, 1)
    assert hospital.post(at("ledger_line", body, ledger, first), typed).json()["version"] == 1
    stale = hospital.post(at("ledger_line", body, ledger, first), {**typed, "facts": "别的", "token": "b"})
    assert (stale.status_code, stale.json()["stored"]["facts"]) == (409, "重复计费")
    wrong = hospital.post(at("ledger_line", body, ledger, first), {**typed, "due_on": "二月三十"})
    assert (wrong.status_code, wrong.json()["field"]) == (400, "due_on")


def test_in_a_conflict_of_the_whole_form_both_words_stand_on_the_page(
    hospital: Client, body: Institution, ledger: Ledger
) -> None:
    form = whole_form(ledger)
    rows.fill(ledger, rows.party(body, "colleague"), ("同事填写的重复收费三笔",))
    page = hospital.post(at("ledger", body, ledger), form).content.decode()
    assert "同事填写的重复收费三笔" in page
    assert rows.WORDS[0] in page
    assert next(line.entry.facts for line in lines_of(ledger)) == "同事填写的重复收费三笔"
    fresh = {key: 1 if key.endswith("-version") else value for key, value in form.items()}
    hospital.post(at("ledger", body, ledger), fresh)
    assert next(line.entry.facts for line in lines_of(ledger)) == rows.WORDS[0]


def filled(content: bytes, cells: dict[tuple[int, str], Any]) -> SimpleUploadedFile:
    """Fill cells of the downloaded workbook in, by number of the line and column."""
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    for (number, code), value in cells.items():
        sheet.cell(HEADER_ROW + number, COLUMNS[code], value)
    return saved(book)


def saved(book: Workbook) -> SimpleUploadedFile:
    target = BytesIO()
    book.save(target)
    return SimpleUploadedFile("台账.xlsx", target.getvalue())


def answers() -> dict[tuple[int, str], Any]:
    told: dict[tuple[int, str], Any] = {
        (number, "LN_ANSWER"): "未发现问题" for number in range(2, len(rows.PROBLEMS) + 1)
    }
    return told | {
        (1, "LN_ANSWER"): "发现问题",
        (1, "LN_FACTS"): rows.WORDS[0],
        (1, "LN_MEASURES"): "退还费用",
        (1, "LN_OWNER"): "财务科",
        (1, "LN_DUE"): date(2026, 7, 1),
        (1, "LN_PERMANENT"): "是",
    }


def download(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200
    assert ".xlsx" in answer.headers["Content-Disposition"]
    parts: Iterator[bytes] = answer.streaming_content
    return b"".join(parts)


def test_a_workbook_is_filled_off_line_its_faults_come_back_marked_and_it_is_taken_in(
    hospital: Client, body: Institution, ledger: Ledger
) -> None:
    blank = download(hospital, at("ledger_workbook", body, ledger))
    sheet = load_workbook(BytesIO(blank)).worksheets[0]
    assert sheet.protection.sheet
    assert sheet.cell(HEADER_ROW + 1, COLUMNS["LN_TEXT"]).protection.locked
    assert not sheet.cell(HEADER_ROW + 1, COLUMNS["LN_FACTS"]).protection.locked
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert any("发现问题" in str(words) for words in lists.values())

    faulty = answers() | {(1, "LN_DUE"): "尽快", (2, "LN_ANSWER"): "有点", (3, "LN_ANSWER"): "发现问题"}
    page = hospital.post(
        at("ledger_upload", body, ledger), {"workbook": filled(blank, faulty)}, follow=True
    ).content.decode()
    assert "Nothing was taken in" in page
    assert not ledger.entries.exists()
    taken = ledger.uploads.get()
    assert {(fault["line"], fault["column"]) for fault in taken.faults} == {
        (1, "LN_DUE"),
        (2, "LN_ANSWER"),
        (3, "LN_FACTS"),
        (3, "LN_MEASURES"),
        (3, "LN_OWNER"),
        (3, "LN_DUE"),
    }
    marked = download(hospital, at("ledger_marked", body, ledger, taken.pk))
    sheet = load_workbook(BytesIO(marked)).worksheets[0]
    commented = {
        (row - HEADER_ROW, place)
        for row, line in enumerate(sheet.iter_rows(), 1)
        for place, cell in enumerate(line, 1)
        if cell.comment
    }
    assert commented == {(fault["line"], COLUMNS[fault["column"]]) for fault in taken.faults}
    assert sheet.cell(HEADER_ROW + 1, COLUMNS["LN_DUE"]).value == "尽快"

    mended = {(1, "LN_DUE"): date(2026, 7, 1), (2, "LN_ANSWER"): "不涉及", (3, "LN_ANSWER"): "未发现问题"}
    done = hospital.post(at("ledger_upload", body, ledger), {"workbook": filled(marked, mended)}, follow=True)
    assert "was taken in" in done.content.decode()
    first, second = (line.entry for line in lines_of(ledger)[:2])
    assert (first.facts, first.due_on, first.permanent, second.answer) == (
        rows.WORDS[0],
        date(2026, 7, 1),
        True,
        "not_here",
    )


def test_what_was_changed_on_the_page_meanwhile_is_marked_and_never_overwritten(
    hospital: Client, body: Institution, ledger: Ledger
) -> None:
    blank = download(hospital, at("ledger_workbook", body, ledger))
    rows.fill(ledger, rows.party(body, "colleague"), ("页面上填写的重复收费情况",))
    hospital.post(at("ledger_upload", body, ledger), {"workbook": filled(blank, answers())})
    taken = ledger.uploads.get()
    assert [fault["line"] for fault in taken.faults] == [1]
    assert lines_of(ledger)[0].entry.facts == "页面上填写的重复收费情况"
    marked = download(hospital, at("ledger_marked", body, ledger, taken.pk))
    hospital.post(at("ledger_upload", body, ledger), {"workbook": filled(marked, {})})
    assert lines_of(ledger)[0].entry.facts == rows.WORDS[0]


def test_a_workbook_of_another_ledger_and_what_is_no_workbook_are_refused(
    hospital: Client, body: Institution, ledger: Ledger
) -> None:
    other = rows.ledger_of(
        rows.opened([body], period="2026Q3", checklist=ledger.round.checklist), body.subject
    )
    foreign = filled(download(hospital, at("ledger_workbook", body, other)), answers())
    page = hospital.post(at("ledger_upload", body, ledger), {"workbook": foreign}, follow=True)
    assert "another ledger" in page.content.decode()
    text = SimpleUploadedFile("台账.xlsx", b"no workbook at all")
    refused = hospital.post(at("ledger_upload", body, ledger), {"workbook": text}, follow=True)
    assert "plain text" in refused.content.decode()
    assert not ledger.entries.exists()
    assert not other.entries.exists()


def test_a_ledger_of_another_body_does_not_exist_for_this_one(hospital: Client, body: Institution) -> None:
    clinic = factories.institution(factories.body("内黄县康宁诊所", "91410527MA46TKJL8A"))
    theirs = rows.ledger_of(rows.opened([clinic]), clinic.subject)
    item = lines_of(theirs)[0].item.pk
    for name, more in (("ledger", ()), ("ledger_sign", ()), ("ledger_workbook", ())):
        assert hospital.get(at(name, body, theirs, *more)).status_code == 404
        assert (
            hospital.get(reverse(f"portal_supervision:{name}", args=[clinic.pk, theirs.pk])).status_code
            == 404
        )
    assert hospital.post(at("ledger_line", body, theirs, item), {"answer": "clear"}).status_code == 404
