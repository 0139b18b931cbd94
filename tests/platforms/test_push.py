"""Pushing for real: rows of the queue, the adapter, the sandbox platform, receipts."""

import logging
from typing import Any

import pytest
from django.utils import timezone

from core.models import Deadline
from exchange.models import Attempt, Batch, Delivery, Platform, Receipt
from exchange.push import push_due
from exchange.reconciliation import reconcile
from exchange.sandbox.server import SandboxServer
from exchange.selectors import to_do
from exchange.services import resend
from tests.platforms.given import PERSONAL_NUMBER, delivery, payload, platform, publish, time_passes

pytestmark = pytest.mark.django_db


class Boss:
    """An actor who may do everything, as an officer."""

    actor_id, label = "officer:1", "Boss"

    def may(self, permission: str, division: str = "") -> bool:
        return True

    def prefixes(self, permission: str) -> tuple[str, ...]:
        return ("",)


@pytest.fixture
def receiver(sandbox: SandboxServer) -> Platform:
    return platform(sandbox.url)


def test_a_published_decision_reaches_the_platform_and_its_receipt_is_kept(
    sandbox: SandboxServer, receiver: Platform
) -> None:
    record_id = publish(payload())
    assert (push_due().accepted, push_due().batches) == (1, 0)
    sent = delivery(record_id)
    receipt = Receipt.objects.get(delivery=sent)
    assert (sent.state, receipt.result, receipt.action) == ("accepted", 1, "none")
    assert receipt.platform_record_id == (sandbox.store.record(record_id) or {})["platform_id"]
    assert sent.batch_no.startswith(f"{receiver.sender_code}-penalty_legal-")
    assert Batch.objects.get().body_digest == sent.body_digest


def test_no_personal_number_is_stored_or_logged_in_clear(
    sandbox: SandboxServer, receiver: Platform, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.share_persons = True
    receiver.save()
    caplog.set_level(logging.DEBUG)
    publish(payload())
    publish(payload("penalty_person"))
    push_due()
    kept = [str(row) for model in (Delivery, Receipt, Attempt, Batch) for row in model.objects.values()]
    assert len(sandbox.store.holdings("penalty_person")) == 1
    assert PERSONAL_NUMBER not in "".join(kept)
    assert PERSONAL_NUMBER not in caplog.text


def test_decisions_on_persons_stay_here_by_default(receiver: Platform) -> None:
    publish(payload("penalty_person"))
    assert not Delivery.objects.exists()


def test_a_record_that_the_platform_finds_wrong_is_not_sent_again(
    sandbox: SandboxServer, receiver: Platform
) -> None:
    record_id = publish(payload(CF_CFLB=["说服教育"]))
    push_due()
    time_passes(days=30)
    assert push_due().batches == 0
    rejected = delivery(record_id)
    assert (rejected.state, rejected.attempts) == ("rejected", 1)
    assert rejected.stuck_reason
    assert Receipt.objects.get().action == "fix"


def test_our_own_check_rejects_in_words_and_sends_nothing(sandbox: SandboxServer, receiver: Platform) -> None:
    record_id = publish(payload(CF_WSH="文" * 129, CF_SY=None))
    push_due()
    rejected = delivery(record_id)
    assert (rejected.state, rejected.may_hold, rejected.batch_no) == ("rejected", False, "")
    assert {receipt.field for receipt in Receipt.objects.filter(origin="ours")} == {"CF_WSH", "CF_SY"}
    assert not Batch.objects.exists()


def test_a_rejected_delivery_opens_a_task_that_ends_when_it_is_sent_again(
    sandbox: SandboxServer, receiver: Platform
) -> None:
    sandbox.control.set(mode="reject")
    record_id = publish(payload())
    push_due()
    assert Deadline.objects.get().closed_at is None
    sandbox.control.set(mode="ok")
    resend(delivery(record_id), by=Boss(), reason="平台规则已改")
    assert Deadline.objects.get().closed_at is not None
    push_due()
    assert delivery(record_id).state == "accepted"


def test_a_subject_unknown_to_the_platform_is_escalated(sandbox: SandboxServer, receiver: Platform) -> None:
    sandbox.control.set(unlinked=["91220582MAPFLAER89"])
    publish(payload())
    push_due()
    assert (Receipt.objects.get().result, Receipt.objects.get().action) == (4, "escalate")


def test_an_outage_is_waited_out_and_nothing_is_lost(sandbox: SandboxServer, receiver: Platform) -> None:
    sandbox.control.set(mode="down")
    record_ids = [publish(payload()) for _ in range(3)]
    assert push_due().postponed == 3
    resting = Platform.objects.get()
    assert resting.not_before is not None
    assert resting.not_before > timezone.now()
    assert push_due().batches == 0
    sandbox.control.set(mode="ok")
    time_passes(minutes=5)
    assert push_due().accepted == 3
    assert Platform.objects.get().failures == 0
    assert all(delivery(record_id).state == "accepted" for record_id in record_ids)
    assert sandbox.store.counts()["active"] == 3


def test_waiting_grows_with_each_failure(sandbox: SandboxServer, receiver: Platform) -> None:
    sandbox.control.set(mode="down")
    record_id = publish(payload())
    waits = []
    for _ in range(3):
        before = timezone.now()
        push_due()
        waits.append((delivery(record_id).not_before - before).total_seconds())
        time_passes(minutes=5)
    assert waits[0] < 7
    assert waits == sorted(waits)
    assert waits[2] > 15


def test_after_days_without_an_answer_it_is_held_and_says_why(
    sandbox: SandboxServer, receiver: Platform
) -> None:
    sandbox.control.set(mode="down")
    record_id = publish(payload())
    push_due()
    time_passes(days=8)
    assert push_due().stuck == 1
    held = delivery(record_id)
    assert held.state == "stuck"
    assert "503" in held.stuck_reason
    sandbox.control.set(mode="ok")
    resend(held, by=Boss(), reason="平台已恢复")
    time_passes(minutes=5)
    push_due()
    assert delivery(record_id).state == "accepted"


def test_an_answer_lost_on_its_way_doubles_nothing(sandbox: SandboxServer, receiver: Platform) -> None:
    record_id = publish(payload())
    for mode in ("drop", "bad_signature"):
        sandbox.control.set(mode=mode)
        assert push_due().postponed == 1
        assert delivery(record_id).state == "waiting"
        time_passes(minutes=5)
    sandbox.control.set(mode="ok")
    assert push_due().accepted == 1
    assert sandbox.store.counts()["active"] == 1
    assert Attempt.objects.filter(error="").count() == 1
    assert Attempt.objects.exclude(error="").count() == 2


def test_a_wrong_secret_holds_the_batch_and_spares_the_rest(
    sandbox: SandboxServer, receiver: Platform
) -> None:
    receiver.secret, receiver.batch_size = "another", 2
    receiver.save()
    for _ in range(5):
        publish(payload())
    tally = push_due()
    assert (tally.stuck, tally.batches) == (2, 1)
    assert set(Delivery.objects.filter(state="stuck").values_list("may_hold", flat=True)) == {False}
    assert Delivery.objects.filter(state="waiting").count() == 3


def test_messages_about_one_record_arrive_in_order(sandbox: SandboxServer, receiver: Platform) -> None:
    record_id = publish(payload())
    publish(payload(operation="U", record_id=record_id, revision=2, CF_NR_FK="0.6"))
    publish(payload(operation="S", record_id=record_id, revision=2))
    sandbox.control.set(mode="down")
    assert push_due().postponed == 1
    sandbox.control.set(mode="ok")
    time_passes(minutes=5)
    assert push_due().accepted == 3
    answered = [row["operation"] for row in reversed(sandbox.store.answers(record_id))]
    assert answered == ["I", "U", "S"]


def test_a_correction_of_a_rejected_record_is_sent_as_an_addition(
    sandbox: SandboxServer, receiver: Platform
) -> None:
    record_id = publish(payload(CF_CFLB=["说服教育"]))
    push_due()
    publish(payload(operation="U", record_id=record_id, revision=2))
    assert push_due().accepted == 1
    assert sandbox.store.answers(record_id)[0]["operation"] == "I"


def test_the_task_of_a_rejected_record_ends_when_a_newer_message_is_accepted(
    sandbox: SandboxServer, receiver: Platform
) -> None:
    record_id = publish(payload(CF_CFLB=["说服教育"]))
    push_due()
    assert (Deadline.objects.get().closed_at, to_do(Boss())["fix"]) == (None, 1)
    publish(payload(operation="U", record_id=record_id, revision=2))
    push_due()
    assert Deadline.objects.get().closed_at is not None
    assert to_do(Boss())["fix"] == 0


def test_the_task_of_a_rejected_record_ends_when_it_is_withdrawn(
    sandbox: SandboxServer, receiver: Platform
) -> None:
    record_id = publish(payload(CF_CFLB=["说服教育"]))
    push_due()
    publish(payload(operation="R", record_id=record_id, revision=2))
    assert push_due().overtaken == 1
    assert Deadline.objects.get().closed_at is not None


def test_a_platform_that_is_set_up_wrongly_keeps_no_other_from_its_messages(
    sandbox: SandboxServer, receiver: Platform
) -> None:
    platform(sandbox.url, code="a-broken-one", layout="national-1999")
    publish(payload())
    assert push_due().accepted == 1
    assert Platform.objects.get(code="a-broken-one").last_error


def test_a_withdrawal_overtakes_an_insert_that_was_never_sent(
    sandbox: SandboxServer, receiver: Platform
) -> None:
    record_id = publish(payload())
    publish(payload(operation="R", record_id=record_id, revision=2))
    tally = push_due()
    assert (tally.overtaken, tally.batches) == (2, 0)
    assert {delivery(record_id, operation).state for operation in "IR"} == {"overtaken"}
    assert sandbox.store.answers(record_id) == []


def test_a_withdrawal_follows_an_insert_whose_fate_is_unknown(
    sandbox: SandboxServer, receiver: Platform
) -> None:
    sandbox.control.set(mode="drop")
    record_id = publish(payload())
    push_due()
    publish(payload(operation="R", record_id=record_id, revision=2))
    sandbox.control.set(mode="ok")
    time_passes(minutes=5)
    assert push_due().accepted == 2
    stored = sandbox.store.record(record_id)
    assert stored is not None
    assert (stored["state"], stored["fields"]) == ("withdrawn", {})


def test_a_withdrawal_overtakes_an_insert_that_no_platform_could_hear(receiver: Platform) -> None:
    Platform.objects.update(base_url="http://127.0.0.1:9")
    record_id = publish(payload())
    push_due()
    publish(payload(operation="R", record_id=record_id, revision=2))
    time_passes(minutes=5)
    assert push_due().overtaken == 2


def test_a_withdrawal_removes_an_accepted_record(sandbox: SandboxServer, receiver: Platform) -> None:
    record_id = publish(payload())
    push_due()
    publish(payload(operation="R", record_id=record_id, revision=2))
    assert push_due().accepted == 1
    assert sandbox.store.counts()["withdrawn"] == 1
    assert not Delivery.objects.filter(may_hold=True).exists()


def test_a_switched_off_platform_loses_nothing(sandbox: SandboxServer, receiver: Platform) -> None:
    Platform.objects.update(active=False)
    record_id = publish(payload())
    assert push_due().batches == 0
    Platform.objects.update(active=True)
    assert push_due().accepted == 1
    assert delivery(record_id).state == "accepted"


def test_the_limit_of_batches_a_minute_holds(sandbox: SandboxServer, receiver: Platform) -> None:
    Platform.objects.update(batch_size=1, batches_per_minute=2)
    for _ in range(3):
        publish(payload())
    assert (push_due().batches, push_due().batches) == (2, 0)


def test_a_platform_wanting_other_separators_and_dates_gets_them(
    sandbox: SandboxServer, receiver: Platform
) -> None:
    Platform.objects.update(kind_separator="、", date_format="yyyy-MM-dd")
    record_id = publish(payload())
    push_due()
    sent = delivery(record_id)
    assert (sent.sent_body["fields"]["CF_CFLB"], sent.sent_body["fields"]["CF_JDRQ"]) == (
        "警告、罚款",
        "2026-11-02",
    )
    assert sent.state == "accepted"


def test_reconciliation_is_clean_after_pushing(sandbox: SandboxServer, receiver: Platform) -> None:
    kept, gone = publish(payload()), publish(payload())
    push_due()
    publish(payload(operation="R", record_id=gone, revision=2))
    push_due()
    comparison = reconcile(receiver)
    assert (comparison.failure, comparison.differences) == ("", [])
    assert sum(row.our_count for row in comparison.rows) == 1
    assert kept


def test_reconciliation_names_what_is_missing_changed_and_unknown(
    sandbox: SandboxServer, receiver: Platform
) -> None:
    missing, changed, unknown = (publish(payload()) for _ in range(3))
    push_due()
    sandbox.store.rows("DELETE FROM record WHERE record_id = ?", [missing])
    sandbox.store.rows("UPDATE record SET content_hash = 'x' WHERE record_id = ?", [changed])
    Delivery.objects.filter(record_id=unknown).delete()
    (row,) = reconcile(receiver).differences
    assert (row.missing_there, row.different, row.unknown_here) == ([missing], [changed], [unknown])


def test_reconciliation_says_when_the_platform_does_not_answer(
    sandbox: SandboxServer, receiver: Platform
) -> None:
    sandbox.control.set(mode="down")
    assert "503" in reconcile(receiver).failure


@pytest.mark.parametrize("count", [400])
def test_a_flood_goes_in_batches_with_few_queries(
    sandbox: SandboxServer, receiver: Platform, django_assert_max_num_queries: Any, count: int
) -> None:
    Platform.objects.update(batch_size=100)
    publish(payload())
    row = Delivery.objects.get()
    copies = []
    for number in range(1, count):
        row.pk, row.record_id, row.key = None, f"{number:036d}", f"penalty:{number}"
        row.idempotency_key, row.payload = f"{number}:1:I", {**row.payload, "natural_key": str(number)}
        copies.append(Delivery(**{field.attname: getattr(row, field.attname) for field in row._meta.fields}))
    Delivery.objects.bulk_create(copies, batch_size=500)
    with django_assert_max_num_queries(200):
        assert push_due().accepted == count
    assert Batch.objects.count() == 4
