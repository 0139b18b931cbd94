"""From review to the public page and back: publication, its end, annulment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core import deadlines
from core.errors import Refusal
from core.models import CalendarDay, Deadline, OutboxEvent, Rule
from credit.models import ConductRecord
from disclosure.choices import DecisionState, Procedure, PublicState, WithheldReason
from disclosure.models import Penalty, Permit, PublicEntry
from disclosure.services import clocks, decisions, publishing
from tests import factories
from tests.data import people

TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.django_db


def published_penalty(**fields: Any) -> Penalty:
    penalty = factories.penalty(by=factories.clerk(), **fields)
    decisions.approve(penalty, by=factories.reviewer())
    publishing.publish_due(on=TODAY)
    penalty.refresh_from_db()
    return penalty


def test_a_decision_is_due_seven_working_days_after_its_date() -> None:
    penalty = factories.penalty(by=factories.clerk(), decided_on=date(2026, 2, 12))
    assert penalty.due_on == date(2026, 2, 28)
    deadline = Deadline.objects.get(object_id=str(penalty.pk))
    assert (deadline.due_on, deadline.closed_at) == (date(2026, 2, 28), None)


def test_a_correction_of_the_date_moves_the_clock() -> None:
    clerk = factories.clerk()
    penalty = factories.penalty(by=clerk, decided_on=date(2026, 2, 12))
    penalty.decided_on = date(2026, 2, 13)
    decisions.enter_decision(penalty, by=clerk, changed=["decided_on"])
    assert Deadline.objects.get(closed_at__isnull=True).due_on == date(2026, 3, 2)


def test_a_reviewed_penalty_is_published_with_its_legal_dates() -> None:
    penalty = published_penalty()
    assert penalty.state == DecisionState.PUBLISHED
    entry = PublicEntry.objects.get(record_guid=penalty.guid)
    assert (entry.regime, entry.publicity_class) == ("R2026", "一般")
    assert (entry.earliest_repair_on, entry.shown_until) == (date(2026, 9, 1), date(2027, 6, 1))
    assert entry.state == PublicState.SHOWN
    assert not Deadline.objects.filter(closed_at__isnull=True).exists()


def test_publishing_twice_makes_one_entry_and_one_message() -> None:
    penalty = published_penalty()
    publishing.publish_due(on=TODAY)
    assert PublicEntry.objects.filter(record_guid=penalty.guid).count() == 1
    assert OutboxEvent.objects.filter(topic="disclosure.penalty.published").count() == 1


def test_an_unreviewed_penalty_is_never_published() -> None:
    factories.penalty(by=factories.clerk())
    publishing.publish_due(on=TODAY)
    assert not PublicEntry.objects.exists()


def test_a_simplified_warning_is_reviewed_but_not_shown() -> None:
    penalty = published_penalty(kinds=["警告"], fine=None, procedure=Procedure.SIMPLIFIED)
    assert (penalty.state, penalty.withheld_reason) == (DecisionState.WITHHELD, WithheldReason.MINOR_CLASS)
    assert not PublicEntry.objects.exists()


def test_a_person_is_not_published_by_default_and_masked_when_switched_on() -> None:
    fields = {
        "subject": factories.person(),
        "id_type": "身份证",
        "fine": Decimal(1),
        "facts": "林知夏未签名。",
    }
    assert published_penalty(**fields).withheld_reason == WithheldReason.NATURAL_PERSON
    Rule.objects.create(
        table="disclosure.setting", code="publish_natural_persons", valid_from=TODAY, value=True
    )
    shown = published_penalty(**fields)
    entry = PublicEntry.objects.get(record_guid=shown.guid)
    assert entry.party_name == "林**"
    assert factories.PERSON_ID not in str(entry.details)
    assert "林知夏" not in str(entry.details)


def test_a_minor_is_never_published_whatever_the_switch_says() -> None:
    Rule.objects.create(
        table="disclosure.setting", code="publish_natural_persons", valid_from=TODAY, value=True
    )
    minor = factories.person("陆禾", people.MINOR)
    penalty = published_penalty(subject=minor, id_type="身份证", fine=Decimal(1))
    assert penalty.withheld_reason == WithheldReason.MINOR_PERSON
    assert not PublicEntry.objects.exists()


def test_display_ends_by_itself_the_day_after_the_last_day() -> None:
    penalty = published_penalty()
    assert publishing.end_display(on=date(2027, 6, 1)) == 0
    assert publishing.end_display(on=date(2027, 6, 2)) == 1
    penalty.refresh_from_db()
    assert penalty.state == DecisionState.ENDED
    assert PublicEntry.objects.get().state == PublicState.ENDED
    assert OutboxEvent.objects.filter(topic="disclosure.penalty.ended").count() == 1


def test_a_reviewed_penalty_becomes_one_conduct_record() -> None:
    penalty = published_penalty()
    record = ConductRecord.objects.get()
    assert (record.subject_id, record.item_code, record.happened_on) == (
        penalty.subject_id,
        "I02",
        date(2026, 6, 1),
    )
    assert OutboxEvent.objects.filter(topic="credit.record.changed").count() == 1


def test_in_henan_a_penalty_counts_only_when_the_remedies_have_passed() -> None:
    published_penalty()
    assert ConductRecord.objects.get().final_on == date(2026, 12, 1)


def test_elsewhere_a_penalty_counts_from_its_decision() -> None:
    penalty = factories.penalty(by=factories.officer(roles=("clerk",), prefix="51"), division_code="510104")
    decisions.approve(penalty, by=factories.stranger())
    assert ConductRecord.objects.get().final_on == date(2026, 6, 1)


def test_an_annulled_penalty_is_withdrawn_everywhere_by_one_act() -> None:
    penalty = published_penalty()
    publishing.annul(penalty, by=factories.reviewer(), reason="行政复议撤销", on=TODAY)
    entry = PublicEntry.objects.get(record_guid=penalty.guid)
    assert (entry.state, entry.withdrawn_on, entry.withdrawn_reason) == (
        PublicState.WITHDRAWN,
        TODAY,
        "行政复议撤销",
    )
    record = ConductRecord.objects.get()
    assert (record.state, record.annulled_on) == ("annulled", TODAY)
    message = OutboxEvent.objects.get(topic="disclosure.penalty.withdrawn")
    assert (message.payload["operation"], message.payload["reason"]) == ("R", "行政复议撤销")


def test_annulling_needs_a_reason_and_leaves_everything_as_it_was_without_one() -> None:
    penalty = published_penalty()
    with pytest.raises(Refusal):
        publishing.annul(penalty, by=factories.reviewer(), reason="")
    assert PublicEntry.objects.get().state == PublicState.SHOWN
    assert ConductRecord.objects.get().annulled_on is None


def test_the_outbox_carries_no_clear_personal_number() -> None:
    published_penalty(legal_representative="沈青禾", representative_id=factories.PERSON_ID)
    message = OutboxEvent.objects.get(topic="disclosure.penalty.published")
    assert factories.PERSON_ID not in str(message.payload)
    assert message.payload["fields"]["CF_FR_ZJHM"]["sealed"].startswith("s1:")
    assert message.payload["fields"]["CF_NR_FK"] == "5"


def test_rebuilding_the_public_record_changes_nothing() -> None:
    published_penalty()
    assert publishing.rebuild_public() == 0
    PublicEntry.objects.update(party_name="被改动")
    assert publishing.rebuild_public() == 1


def test_a_passed_verification_starts_the_cycle_of_the_body() -> None:
    permit = factories.permit(by=factories.clerk())
    decisions.approve(permit, by=factories.reviewer())
    assert [row.passed_on for row in permit.subject.verifications.all()] == [date(2026, 5, 6)]
    publishing.publish_due(on=TODAY)
    assert Permit.objects.get().state == DecisionState.PUBLISHED


def test_a_reviewed_decision_cannot_be_edited_any_more() -> None:
    penalty = published_penalty()
    penalty.content = "改写"
    with pytest.raises(Refusal):
        decisions.enter_decision(penalty, by=factories.clerk(), changed=["content"])
    assert Penalty.objects.get().content != "改写"


@pytest.mark.parametrize(
    ("fine", "state", "until"),
    [
        (Decimal("0.5"), PublicState.ENDED, date(2028, 6, 10)),
        (Decimal(5), PublicState.SHOWN, date(2026, 6, 10)),
    ],
)
def test_a_new_regime_ends_or_shortens_what_is_already_shown(fine: Decimal, state: str, until: date) -> None:
    penalty = factories.penalty(by=factories.clerk(), decided_on=date(2025, 6, 10), fine=fine)
    decisions.approve(penalty, by=factories.reviewer())
    publishing.publish_due(on=date(2026, 1, 10))
    assert PublicEntry.objects.get().shown_until == date(2028, 6, 10)
    assert publishing.reassess(on=date(2026, 5, 1)) == 1
    entry = PublicEntry.objects.get()
    assert (entry.state, entry.shown_until) == (state, until)
    assert publishing.reassess(on=date(2026, 5, 1)) == 0


def test_a_calendar_that_changes_moves_the_due_day_of_what_is_not_yet_public() -> None:
    waiting = factories.penalty(by=factories.clerk(), decided_on=date(2026, 11, 20))
    assert waiting.due_on == date(2026, 12, 1)
    CalendarDay.objects.create(day=date(2026, 11, 25), kind=CalendarDay.Kind.HOLIDAY)
    assert clocks.recompute_due(Penalty) == 1
    assert deadlines.recompute() == 1
    waiting.refresh_from_db()
    assert waiting.due_on == date(2026, 12, 2)
    assert Deadline.objects.get().due_on == date(2026, 12, 2)


def test_publishing_many_asks_no_question_per_row(django_assert_max_num_queries: Any) -> None:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    pks = [factories.permit(by=clerk, decided_on=date(2026, 5, day)).pk for day in range(6, 26)]
    with django_assert_max_num_queries(20):
        decisions.approve_many(Permit, pks, by=reviewer)
    with django_assert_max_num_queries(20):
        assert publishing.publish_many(Permit, pks, by=reviewer, on=TODAY).published == 20


def test_a_form_opened_before_the_hand_in_does_not_turn_the_procedure_back() -> None:
    clerk = factories.clerk()
    penalty = factories.penalty(by=clerk, submit=False)
    opened_before = Penalty.objects.get(pk=penalty.pk)
    decisions.submit(penalty, by=clerk)
    opened_before.remark = "补充"
    decisions.enter_decision(opened_before, by=clerk, changed=["remark"])
    assert Penalty.objects.get().state == DecisionState.IN_REVIEW
