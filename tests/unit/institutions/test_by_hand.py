"""An archive entered by hand: the same checks as the workbook, the file opened, nothing half."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import Officer
from core.errors import Refusal
from core.models import AuditEvent
from core.sheets.sentences import sentence
from credit.choices import SubjectKind
from credit.models import Subject
from institutions.models import Institution
from institutions.services import FIELDS, change_institution, enter_institution
from institutions.sheets import INSTITUTIONS
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def archive(**fields: Any) -> dict[str, Any]:
    made = {
        "name": "内黄县青禾医院",
        "uscc": factories.HOSPITAL_USCC,
        "category": "综合医院",
        "level": "二级甲等",
        "departments": "内科、儿科",
        "staff_count": "120",
        "division_code": factories.COUNTY,
        "licence_valid_to": "2027-05-01",
    }
    return {**made, **fields}


def signed_in(officer: Officer) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


def test_every_column_of_the_workbook_has_its_field():
    assert {column.code for column in INSTITUTIONS.columns} == set(FIELDS.values())


def test_an_archive_opens_the_credit_file_and_is_told_in_the_trail():
    row = enter_institution(archive(), by=factories.clerk())
    row.refresh_from_db()
    assert (row.subject.uscc, row.subject.name) == (factories.HOSPITAL_USCC, "内黄县青禾医院")
    assert row.subject.kind == SubjectKind.ORGANISATION
    assert (row.departments, row.staff_count) == (["内科", "儿科"], 120)
    assert row.licence_valid_to == date(2027, 5, 1)
    assert AuditEvent.objects.get(action="institution.enter").after["category"] == "综合医院"


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"name": ""}, "name", "missing_value"),
    ({"uscc": ""}, "uscc", "missing_value"),
    ({"uscc": "1241052741900000XX"}, "uscc", "bad_check_character"),
    ({"uscc": "I241052741900000XN"}, "uscc", "confusable_letter"),
    ({"uscc": "12410527"}, "uscc", "bad_code_length"),
    ({"category": ""}, "category", "missing_value"),
    ({"staff_count": "-3"}, "staff_count", "not_a_whole_number"),
    ({"licence_valid_to": "2027-02-30"}, "licence_valid_to", "impossible_date"),
    ({"division_code": "51"}, "division_code", "bad_code_format"),
    ({"division_code": "510104"}, "division_code", "outside_jurisdiction"),
]


@pytest.mark.parametrize(("fields", "field", "says"), BAD, ids=[f"{bad[1]} {bad[2]}" for bad in BAD])
def test_a_bad_field_is_refused_with_the_workbooks_sentence(fields: dict[str, Any], field: str, says: str):
    with translation.override("en"), pytest.raises(Refusal) as refused:
        enter_institution(archive(**fields), by=factories.clerk())
    assert refused.value.field == field
    with translation.override("en"):
        told = sentence(says, {"field": "“", "length": "18", "found": "8", "suggestion": ""})
    assert str(refused.value).partition("”")[2][:20] == told.partition("”")[2][:20]
    assert not Subject.objects.exists()


def test_a_body_has_one_archive():
    clerk = factories.clerk()
    enter_institution(archive(), by=clerk)
    with pytest.raises(Refusal, match="has an archive already"):
        enter_institution(archive(name="另一家医院"), by=clerk)
    assert Subject.objects.get().name == "内黄县青禾医院"
    assert Institution.objects.count() == 1


def test_an_archive_of_a_body_that_a_penalty_brought_takes_over_its_file():
    subject = factories.body(name="内黄县青禾卫生院")
    row = enter_institution(archive(), by=factories.clerk())
    assert row.subject_id == subject.pk
    subject.refresh_from_db()
    assert (subject.name, subject.former_names) == ("内黄县青禾医院", ["内黄县青禾卫生院"])
    assert AuditEvent.objects.filter(action="subject.change").count() == 1


def test_a_correction_keeps_code_and_division_and_the_former_name():
    clerk = factories.clerk()
    row = enter_institution(archive(), by=clerk)
    change_institution(
        row,
        {"name": "内黄县青禾中医院", "uscc": factories.AUTHORITY_CODE, "division_code": "510104"},
        by=clerk,
    )
    row = Institution.objects.select_related("subject").get()
    assert (row.subject.uscc, row.division_code) == (factories.HOSPITAL_USCC, factories.COUNTY)
    assert row.subject.former_names == ["内黄县青禾医院"]
    assert row.departments == ["内科", "儿科"]


def test_a_correction_that_changes_nothing_leaves_no_trace():
    clerk = factories.clerk()
    row = enter_institution(archive(), by=clerk)
    change_institution(row, {}, by=clerk)
    assert not AuditEvent.objects.filter(action="institution.change").exists()


def test_an_officer_of_another_place_corrects_nothing():
    row = enter_institution(archive(), by=factories.clerk())
    with pytest.raises(Refusal):
        change_institution(row, {"category": "诊所"}, by=factories.stranger())


def test_the_form_enters_an_archive_and_tells_every_fault_at_once():
    client = signed_in(factories.clerk())
    path = reverse("admin:institutions_institution_add")
    page = client.post(path, archive(uscc="1241052741900000XX", category="", staff_count="many"))
    errors = page.context["adminform"].form.errors
    assert set(errors) == {"uscc", "category", "staff_count"}
    assert "check character" in errors["uscc"][0]
    assert client.post(path, archive()).status_code == 302
    row = Institution.objects.get()
    change = reverse("admin:institutions_institution_change", args=[row.pk])
    text = client.get(change).content.decode()
    assert factories.HOSPITAL_USCC in text
    assert "内科、儿科" in text
    assert AuditEvent.objects.filter(action="institution.enter").count() == 1


def test_the_form_says_when_the_body_has_an_archive():
    factories.institution()
    client = signed_in(factories.clerk())
    page = client.post(reverse("admin:institutions_institution_add"), archive(), follow=True)
    assert "has an archive already" in page.content.decode()


def test_no_module_of_the_form_knows_a_rule_of_its_own():
    source = (Path(__file__).parents[3] / "institutions" / "forms.py").read_text()
    assert "check_archive" in source
    assert "check_uscc" not in source
