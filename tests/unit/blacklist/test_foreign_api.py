"""Departments file their lists by machine: row by row, once, and never beyond their own divisions."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models.api_keys import ApiScope
from blacklist.models import CheckEntry, ForeignDelivery, ForeignEntry, ForeignSource
from core.models import AuditEvent, Rule
from tests import factories
from tests.data import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def source() -> ForeignSource:
    return factories.foreign_source(code="market-410527", department="内黄县市场监督管理局")


def body(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "name": "内黄县青禾医院",
        "uscc": factories.HOSPITAL_USCC,
        "document_no": f"内市监信〔2026〕{number}号",
        "determined_by": "内黄县市场监督管理局",
        "determined_on": "2026-03-01",
        "facts": "提供虚假材料取得许可",
        **fields,
    }


class Machine:
    """A department's system with its key."""

    def __init__(self, *scopes: str, prefix: str = factories.COUNTY) -> None:
        agency = factories.agency()
        self.token = factories.machine_key(agency, scopes=scopes, prefix=prefix).token
        self.requests = 0

    def send(self, source: str, rows: Any, key: str = "", **head: Any) -> Any:
        self.requests += 1
        return Client().post(
            f"/api/foreign-lists/{source}/entries/",
            {"list": "black", "entries": rows, **head},
            "application/json",
            headers={
                "authorization": f"Bearer {self.token}",
                "idempotency-key": key or f"request-{self.requests:04}",
                "accept-language": "en",
            },
        )


def test_each_row_is_answered_by_itself(source: ForeignSource) -> None:
    answer = Machine().send(
        source.code,
        [
            body(1),
            body(2, uscc=factories.HOSPITAL_USCC[:-1] + "1"),
            body(3, facts=""),
            body(4, facts="该负责人患有乙型肝炎"),
            body(5, disease="x"),
            body(6, id_number=people.PERSON),
            body(7, ended_on="2026-05-01"),
            body(1),
            "x",
        ],
    )
    assert answer.status_code == 200
    told = answer.json()
    assert (told["stored"], told["refused"]) == (1, 8)
    assert [row["state"] for row in told["rows"]] == ["new"] + ["refused"] * 8
    assert [row.get("field") for row in told["rows"]] == [
        None,
        "uscc",
        "facts",
        "facts",
        "disease",
        "id_number",
        "ended_on",
        "",
        "",
    ]
    assert "which no credit file may hold" in told["rows"][3]["detail"]
    assert people.PERSON not in answer.content.decode()
    assert CheckEntry.objects.get().source == "内黄县市场监督管理局"


def test_the_same_request_twice_is_done_once(source: ForeignSource) -> None:
    machine = Machine()
    first = machine.send(source.code, [body(1)], key="the-same-key")
    second = machine.send(source.code, [body(1)], key="the-same-key")
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert second.headers["Idempotent-Replayed"] == "true"
    assert ForeignDelivery.objects.count() == 1
    assert machine.send(source.code, [body(2)], key="the-same-key").status_code == 409


def test_a_later_request_changes_and_ends_what_the_first_brought(source: ForeignSource) -> None:
    machine = Machine()
    assert machine.send(source.code, [body(1), body(2)]).status_code == 201
    answer = machine.send(
        source.code,
        [body(1, ends_on="2029-03-01"), body(2, ended_on="2026-06-01", end_reason="已完成修复")],
    )
    assert [row["state"] for row in answer.json()["rows"]] == ["changed", "ended"]
    gone = ForeignEntry.objects.get(ended_on__isnull=False)
    assert (gone.document_no, gone.why_ended) == ("内市监信〔2026〕2号", "ended by the source: 已完成修复")
    assert AuditEvent.objects.filter(action="foreignentry.end").count() == 1


def test_persons_are_sealed_and_never_answered(source: ForeignSource) -> None:
    row = {
        "name": "林知夏",
        "id_number": people.PERSON,
        "determined_by": "内黄县公安局",
        "determined_on": "2026-03-01",
        "facts": "倒卖就诊号源，被行政拘留",
    }
    machine = Machine()
    answer = machine.send(source.code, [row], persons=True)
    assert answer.status_code == 201
    entry = ForeignEntry.objects.get()
    assert entry.identity == factories.person().identity
    assert people.PERSON not in str(ForeignEntry.objects.values_list().get())
    wrong = machine.send(source.code, [{**row, "id_number": people.WRONG_CHECK}], persons=True)
    assert wrong.status_code == 422
    assert people.WRONG_CHECK not in wrong.content.decode()


def test_a_whole_list_over_the_limit_ends_nothing_before_an_officer_agrees(source: ForeignSource) -> None:
    machine = Machine()
    machine.send(source.code, [body(1), body(2), body(3)])
    told = machine.send(source.code, [body(1)], extent="full").json()
    assert (told["missing"], told["ended"], told["waiting"]) == (2, 0, True)
    assert not ForeignEntry.objects.filter(ended_on__isnull=False).exists()
    Rule.objects.filter(table="blacklist.foreign_lists").update(value={"most_ended_percent": 100})
    told = machine.send(source.code, [body(1)], extent="full").json()
    assert (told["missing"], told["ended"], told["waiting"]) == (2, 2, False)
    assert set(ForeignDelivery.objects.values_list("state", flat=True)) == {"settled", "overtaken"}


def test_a_whole_list_with_a_refused_row_is_not_stored_at_all(source: ForeignSource) -> None:
    machine = Machine()
    machine.send(source.code, [body(1), body(2)])
    answer = machine.send(source.code, [body(3), body(4, facts="")], extent="full")
    assert answer.status_code == 422
    assert [row["state"] for row in answer.json()["rows"]] == ["not_stored", "refused"]
    assert ForeignEntry.objects.filter(ended_on__isnull=True).count() == 2


@pytest.mark.parametrize(
    ("prefix", "scope", "status"),
    [
        ("51", ApiScope.FOREIGN_LIST_FILE, 404),
        (factories.COUNTY, ApiScope.RECORD_FILE, 403),
    ],
)
def test_a_machine_of_elsewhere_or_for_something_else_files_nothing(
    source: ForeignSource, prefix: str, scope: str, status: int
) -> None:
    machine = Machine(scope, prefix=prefix)
    assert machine.send(source.code, [body(1)]).status_code == status
    assert not ForeignEntry.objects.exists()


@pytest.mark.parametrize(
    ("rows", "head", "field"),
    [
        ([], {}, "entries"),
        ("x", {}, "entries"),
        ([{}], {"list": "grey"}, "list"),
        ([{}], {"extent": "some"}, "extent"),
        ([{}], {"list_on": "2099-01-01"}, "list_on"),
    ],
)
def test_a_request_that_cannot_be_read_names_the_field(
    rows: Any, head: dict[str, str], field: str, source: ForeignSource
) -> None:
    answer = Machine().send(source.code, rows, **head)
    assert (answer.status_code, answer.json()["field"]) == (400, field)


def test_a_closed_source_sends_nothing_more(source: ForeignSource) -> None:
    ForeignSource.objects.update(closed_on="2026-01-01")
    answer = Machine().send(source.code, [body(1)])
    assert answer.status_code == 400
    assert "no longer received" in answer.json()["detail"]
