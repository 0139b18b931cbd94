"""Deliveries, receipts and platforms on the supervisors' pages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Officer
from core.models import AuditEvent, OutboxEvent
from exchange.models import Delivery, Platform, Receipt
from exchange.services import enqueue, ensure_demo_platform
from tests import factories

pytestmark = pytest.mark.django_db


def signed_in(officer: Officer) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


def delivery(**fields: object) -> Delivery:
    ensure_demo_platform()
    payload = {
        "table": "penalty_legal",
        "operation": "I",
        "record_id": "a-record",
        "revision": 1,
        "natural_key": "k",
        "fields": {"CF_JDRQ": "2026-06-01"},
        "division_code": factories.COUNTY,
        "name": "内卫医罚〔2026〕1号",
    }
    event = OutboxEvent.objects.create(
        topic="disclosure.penalty.published", key="penalty:1", sequence=1, payload=payload
    )
    enqueue([event])
    Delivery.objects.update(**fields)
    return Delivery.objects.get()


def page(row: Delivery) -> str:
    return reverse("admin:exchange_delivery_change", args=[row.pk])


def test_a_stuck_delivery_says_why_and_can_be_sent_again():
    row = delivery(state="stuck", stuck_reason="The platform did not answer for seven days.")
    client = signed_in(factories.reviewer())
    text = client.get(page(row)).content.decode()
    assert "did not answer for seven days" in text
    assert f"/{row.pk}/send-again/" in text
    again = f"{page(row).removesuffix('change/')}send-again/"
    client.post(again, {"_form_submitted": "on", "reason": ""})
    row.refresh_from_db()
    assert row.state == "stuck"
    client.post(again, {"_form_submitted": "on", "reason": "平台已恢复"})
    row.refresh_from_db()
    assert row.state == "waiting"
    assert AuditEvent.objects.filter(reason="平台已恢复").exists()


def test_a_clerk_reads_receipts_but_does_not_send_again():
    row = delivery(state="rejected", answered_at=timezone.now())
    Receipt.objects.create(
        delivery=row, result=2, code="E07", message="authority unknown", received_at=timezone.now()
    )
    client = signed_in(factories.clerk())
    text = client.get(page(row)).content.decode()
    assert "authority unknown" in text
    assert "send-again" not in text
    again = f"{page(row).removesuffix('change/')}send-again/"
    client.post(again, {"_form_submitted": "on", "reason": "平台已恢复"})
    row.refresh_from_db()
    assert row.state == "rejected"


def test_a_platforms_secret_is_neither_shown_nor_audited():
    ensure_demo_platform()
    platform = Platform.objects.get()
    admin = signed_in(factories.officer(roles=("administrator",), prefix=""))
    path = reverse("admin:exchange_platform_change", args=[platform.pk])
    form = admin.get(path).context["adminform"].form
    data = {
        name: value for name, value in form.initial.items() if value not in (None, "") and name != "secret"
    }
    data |= {"tables": ["penalty_legal"], "secret": "a-new-invented-secret", "name": "改名的平台"}
    answer = admin.post(path, data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    platform.refresh_from_db()
    assert platform.secret.reveal() == "a-new-invented-secret"
    assert "a-new-invented-secret" not in admin.get(path).content.decode()
    event = AuditEvent.objects.get(action="platform.change")
    assert "invented-secret" not in f"{event.before}{event.after}"
    assert event.after["name"] == "改名的平台"
    assert platform.tables == ["penalty_legal"]


def test_platforms_are_kept_by_administrators():
    ensure_demo_platform()
    path = reverse("admin:exchange_platform_change", args=[Platform.objects.get().pk])
    client = signed_in(factories.reviewer())
    assert 'name="base_url"' not in client.get(path).content.decode()
    assert client.post(path, {"name": "x"}).status_code == 403
