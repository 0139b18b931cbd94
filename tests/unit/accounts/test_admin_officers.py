"""Officers, posts, rules and the calendar, kept inside one's own jurisdiction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Agency, Officer, Post, Reveal
from core.models import AuditEvent, CalendarDay, Deadline, Rule
from core.workdays import forget_calendar
from tests import factories

pytestmark = pytest.mark.django_db


def signed_in(officer: Officer) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


def administrator(prefix: str = factories.COUNTY) -> Officer:
    return factories.officer(roles=("administrator",), prefix=prefix)


def account(officer: Officer) -> dict[str, Any]:
    return {
        "username": officer.username,
        "name": "江屿白",
        "email": "",
        "agency": officer.agency_id,
        "is_active": "on",
    }


def posts(*rows: dict[str, str], kept: int = 0) -> dict[str, str]:
    data = {"posts-TOTAL_FORMS": str(len(rows)), "posts-INITIAL_FORMS": str(kept)}
    data |= {"posts-MIN_NUM_FORMS": "0", "posts-MAX_NUM_FORMS": "1000"}
    for at, row in enumerate(rows):
        data |= {f"posts-{at}-{name}": value for name, value in row.items()}
    return data


def colleague() -> Officer:
    return factories.officer(agency=factories.agency())


def change(officer: Officer) -> str:
    return reverse("admin:accounts_officer_change", args=[officer.pk])


def test_an_administrator_gives_posts_inside_the_own_jurisdiction_only():
    other, client = colleague(), signed_in(administrator())
    post = {"role": "reviewer", "since": "2026-01-01"}
    answer = client.post(change(other), account(other) | posts(post | {"prefix": "4105"}))
    assert answer.status_code == 200
    assert not Post.objects.filter(officer=other).exists()
    assert (
        client.post(change(other), account(other) | posts(post | {"prefix": factories.COUNTY})).status_code
        == 302
    )
    assert Post.objects.get(officer=other).role == "reviewer"
    assert AuditEvent.objects.filter(action="officer.post_given", object_id=str(other.pk)).count() == 1


def test_nobody_gives_posts_to_themselves():
    own = administrator()
    own.agency = factories.agency()
    own.save(update_fields=["agency"])
    row = {"role": "reviewer", "prefix": factories.COUNTY, "since": "2026-01-01"}
    signed_in(own).post(change(own), account(own) | posts(row))
    assert [post.role for post in own.posts.all()] == ["administrator"]


def test_accounts_of_other_places_and_superusers_are_not_there():
    client = signed_in(administrator())
    other = factories.officer(agency=factories.agency(name="别处", division_code="510100"))
    root = Officer.objects.create_superuser("root", password="invented-password")
    for row in (other, root):
        assert client.get(change(row)).status_code == 302
        password = reverse("admin:auth_user_password_change", args=[row.pk])
        given = {"password1": "another-invented-1", "password2": "another-invented-1"}
        assert client.post(password, given).status_code in (302, 403, 404)
        row.refresh_from_db()
        assert not row.check_password("another-invented-1")


def test_an_account_is_not_made_a_superuser_in_a_form():
    other, client = colleague(), signed_in(administrator())
    client.post(change(other), account(other) | {"is_superuser": "on", "is_staff": "on"} | posts())
    other.refresh_from_db()
    assert (other.is_superuser, other.name) == (False, "江屿白")


def test_setting_a_password_leaves_a_trace():
    other, client = colleague(), signed_in(administrator())
    path = reverse("admin:auth_user_password_change", args=[other.pk])
    given = {"password1": "another-invented-1", "password2": "another-invented-1", "usable_password": "true"}
    client.post(path, given)
    other.refresh_from_db()
    assert other.check_password("another-invented-1")
    event = AuditEvent.objects.get(action="officer.password")
    assert "another-invented-1" not in f"{event.before}{event.after}{event.reason}"


def rule(**changes: str) -> dict[str, str]:
    return {
        "table": "disclosure.setting",
        "code": "publish_natural_persons",
        "title": "本县自然人公示",
        "value": "true",
        "place": factories.COUNTY,
        "valid_from": "2026-01-01",
        "document": "本县规定",
        "certainty": "verified",
        **changes,
    }


def test_a_local_rule_stands_beside_the_shipped_one_and_is_audited():
    client = signed_in(administrator())
    add = reverse("admin:core_rule_add")
    assert client.post(add, rule()).status_code == 302
    row = Rule.objects.get(place=factories.COUNTY, origin="local")
    assert (row.origin, row.value) == ("local", True)
    assert AuditEvent.objects.filter(action="rule.enter").count() == 1
    for wrong in (rule(place=""), rule(place="51"), rule(table="no.such.table", code="x")):
        assert client.post(add, wrong).status_code == 200
    assert Rule.objects.filter(origin="local").count() == 1


def test_shipped_rules_are_only_read():
    shipped = Rule.objects.filter(table="disclosure.setting").first()
    assert shipped is not None
    client = signed_in(administrator(""))
    path = reverse("admin:core_rule_change", args=[shipped.pk])
    assert 'name="value"' not in client.get(path).content.decode()
    assert client.post(path, rule()).status_code == 403
    beside = client.get(reverse("admin:core_rule_add"), {"beside": shipped.pk})
    assert shipped.code in beside.content.decode()


@pytest.fixture
def calendar_forgotten(transactional_db: None) -> Iterator[None]:
    """Settle the calendar's memory of this thread, so that other tests count as before."""
    yield
    forget_calendar()


@pytest.mark.usefixtures("calendar_forgotten")
def test_a_calendar_day_moves_the_running_clocks():
    row = factories.penalty(by=factories.clerk(), decided_on=date(2026, 11, 20))
    before = Deadline.objects.get(object_id=str(row.pk)).due_on
    client = signed_in(administrator())
    client.post(
        reverse("admin:core_calendarday_add"),
        {"day": "2026-11-24", "kind": "holiday", "occasion": "临时放假"},
    )
    assert CalendarDay.objects.get().kind == "holiday"
    after = Deadline.objects.get(object_id=str(row.pk)).due_on
    assert (after - before).days == 1
    assert AuditEvent.objects.filter(action="calendarday.enter").count() == 1


def test_nobody_sets_the_password_of_an_account_that_reaches_further():
    further = factories.officer(roles=("administrator",), prefix="", agency=factories.agency())
    client = signed_in(administrator())
    given = {"password1": "another-invented-1", "password2": "another-invented-1", "usable_password": "true"}
    path = reverse("admin:auth_user_password_change", args=[further.pk])
    assert client.post(path, given).status_code == 403
    assert client.post(change(further), account(further) | posts()).status_code == 403
    further.refresh_from_db()
    assert further.check_password("invented-password")


def test_an_auditor_reads_the_looks_at_numbers_of_the_own_place():
    looker, elsewhere = factories.reviewer(), factories.officer(roles=("reviewer",), prefix="51")
    for who, reason in ((looker, "本县查看理由"), (elsewhere, "外省查看理由")):
        Reveal.objects.create(
            officer_label=who.label,
            actor_id=who.actor_id,
            object_type="credit.subject",
            object_id="1",
            field="id_number",
            reason=reason,
        )
    path = reverse("admin:accounts_reveal_changelist")
    text = signed_in(factories.officer(roles=("auditor",))).get(path).content.decode()
    assert "本县查看理由" in text
    assert "外省查看理由" not in text
    everything = signed_in(factories.officer(roles=("auditor",), prefix="")).get(path).content.decode()
    assert "外省查看理由" in everything


def test_an_agency_has_all_six_digits_of_its_division():
    chief = Officer.objects.create_superuser("chief")
    page, row = reverse("admin:accounts_agency_add"), {"name": "青溪县卫生健康局", "uscc": ""}
    assert signed_in(chief).post(page, row | {"division_code": factories.COUNTY[:4]}).status_code == 200
    assert not Agency.objects.exists()
    assert signed_in(chief).post(page, row | {"division_code": factories.COUNTY}).status_code == 302
    assert Agency.objects.get().division_code == factories.COUNTY
