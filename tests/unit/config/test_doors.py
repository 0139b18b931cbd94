"""What every answer carries, whatever page it is."""

import pytest
from django.test import Client

from config.policy import ADMIN, STRICT

pytestmark = pytest.mark.django_db


def test_health_is_answered_without_signing_in(client: Client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_a_page_may_load_nothing_from_elsewhere(client: Client):
    assert client.get("/healthz").headers["Content-Security-Policy"] == STRICT
    assert "script-src" not in STRICT
    assert "http" not in ADMIN


def test_the_admin_may_evaluate_its_own_markup(client: Client):
    assert client.get("/admin/login/").headers["Content-Security-Policy"] == ADMIN


def test_the_language_is_chosen_by_the_reader(client: Client):
    chinese = client.get("/admin/login/", headers={"accept-language": "fr"})
    assert 'lang="zh-hans"' in chinese.content.decode()
    client.post("/i18n/setlang/", {"language": "en", "next": "/admin/login/"})
    assert 'lang="en"' in client.get("/admin/login/").content.decode()
