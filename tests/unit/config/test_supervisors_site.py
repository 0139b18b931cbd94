"""The list of all tables is drawn up where it is shown, and nowhere else."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(factories.clerk())
    return client


def test_the_front_page_is_drawn_without_a_list_of_all_tables(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(type(admin.site), "_build_app_dict", None)
    assert client.get(reverse("admin:index")).status_code == 200


def test_an_application_still_lists_its_tables(client: Client):
    page = client.get(reverse("admin:app_list", args=["disclosure"]))
    assert reverse("admin:disclosure_penalty_changelist") in page.content.decode()
    assert [app["app_label"] for app in page.context["app_list"]] == ["disclosure"]
