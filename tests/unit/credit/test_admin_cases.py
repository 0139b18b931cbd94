"""Lists and pages of objections and repairs: few questions to the database, words for what is empty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from credit.models import ConductRecord
from disclosure.models import Penalty
from disclosure.services import decisions
from tests import factories
from tests.flows.steps import signed_in

pytestmark = pytest.mark.django_db
LISTS = ("objection", "repair", "repairbatch", "shield")


@pytest.fixture(autouse=True)
def _in_english(settings: Any) -> Iterator[None]:
    settings.CHENGYI_TODAY = date(2026, 9, 7)
    with translation.override("en"):
        yield


@pytest.fixture
def clerk() -> Client:
    return signed_in(factories.clerk())


def cases(number: int) -> None:
    """Make so many objections and applications."""
    maker = factories.clerk()
    rows = [factories.penalty(by=maker) for _ in range(2 * number)]
    decisions.approve_many(Penalty, [row.pk for row in rows], by=factories.reviewer())
    records = list(ConductRecord.objects.order_by("-pk")[: 2 * number])
    for record in records[:number]:
        factories.objection(record, by=maker)
    for record in records[number:]:
        factories.repair(record, by=maker)


@pytest.mark.parametrize("model", ["objection", "repair"])
def test_a_list_asks_the_same_for_one_case_and_for_many(clerk: Client, model: str):
    address = reverse(f"admin:credit_{model}_changelist")
    asked = []
    for more in (1, 4):
        cases(more)
        clerk.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert clerk.get(address).status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1] < 20


@pytest.mark.parametrize("model", LISTS)
def test_an_empty_list_and_its_form_open(clerk: Client, model: str):
    assert clerk.get(reverse(f"admin:credit_{model}_changelist")).status_code == 200
    assert clerk.get(reverse(f"admin:credit_{model}_add")).status_code == 200


@pytest.mark.parametrize("model", LISTS)
def test_who_may_only_read_gets_no_form(model: str):
    reader = signed_in(factories.officer(roles=("reader",)))
    assert reader.get(reverse(f"admin:credit_{model}_add")).status_code == 403


def test_a_case_is_found_by_its_subject(clerk: Client):
    cases(1)
    found = clerk.get(reverse("admin:credit_objection_changelist"), {"q": "青禾"}).content.decode()
    assert "青禾" in found
    none = clerk.get(reverse("admin:credit_objection_changelist"), {"q": "无此机构名称"}).content.decode()
    assert "内卫医罚" not in none


def test_the_history_of_a_case_names_its_steps(clerk: Client):
    cases(1)
    record = ConductRecord.objects.order_by("-pk")[0]
    objection = record.objections.get()
    page = clerk.get(reverse("admin:credit_objection_history", args=[objection.pk]))
    assert page.status_code == 200
    assert page.context["entries"]
