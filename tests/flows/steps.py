"""What the flow tests of cases share: a browser of somebody, and one step of a case through its page."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import Officer


def signed_in(who: Officer) -> Client:
    """Return the browser of an account, in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def step(client: Client, row: Any, slug: str, **data: Any) -> str:
    """Open the page of a step, send its form, and return the case's page."""
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{slug}", args=[row.pk])
    assert client.get(address).status_code == 200, slug
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.content.decode()
    return client.get(answer.headers["Location"]).content.decode()


def dialog(client: Client, address: str, **data: Any) -> str:
    """Confirm the dialog of a button and return what it answers with."""
    answer = client.post(address, {"_form_submitted": "on", **data}, headers={"HX-Request": "true"})
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()
