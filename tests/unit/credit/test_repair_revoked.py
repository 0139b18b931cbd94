"""A repair that rested on false material is revoked in one act by a second officer: every effect is back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import Officer
from accounts.roles import CLERK, REVIEWER
from core.errors import Refusal
from core.models import AuditEvent, Deadline, OutboxEvent
from credit.choices import Change, RecordState
from credit.grading.services import regrade
from credit.models import ConductRecord, Grade, RecordEvent, Repair, RepairBar
from credit.parties import Party
from credit.repair import revoking, services
from credit.repair.choices import Material, Outcome, RepairState
from credit.selectors import records_as_of
from credit.services import change_records
from credit.timeline import timeline
from disclosure.choices import DecisionState, PublicState
from disclosure.models import Penalty, PublicEntry
from disclosure.services import decisions, publishing
from tests import factories

pytestmark = pytest.mark.django_db
TODAY, LATER = date(2026, 9, 7), date(2026, 10, 9)
WHY = "缴款凭证系伪造，财政非税系统无此票号。"


@pytest.fixture(autouse=True)
def _in_english_on_a_monday(settings: Any) -> Iterator[None]:
    settings.CHENGYI_TODAY = TODAY
    with translation.override("en"):
        yield


@pytest.fixture
def granted(settings: Any) -> Repair:
    """A repaired penalty of 1 June 2026, some weeks later."""
    row = factories.penalty(by=factories.clerk())
    decisions.approve(row, by=factories.reviewer())
    publishing.publish_due()
    ConductRecord.objects.update(final_on=date(2026, 6, 1))
    record = ConductRecord.objects.get(source=f"disclosure.penalty:{row.guid}")
    by = Party(Officer.objects.create_user("hospital"), frozenset({row.subject_id}))
    clerk = factories.clerk()
    repair = services.start_repair(subject_id=row.subject_id, record=record, by=by)
    services.write_repair(
        repair,
        by=by,
        duties_done_on=date(2026, 6, 20),
        correction="已改正，罚款已缴纳。",
        commitment_by="许嘉言",
        commits=True,
        files={Material.PERFORMANCE: [factories.pdf()]},
    )
    services.submit(repair, by=by)
    services.accept(repair, by=clerk)
    services.note_check(repair, note="核对一致。", confirmed=["performed", "allowed"], by=clerk)
    repair = services.approve(repair, by=factories.reviewer())
    settings.CHENGYI_TODAY = LATER
    return repair


def both() -> Officer:
    """An officer who may handle and decide."""
    return factories.officer(roles=(CLERK.code, REVIEWER.code))


def proposed(repair: Repair) -> Repair:
    return revoking.propose_revocation(repair, reason=WHY, by=factories.clerk())


def points(repair: Repair) -> Any:
    regrade([repair.subject_id])
    return Grade.objects.get(subject=repair.subject_id, standard__code="DEMO-INST").points


def test_one_act_brings_display_grade_and_sharing_back_and_bars_new_applications(granted: Repair):
    assert points(granted) == 0
    done = revoking.revoke(proposed(granted), by=factories.reviewer())
    record, penalty, entry = ConductRecord.objects.get(), Penalty.objects.get(), PublicEntry.objects.get()
    assert (done.state, done.outcome, done.revoked_on) == (RepairState.REVOKED, Outcome.REVOKED, LATER)
    assert (record.state, record.repaired_on) == (RecordState.NORMAL, None)
    assert (penalty.state, penalty.repaired_on) == (DecisionState.PUBLISHED, None)
    assert entry.state == PublicState.SHOWN
    assert points(granted) > 0
    bar = RepairBar.objects.get(repair=granted)
    assert (bar.from_on, bar.reason) == (LATER, WHY)
    told = OutboxEvent.objects.filter(key=f"penalty:{penalty.guid}").order_by("pk")
    assert [(row.payload["operation"], row.payload["revision"]) for row in told] == [
        ("I", 1),
        ("S", 1),
        ("I", 2),
    ]
    assert OutboxEvent.objects.filter(topic="credit.repair.revoked").count() == 1
    assert "It counts in the grade again." in done.restored
    assert len(done.restored) == 2


def test_a_revocation_needs_two_officers_and_neither_made_the_repair(granted: Repair):
    proposer = both()
    with pytest.raises(Refusal, match="Another officer must first propose"):
        revoking.revoke(granted, by=both())
    revoking.propose_revocation(granted, reason=WHY, by=proposer)
    with pytest.raises(Refusal, match="needs a second officer"):
        revoking.revoke(granted, by=proposer)
    with pytest.raises(Refusal, match="You do not hold the right"):
        revoking.revoke(granted, by=factories.clerk())
    assert ConductRecord.objects.get().state == RecordState.REPAIRED
    assert not RepairBar.objects.exists()


def test_only_a_granted_repair_is_proposed_once_and_with_words(granted: Repair):
    clerk = factories.clerk()
    with pytest.raises(Refusal, match="which material was false"):
        revoking.propose_revocation(granted, reason=" ", by=clerk)
    with pytest.raises(Refusal, match="You do not hold the right"):
        revoking.propose_revocation(granted, reason=WHY, by=factories.stranger())
    proposed(granted)
    with pytest.raises(Refusal, match="proposed once"):
        revoking.propose_revocation(granted, reason=WHY, by=clerk)
    revoking.drop_revocation(granted, reason="票据经核实为真。", by=factories.reviewer())
    assert proposed(granted).revocation_reason == WHY
    Repair.objects.update(
        state=RepairState.REFUSED, outcome=Outcome.REFUSED, decision_reason="未改正", revocation_by=""
    )
    with pytest.raises(Refusal, match="Only a repair that was granted"):
        revoking.propose_revocation(granted, reason=WHY, by=clerk)


def test_a_dropped_proposal_leaves_the_repair_and_says_why(granted: Repair):
    proposed(granted)
    with pytest.raises(Refusal, match="Only an officer who decides"):
        revoking.drop_revocation(granted, reason="不成立", by=factories.clerk())
    revoking.drop_revocation(granted, reason="票据经核实为真。", by=factories.reviewer())
    with pytest.raises(Refusal, match="Another officer must first propose"):
        revoking.revoke(granted, by=factories.reviewer())
    assert ConductRecord.objects.get().state == RecordState.REPAIRED
    assert AuditEvent.objects.get(action="repair.drop_revocation").reason == "票据经核实为真。"


def test_nothing_is_revoked_once_the_record_itself_fell(granted: Repair):
    proposed(granted)
    publishing.annul(Penalty.objects.get(), by=factories.reviewer(), reason="复议撤销")
    with pytest.raises(Refusal, match="no repair left to revoke"):
        revoking.revoke(granted, by=factories.reviewer())
    granted.refresh_from_db()
    assert granted.state == RepairState.APPROVED
    assert not RepairBar.objects.exists()


def test_a_display_whose_time_is_over_does_not_begin_again(granted: Repair, settings: Any):
    proposed(granted)
    settings.CHENGYI_TODAY = date(2029, 10, 9)
    revoking.revoke(granted, by=factories.reviewer())
    assert Penalty.objects.get().state == DecisionState.ENDED
    assert PublicEntry.objects.get().state == PublicState.ENDED
    assert not OutboxEvent.objects.filter(key__startswith="penalty:", payload__revision=2).exists()
    assert ConductRecord.objects.get().state == RecordState.NORMAL


def test_an_effect_that_fails_leaves_everything_repaired(granted: Repair, monkeypatch: pytest.MonkeyPatch):
    def broken(*args: object, **given: object) -> None:
        raise RuntimeError("half-way")

    proposed(granted)
    monkeypatch.setattr(revoking, "bar_subject", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        revoking.revoke(granted, by=factories.reviewer())
    granted.refresh_from_db()
    assert granted.state == RepairState.APPROVED
    assert ConductRecord.objects.get().state == RecordState.REPAIRED
    assert PublicEntry.objects.get().state == PublicState.ENDED


def test_history_still_tells_that_it_was_repaired_in_between(granted: Repair):
    revoking.revoke(proposed(granted), by=factories.reviewer())
    subject = granted.subject
    states = [
        [one.state for one in records_as_of(subject, day, date(2030, 1, 1))]
        for day in (date(2026, 9, 6), TODAY, LATER)
    ]
    assert states == [[RecordState.NORMAL], [RecordState.REPAIRED], [RecordState.NORMAL]]
    assert list(RecordEvent.objects.order_by("pk").values_list("kind", flat=True)) == [
        "repaired",
        "unrepaired",
    ]
    told = [event.kind for event in timeline(subject, factories.clerk()).events]
    assert {"Repair revoked", "Repair granted", "Bar on repair"} <= set(told)


def test_a_revocation_is_told_to_the_party_and_closed(granted: Repair):
    revoking.revoke(proposed(granted), by=factories.reviewer())
    kinds = Deadline.objects.filter(closed_at__isnull=True, object_type="credit.repair")
    assert set(kinds.values_list("kind", flat=True)) == {"repair_close"}
    granted.refresh_from_db()
    assert services.close(granted, by=factories.clerk()).outcome == Outcome.REVOKED


def test_only_what_is_repaired_can_be_revoked():
    row = ConductRecord.objects.create(
        subject=factories.body(), item_code="I01", title="某行为", happened_on=TODAY, final_on=TODAY
    )
    with pytest.raises(Refusal):
        change_records([row], Change.UNREPAIRED, on=TODAY, by=factories.reviewer())


def test_a_revocation_without_day_and_reason_is_not_stored(granted: Repair):
    with pytest.raises(IntegrityError, match="a_revoked_repair_says_when_and_why"), transaction.atomic():
        Repair.objects.update(outcome=Outcome.REVOKED)


def test_both_steps_are_taken_on_the_pages_of_the_case(granted: Repair):
    def page(who: Officer, step: str, **data: str) -> int:
        client = Client()
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        return client.post(reverse(f"admin:credit_repair_{step}", args=[granted.pk]), data).status_code

    clerk, reviewer = factories.clerk(), factories.reviewer()
    assert page(reviewer, "revoke") == 403
    assert page(clerk, "propose_revocation", reason=WHY) == 302
    assert page(clerk, "revoke") == 403
    assert page(reviewer, "revoke") == 302
    granted.refresh_from_db()
    assert granted.state == RepairState.REVOKED
