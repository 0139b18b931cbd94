"""Keys of machines: shown once, bounded, revocable, issued by whoever keeps the officers of the place."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.api_keys import issue_key, issue_machine_key, key_of_token, revoke_key
from accounts.models import ApiKey, Officer
from accounts.models.api_keys import ApiScope
from accounts.permissions import P
from accounts.roles import ADMINISTRATOR
from core.clock import today
from core.errors import Refusal
from core.models import AuditEvent
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def administrator(prefix: str = factories.COUNTY) -> Officer:
    return factories.officer(roles=(ADMINISTRATOR.code,), prefix=prefix)


def signed_in(officer: Officer) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


def test_the_secret_is_kept_nowhere():
    issued = factories.machine_key(factories.agency())
    secret = issued.token.rpartition("_")[2]
    row = ApiKey.objects.values().get()
    assert all(secret not in str(value) for value in row.values())
    assert all(secret not in f"{event.before}{event.after}" for event in AuditEvent.objects.all())
    assert key_of_token(issued.token) == issued.key


def test_a_machine_cannot_sign_in():
    machine = factories.machine_key(factories.agency()).key.officer
    assert not machine.has_usable_password()
    assert not machine.is_staff


def test_a_machine_may_no_more_than_its_post():
    machine = factories.machine_key(factories.agency()).key.officer
    assert machine.may(P.RECORD_ENTER, factories.COUNTY)
    assert not machine.may(P.RECORD_REVIEW)
    assert not machine.may(P.RECORD_ENTER, "510100")


@pytest.mark.parametrize("harm", ["", "cy_", "nonsense", "cy_00000000_" + "a" * 43])
def test_an_unknown_key_opens_nothing(harm: str):
    factories.machine_key(factories.agency())
    with pytest.raises(Refusal, match="unknown"):
        key_of_token(harm)


def test_the_tag_without_the_secret_opens_nothing():
    issued = factories.machine_key(factories.agency())
    with pytest.raises(Refusal, match="unknown"):
        key_of_token(f"cy_{issued.key.tag}_{'a' * 43}")


def test_a_revoked_an_expired_and_a_switched_off_key_open_nothing():
    agency = factories.agency()
    revoked, expired, closed = (factories.machine_key(agency) for _ in range(3))
    revoke_key(revoked.key, by=administrator(), reason="lost on the way")
    ApiKey.objects.filter(pk=expired.key.pk).update(expires_on=today() - timedelta(days=1))
    Officer.objects.filter(pk=closed.key.officer_id).update(is_active=False)
    with pytest.raises(Refusal, match="has been revoked"):
        key_of_token(revoked.token)
    for issued in (expired, closed):
        with pytest.raises(Refusal, match="no longer valid"):
            key_of_token(issued.token)


def test_a_key_is_valid_on_its_last_day():
    issued = factories.machine_key(factories.agency(), days=0)
    assert key_of_token(issued.token) == issued.key


def test_the_use_of_a_key_is_noted_but_not_at_every_request():
    issued = factories.machine_key(factories.agency())
    key_of_token(issued.token)
    first = ApiKey.objects.get().last_used_at
    key_of_token(issued.token)
    assert ApiKey.objects.get().last_used_at == first
    ApiKey.objects.update(last_used_at=timezone.now() - timedelta(hours=1))
    key_of_token(issued.token)
    noted = ApiKey.objects.get().last_used_at
    assert first is not None
    assert noted is not None
    assert noted >= first


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"prefix": "51"}, "prefix"),
        ({"prefix": ""}, "prefix"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"name": " "}, "name"),
        ({"expires_on": today() - timedelta(days=1)}, "expires_on"),
        ({"expires_on": today() + timedelta(days=400)}, "expires_on"),
    ],
)
def test_a_key_beyond_the_bounds_is_refused_and_leaves_nothing(changed: dict[str, object], field: str):
    asked: dict[str, Any] = {
        "name": "System",
        "agency": factories.agency(),
        "prefix": factories.COUNTY,
        "scopes": [ApiScope.RECORD_READ],
        "expires_on": today() + timedelta(days=30),
        "by": administrator(),
    }
    before = Officer.objects.count()
    with pytest.raises(Refusal) as refused:
        issue_machine_key(**{**asked, **changed})
    assert refused.value.field == field
    assert not ApiKey.objects.exists()
    assert Officer.objects.count() == before


def test_no_key_is_issued_to_an_account_that_signs_in():
    with pytest.raises(Refusal, match="not to an account that signs in"):
        issue_key(factories.clerk(), scopes=ApiScope.values, expires_on=today(), by=administrator())


def test_an_administrator_of_another_place_revokes_nothing():
    issued = factories.machine_key(factories.agency())
    with pytest.raises(Refusal, match="do not hold the right"):
        revoke_key(issued.key, by=administrator("51"), reason="not mine at all")
    assert key_of_token(issued.token) == issued.key


def test_the_database_refuses_a_revoked_key_without_a_name():
    factories.machine_key(factories.agency())
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiKey.objects.update(revoked_at=timezone.now())


def test_the_page_shows_the_secret_once_and_then_never_again():
    agency = factories.agency()
    client = signed_in(administrator())
    form = {
        "name": "Hospital system",
        "agency": agency.pk,
        "prefix": factories.COUNTY,
        "scopes": [ApiScope.RECORD_FILE],
        "expires_on": (today() + timedelta(days=30)).isoformat(),
    }
    answer = client.post(reverse("admin:accounts_apikey_add"), form)
    token = re.search(r"cy_[0-9a-f]{8}_[\w-]{43}", answer.content.decode())
    assert token
    assert "no-store" in answer.headers["Cache-Control"]
    key = key_of_token(token[0])
    for page in (
        reverse("admin:accounts_apikey_change", args=[key.pk]),
        reverse("admin:accounts_apikey_changelist"),
        reverse("admin:accounts_apikey_history", args=[key.pk]),
    ):
        text = client.get(page).content.decode()
        assert key.tag in text
        assert token[0].rpartition("_")[2] not in text


def test_the_page_says_what_is_wrong_beside_the_field():
    agency = factories.agency()
    form = {"name": "x", "agency": agency.pk, "prefix": "51", "scopes": [ApiScope.RECORD_FILE]}
    form["expires_on"] = today().isoformat()
    answer = signed_in(administrator()).post(reverse("admin:accounts_apikey_add"), form)
    assert "this division lies outside your own" in answer.content.decode()
    assert not ApiKey.objects.exists()


def test_a_key_is_replaced_and_then_revoked_on_its_page():
    old = factories.machine_key(factories.agency())
    client = signed_in(administrator())
    page = reverse("admin:accounts_apikey_change", args=[old.key.pk]).removesuffix("change/")
    client.get(f"{page}another/")
    assert ApiKey.objects.count() == 1
    new = re.search(r"cy_[0-9a-f]{8}_[\w-]{43}", client.post(f"{page}another/").content.decode())
    assert new
    assert key_of_token(new[0]).officer == key_of_token(old.token).officer
    client.post(f"{page}revoke/", {"_form_submitted": "on", "reason": "replaced by a new one"})
    with pytest.raises(Refusal, match="revoked"):
        key_of_token(old.token)
    assert key_of_token(new[0]).revoked_at is None
    told = AuditEvent.objects.get(action="apikey.revoke")
    assert told.reason == "replaced by a new one"


def test_a_clerk_sees_no_keys():
    key = factories.machine_key(factories.agency()).key
    client = signed_in(factories.clerk())
    assert client.get(reverse("admin:accounts_apikey_changelist")).status_code == 403
    assert client.get(reverse("admin:accounts_apikey_change", args=[key.pk])).status_code in {302, 403, 404}


def test_an_administrator_of_another_place_issues_no_further_key():
    machine = factories.machine_key(factories.agency()).key.officer
    last = today() + timedelta(days=30)
    with pytest.raises(Refusal, match="outside your own"):
        issue_key(machine, scopes=[ApiScope.RECORD_READ], expires_on=last, by=administrator("510104"))


def test_a_further_key_that_is_refused_says_why_on_the_page():
    key = factories.machine_key(factories.agency()).key
    Officer.objects.filter(pk=key.officer.pk).update(is_staff=True)
    client = signed_in(administrator())
    page = reverse("admin:accounts_apikey_change", args=[key.pk]).removesuffix("change/")
    answer = client.post(f"{page}another/", follow=True)
    assert answer.status_code == 200
    assert "not to an account that signs in" in answer.content.decode()
