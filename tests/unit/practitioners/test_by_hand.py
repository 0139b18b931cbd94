"""People who practise and their places, entered by hand: checked like the workbooks, numbers sealed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import Officer
from core.errors import Refusal
from core.models import AuditEvent
from credit.models import Subject
from practitioners.models import Practice, Practitioner
from practitioners.services import (
    PERSON_FIELDS,
    PRACTICE_FIELDS,
    change_practitioner,
    enter_practitioner,
    keep_practice,
)
from practitioners.sheets import PRACTICES, PRACTITIONERS
from tests import factories
from tests.data import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def person(**fields: Any) -> dict[str, Any]:
    made = {
        "name": "林知夏",
        "id_type": "身份证",
        "id_number": factories.PERSON_ID,
        "category": "执业医师",
        "certificate_no": "110410500000001",
        "main_uscc": factories.HOSPITAL_USCC,
        "registered_on": "2020-01-01",
    }
    return {**made, **fields}


def place(**fields: Any) -> dict[str, Any]:
    made = {"institution_uscc": factories.HOSPITAL_USCC, "institution_name": "内黄县青禾医院"}
    return {**made, "started_on": date(2020, 1, 1), "ended_on": None, "is_main": True, **fields}


def signed_in(officer: Officer) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


def test_every_column_of_the_workbooks_has_its_field():
    assert {column.code for column in PRACTITIONERS.columns} == set(PERSON_FIELDS.values())
    assert {column.code for column in PRACTICES.columns} == set(PRACTICE_FIELDS.values())


def test_a_person_is_entered_with_a_file_and_a_sealed_number():
    row = enter_practitioner(person(), by=factories.clerk())
    row.refresh_from_db()
    subject = row.subject
    assert (subject.name, subject.division_code) == ("林知夏", factories.COUNTY)
    assert subject.id_number.reveal() == factories.PERSON_ID
    assert row.registered_on == date(2020, 1, 1)
    event = AuditEvent.objects.get(action="practitioner.enter")
    assert factories.PERSON_ID not in f"{event.after}{event.object_label}"


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"name": ""}, "name", "must be filled in"),
        ({"id_number": ""}, "id_number", "must be filled in"),
        ({"id_number": people.WRONG_CHECK}, "id_number", "check character"),
        ({"id_number": people.NO_SUCH_DAY_EITHER}, "id_number", "birth date"),
        ({"category": ""}, "category", "must be filled in"),
        ({"certificate_no": "1104105"}, "certificate_no", "15 characters"),
        ({"certificate_no": f"199841{factories.PERSON_ID}"}, "certificate_no", "contains a resident id"),
        ({"main_uscc": "1241052741900000XX"}, "main_uscc", "check character"),
        ({"main_uscc": ""}, "main_uscc", "decides who keeps the file"),
        ({"registered_on": "2020-02-30"}, "registered_on", "does not exist"),
    ],
)
def test_a_bad_field_is_refused_with_the_workbooks_sentence(fields: dict[str, Any], field: str, words: str):
    with translation.override("en"), pytest.raises(Refusal, match=words) as refused:
        enter_practitioner(person(**fields), by=factories.clerk())
    assert refused.value.field == field
    assert factories.PERSON_ID not in str(refused.value)
    assert not Subject.objects.exists()


def test_without_a_main_place_the_file_lies_with_the_office():
    clerk = factories.clerk()
    clerk.agency = factories.agency()
    row = enter_practitioner(person(main_uscc=""), by=clerk)
    assert row.subject.division_code == factories.COUNTY


def test_a_number_under_another_name_is_refused():
    factories.person(name="江屿白")
    with translation.override("en"), pytest.raises(Refusal, match="not the name under which") as refused:
        enter_practitioner(person(), by=factories.clerk())
    assert refused.value.field == "name"
    assert not Practitioner.objects.exists()


def test_a_person_is_entered_once():
    clerk = factories.clerk()
    enter_practitioner(person(), by=clerk)
    with translation.override("en"), pytest.raises(Refusal, match="on file as a practitioner"):
        enter_practitioner(person(), by=clerk)
    assert Practitioner.objects.count() == 1


def test_the_file_follows_the_person_from_another_place():
    row = enter_practitioner(person(), by=factories.clerk())
    Subject.objects.update(division_code="510104")
    again = enter_practitioner(person(title="主治医师"), by=factories.clerk())
    assert again.pk == row.pk
    subject = Subject.objects.get()
    assert (subject.division_code, Practitioner.objects.get().title) == (factories.COUNTY, "主治医师")
    assert AuditEvent.objects.get(action="subject.change").before == {"division_code": "510104"}


def test_an_entry_is_corrected_and_tells_what_changed():
    clerk = factories.clerk()
    row = enter_practitioner(person(), by=clerk)
    change_practitioner(row, {"title": "主任医师"}, by=clerk)
    row.refresh_from_db()
    assert (row.title, row.certificate_no) == ("主任医师", "110410500000001")
    assert AuditEvent.objects.get(action="practitioner.change").after == {"title": "主任医师"}
    with pytest.raises(Refusal):
        change_practitioner(row, {"title": "x"}, by=factories.stranger())


def test_a_place_of_practice_is_added_and_then_ended():
    clerk = factories.clerk()
    body = factories.institution()
    row = enter_practitioner(person(), by=clerk)
    kept = keep_practice(row, place(), by=clerk)
    assert (kept.institution, kept.is_main, kept.ended_on) == (body, True, None)
    keep_practice(row, place(ended_on=date(2024, 6, 30), is_main=False), by=clerk)
    kept = Practice.objects.get()
    assert (kept.ended_on, kept.is_main) == (date(2024, 6, 30), False)
    assert {event.action for event in AuditEvent.objects.filter(object_type="practitioners.practice")} == {
        "practice.enter",
        "practice.change",
    }


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"ended_on": date(2019, 1, 1)}, "ended_on", "lies before"),
        ({"institution_uscc": "1241052741900000XX"}, "institution_uscc", "check character"),
        ({"institution_name": ""}, "institution_name", "must be filled in"),
        ({"started_on": None}, "started_on", "must be filled in"),
    ],
)
def test_a_bad_place_of_practice_is_refused(fields: dict[str, Any], field: str, words: str):
    clerk = factories.clerk()
    row = enter_practitioner(person(), by=clerk)
    with translation.override("en"), pytest.raises(Refusal, match=words) as refused:
        keep_practice(row, place(**fields), by=clerk)
    assert refused.value.field == field
    assert not Practice.objects.exists()


def test_the_forms_enter_a_person_and_a_place():
    client = signed_in(factories.clerk())
    path = reverse("admin:practitioners_practitioner_add")
    page = client.post(path, person(id_number=people.WRONG_CHECK, category=""))
    assert set(page.context["adminform"].form.errors) == {"id_number", "category"}
    assert client.post(path, person()).status_code == 302
    row = Practitioner.objects.get()
    change = reverse("admin:practitioners_practitioner_change", args=[row.pk])
    text = client.get(change).content.decode()
    assert factories.PERSON_ID not in text
    assert row.subject.id_masked in text
    form = {
        name: value for name, value in place(started_on="2020-01-01").items() if value not in (None, False)
    }
    client.post(f"{change.removesuffix('change/')}practice/", {"_form_submitted": "on", **form})
    assert Practice.objects.get().institution_name == "内黄县青禾医院"


def test_a_reviewer_enters_nobody_and_no_place():
    row = enter_practitioner(person(), by=factories.clerk())
    client = signed_in(factories.reviewer())
    assert client.get(reverse("admin:practitioners_practitioner_add")).status_code == 403
    change = reverse("admin:practitioners_practitioner_change", args=[row.pk])
    assert "practice/" not in client.get(change).content.decode().replace("/practitioners/", "")
    form = {**place(started_on="2020-01-01"), "_form_submitted": "on", "ended_on": "", "is_main": "on"}
    client.post(f"{change.removesuffix('change/')}practice/", form)
    assert not Practice.objects.exists()
