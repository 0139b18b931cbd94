"""A file through the pages: entered by hand, filed by a machine, confirmed, proved, read by the body."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Officer
from accounts.models.api_keys import ApiScope
from accounts.roles import ADMINISTRATOR
from core import evidence
from core.clock import today
from core.models import AuditEvent, EvidenceFile
from credit.choices import Review
from credit.models import ConductRecord
from institutions.models import Institution, Membership
from institutions.portal.evidence import keep_for
from tests import factories
from tests.flows.steps import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def member(body: Institution, name: str = "hospital") -> Officer:
    user = Officer.objects.create_user(name, password="invented-password")
    Membership.objects.create(user=user, institution=body)
    return user


def key_from_the_page() -> str:
    """Issue a key through the page and read its secret there, once."""
    agency = factories.agency()
    form = {
        "name": "Hospital system",
        "agency": agency.pk,
        "prefix": factories.COUNTY,
        "scopes": ApiScope.values,
        "expires_on": (today() + timedelta(days=30)).isoformat(),
    }
    keeper = factories.officer(roles=(ADMINISTRATOR.code,))
    text = signed_in(keeper).post(reverse("admin:accounts_apikey_add"), form).content.decode()
    found = re.search(r"cy_[0-9a-f]{8}_[\w-]{43}", text)
    assert found
    return found[0]


def machine(token: str, path: str, data: Any = None) -> Any:
    headers = {"authorization": f"Bearer {token}", "idempotency-key": "flow-request-1"}
    client = Client(headers={**headers, "accept-language": "en"})
    return client.get(path) if data is None else client.post(path, data, content_type="application/json")


def test_a_file_from_the_first_entry_to_the_bodys_own_time_line() -> None:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    desk = signed_in(clerk)
    form = {"name": "内黄县青禾医院", "uscc": factories.HOSPITAL_USCC, "category": "综合医院"}
    form["division_code"] = factories.COUNTY
    assert desk.post(reverse("admin:institutions_institution_add"), form).status_code == 302
    body = Institution.objects.select_related("subject").get()

    token = key_from_the_page()
    fact = {"uscc": factories.HOSPITAL_USCC, "item_code": "J35", "title": "患者就医等候投诉，经查属实"}
    fact["happened_on"] = (today() - timedelta(days=20)).isoformat()
    filed = machine(token, reverse("files-api:file-records"), {"records": [fact]})
    assert filed.status_code == 201, filed.content.decode()
    record = ConductRecord.entries.get(pk=filed.json()["rows"][0]["id"])
    assert record.review == Review.WAITING

    clinic = signed_in(member(body))
    line = reverse("portal:timeline", args=[body.pk])
    assert record.title not in clinic.get(line).content.decode()
    confirm = reverse("admin:credit_conductrecord_confirm", args=[record.pk])
    signed_in(reviewer).post(confirm, {"_form_submitted": "on"}, headers={"HX-Request": "true"})
    record.refresh_from_db()
    assert record.review == Review.CONFIRMED

    told = desk.get(reverse("admin:credit_subject_timeline", args=[body.subject_id])).content.decode()
    own = clinic.get(line).content.decode()
    read = machine(token, reverse("files-api:body-timeline", args=[factories.HOSPITAL_USCC]))
    for text in (told, own, str(read.json())):
        assert record.title in text


def test_evidence_of_a_body_is_read_by_itself_and_its_officers_and_by_nobody_else() -> None:
    body = factories.institution()
    hospital = member(body)
    (kept,) = keep_for(body, [factories.pdf()], about="credit.objection:1", by=hospital)
    other = factories.institution(factories.body("内黄县康宁诊所", "91410527MA46TKJL8A"))
    own = reverse("portal:evidence", args=[body.pk, kept.pk])
    assert b"".join(signed_in(hospital).get(own)) == factories.pdf().read()
    stranger = signed_in(member(other, "other-hospital"))
    for path in (own, reverse("portal:evidence", args=[other.pk, kept.pk])):
        assert stranger.get(path).status_code == 404

    office = reverse("admin:core_evidence_download", args=[kept.pk])
    answer = signed_in(factories.clerk()).get(office)
    assert b"".join(answer) == factories.pdf().read()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert signed_in(factories.stranger()).get(office).status_code == 404
    assert "login" in Client().get(office).headers["Location"]
    takers = AuditEvent.objects.filter(action="evidencefile.fetch").order_by("pk")
    assert next(event.actor_id for event in takers) == hospital.actor_id
    assert takers.count() == 2


def test_what_officers_keep_for_themselves_is_not_shown_to_the_body() -> None:
    body = factories.institution()
    inside = factories.evidence_file(by=factories.clerk(), about="credit.objection:1")
    address = reverse("portal:evidence", args=[body.pk, inside.pk])
    assert signed_in(member(body)).get(address).status_code == 404


def test_a_kept_file_that_is_gone_is_said_on_its_page_and_is_not_found_in_the_portal() -> None:
    body = factories.institution()
    hospital = member(body)
    (kept,) = keep_for(body, [factories.pdf()], about="credit.objection:1", by=hospital)
    evidence.vault.discard(kept.stored_as, evidence.SHELF)
    page = signed_in(factories.clerk()).get(
        reverse("admin:core_evidence_download", args=[kept.pk]), follow=True
    )
    assert "cannot be opened any more" in page.content.decode()
    assert signed_in(hospital).get(reverse("portal:evidence", args=[body.pk, kept.pk])).status_code == 404
    assert EvidenceFile.objects.filter(pk=kept.pk).exists()
