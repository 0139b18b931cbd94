"""Systems of approval and tender check names by machine: with a purpose, once, within their own right."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models.api_keys import ApiScope
from blacklist.models import Check
from tests import factories
from tests.data import people
from tests.unit.blacklist.listing_rows import on_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


class Machine:
    """A tender system with its key."""

    def __init__(self, *scopes: str) -> None:
        self.token = factories.machine_key(factories.agency(), scopes=scopes or (ApiScope.CHECK_ASK,)).token
        self.requests = 0

    def ask(self, names: Any, key: str = "", **head: Any) -> Any:
        self.requests += 1
        return Client().post(
            "/api/checks/",
            {"purpose": "tender", "case_no": "内采〔2026〕8号", "names": names, **head},
            "application/json",
            headers={
                "authorization": f"Bearer {self.token}",
                "idempotency-key": key or f"request-{self.requests:04}",
                "accept-language": "en",
            },
        )


def test_names_are_answered_in_their_order_with_reasons() -> None:
    on_list()
    answer = Machine().ask([{"name": "內黃縣青禾醫院"}, {"name": "内黄县第二医院"}])
    told = answer.json()
    assert answer.status_code == 201
    assert [(one["row"], one["result"]) for one in told["answers"]] == [(1, "found"), (2, "clear")]
    (hit,) = told["answers"][0]["hits"]
    assert (hit["score"], hit["sure"]) == (0.99, True)
    assert "traditional" in hit["why"]
    check = Check.objects.get()
    assert (told["number"], check.channel, check.case_no) == (check.number, "api", "内采〔2026〕8号")


def test_a_persons_number_is_never_answered() -> None:
    on_list(factories.person(), under=factories.list_scheme("medical_order"))
    answer = Machine().ask([{"name": "林知夏", "number": people.PERSON}])
    assert answer.json()["answers"][0]["result"] == "found"
    assert people.PERSON not in answer.content.decode()


def test_the_same_request_twice_is_one_check() -> None:
    machine = Machine()
    first, second = (machine.ask([{"name": "某院"}], key="once-and-once") for _turn in range(2))
    assert first.json() == second.json()
    assert second.headers["Idempotent-Replayed"] == "true"
    assert Check.objects.count() == 1
    other = machine.ask([{"name": "另一院"}], key="once-and-once")
    assert (other.status_code, other.json()["field"]) == (409, "Idempotency-Key")


@pytest.mark.parametrize(
    ("names", "head", "field"),
    [
        ([{"name": "某院"}], {"purpose": ""}, "purpose"),
        ([{"name": "某院"}], {"purpose": "curiosity"}, "purpose"),
        ([], {}, "names"),
        ([{"name": "某院"}] * 501, {}, "names"),
        ([{"name": "某院"}, {}], {}, "name"),
        ("某院", {}, "names"),
        ([{"name": people.PERSON}], {}, "name"),
        ([{"name": ["某院"]}], {}, "names"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(names: Any, head: dict[str, str], field: str) -> None:
    answer = Machine().ask(names, **head)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert people.PERSON not in answer.content.decode()
    assert not Check.objects.exists()


def test_a_key_for_something_else_checks_nothing() -> None:
    answer = Machine(ApiScope.RECORD_READ).ask([{"name": "某院"}])
    assert (answer.status_code, Check.objects.count()) == (403, 0)
