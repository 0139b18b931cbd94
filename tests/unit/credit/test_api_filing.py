"""Filing through the interface: row by row, the same sentences as the form, nothing twice, nothing half."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.api_keys import Issued, setting
from accounts.models import Agency, ApiAnswer
from accounts.models.api_keys import ApiScope
from accounts.tasks import forget_answers
from core.clock import today
from core.errors import Refusal
from core.models import AuditEvent
from credit.choices import Review
from credit.models import CatalogueItem, ConductRecord
from credit.rules.terms import AppliesTo
from credit.services import NewRecord, enter_record
from tests import factories
from tests.data import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = (today() - timedelta(days=30)).isoformat()


@pytest.fixture
def agency() -> Agency:
    return factories.agency()


@pytest.fixture
def key(agency: Agency) -> Issued:
    return factories.machine_key(agency)


def code(whom: str = AppliesTo.INSTITUTION) -> str:
    """An item of the catalogue that is in force and counted by occurrence."""
    row = CatalogueItem.objects.in_force(today()).filter(applies_to=whom, place="", per="occurrence").first()
    assert row is not None
    return row.code


def row(**fields: Any) -> dict[str, Any]:
    made = {"uscc": factories.HOSPITAL_USCC, "item_code": code(), "title": "未按规定公示", "happened_on": DAY}
    return {name: value for name, value in {**made, **fields}.items() if value is not None}


def send(token: str, rows: Any, *, once: str = "request-0001", **body: Any) -> Any:
    headers = {"authorization": f"Bearer {token}", "accept-language": "en"}
    if once:
        headers["idempotency-key"] = once
    data = {"records": rows, **body}
    return Client(headers=headers).post(
        reverse("files-api:file-records"), data, content_type="application/json"
    )


def test_a_filed_record_waits_for_a_second_officer(key: Issued):
    subject = factories.body()
    answer = send(key.token, [row()])
    assert answer.status_code == 201
    assert answer.json()["rows"] == [{"row": 1, "state": "waiting", "id": ConductRecord.entries.get().pk}]
    record = ConductRecord.entries.get()
    assert (record.subject, record.review) == (subject, Review.WAITING)
    assert record.made_by == key.key.officer.actor_id
    assert record.division_code == factories.COUNTY
    assert not ConductRecord.objects.exists()
    assert AuditEvent.objects.get(action="conductrecord.enter").actor_id == key.key.officer.actor_id


def test_a_person_is_named_by_the_document_and_no_number_comes_back(key: Issued):
    person = factories.person()
    rows = [row(uscc=None, id_number=factories.PERSON_ID, item_code=code(AppliesTo.PRACTITIONER))]
    answer = send(key.token, rows)
    assert answer.status_code == 201
    assert ConductRecord.entries.get().subject == person
    assert factories.PERSON_ID not in answer.content.decode()
    kept = ApiAnswer.objects.values().get()
    assert factories.PERSON_ID not in str(kept)


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"item_code": "NONE99"}, "item_code", "holds no item"),
    ({"happened_on": "2099-01-01"}, "happened_on", "lies in the future"),
    ({"happened_on": "1900-01-01"}, "happened_on", "check the year"),
    ({"happened_on": "31.12.2025"}, "happened_on", "Date: "),
    ({"final_on": "2001-01-01"}, "final_on", "before the fact itself"),
    ({"title": " "}, "title", "Conduct: "),
    ({"title": None}, "title", "Conduct: "),
    ({"count": 0}, "count", "is not between 1"),
    ({"count": "many"}, "count", "Count: "),
    ({"count": 2}, "count", "each occurrence as a record of its own"),
    ({"facts": "该医师患有乙肝"}, "facts", "which no credit file may hold"),
    ({"facts": f"身份证{factories.PERSON_ID}"}, "facts", "leave out personal numbers"),
    ({"uscc": "1241052741900000XX"}, "uscc", "not a valid one"),
    ({"uscc": factories.AUTHORITY_CODE}, "uscc", "hold no such file"),
    ({"uscc": None}, "uscc", "either the credit code"),
    ({"id_number": factories.PERSON_ID}, "uscc", "either the credit code"),
    ({"uscc": None, "id_number": people.STRANGER}, "id_number", "hold no such file"),
    ({"血型": "A"}, "血型", "which no credit file may hold"),
    ({"colour": "red"}, "colour", "no such field"),
    ({"document_no": "x" * 129}, "document_no", "Document number: "),
]


@pytest.mark.parametrize(("fields", "field", "words"), BAD, ids=[f"{bad[1]} {bad[2]}" for bad in BAD])
def test_a_bad_row_is_refused_with_field_and_sentence(
    fields: dict[str, Any], field: str, words: str, key: Issued
):
    factories.body()
    answer = send(key.token, [row(**fields)])
    assert answer.status_code == 422
    (told,) = answer.json()["rows"]
    assert (told["state"], told["field"]) == ("refused", field)
    assert words in told["detail"]
    assert factories.PERSON_ID not in answer.content.decode()
    assert not ConductRecord.entries.exists()


def test_the_sentence_is_that_of_the_service(key: Issued):
    subject = factories.body()
    day = today() + timedelta(days=9)
    new = NewRecord(subject.pk, code(), "未按规定公示", day, None, "", division_code=factories.COUNTY)
    with translation.override("en"), pytest.raises(Refusal) as refused:
        enter_record(new, by=factories.clerk())
    (told,) = send(key.token, [row(happened_on=day.isoformat())]).json()["rows"]
    assert told["detail"] == str(refused.value)


def test_good_rows_are_kept_and_bad_ones_answered(key: Issued):
    factories.body()
    rows = [row(title="one"), row(item_code="NONE99"), row(title="three"), "nonsense", row(title="one")]
    answer = send(key.token, rows)
    assert answer.status_code == 200
    told = answer.json()
    assert [one["state"] for one in told["rows"]] == ["waiting", "refused", "waiting", "refused", "refused"]
    assert (told["stored"], told["refused"]) == (2, 3)
    assert "in the file already" in told["rows"][4]["detail"]
    assert set(ConductRecord.entries.values_list("title", flat=True)) == {"one", "three"}


def test_all_or_nothing_stores_nothing_beside_a_bad_row(key: Issued):
    factories.body()
    answer = send(key.token, [row(title="one"), row(item_code="NONE99")], mode="all_or_nothing")
    assert answer.status_code == 422
    assert [one["state"] for one in answer.json()["rows"]] == ["not_stored", "refused"]
    assert not ConductRecord.entries.exists()
    assert not AuditEvent.objects.filter(action="conductrecord.enter").exists()


def test_the_same_request_twice_is_done_once_and_answered_the_same(key: Issued):
    factories.body()
    first, second = send(key.token, [row()]), send(key.token, [row()])
    assert second.json() == first.json()
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.headers["Idempotent-Replayed"] == "true"
    assert ConductRecord.entries.count() == 1


def test_an_idempotency_key_is_not_taken_for_another_request(key: Issued, agency: Agency):
    factories.body()
    send(key.token, [row()])
    other = send(key.token, [row(title="another")])
    assert (other.status_code, other.json()["field"]) == (409, "Idempotency-Key")
    assert ConductRecord.entries.count() == 1
    stranger = send(factories.machine_key(agency).token, [row(title="another")])
    assert stranger.status_code == 201  # the keys of two machines have nothing to do with each other


@pytest.mark.parametrize("once", ["", "short", "with blank inside", "x" * 81])
def test_a_request_without_a_usable_idempotency_key_is_refused(once: str, key: Issued):
    factories.body()
    answer = send(key.token, [row()], once=once)
    assert (answer.status_code, answer.json()["field"]) == (400, "Idempotency-Key")
    assert not ConductRecord.entries.exists()


@pytest.mark.parametrize("rows", [None, [], {}, "x", [row] * 0, [{}] * 501])
def test_a_request_without_rows_or_with_too_many_is_refused(rows: Any, key: Issued):
    answer = send(key.token, rows)
    assert (answer.status_code, answer.json()["field"]) == (400, "records")


def test_a_request_that_breaks_off_leaves_no_key_behind(key: Issued, monkeypatch: pytest.MonkeyPatch):
    factories.body()

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the machine stopped")

    with monkeypatch.context() as patch:
        patch.setattr("credit.api.records.file_records", broken)
        with pytest.raises(RuntimeError):
            send(key.token, [row()])
    assert not ApiAnswer.objects.exists()
    assert send(key.token, [row()]).status_code == 201


def test_who_may_not_file_files_nothing(agency: Agency):
    factories.body()
    reading = factories.machine_key(agency, scopes=(ApiScope.RECORD_READ,))
    assert send(reading.token, [row()]).status_code == 403
    far = send(factories.machine_key(agency, prefix="51").token, [row()])
    assert far.status_code == 422
    assert "hold no such file" in far.json()["rows"][0]["detail"]
    assert send("", [row()]).status_code == 401
    assert not ConductRecord.entries.exists()


def test_a_body_that_is_no_json_is_refused(key: Issued):
    client = Client(headers={"authorization": f"Bearer {key.token}", "idempotency-key": "request-0001"})
    answer = client.post(reverse("files-api:file-records"), "{", content_type="application/json")
    assert answer.status_code == 400


def test_a_request_beyond_the_size_is_refused_unread(key: Issued):
    client = Client(headers={"authorization": f"Bearer {key.token}", "idempotency-key": "request-0001"})
    data = json.dumps({"records": [{"facts": "x" * (4 << 20)}]})
    answer = client.post(reverse("files-api:file-records"), data, content_type="application/json")
    assert answer.status_code == 413


def test_five_hundred_rows_take_one_request(key: Issued):
    factories.body()
    item = code()
    answer = send(key.token, [row(title=f"fact {number}", item_code=item) for number in range(500)])
    assert (answer.status_code, answer.json()["stored"]) == (201, 500)
    assert ConductRecord.entries.count() == 500


def test_old_answers_are_forgotten(key: Issued):
    factories.body()
    send(key.token, [row()])
    assert forget_answers() == 0
    kept = ApiAnswer.objects.get()
    ApiAnswer.objects.update(at=kept.at - timedelta(days=setting("api_answer_kept_days") + 1))
    assert forget_answers() == 1
