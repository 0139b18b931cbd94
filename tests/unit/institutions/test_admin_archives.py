"""Archives of institutions and people, and portal accounts, on the supervisors' pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Officer, Reveal
from core.models import AuditEvent
from institutions.models import Membership
from practitioners.models import Practice, Practitioner
from tests import factories

pytestmark = pytest.mark.django_db


def signed_in(officer: Officer) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


def archive_form(**changes: str) -> dict[str, str]:
    made = {
        "name": "内黄县青禾医院",
        "category": "综合医院",
        "level": "二级甲等",
        "departments": "内科、儿科",
    }
    return {**made, "address": "", **changes}


def test_a_clerk_keeps_an_archive_and_the_change_is_told():
    row = factories.institution()
    client = signed_in(factories.clerk())
    path = reverse("admin:institutions_institution_change", args=[row.pk])
    assert client.post(path, archive_form()).status_code == 302
    row.refresh_from_db()
    assert (row.level, row.division_code) == ("二级甲等", factories.COUNTY)
    assert AuditEvent.objects.get(action="institution.change").after["level"] == "二级甲等"
    history = reverse("admin:institutions_institution_history", args=[row.pk])
    assert "二级甲等" in client.get(history).content.decode()


def test_a_reader_changes_no_archive():
    row = factories.institution()
    client = signed_in(factories.reviewer())
    path = reverse("admin:institutions_institution_change", args=[row.pk])
    assert client.get(path).status_code == 200
    assert client.post(path, archive_form()).status_code == 403


def practitioner() -> Practitioner:
    row = Practitioner.objects.create(
        subject=factories.person(), category="医师", certificate_no="110410500000001"
    )
    Practice.objects.create(
        practitioner=row,
        institution_uscc=factories.HOSPITAL_USCC,
        institution_name="内黄县青禾医院",
        started_on=date(2020, 1, 1),
    )
    return row


def test_a_persons_number_is_masked_until_a_reason_is_given():
    row = practitioner()
    client = signed_in(factories.reviewer())
    path = reverse("admin:practitioners_practitioner_change", args=[row.pk])
    for page in (path, reverse("admin:practitioners_practitioner_changelist")):
        text = client.get(page).content.decode()
        assert row.subject.id_masked in text
        assert "内黄县青禾医院" in text
        assert factories.PERSON_ID not in text
    number = f"{path.removesuffix('change/')}number/"
    answer = client.post(number, {"_form_submitted": "on", "reason": "核对执业注册信息"})
    assert factories.PERSON_ID in answer.content.decode()
    assert Reveal.objects.count() == 1


@pytest.mark.parametrize("term", ["林知夏", "知夏", factories.PERSON_ID, "110410500000001"])
def test_a_person_is_found_by_name_number_and_certificate(term: str):
    row = practitioner()
    page = signed_in(factories.clerk()).get(
        reverse("admin:practitioners_practitioner_changelist"), {"q": term}
    )
    assert reverse("admin:practitioners_practitioner_change", args=[row.pk]) in page.content.decode()


def test_an_administrator_ties_a_portal_account_to_an_institution_of_the_own_place():
    here = factories.institution()
    there = factories.institution(
        factories.body("别处的医院", "12110000MB1A11111X", division_code="110000"), division_code="110000"
    )
    member = Officer.objects.create_user("hospital", password="invented-password", agency=factories.agency())
    client = signed_in(factories.officer(roles=("administrator",)))
    add = reverse("admin:institutions_membership_add")
    for user, institution in ((member.pk, there.pk), (factories.clerk().pk, here.pk)):
        answer = client.post(add, {"user": user, "institution": institution, "state": "active"})
        assert answer.status_code == 200
        assert not Membership.objects.exists()
    client.post(add, {"user": member.pk, "institution": here.pk, "state": "active"})
    assert Membership.objects.get().institution == here
    assert AuditEvent.objects.filter(action="membership.enter").count() == 1
