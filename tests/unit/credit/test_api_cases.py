"""Objections and repairs that the credit platform files: the same services, the same sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.api_keys import Issued
from accounts.models.api_keys import ApiScope
from core.errors import Refusal
from credit.models import ConductRecord, Objection, Repair
from credit.repair.checklist import checklist
from disclosure.models import Penalty, PublicEntry
from disclosure.services import decisions, publishing
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = "决定书上的罚款是三万元，公示为五万元，请更正。"


@pytest.fixture(autouse=True)
def _in_english(settings: Any) -> Iterator[None]:
    settings.CHENGYI_TODAY = date(2026, 9, 7)
    with translation.override("en"):
        yield


@pytest.fixture
def penalty() -> Penalty:
    row = factories.penalty(by=factories.clerk())
    decisions.approve(row, by=factories.reviewer())
    publishing.publish_due()
    return row


@pytest.fixture
def key() -> Issued:
    return factories.machine_key(factories.agency())


def send(token: str, name: str, *, once: str = "request-0001", **data: Any) -> Any:
    headers = {"authorization": f"Bearer {token}", "accept-language": "en", "idempotency-key": once}
    given = {"uscc": factories.HOSPITAL_USCC, **data}
    return Client(headers=headers).post(reverse(f"files-api:{name}"), given, content_type="application/json")


def objection(penalty: Penalty, **data: Any) -> dict[str, Any]:
    return {"document_no": penalty.document_no, "ground": "content", "claim": WORDS, **data}


def repair(penalty: Penalty, **data: Any) -> dict[str, Any]:
    given = {"duties_done_on": "2026-06-20", "correction": "已改正并缴纳罚款", "commitment_by": "许嘉言"}
    return {"document_no": penalty.document_no, **given, **data}


def test_an_objection_from_the_platform_marks_the_record_once(penalty: Penalty, key: Issued):
    first = send(key.token, "file-objection", **objection(penalty))
    again = send(key.token, "file-objection", **objection(penalty))
    assert (first.status_code, first.json()["state"]) == (201, "received")
    assert again.json() == first.json()
    assert Objection.objects.get().channel == "platform"
    assert PublicEntry.objects.get().disputed_since == date(2026, 9, 7)


def test_a_repair_from_the_platform_is_handed_in(penalty: Penalty, key: Issued):
    answer = send(key.token, "file-repair", **repair(penalty))
    assert (answer.status_code, answer.json()["state"]) == (201, "submitted")
    row = Repair.objects.get()
    assert (row.channel, row.commitment_by) == ("platform", "许嘉言")


def test_a_repair_before_its_day_is_refused_by_the_same_sentence_and_leaves_nothing(
    penalty: Penalty, settings: Any
):
    settings.CHENGYI_TODAY = date(2026, 8, 31)
    key = factories.machine_key(factories.agency())
    answer = send(key.token, "file-repair", **repair(penalty))
    sentence = checklist(ConductRecord.objects.get(), on=date(2026, 8, 31)).why_not_submit()
    assert (answer.status_code, answer.json()["detail"]) == (422, sentence)
    assert "2026-09-01" in sentence
    assert not Repair.objects.exists()


def test_an_objection_to_the_record_of_another_is_refused(penalty: Penalty, key: Issued):
    other = factories.body("内黄县另一单位", factories.AUTHORITY_CODE)
    answer = send(key.token, "file-objection", **objection(penalty, uscc=other.uscc))
    assert (answer.status_code, answer.json()["field"]) == (422, "document_no")
    assert not Objection.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"claim": "不对"}, "claim"),
        ({"ground": "weather"}, "ground"),
        ({"uscc": "1241052741900000XX"}, "uscc"),
        ({"document_no": "无此文号"}, "document_no"),
    ],
)
def test_what_is_wrong_is_said_with_its_field(
    penalty: Penalty, key: Issued, change: dict[str, str], field: str
):
    answer = send(key.token, "file-objection", **objection(penalty, **change))
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert not Objection.objects.exists()


def test_the_sentence_is_that_of_the_service(penalty: Penalty, key: Issued):
    told = send(key.token, "file-objection", **objection(penalty, claim="不对")).json()["detail"]
    with pytest.raises(Refusal) as refused:
        factories.objection(ConductRecord.objects.get(), claim="不对", by=factories.clerk())
    assert told == str(refused.value)


def test_a_key_without_the_scope_or_of_another_place_files_nothing(penalty: Penalty):
    agency = factories.agency()
    narrow = factories.machine_key(agency, scopes=(ApiScope.RECORD_READ,))
    assert send(narrow.token, "file-objection", **objection(penalty)).status_code == 403
    far = factories.machine_key(agency, prefix="51")
    assert send(far.token, "file-objection", **objection(penalty)).status_code == 422
    assert not Objection.objects.exists()
