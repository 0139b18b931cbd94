"""What is answered when a form arrives after its session."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Officer

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
FORM = "/admin/disclosure/permit/7/hand-in/"
PAGE = "/admin/disclosure/permit/7/change/"


def test_a_form_that_came_too_late_is_told_at_the_sign_in(client: Client) -> None:
    late = client.post("/admin/disclosure/permit/add/")
    assert late.headers["Location"] == "/admin/login/?next=/admin/disclosure/permit/add/"
    assert "内容未保存" in client.get(late.headers["Location"]).text
    assert "内容未保存" not in client.get(client.get(PAGE).headers["Location"]).text


def test_a_dialog_without_a_session_leads_the_whole_page_to_the_sign_in(client: Client) -> None:
    asked = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{PAGE}"}
    for answer in (client.get(FORM, headers=asked), client.post(FORM, headers=asked)):
        assert answer.headers["HX-Redirect"] == f"/admin/login/?next={PAGE.replace('/', '%2F')}"
    assert "HX-Redirect" not in client.get(FORM).headers


def test_who_is_signed_in_at_the_other_door_has_lost_no_session(client: Client) -> None:
    client.force_login(Officer.objects.create_user("member"), backend=BACKEND)
    assert "HX-Redirect" not in client.post(FORM, headers={"HX-Request": "true"}).headers
