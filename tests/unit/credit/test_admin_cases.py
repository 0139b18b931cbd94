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

from credit.models import ConductRecord, Objection
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


# --- objections on paper ------------------------------------------------------------------------------


def on_paper(clerk: Client, number: str, party: str) -> Any:
    given = {"about": number, "party": party, "ground": "content", "claim": "有效期写错，应为五年，请更正。"}
    return clerk.post(reverse("admin:credit_objection_add"), {**given, "received_on": "2026-09-07"})


def test_a_permit_is_objected_to_on_paper_under_its_number(clerk: Client):
    permit = factories.permit(by=factories.clerk())
    decisions.approve(permit, by=factories.reviewer())
    assert on_paper(clerk, permit.document_no, "内黄县青禾医院").status_code == 302
    objection = Objection.objects.get()
    assert (objection.about, objection.record) == (f"disclosure.permit:{permit.guid}", None)
    permit.refresh_from_db()
    assert permit.disputed_since == date(2026, 9, 7)


def test_a_penalty_is_objected_to_on_paper_under_its_number(clerk: Client):
    cases(1)
    Objection.objects.all().delete()
    ConductRecord.objects.update(state="normal", disputed_from=None)
    record = ConductRecord.objects.order_by("-pk")[0]
    assert on_paper(clerk, record.document_no, "内黄县青禾医院").status_code == 302
    assert Objection.objects.get().about == record.source


def test_a_permit_of_another_party_or_without_review_is_not_found(clerk: Client):
    draft = factories.permit(by=factories.clerk(), state="draft")
    other = factories.permit(
        by=factories.clerk(), subject=factories.body("内黄县白桦诊所", "91410527MA46TKJL8A")
    )
    for number in (draft.document_no, other.document_no, "", "内卫医许〔2026〕999号"):
        answer = on_paper(clerk, number, "内黄县青禾医院")
        assert answer.status_code == 200
        assert answer.context["form"].errors["about"]
    assert not Objection.objects.exists()
