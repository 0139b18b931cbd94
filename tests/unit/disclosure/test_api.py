"""The open read interface: what programs get, and what nobody gets."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.factories import HOSPITAL_USCC, PERSON_ID
from tests.unit.disclosure.public_rows import entry, permit_entry

pytestmark = pytest.mark.django_db


def asked(client: Client, address: str, status: int = 200) -> Any:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.json()


def names(client: Client, query: str = "") -> list[str]:
    return [row["party_name"] for row in asked(client, f"/api/entries/?{query}")["results"]]


def test_entries_come_newest_first_without_an_account_or_a_cookie(client: Client) -> None:
    entry("甲医院")
    entry("乙医院")
    answer = client.get("/api/entries/")
    assert [row["party_name"] for row in answer.json()["results"]] == ["乙医院", "甲医院"]
    assert not answer.cookies


def test_following_next_reads_everything_once(client: Client) -> None:
    made = [str(entry(f"第{number}医院").guid) for number in range(25)]
    page = asked(client, "/api/entries/?page_size=10")
    seen = [row["guid"] for row in page["results"]]
    while page["next"]:
        page = asked(client, page["next"])
        seen += [row["guid"] for row in page["results"]]
    assert seen == made[::-1]


def test_a_list_asks_the_database_once_and_never_counts(client: Client, django_assert_num_queries) -> None:
    for number in range(25):
        entry(f"第{number}医院")
    with django_assert_num_queries(1) as captured:
        page = asked(client, "/api/entries/?q=医院")
    assert "count" not in page
    assert "COUNT" not in captured.captured_queries[0]["sql"]


def test_lists_are_narrowed_as_on_the_site(client: Client) -> None:
    entry("甲医院", decided_on=date(2026, 1, 31))
    entry("乙医院", decided_on=date(2026, 2, 1), division_code="510100", uscc="91410527MA46TKJL8A")
    permit_entry("丙诊所", decided_on=date(2026, 3, 1))
    assert names(client, "kind=permit") == ["丙诊所"]
    assert names(client, "decided_from=2026-02-01&decided_to=2026-02-28") == ["乙医院"]
    assert names(client, "division=51") == ["乙医院"]
    assert names(client, f"uscc={HOSPITAL_USCC}") == ["丙诊所", "甲医院"]
    assert names(client, "q=诊所") == ["丙诊所"]


@pytest.mark.parametrize(
    "query", ["q=a", f"q={PERSON_ID}", "q=13812345678", "kind=x", "decided_from=tomorrow"]
)
def test_what_cannot_be_searched_is_refused(client: Client, query: str) -> None:
    entry("林*", uscc="", party_kind="person", document_no=PERSON_ID)
    assert "results" not in asked(client, f"/api/entries/?{query}", 400)


def test_what_is_not_on_display_is_in_no_list(client: Client) -> None:
    entry(state="ended")
    entry(state="withdrawn")
    entry(shown_until=date(2020, 1, 1))
    assert names(client) == []


def test_an_entry_carries_its_columns_with_codes_and_names(client: Client) -> None:
    row = entry()
    answer = client.get(f"/api/entries/{row.guid}/", headers={"accept-language": "en"}).json()
    assert {"code": "CF_NR_FK", "name": "Fine (10,000 yuan)", "value": "5"} in answer["columns"]
    assert {"code": "CF_CFLB", "name": "Kinds of penalty", "value": ["警告", "罚款"]} in answer["columns"]
    assert answer["shown_until"] == "2999-06-01"


def test_a_withdrawn_entry_says_when_and_why_and_nothing_else(client: Client) -> None:
    row = entry(state="withdrawn", withdrawn_on=date(2026, 7, 1), withdrawn_reason="经行政复议撤销")
    assert asked(client, f"/api/entries/{row.guid}/") == {
        "guid": str(row.guid),
        "state": "withdrawn",
        "withdrawn_on": "2026-07-01",
        "withdrawn_reason": "经行政复议撤销",
    }


def test_ended_and_unknown_entries_get_the_same_answer(client: Client) -> None:
    ended = asked(client, f"/api/entries/{entry(state='ended').guid}/", 404)
    assert ended == asked(client, f"/api/entries/{uuid.uuid4()}/", 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_interface_is_for_reading(client: Client, method: str) -> None:
    row = entry()
    assert getattr(client, method)("/api/entries/").status_code == 405
    assert getattr(client, method)(f"/api/entries/{row.guid}/").status_code == 405


def test_no_search_column_leaves_the_house(client: Client) -> None:
    row = entry()
    for answer in (asked(client, "/api/entries/")["results"][0], asked(client, f"/api/entries/{row.guid}/")):
        assert not {"grams", "name_norm", "record_guid", "id"} & set(answer)


def test_the_schema_describes_the_interface(client: Client) -> None:
    schema = client.get("/api/schema/?format=json").json()
    listing = schema["paths"]["/api/entries/"]["get"]
    wanted = {"q", "kind", "uscc", "decided_from", "decided_to", "division", "cursor", "page_size"}
    assert {parameter["name"] for parameter in listing["parameters"]} >= wanted
    assert set(listing["responses"]) == {"200", "400", "429"}
    assert set(schema["paths"]["/api/entries/{guid}/"]["get"]["responses"]) == {"200", "404", "429"}


def test_the_interfaces_own_page_loads_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/docs/").content.decode()
    assert 'src="http' not in page
    assert "swagger-ui" in page
    assert 'action="/language/"' in page
