"""Records entered by hand: one officer enters, a second confirms, and only then they count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from core.clock import today
from core.errors import Refusal
from core.models import OutboxEvent
from credit import services
from credit.choices import RecordState, Review
from credit.models import ConductRecord, RecordEvent
from credit.services import NewRecord
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
MARCH = date(2026, 3, 1)


def fact(**fields: Any) -> NewRecord:
    values = {
        "subject_id": factories.body().pk,
        "item_code": "J21",
        "title": "病历未按规定书写",
        "happened_on": MARCH,
        "final_on": None,
        "source": "",
        "document_no": "内卫记〔2026〕1号",
    }
    return NewRecord(**{**values, **fields})


def test_an_entry_counts_for_nothing_until_a_second_officer_confirms_it() -> None:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    row = services.enter_record(fact(), by=clerk)
    assert (row.review, row.confirmed_at) == (Review.WAITING, None)
    assert not ConductRecord.objects.exists()
    assert not OutboxEvent.objects.filter(topic="credit.record.changed").exists()
    services.confirm(row, by=reviewer)
    row = ConductRecord.objects.get()
    assert row.confirmed_at is not None
    assert row.reviewed_by_label == reviewer.label
    assert OutboxEvent.objects.get(topic="credit.record.changed").payload["subject"] == row.subject_id


def test_nobody_confirms_an_own_entry() -> None:
    both = factories.officer(roles=("clerk", "reviewer"))
    row = services.enter_record(fact(), by=both)
    with pytest.raises(Refusal, match="second officer"):
        services.confirm(row, by=both)
    assert not ConductRecord.objects.exists()


def test_who_changed_an_entry_last_does_not_confirm_it() -> None:
    both = factories.officer(roles=("clerk", "reviewer"))
    row = services.enter_record(fact(), by=factories.clerk())
    services.amend_entry(row, fact(count=1, facts="补充"), by=both)
    with pytest.raises(Refusal, match="second officer"):
        services.confirm(row, by=both)


def test_an_entry_that_was_sent_back_is_handed_in_again_with_its_change() -> None:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    row = services.enter_record(fact(), by=clerk)
    services.send_back(row, by=reviewer, reason="文号有误")
    row = services.amend_entry(row, fact(document_no="内卫记〔2026〕2号"), by=clerk)
    assert (row.review, row.document_no) == (Review.WAITING, "内卫记〔2026〕2号")
    services.confirm(row, by=reviewer)
    assert ConductRecord.objects.get().document_no == "内卫记〔2026〕2号"


def test_a_discarded_entry_never_counts_and_does_not_stand_in_the_way() -> None:
    clerk = factories.clerk()
    row = services.enter_record(fact(), by=clerk)
    services.discard(row, by=clerk, reason="重复录入")
    services.enter_record(fact(), by=clerk)
    assert ConductRecord.entries.filter(review=Review.WAITING).count() == 1


def test_a_confirmed_record_is_never_changed() -> None:
    clerk = factories.clerk()
    row = services.enter_record(fact(), by=clerk)
    services.confirm(row, by=factories.reviewer())
    with pytest.raises(Refusal, match="never changed"):
        services.amend_entry(row, fact(title="另一行为"), by=clerk)


def test_the_day_from_which_it_counts_follows_the_item_and_the_place() -> None:
    clerk = factories.clerk()
    penal = services.enter_record(fact(), by=clerk)
    complaint = services.enter_record(fact(item_code="J35", title="有效投诉"), by=clerk)
    named = services.enter_record(fact(title="第三件", final_on=date(2026, 4, 1)), by=clerk)
    assert penal.final_on == date(2026, 9, 1)  # Henan: six months for litigation
    assert complaint.final_on == MARCH
    assert named.final_on == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"item_code": "X99"}, "item_code", "holds no item “X99”"),
        ({"item_code": "P01"}, "item_code", "cannot be recorded of this subject"),
        ({"item_code": "J21", "happened_on": date(2017, 12, 31)}, "item_code", "in force here on 2017-12-31"),
        ({"title": " "}, "title", "say in words"),
        ({"happened_on": today() + timedelta(days=1)}, "happened_on", "lies in the future"),
        ({"happened_on": date(1925, 3, 1)}, "happened_on", "check the year"),
        ({"final_on": date(2026, 2, 28)}, "final_on", "before the fact itself"),
        ({"item_code": "J07", "count": 0}, "count", "not between 1 and"),
        ({"item_code": "J07", "count": 5000}, "count", "not between 1 and"),
        ({"count": 2}, "count", "counts by occurrence"),
        ({"facts": "该医师患有乙型肝炎"}, "facts", "disease or medical history"),
        ({"title": "血型为A型"}, "title", "blood type"),
        ({"facts": "当事人手机13800138000"}, "facts", "personal numbers"),
    ],
)
def test_a_wrong_fact_is_refused_in_one_sentence_with_its_field(
    wrong: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        services.enter_record(fact(**wrong), by=factories.clerk())
    assert refused.value.field == field
    assert not ConductRecord.entries.exists()


def test_the_same_fact_is_not_entered_twice() -> None:
    services.enter_record(fact(), by=factories.clerk())
    with pytest.raises(Refusal, match="in the file already"):
        services.enter_record(fact(), by=factories.clerk())


def test_a_stranger_enters_and_confirms_nothing_here() -> None:
    stranger = factories.stranger()
    with pytest.raises(Refusal, match="do not hold the right"):
        services.enter_record(fact(), by=stranger)
    row = services.enter_record(fact(), by=factories.clerk())
    with pytest.raises(Refusal, match="do not hold the right"):
        services.confirm(row, by=stranger)


def test_a_confirmed_correction_takes_the_place_of_the_record() -> None:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    old = services.enter_record(fact(), by=clerk)
    services.confirm(old, by=reviewer)
    new = services.enter_record(
        fact(item_code="J22", title="伪造病历", note="项目有误"), by=clerk, corrects=old
    )
    assert ConductRecord.objects.get().state == RecordState.NORMAL
    services.confirm(new, by=reviewer)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, old.superseded_on, new.supersedes_id) == (RecordState.SUPERSEDED, today(), old.pk)
    event = RecordEvent.objects.get()
    assert (event.replaced_by, event.reason) == (new.pk, "项目有误")


def test_a_correction_says_what_was_wrong() -> None:
    clerk = factories.clerk()
    old = services.enter_record(fact(), by=clerk)
    services.confirm(old, by=factories.reviewer())
    with pytest.raises(Refusal, match="what was wrong"):
        services.enter_record(fact(title="更正"), by=clerk, corrects=old)


def test_a_correction_of_a_record_that_ended_meanwhile_cannot_be_confirmed() -> None:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    old = services.enter_record(fact(), by=clerk)
    services.confirm(old, by=reviewer)
    new = services.enter_record(fact(title="更正", note="文字有误"), by=clerk, corrects=old)
    with pytest.raises(Refusal, match="waiting already"):
        services.enter_record(fact(title="再更正", note="文字有误"), by=clerk, corrects=old)
    services.withdraw_record(old, by=reviewer, reason="录错主体")
    with pytest.raises(Refusal, match="meanwhile"):
        services.confirm(new, by=reviewer)
    services.discard(new, by=clerk, reason="原记录已撤回")
    with pytest.raises(Refusal, match="cannot be corrected any more"):
        services.enter_record(fact(title="又更正", note="文字有误"), by=clerk, corrects=old)


def test_a_correction_of_another_subject_is_refused() -> None:
    clerk = factories.clerk()
    old = services.enter_record(fact(), by=clerk)
    services.confirm(old, by=factories.reviewer())
    other = fact(subject_id=factories.person().pk, item_code="P01", title="未佩戴标牌", note="主体有误")
    with pytest.raises(Refusal, match="keeps the subject"):
        services.enter_record(other, by=clerk, corrects=old)


def test_a_record_is_withdrawn_by_an_officer_who_did_not_enter_it() -> None:
    both = factories.officer(roles=("clerk", "reviewer"))
    row = services.enter_record(fact(), by=both)
    reviewer = factories.reviewer()
    services.confirm(row, by=reviewer)
    row.refresh_from_db()
    with pytest.raises(Refusal, match="entered this record yourself"):
        services.withdraw_record(row, by=both, reason="录错主体")
    services.withdraw_record(row, by=reviewer, reason="录错主体")
    row.refresh_from_db()
    assert row.state == RecordState.WITHDRAWN


def test_a_record_of_another_procedure_is_not_withdrawn_by_hand() -> None:
    reviewer = factories.reviewer()
    new = replace(fact(), source="test.source:1", division_code=factories.COUNTY)
    services.record_conduct([new], by=reviewer)
    with pytest.raises(Refusal, match="another procedure"):
        services.withdraw_record(ConductRecord.objects.get(), by=reviewer, reason="录错主体")
