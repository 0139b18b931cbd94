"""A refusal that a view does not answer is told as a sentence."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from accounts.models import Officer
from config.urls import urlpatterns as all_pages
from core.errors import Refusal
from tests import factories


def refusing(_request: HttpRequest) -> HttpResponse:
    raise Refusal("请管理员补充<规则>。")


def broken(_request: HttpRequest) -> HttpResponse:
    raise ValueError("a fault of ours")


urlpatterns = [path("refusing/", refusing), path("broken/", broken), *all_pages]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def test_the_sentence_has_a_page_of_its_own(client: Client) -> None:
    answer = client.get("/refusing/")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "请管理员补充&lt;规则&gt;。" in page
    assert "返回公示网站" in page


def test_an_officer_is_led_back_and_a_dialog_s_page_shows_the_sentence(client: Client) -> None:
    clerk: Officer = factories.clerk()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert "返回工作台" in client.get("/refusing/").content.decode()
    dialog = client.post("/refusing/", headers={"HX-Request": "true"})
    assert dialog.headers["HX-Refresh"] == "true"
    assert "请管理员补充&lt;规则&gt;。" in client.get("/admin/").content.decode()


def test_a_fault_of_ours_stays_a_fault(client: Client) -> None:
    with pytest.raises(ValueError, match="a fault of ours"):
        client.get("/broken/")
