"""The authorised interface reads what the key's post may read, and tells no personal number."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.api.access import MachineThrottle
from accounts.api_keys import Issued, revoke_key
from accounts.models import Agency, ApiKey
from accounts.models.api_keys import ApiScope
from accounts.roles import ADMINISTRATOR
from core.clock import today
from core.models import AuditEvent
from credit.choices import Review
from credit.grading.services import regrade
from credit.models import CatalogueItem, ConductRecord, Subject
from credit.points import services as points
from tests import factories
from tests.data import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = date(2026, 6, 1)
PERSON = {"id_number": factories.PERSON_ID}
PAGES = ("records", "timeline", "grades")


@pytest.fixture
def agency() -> Agency:
    return factories.agency()


@pytest.fixture
def key(agency: Agency) -> Issued:
    return factories.machine_key(agency)


def ask(token: str = "", *, page: str = "records", person: Any = None, uscc: str = "", **query: str) -> Any:
    headers = {"accept-language": "en", **({"authorization": f"Bearer {token}"} if token else {})}
    client = Client(headers=headers)
    if person is not None:
        path = reverse(f"files-api:person-{page}")
        return client.post(path, person, content_type="application/json", query_params=query)
    return client.get(reverse(f"files-api:body-{page}", args=[uscc or factories.HOSPITAL_USCC]), query)


def record(subject: Subject, **fields: Any) -> ConductRecord:
    made = {"item_code": "I01", "title": "conduct", "happened_on": DAY, "division_code": factories.COUNTY}
    return ConductRecord.objects.create(**{"subject": subject, **made, **fields})


@pytest.mark.parametrize("page", PAGES)
def test_without_a_key_nothing_is_told(page: str):
    factories.body()
    factories.person()
    for answer in (ask(page=page), ask(page=page, person=PERSON)):
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_signed_in_officer_without_a_key_is_told_nothing():
    factories.body()
    client = Client()
    client.force_login(factories.clerk())
    path = reverse("files-api:body-records", args=[factories.HOSPITAL_USCC])
    assert client.get(path).status_code == 401


@pytest.mark.parametrize("page", PAGES)
def test_a_wrong_a_revoked_and_an_expired_key_are_refused_with_a_sentence(
    page: str, key: Issued, agency: Agency
):
    factories.body()
    wrong = ask(key.token[:-1] + ("a" if key.token[-1] != "a" else "b"), page=page)
    assert (wrong.status_code, "unknown" in wrong.json()["detail"]) == (401, True)
    revoke_key(key.key, by=factories.officer(roles=(ADMINISTRATOR.code,)), reason="lost on the way")
    revoked = ask(key.token, page=page)
    assert (revoked.status_code, "revoked" in revoked.json()["detail"]) == (401, True)
    late = factories.machine_key(agency)
    ApiKey.objects.filter(pk=late.key.pk).update(expires_on=date(2020, 1, 1))
    expired = ask(late.token, page=page)
    assert (expired.status_code, "no longer valid" in expired.json()["detail"]) == (401, True)


@pytest.mark.parametrize(
    ("page", "scope"),
    [("records", ApiScope.GRADE_READ), ("timeline", ApiScope.RECORD_FILE), ("grades", ApiScope.RECORD_READ)],
)
def test_a_key_for_something_else_is_refused(page: str, scope: str, agency: Agency):
    factories.body()
    answer = ask(factories.machine_key(agency, scopes=(scope,)).token, page=page)
    assert answer.status_code == 403
    assert "may not be used to read" in answer.json()["detail"]


@pytest.mark.parametrize("page", PAGES)
def test_a_file_of_another_place_looks_as_if_it_did_not_exist(page: str, agency: Agency):
    factories.body()
    factories.person()
    far = factories.machine_key(agency, prefix="51").token
    unknown = ask(far, page=page, uscc="91410527MA46TKJL8A")
    for answer in (ask(far, page=page), ask(far, page=page, person=PERSON)):
        assert answer.status_code == 404
        assert answer.content == unknown.content


@pytest.mark.parametrize("uscc", ["1", "1241052741900000XX", "1241052741900000xn'--"])
def test_a_credit_code_that_cannot_be_is_not_found(uscc: str, key: Issued):
    factories.body()
    assert ask(key.token, uscc=uscc).status_code == 404


def test_records_are_told_page_by_page_newest_first(key: Issued):
    subject = factories.body()
    made = [record(subject, title=f"record {number}").pk for number in range(5)]
    first = ask(key.token, page_size="3").json()
    assert [row["id"] for row in first["results"]] == made[:1:-1]
    rest = Client(headers={"authorization": f"Bearer {key.token}"}).get(first["next"]).json()
    assert [row["id"] for row in rest["results"]] == made[1::-1]
    assert rest["next"] is None


def test_what_waits_and_what_needs_the_subjects_own_authority_is_left_out(key: Issued):
    subject = factories.body()
    shown = record(subject)
    record(subject, review=Review.WAITING, confirmed_at=None)
    item = CatalogueItem.objects.first()
    assert item is not None
    CatalogueItem.objects.filter(pk=item.pk).update(scope="authorised")
    record(subject, item=item)
    assert [row["id"] for row in ask(key.token).json()["results"]] == [shown.pk]


def test_no_answer_holds_a_personal_number_and_the_look_is_written_down(key: Issued):
    person = factories.person()
    record(person, facts=f"身份证{factories.PERSON_ID}，电话13800138000", title=f"事项{factories.PERSON_ID}")
    for page in PAGES:
        answer = ask(key.token, page=page, person=PERSON)
        assert answer.status_code == 200
        text = answer.content.decode()
        assert factories.PERSON_ID not in text
        assert "13800138000" not in text
        assert "no-store" in answer.headers["Cache-Control"]
    looks = AuditEvent.objects.filter(action="subject.lookup", object_id=str(person.pk))
    assert {look.actor_id for look in looks} == {key.key.officer.actor_id}
    assert looks.count() == 3
    assert not looks.filter(reason__contains=factories.PERSON_ID).exists()


def test_a_persons_number_is_found_however_it_is_typed(key: Issued):
    factories.person()
    typed = {"id_number": f" {factories.PERSON_ID.lower()} "}
    assert ask(key.token, person=typed).status_code == 200
    assert ask(key.token, person={"id_number": people.STRANGER}).status_code == 404
    missing = ask(key.token, person={})
    assert (missing.status_code, list(missing.json())) == (400, ["id_number"])


def test_the_time_line_has_no_internal_notes_and_goes_on_where_it_ended(key: Issued):
    subject = factories.body()
    for number in range(45):
        record(subject, happened_on=DAY - timedelta(days=number))
    factories.penalty(by=factories.clerk())  # waits for review
    first = ask(key.token, page="timeline").json()
    second = ask(key.token, page="timeline", **{"from": first["older"]}).json()
    assert len(first["events"]) == 40
    assert len(second["events"]) == 5
    assert second["older"] is None
    assert {event["kind"] for event in first["events"]} == {"Conduct record"}
    assert set(first["events"][0]) == {"on", "kind", "text", "note"}


def test_a_grade_is_told_line_by_line(key: Issued):
    subject = factories.body()
    regrade([subject.pk])
    grades = ask(key.token, page="grades").json()
    assert grades
    for grade in grades:
        assert grade["explanation"][0]["kind"] == "cycle"
        assert grade["explanation"][-1]["kind"] == "result"
        assert all(line["text"] for line in grade["explanation"])


def test_a_machine_that_asks_too_often_waits(key: Issued, monkeypatch: pytest.MonkeyPatch):
    cache.clear()
    monkeypatch.setattr(MachineThrottle, "THROTTLE_RATES", {"machine": "2/min"})
    factories.body()
    assert [ask(key.token).status_code for _ in range(3)] == [200, 200, 429]


def test_the_description_of_the_interface_covers_the_addresses_and_the_key():
    text = Client().get(reverse("schema")).content.decode()
    for address in ("/api/bodies/{uscc}/records/", "/api/persons/timeline/", "/api/bodies/{uscc}/grades/"):
        assert address in text
    assert "bearer" in text


def test_a_key_that_may_not_read_grades_reads_a_time_line_without_grades_and_points(agency: Agency):
    subject = factories.body()
    regrade([subject.pk])
    record(subject, item_code="V02", final_on=DAY)
    regrade([subject.pk])
    entry = factories.demerit_entry(subject, by=factories.clerk())
    points.serve(entry, notice_no="1", served_on=today(), by=factories.clerk())
    factories.consequence_task(subject)
    factories.risk_warning(subject, to_body=True)
    uses = ((ApiScope.RECORD_READ,), (ApiScope.RECORD_READ, ApiScope.GRADE_READ))
    keys = [factories.machine_key(agency, scopes=scopes).token for scopes in uses]
    few, all_of_it = (
        {event["kind"] for event in ask(token, page="timeline").json()["events"]} for token in keys
    )
    hidden = {"Grade change", "Notice of demerit points", "Consequence of a grade", "Risk warning"}
    assert hidden <= all_of_it
    assert few == all_of_it - hidden
    assert few
