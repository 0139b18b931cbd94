"""Who may open which page of the supervisors' door, and that its lists stay quick."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Officer
from accounts.roles import ROLES
from config.sidebar import GROUPS
from credit.models import ConductRecord
from practitioners.models import Practitioner
from supervision.models import InformantLook
from tests import factories

pytestmark = pytest.mark.django_db

LEAD_ON = {InformantLook}
"""Models without a list of their own: theirs leads on to another page."""
MODELS = sorted(set(admin.site._registry) - LEAD_ON, key=lambda model: model._meta.label_lower)
MOST_QUERIES = 25


def url(model: type[Any], page: str = "changelist", *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def signed_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def everybody() -> Officer:
    return factories.officer(roles=tuple(ROLES), prefix="")


def _county_rows() -> list[Any]:
    clerk = factories.clerk()
    person = factories.person()
    subject = factories.body()
    record = ConductRecord.objects.create(
        subject=subject, item_code="X", title="x", happened_on="2026-01-01", division_code=factories.COUNTY
    )
    practitioner = Practitioner.objects.create(subject=person, category="医师")
    decisions = [factories.penalty(by=clerk), factories.permit(by=clerk)]
    return [subject, person, record, practitioner, factories.institution(subject), *decisions]


@pytest.fixture(scope="module", autouse=True)
def rows(module_transaction: None) -> list[Any]:
    """A county with some rows."""
    return _county_rows()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_every_list_opens_without_counting_its_rows(model: type[Any]):
    client = signed_in(everybody())
    with CaptureQueriesContext(connection) as seen:
        response = client.get(url(model))
    assert response.status_code == 200
    count = f'COUNT(*) AS "__count" FROM "{model._meta.db_table}"'
    counting = [query["sql"] for query in seen if count in query["sql"]]
    assert counting == []
    assert len(seen) <= MOST_QUERIES


def asked(client: Client, path: str) -> int:
    """How many questions a page puts to the database (the calendar is remembered for seconds only)."""
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return len([query for query in seen if "core_calendarday" not in query["sql"]])


def test_a_list_of_many_rows_asks_no_more_than_a_list_of_few():
    clerk = factories.clerk()
    client = signed_in(clerk)
    path = reverse("admin:disclosure_penalty_changelist")
    factories.penalty(by=clerk)
    few = asked(client, path)
    for _ in range(12):
        factories.penalty(by=clerk)
    assert asked(client, path) <= few


def test_pages_beyond_the_bound_are_not_walked():
    client = signed_in(everybody())
    response = client.get(reverse("admin:disclosure_penalty_changelist"), {"p": "5000"})
    assert response.status_code == 302


def test_a_stranger_sees_no_row_of_another_county(rows: list[Any]):
    client = signed_in(factories.stranger())
    for row in rows:
        listed = client.get(url(type(row)))
        assert url(type(row), "change", row.pk) not in listed.content.decode()
        opened = client.get(url(type(row), "change", row.pk))
        assert opened.status_code == 302, row
        assert opened.headers["Location"] == reverse("admin:index")
        assert client.get(url(type(row), "history", row.pk)).status_code == 302


def test_nothing_is_deleted_here(rows: list[Any]):
    client = signed_in(everybody())
    for row in rows:
        assert client.post(url(type(row), "delete", row.pk), {"post": "yes"}).status_code == 403
        assert type(row)._base_manager.filter(pk=row.pk).exists()


@pytest.mark.one_database("rights are judged in Python, not in SQL")
@pytest.mark.parametrize("role", sorted(ROLES))
def test_the_sidebar_shows_exactly_what_opens(role: str, request: pytest.FixtureRequest):
    client = signed_in(factories.officer(roles=(role,)))
    page = client.get(reverse("admin:index")).content.decode()
    request.getfixturevalue("no_rendering")
    for _title, entries in GROUPS:
        for entry in entries:
            path = reverse(f"admin:{entry.url_name}")
            shown = f'href="{path}"' in page
            assert shown is (client.get(path).status_code == 200), entry.url_name


def test_an_officer_without_a_post_is_told_so():
    client = signed_in(factories.officer())
    page = client.get(reverse("admin:index"))
    assert page.status_code == 200
    assert page.context["has_post"] is False
    assert page.context["tasks"] == []


def test_an_account_of_an_institution_does_not_pass():
    member = Officer.objects.create_user("hospital", password="invented-password")
    client = signed_in(member)
    answer = client.get(reverse("admin:index"))
    assert answer.status_code == 302
    assert reverse("admin:login") in answer.headers["Location"]
    page = client.get(answer.headers["Location"], headers={"accept-language": "en"})
    assert "This door is for supervising officers" in page.content.decode()


def test_an_account_of_an_institution_that_signs_in_here_is_sent_to_its_own_door():
    Officer.objects.create_user("hospital", password="invented-password")
    answer = Client().post(
        reverse("admin:login"),
        {"username": "hospital", "password": "invented-password"},
        headers={"accept-language": "en"},
    )
    assert answer.status_code == 200
    assert "Accounts of institutions sign in" in answer.content.decode()


def test_an_officer_signs_in_and_lands_on_the_task_box():
    factories.officer("huize", roles=("clerk",))
    answer = Client().post(reverse("admin:login"), {"username": "huize", "password": "invented-password"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/admin/"
