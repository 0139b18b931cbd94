"""Sending again by hand: who may, what may, and that it is remembered."""

from dataclasses import dataclass
from typing import Any

import pytest

from core.errors import Refusal
from core.models import AuditEvent
from exchange.models import Delivery
from exchange.selectors import answers_per_day, figures, journeys, to_do
from exchange.services import ensure_demo_platform, resend, resend_many
from tests.platforms.given import delivery, payload, platform, publish

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Officer:
    """An officer with every right in the divisions of a prefix."""

    prefix: str = "22"
    actor_id: str = "officer:7"
    label: str = "王复核"

    def may(self, permission: str, division: str = "") -> bool:
        return division.startswith(self.prefix)

    def prefixes(self, permission: str) -> tuple[str, ...]:
        return (self.prefix,)


def stuck(**changes: Any) -> Delivery:
    record_id = publish(payload(**changes))
    Delivery.objects.filter(record_id=record_id).update(state="stuck", stuck_reason="HTTP 401", attempts=4)
    return delivery(record_id)


def test_a_stuck_delivery_goes_again_under_its_old_key_and_is_remembered() -> None:
    platform()
    held = stuck()
    again = resend(held, by=Officer(), reason="密钥已更换")
    assert (again.state, again.stuck_reason, again.idempotency_key) == ("waiting", "", held.idempotency_key)
    event = AuditEvent.objects.get(action="delivery.resend")
    assert (event.actor_label, event.reason, event.before) == ("王复核", "密钥已更换", {"state": "stuck"})


@pytest.mark.parametrize("state", ["waiting", "accepted", "overtaken"])
def test_only_rejected_and_stuck_deliveries_go_again(state: str) -> None:
    platform()
    Delivery.objects.filter(pk=stuck().pk).update(state=state)
    with pytest.raises(Refusal):
        resend(Delivery.objects.get(), by=Officer(), reason="再发一次")


def test_a_stranger_may_not_send_again() -> None:
    platform()
    with pytest.raises(Refusal):
        resend(stuck(), by=Officer(prefix="41"), reason="再发一次")
    assert Delivery.objects.get().state == "stuck"


def test_sending_again_needs_a_reason() -> None:
    platform()
    with pytest.raises(Refusal) as caught:
        resend(stuck(), by=Officer(), reason="  ")
    assert caught.value.field == "reason"


def test_an_old_message_may_not_follow_a_newer_one() -> None:
    platform()
    held = stuck()
    publish(payload(operation="U", record_id=held.record_id, revision=2))
    Delivery.objects.filter(operation="U").update(state="accepted")
    with pytest.raises(Refusal):
        resend(held, by=Officer(), reason="再发一次")


def test_a_bulk_resend_tells_who_went_and_who_was_refused_and_why() -> None:
    platform()
    here, elsewhere = stuck(), stuck(division_code="410527")
    result = resend_many([here.pk, elsewhere.pk], by=Officer(), reason="平台恢复")
    assert result.done == 1
    assert [(row.pk, bool(words)) for row, words in result.refused] == [(elsewhere.pk, True)]


def test_figures_and_lists_show_only_the_reader_s_divisions() -> None:
    platform()
    stuck()
    stuck(division_code="410527")
    (own,) = figures(Officer())
    assert (own.counts, own.open) == ({"stuck": 1}, 1)
    assert to_do(Officer()) == {"fix": 0, "escalate": 0, "stuck": 1}
    assert figures(Officer(prefix="99"))[0].counts == {}


def test_the_days_of_the_chart_have_no_gaps() -> None:
    platform()
    days = answers_per_day(Officer(), days=7)
    assert len(days) == 7
    assert {(accepted, rejected) for _day, accepted, rejected in days} == {(0, 0)}


def test_the_journey_of_a_record_is_its_latest_message_for_each_platform() -> None:
    platform(code="a")
    platform(code="b")
    record_id = publish(payload())
    publish(payload(operation="R", record_id=record_id, revision=2))
    found = journeys([record_id, "unknown"])
    assert [(journey.operation, journey.state) for journey in found[record_id]] == [("R", "waiting")] * 2
    assert "unknown" not in found


def test_the_demonstration_s_platform_is_made_once_and_follows_the_settings(settings: Any) -> None:
    first = ensure_demo_platform()
    settings.SANDBOX_URL = "http://127.0.0.1:8199"
    again = ensure_demo_platform()
    assert (again.pk, again.base_url) == (first.pk, "http://127.0.0.1:8199")


def test_no_sandbox_is_connected_without_a_secret(settings: Any) -> None:
    settings.SANDBOX_SECRET = ""
    with pytest.raises(Refusal):
        ensure_demo_platform()
