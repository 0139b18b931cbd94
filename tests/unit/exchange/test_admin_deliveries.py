"""Deliveries, receipts and platforms on the supervisors' pages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Officer
from core.models import AuditEvent, OutboxEvent
from exchange.models import Delivery, Platform, Receipt, Reconciliation
from exchange.models.platform import every_table
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


def test_a_new_platform_is_offered_with_every_table_ticked_and_must_be_sent_something():
    admin = signed_in(factories.officer(roles=("administrator",), prefix=""))
    page = admin.get(reverse("admin:exchange_platform_add"))
    form = page.context["adminform"].form
    assert form.get_initial_for_field(form.fields["tables"], "tables") == every_table()
    assert page.content.decode().count('name="tables"') == len(every_table())
    answer = admin.post(reverse("admin:exchange_platform_add"), {"name": "平台"})
    assert "tables" in answer.context["adminform"].form.errors


def test_platforms_are_kept_by_administrators():
    ensure_demo_platform()
    path = reverse("admin:exchange_platform_change", args=[Platform.objects.get().pk])
    client = signed_in(factories.reviewer())
    assert 'name="base_url"' not in client.get(path).content.decode()
    assert client.post(path, {"name": "x"}).status_code == 403


def some_deliveries(states: list[str]) -> list[Delivery]:
    first = delivery()
    rows = [Delivery.objects.get()]
    for at, _state in enumerate(states[1:], 2):
        first.pk = None
        first.record_id, first.key = f"record-{at}", f"penalty:{at}"
        first.idempotency_key = f"record-{at}:1:I"
        first.label = f"内卫医罚〔2026〕{at}号"
        first.save(force_insert=True)
        rows.append(Delivery.objects.get(pk=first.pk))
    for row, state in zip(rows, states, strict=True):
        Delivery.objects.filter(pk=row.pk).update(state=state, stuck_reason="no answer")
    return list(Delivery.objects.order_by("pk"))


def send_selected(client: Client, rows: list[Delivery], **given: str):
    address = reverse("admin:exchange_delivery_changelist")
    data = {"action": "send_selected_again", "_selected_action": [row.pk for row in rows], **given}
    return client.post(address, data, follow=True)


def test_the_selected_are_sent_again_with_one_reason_and_one_sentence_of_result():
    rows = some_deliveries(["stuck", "rejected", "accepted"])
    client = signed_in(factories.reviewer())
    asked = send_selected(client, rows)
    assert 'name="reason"' in asked.content.decode()
    assert Delivery.objects.filter(state="waiting").count() == 0
    short = send_selected(client, rows, reason="x")
    assert short.context["form"].errors["reason"]
    answer = send_selected(client, rows, reason="平台已恢复")
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["accepted", "waiting", "waiting"]
    (message,) = answer.context["messages"]
    assert message.level_tag == "warning"
    assert str(message).startswith("2 deliveries will be sent again; 1 is not: ")
    assert AuditEvent.objects.filter(action="delivery.resend", reason="平台已恢复").count() == 2


def test_a_clerk_cannot_send_the_selected_again():
    rows = some_deliveries(["stuck"])
    client = signed_in(factories.clerk())
    assert (
        "send_selected_again"
        not in client.get(reverse("admin:exchange_delivery_changelist")).content.decode()
    )
    send_selected(client, rows, reason="平台已恢复")
    assert Delivery.objects.get().state == "stuck"


def test_a_comparison_names_the_records_that_differ_and_says_what_to_do():
    row = delivery(state="accepted")
    compared = Reconciliation.objects.create(
        platform=row.platform,
        run="1",
        table="penalty_legal",
        our_count=1,
        their_count=1,
        equal=False,
        missing_there=[row.record_id],
        unknown_here=["their-own-record"],
    )
    address = reverse("admin:exchange_reconciliation_change", args=[compared.pk])
    text = signed_in(factories.clerk()).get(address).content.decode()
    assert "内卫医罚〔2026〕1号" in text
    assert page(row) in text
    assert "their-own-record" in text
    assert "send them again" in text
    assert "[&#x27;" not in text
    assert "[&quot;" not in text


def test_a_comparison_names_no_record_of_another_province():
    row = delivery(state="accepted")
    compared = Reconciliation.objects.create(
        platform=row.platform,
        run="1",
        table="penalty_legal",
        our_count=1,
        their_count=0,
        equal=False,
        missing_there=[row.record_id],
    )
    address = reverse("admin:exchange_reconciliation_change", args=[compared.pk])
    text = signed_in(factories.stranger()).get(address).content.decode()
    assert row.record_id in text
    assert "内卫医罚" not in text


def test_a_comparison_without_differences_says_so():
    ensure_demo_platform()
    compared = Reconciliation.objects.create(
        platform=Platform.objects.get(),
        run="1",
        table="penalty_legal",
        our_count=2,
        their_count=2,
        equal=True,
    )
    address = reverse("admin:exchange_reconciliation_change", args=[compared.pk])
    assert "Both sides hold the same." in signed_in(factories.clerk()).get(address).content.decode()
