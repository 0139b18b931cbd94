"""A clerk checks a bidder before a tender, hands out the sheet, and sends a workbook of names."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from blacklist.checks import workbooks
from blacklist.models import Check
from core.models import AuditEvent
from tests import factories
from tests.data import people
from tests.unit.blacklist.listing_rows import on_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def clerk() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.officer(roles=("clerk",), agency=factories.agency()))
    return client


def test_a_name_is_answered_on_the_same_page_and_its_sheet_can_be_verified(clerk: Client) -> None:
    on_list()
    page = reverse("admin:blacklist_check_add")
    asked = {"name": "內黃縣青禾醫院", "purpose": "tender", "case_no": "内采〔2026〕8号"}
    answer = clerk.post(page, asked).content.decode()
    check = Check.objects.get()
    assert "on a list" in answer
    assert "traditional characters" in answer
    assert check.as_of.isoformat() in answer
    assert 'value="内采〔2026〕8号"' in answer
    sheet = clerk.get(reverse("admin:blacklist_check_sheet", args=[check.pk]))
    assert sheet.content.startswith(b"%PDF")
    assert sheet.content == clerk.get(reverse("admin:blacklist_check_sheet", args=[check.pk])).content
    assert Client().get(f"/verify/{check.check_code}/").status_code == 200
    assert AuditEvent.objects.filter(action="check.download").count() == 2


def test_without_a_purpose_the_page_says_so_and_tells_nothing(clerk: Client) -> None:
    on_list()
    answer = clerk.post(reverse("admin:blacklist_check_add"), {"name": "内黄县青禾医院"}).content.decode()
    assert "without a purpose nothing is told" in answer
    assert "on a list" not in answer
    assert not Check.objects.exists()


def test_a_workbook_is_answered_by_a_worker_and_comes_back(clerk: Client, monkeypatch: Any) -> None:
    on_list()
    monkeypatch.setattr(workbooks, "queue", bool)
    book = openpyxl.Workbook()
    for row in (("姓名", "身份证号"), ("内黄县（青禾）医院", ""), ("林知夏", people.PERSON)):
        book.worksheets[0].append(row)
    held = io.BytesIO()
    book.save(held)
    sent = {"upload": SimpleUploadedFile("bidders.xlsx", held.getvalue()), "purpose": "award"}
    made = clerk.post(reverse("admin:blacklist_check_workbook"), sent)
    check = Check.objects.get()
    assert made.headers["Location"] == reverse("admin:blacklist_check_change", args=[check.pk])
    progress = reverse("admin:blacklist_check_progress", args=[check.pk])
    assert 'aria-valuenow="0"' in clerk.get(progress).content.decode()
    assert clerk.get(reverse("admin:blacklist_check_answers", args=[check.pk])).status_code == 302
    assert workbooks.carry_out(check.pk)
    assert clerk.get(progress, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    page = clerk.get(made.headers["Location"]).content.decode()
    assert "after brackets were made even" in page
    assert people.PERSON not in page
    answers = b"".join(clerk.get(reverse("admin:blacklist_check_answers", args=[check.pk])).streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(answers)).worksheets[0]
    assert [row[3] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["on a list", "on no list"]


def test_what_is_no_workbook_is_said_beside_the_field(clerk: Client) -> None:
    sent = {"upload": SimpleUploadedFile("bidders.xlsx", b"nothing"), "purpose": "award"}
    answer = clerk.post(reverse("admin:blacklist_check_workbook"), sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors["upload"]


def test_a_check_is_found_by_its_number_and_its_code_and_not_by_a_stranger(clerk: Client) -> None:
    clerk.post(reverse("admin:blacklist_check_add"), {"name": "内黄县青禾医院", "purpose": "funds"})
    check = Check.objects.get()
    listed = reverse("admin:blacklist_check_changelist")
    for term in (check.number, check.check_code.lower()):
        assert check.number in clerk.get(listed, {"q": term}).content.decode().replace(term, "", 1)
    assert check.number not in clerk.get(listed, {"q": "XH-9999"}).content.decode()
    stranger = Client()
    stranger.force_login(factories.stranger())
    assert stranger.get(reverse("admin:blacklist_check_sheet", args=[check.pk])).status_code == 404
