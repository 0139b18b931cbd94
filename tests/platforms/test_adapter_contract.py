"""The contract between an adapter and its platform, held by the sandbox platform over real HTTP."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from exchange.platforms.base import (
    Answer,
    BatchRefusedError,
    Channel,
    Item,
    Message,
    RecordAnswer,
    TransportError,
)
from exchange.platforms.sandbox import protocol
from exchange.platforms.sandbox.client import SandboxAdapter
from exchange.sandbox.server import SandboxServer
from tests.data import people
from tests.platforms.given import PERSONAL_NUMBER, SECRET, channel, item

ADAPTER = SandboxAdapter()


def message(to: Channel, *items: Item, number: str = "0001", **moment: Any) -> Message:
    records = [ADAPTER.prepare(to, one) for one in items]
    at = moment.get("at") or timezone.now()
    return ADAPTER.compose(
        to, items[0].table, f"{to.sender_code}-{items[0].table}-20261122-{number}", records, at
    )


def send(to: Channel, *items: Item, number: str = "0001") -> Answer:
    return ADAPTER.send(to, message(to, *items, number=number))


def answer_about(to: Channel, one: Item, number: str = "0001") -> RecordAnswer:
    return send(to, one, number=number).records[one.idempotency_key]


@pytest.mark.parametrize("table", ["penalty_legal", "penalty_person", "permit_legal"])
def test_a_right_record_of_each_table_is_answered_as_correct(sandbox: SandboxServer, table: str) -> None:
    one = item(table)
    answer = answer_about(channel(sandbox.url), one)
    assert (answer.result, answer.code) == (1, "")
    assert answer.platform_id.startswith("PT")
    assert sandbox.store.counts()["active"] == 1


def test_a_batch_is_answered_record_by_record(sandbox: SandboxServer) -> None:
    good, bad = item(), item(CF_CFLB=["说服教育"])
    answer = send(channel(sandbox.url), good, bad)
    assert [answer.records[one.idempotency_key].result for one in (good, bad)] == [1, 2]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"CF_CFLB": ["说服教育"]}, "10007", "CF_CFLB"),
        ({"CF_XDR_SHXYM": "91220582MAPFLAER88"}, "10008", "CF_XDR_SHXYM"),
        ({"CF_FR_ZJHM": people.STANDARD_SAMPLE_WRONG_CHECK}, "10008", "CF_FR_ZJHM"),
        ({"CF_XDR_LB": "企业"}, "10007", "CF_XDR_LB"),
    ],
)
def test_a_wrong_value_is_answered_with_its_code_and_field(
    sandbox: SandboxServer, change: dict[str, Any], code: str, field: str
) -> None:
    answer = answer_about(channel(sandbox.url), item(**change))
    assert (answer.result, answer.code, answer.field) == (2, code, field)
    assert answer.message
    assert sandbox.store.counts()["active"] == 0


def test_the_same_message_sent_twice_is_stored_once_and_answered_with_the_first_receipt(
    sandbox: SandboxServer,
) -> None:
    to, one = channel(sandbox.url), item()
    first, second = answer_about(to, one, "0001"), answer_about(to, one, "0002")
    assert (second.result, second.platform_id) == (first.result, first.platform_id)
    assert sandbox.store.counts()["active"] == 1
    assert [row["repeated"] for row in sandbox.store.answers(one.record_id)] == [1, 0]


def test_a_batch_that_arrives_twice_gets_the_same_answer(sandbox: SandboxServer) -> None:
    to = channel(sandbox.url)
    same = message(to, item())
    assert ADAPTER.send(to, same).records == ADAPTER.send(to, same).records


def test_a_batch_number_used_for_another_batch_is_a_conflict_and_may_be_tried_again(
    sandbox: SandboxServer,
) -> None:
    to = channel(sandbox.url)
    send(to, item())
    with pytest.raises(TransportError) as caught:
        send(to, item())
    assert caught.value.http_status == 409
    assert not caught.value.whole_platform


def test_the_same_decision_under_another_number_is_a_duplicate(sandbox: SandboxServer) -> None:
    to = channel(sandbox.url)
    send(to, item(natural_key="one decision"))
    answer = answer_about(to, item(natural_key="one decision"), "0002")
    assert (answer.result, answer.code) == (2, "20001")


def test_a_correction_updates_and_an_older_revision_is_refused(sandbox: SandboxServer) -> None:
    to = channel(sandbox.url)
    record_id = item().record_id
    send(to, item(record_id=record_id))
    newer = item(operation="U", record_id=record_id, revision=3, CF_NR_FK="0.6")
    older = item(operation="U", record_id=record_id, revision=2)
    assert answer_about(to, newer, "0002").result == 3
    assert answer_about(to, older, "0003").code == "20001"
    stored = sandbox.store.record(record_id)
    assert stored is not None
    assert stored["fields"]["CF_NR_FK"] == "0.600000"


def test_a_correction_of_an_unknown_record_is_refused(sandbox: SandboxServer) -> None:
    assert answer_about(channel(sandbox.url), item(operation="U")).code == "20002"


def test_a_withdrawal_erases_the_content_and_keeps_the_reason(sandbox: SandboxServer) -> None:
    to, one = channel(sandbox.url), item()
    send(to, one)
    back = item(operation="R", record_id=one.record_id, revision=2, reason="行政复议撤销")
    assert answer_about(to, back, "0002").result == 3
    stored = sandbox.store.record(one.record_id)
    assert stored is not None
    assert (stored["state"], stored["fields"], stored["reason"]) == ("withdrawn", {}, "行政复议撤销")


def test_a_withdrawn_record_cannot_be_withdrawn_again(sandbox: SandboxServer) -> None:
    to, one = channel(sandbox.url), item()
    send(to, one)
    for number, revision in (("0002", 2), ("0003", 3)):
        back = item(operation="R", record_id=one.record_id, revision=revision)
        last = answer_about(to, back, number)
    assert last.code == "20001"


def test_an_end_of_display_takes_the_record_from_show(sandbox: SandboxServer) -> None:
    to, one = channel(sandbox.url), item()
    send(to, one)
    send(to, item(operation="S", record_id=one.record_id), number="0002")
    assert sandbox.store.counts()["ended"] == 1


def test_an_unknown_subject_is_not_linked_until_the_platform_knows_it(sandbox: SandboxServer) -> None:
    to, one = channel(sandbox.url), item()
    sandbox.control.set(unlinked=["91220582MAPFLAER89"])
    answer = answer_about(to, one)
    assert (answer.result, answer.code, answer.field) == (4, "30003", "CF_XDR_SHXYM")
    sandbox.control.set(unlinked=[])
    assert answer_about(to, one, "0002").result == 3


def test_the_platform_keeps_no_personal_number_in_clear(sandbox: SandboxServer) -> None:
    to = channel(sandbox.url)
    send(to, item("penalty_person"))
    send(to, item(CF_SY=f"患者张三的身份证号是{people.STANDARD_SAMPLE}。"), number="0002")
    dump = "\n".join(sandbox.store._db.iterdump())
    assert PERSONAL_NUMBER not in dump
    assert "何润子" not in dump


def test_a_wrong_secret_is_refused_and_not_to_be_repeated(sandbox: SandboxServer) -> None:
    with pytest.raises(BatchRefusedError) as caught:
        send(channel(sandbox.url, secret="another"), item())
    assert caught.value.http_status == 401
    assert sandbox.store.counts()["active"] == 0


def test_an_old_message_is_refused_as_a_replay(sandbox: SandboxServer) -> None:
    to = channel(sandbox.url)
    old = message(to, item(), at=timezone.now() - timedelta(minutes=6))
    with pytest.raises(BatchRefusedError, match="40103"):
        ADAPTER.send(to, old)


def test_a_changed_body_is_refused(sandbox: SandboxServer) -> None:
    to = channel(sandbox.url)
    whole = message(to, item())
    with pytest.raises(BatchRefusedError, match="40012"):
        ADAPTER.send(to, replace(whole, envelope=whole.envelope.replace(b"0.500000", b"0.000001")))


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"header": {}, "body": ""}', b"\xff\xfe", b"[" * 100_000]
)
def test_a_broken_message_is_refused_without_a_fault_of_the_server(
    sandbox: SandboxServer, body: bytes
) -> None:
    with pytest.raises(BatchRefusedError) as caught:
        ADAPTER.send(channel(sandbox.url), Message("x", body, ""))
    assert caught.value.http_status == 400


def test_an_answer_with_a_wrong_signature_is_not_believed(sandbox: SandboxServer) -> None:
    sandbox.control.set(mode="bad_signature")
    with pytest.raises(TransportError):
        send(channel(sandbox.url), item())


def test_a_platform_that_is_down_may_be_tried_again(sandbox: SandboxServer) -> None:
    sandbox.control.set(mode="down")
    with pytest.raises(TransportError) as caught:
        send(channel(sandbox.url), item())
    assert (caught.value.http_status, caught.value.never_left) == (503, False)


def test_a_connection_broken_off_after_storing_leaves_the_outcome_open(sandbox: SandboxServer) -> None:
    to, one = channel(sandbox.url), item()
    sandbox.control.set(mode="drop")
    with pytest.raises(TransportError) as caught:
        send(to, one)
    assert not caught.value.never_left
    sandbox.control.set(mode="ok")
    assert answer_about(to, one, "0002").result == 1
    assert sandbox.store.counts()["active"] == 1


def test_an_answer_that_comes_too_late_leaves_the_outcome_open(sandbox: SandboxServer) -> None:
    sandbox.control.set(mode="slow", seconds=30)
    with pytest.raises(TransportError) as caught:
        send(channel(sandbox.url, timeout=0.5), item())
    assert not caught.value.never_left


def test_where_nobody_listens_nothing_can_have_left() -> None:
    with pytest.raises(TransportError) as caught:
        send(channel("http://127.0.0.1:9"), item())
    assert caught.value.never_left


def test_personal_numbers_do_not_travel_in_clear_over_the_network(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(BatchRefusedError, match="https"):
        send(channel("http://platform.example"), item())


def test_the_platform_tells_counts_and_hashes_by_decision_day(sandbox: SandboxServer) -> None:
    to = channel(sandbox.url)
    here = [item(), item(CF_JDRQ="2026-11-05")]
    send(to, *here)
    totals = {total.day: (total.count, total.digest) for total in ADAPTER.day_totals(to, "penalty_legal")}
    first = ADAPTER.prepare(to, here[0])
    expected = protocol.holdings_digest([(here[0].record_id, 1, first.content_hash)])
    assert totals[date(2026, 11, 2)] == (1, expected)
    assert ADAPTER.holdings(to, "penalty_legal", date(2026, 11, 5)).keys() == {here[1].record_id}


def test_questions_need_a_signature(sandbox: SandboxServer) -> None:
    with pytest.raises(BatchRefusedError):
        ADAPTER.day_totals(channel(sandbox.url, secret="another"), "penalty_legal")


def test_the_signature_is_keyed_sm3_over_every_header_field() -> None:
    header = dict.fromkeys(protocol.HEADER_FIELDS, "x")
    signed = protocol.header_signature(SECRET, header)
    for name in protocol.HEADER_FIELDS:
        assert protocol.header_signature(SECRET, {**header, name: "y"}) != signed
