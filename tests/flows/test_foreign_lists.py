"""Other departments' lists through the pages: a source, its workbook, what waits, what a file shows."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Officer, Reveal
from accounts.roles import READER
from blacklist.foreign.choices import Extent
from blacklist.models import ForeignDelivery, ForeignEntry, ForeignSource
from core import intake_run
from core.models import Intake
from core.sheets.columns import kind_named
from tests import factories
from tests.data import people
from tests.flows.steps import dialog, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_memory() -> None:
    cache.clear()


@pytest.fixture
def clerk() -> Officer:
    return factories.clerk()


def workbook(kind: str, *rows: dict[str, Any]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    names = [column.name for column in kind_named(kind).columns]
    sheet.append(names)
    for row in rows:
        sheet.append([row.get(name, "") for name in names])
    target = BytesIO()
    book.save(target)
    return SimpleUploadedFile("名单.xlsx", target.getvalue())


def body(number: int) -> dict[str, Any]:
    return {
        "统一社会信用代码": factories.HOSPITAL_USCC,
        "认定文号": f"豫信〔2026〕{number}号",
        "认定单位": "河南省市场监督管理局",
        "机构全称": "内黄县青禾医院",
        "确认严重失信时间": "2026-03-01",
        "主要失信事实": "提供虚假材料取得许可",
    }


def upload(client: Any, source: ForeignSource, *rows: dict[str, Any], **terms: Any) -> Intake:
    page = reverse("admin:blacklist_foreignsource_take_in", args=[source.pk])
    data = {"table": "black_list", "list_on": "2026-11-20", "extent": Extent.FULL, **terms}
    answer = client.post(page, {**data, "upload": workbook(str(data["table"]), *rows)})
    assert answer.status_code == 302, answer.content.decode()
    intake = Intake.objects.latest("pk")
    assert answer.headers["Location"] == reverse("admin:core_intake_change", args=[intake.pk])
    intake_run.run(intake.pk)
    return intake


def test_a_clerk_enters_a_source_takes_its_list_in_and_confirms_what_ends(clerk: Officer) -> None:
    client = signed_in(clerk)
    subject = factories.body()
    fields = {
        "department": "河南省市场监督管理局",
        "code": "market-41",
        "keeps": "严重违法失信名单",
        "division_code": factories.COUNTY,
        "every_days": 30,
    }
    add = reverse("admin:blacklist_foreignsource_add")
    wrong = client.post(add, {**fields, "division_code": "510104"}).content.decode()
    assert "you do not hold the right" in wrong
    assert client.post(add, fields).status_code == 302
    source = ForeignSource.objects.get()
    sources = client.get(reverse("admin:blacklist_foreignsource_changelist")).content.decode()
    assert "nothing received yet" in sources

    upload(client, source, body(1), body(2), body(3))
    file = client.get(reverse("admin:credit_subject_change", args=[subject.pk])).content.decode()
    assert "Listed by other departments" in file
    assert "豫信〔2026〕3号" in file

    upload(client, source, body(1), list_on="2026-11-21", look_first="on")
    delivery = ForeignDelivery.objects.latest("pk")
    page = reverse("admin:blacklist_foreigndelivery_change", args=[delivery.pk])
    waiting = client.get(page).content.decode()
    assert "Would be ended" in waiting
    assert "豫信〔2026〕2号" in waiting
    confirm = reverse("admin:blacklist_foreigndelivery_confirm", args=[delivery.pk])
    dialog(client, confirm)
    assert ForeignEntry.objects.filter(ended_on__isnull=True).count() == 1
    file = client.get(reverse("admin:credit_subject_change", args=[subject.pk])).content.decode()
    assert "of 2026-11-21" in file
    told = client.get(reverse("admin:blacklist_foreignsource_changelist")).content.decode()
    assert "next by" in told


def test_the_list_may_turn_out_to_be_incomplete(clerk: Officer) -> None:
    client = signed_in(clerk)
    source = factories.foreign_source()
    upload(client, source, body(1), body(2))
    upload(client, source, body(1))
    delivery = ForeignDelivery.objects.latest("pk")
    keep = reverse("admin:blacklist_foreigndelivery_keep", args=[delivery.pk])
    dialog(client, keep, reason="对方只传了第一页")
    assert ForeignEntry.objects.filter(ended_on__isnull=True).count() == 2
    page = client.get(reverse("admin:blacklist_foreigndelivery_change", args=[delivery.pk])).content.decode()
    assert "incomplete: nothing ended" in page


def test_an_older_list_is_refused_beside_its_field(clerk: Officer) -> None:
    client = signed_in(clerk)
    source = factories.foreign_source()
    upload(client, source, body(1))
    page = reverse("admin:blacklist_foreignsource_take_in", args=[source.pk])
    data = {"table": "black_list", "list_on": "2026-10-01", "extent": Extent.FULL}
    told = client.post(page, {**data, "upload": workbook("black_list", body(1))}).content.decode()
    assert "an older one cannot replace it" in told
    assert Intake.objects.count() == 1


def test_entries_are_found_by_a_piece_of_the_name_and_by_number(clerk: Officer) -> None:
    client = signed_in(clerk)
    factories.foreign_entry(by=clerk)
    source = ForeignSource.objects.get()
    person = {
        "身份证号": people.PERSON,
        "姓名": "林知夏",
        "认定单位": "内黄县公安局",
        "确认严重失信时间": "2026-03-01",
        "主要失信事实": "倒卖就诊号源，被行政拘留",
    }
    upload(client, source, person, table="black_list_person", extent=Extent.ADDITIONS)
    found = reverse("admin:blacklist_foreignentry_changelist")
    for asked, shown, hidden in (
        ("青禾", "内黄县青禾医院", "林知夏"),
        (factories.HOSPITAL_USCC, "内黄县青禾医院", "林知夏"),
        (people.PERSON, "林知夏", "内黄县青禾医院"),
    ):
        page = client.get(found, {"q": asked}).content.decode()
        assert shown in page
        assert hidden not in page
    listed = client.get(found).content.decode()
    assert people.PERSON not in listed


def test_a_full_number_is_shown_once_to_whoever_says_why(clerk: Officer) -> None:
    person = factories.person()
    entry = factories.foreign_entry(
        by=clerk,
        identity=person.identity,
        uscc="",
        id_number=person.id_number,
        id_masked=person.id_masked,
        name=person.name,
    )
    address = reverse("admin:blacklist_foreignentry_reveal", args=[entry.pk])
    for officer, shown in ((factories.reviewer(), True), (factories.officer(roles=(READER.code,)), False)):
        page = dialog(signed_in(officer), address, reason="核对身份，函复公安机关")
        assert (people.PERSON in page) is shown
    assert Reveal.objects.count() == 1


def test_readers_look_and_change_nothing(clerk: Officer) -> None:
    entry = factories.foreign_entry(by=clerk)
    reader = signed_in(factories.officer(roles=(READER.code,)))
    for name, key in (
        ("foreignsource", entry.source_id),
        ("foreignentry", entry.pk),
        ("foreigndelivery", entry.received_in_id),
    ):
        page = reader.get(reverse(f"admin:blacklist_{name}_change", args=[key]))
        assert page.status_code == 200
        assert 'name="_save"' not in page.content.decode()
    take_in = reverse("admin:blacklist_foreignsource_take_in", args=[entry.source_id])
    assert reader.get(take_in).status_code == 403
