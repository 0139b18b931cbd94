"""Commitments: what is signed stays, what is broken enters the file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from core.clock import today
from core.errors import Refusal
from core.models import AuditEvent, Deadline, OutboxEvent, Rule
from credit.choices import Change
from credit.commitments import performance, selectors, services
from credit.commitments.loading import load_templates
from credit.commitments.rendering import digest_of, is_intact
from credit.grading.explaining import event_of
from credit.grading.standards import standard_data
from credit.models import (
    Commitment,
    CommitmentTemplate,
    CommitmentText,
    ConductRecord,
    Standard,
    Subject,
)
from credit.models.commitments import CommitmentState, DueRule, Performance
from credit.parties import Party
from credit.rules.scoring import evaluate
from credit.rules.terms import StandardState
from credit.services import change_records
from exchange.layouts import layout
from exchange.platforms.sandbox.mapping import fields_of
from exchange.sandbox.checks import find_fault
from tests import factories
from tests.platforms.given import channel

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def template(code: str = "public-promise", **fields: Any) -> CommitmentTemplate:
    load_templates()
    row = CommitmentTemplate.objects.get(code=code)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


def drawn(by: Any, code: str = "public-promise", **fields: Any) -> Commitment:
    subject = fields.pop("subject", None) or factories.body()
    return services.draw_up(subject=subject, template=template(code), by=by, **fields)


def signed(by: Any, code: str = "public-promise", **fields: Any) -> Commitment:
    row = drawn(by, code, **fields)
    seen = digest_of(services.shown_text(row))
    return services.sign(row, by=party(row), signer_name="许嘉言", signer_post="院长", seen=seen)


def party(row: Commitment | Subject) -> Party:
    """The subject itself, in the portal."""
    pk = row.pk if isinstance(row, Subject) else row.subject_id
    return Party(factories.officer(), frozenset({pk}))


def test_the_shipped_templates_cover_all_kinds_and_loading_twice_changes_nothing() -> None:
    load_templates()
    kinds = set(CommitmentTemplate.objects.values_list("kind", flat=True))
    assert kinds == {"approval", "incomplete", "certificate", "proactive", "self_discipline", "repair"}
    assert load_templates() == 0


def test_what_an_administrator_changed_is_not_overwritten() -> None:
    template(origin="local", title="本地承诺书")
    load_templates()
    assert CommitmentTemplate.objects.get(code="public-promise").title == "本地承诺书"


def test_a_commitment_is_signed_with_the_exact_text_that_was_shown() -> None:
    clerk = factories.clerk()
    row = drawn(clerk)
    shown = services.shown_text(row)
    assert "内黄县青禾医院" in shown
    assert factories.HOSPITAL_USCC in shown
    by = party(row)
    done = services.sign(row, by=by, signer_name="许嘉言", signer_post="院长", seen=digest_of(shown))
    assert (done.state, done.text, done.text_digest) == (CommitmentState.SIGNED, shown, digest_of(shown))
    assert is_intact(Commitment.objects.get(pk=done.pk))
    assert AuditEvent.objects.filter(action="commitment.sign", object_id=str(done.pk)).count() == 1
    assert OutboxEvent.objects.filter(topic="credit.commitment.signed").count() == 1


def test_a_text_that_changed_after_it_was_shown_is_not_signed() -> None:
    clerk = factories.clerk()
    row = drawn(clerk)
    seen = digest_of(services.shown_text(row))
    CommitmentText.objects.create(
        template=row.template, number=2, text="{name} 另有承诺。", in_force_from=today()
    )
    with pytest.raises(Refusal, match="changed after you opened it"):
        services.sign(row, by=party(row), signer_name="许嘉言", signer_post="院长", seen=seen)
    row.refresh_from_db()
    assert (row.state, row.text, row.signed_at) == (CommitmentState.DRAFT, "", None)


def test_a_signed_text_survives_a_new_version() -> None:
    row = signed(factories.clerk())
    CommitmentText.objects.create(
        template=row.template, number=2, text="{name} 另有承诺。", in_force_from=today()
    )
    assert services.shown_text(Commitment.objects.get(pk=row.pk)) == row.text


@pytest.mark.parametrize(
    "field", ["text", "text_digest", "signer_name", "signer_post", "signed_on", "signed_at", "signature"]
)
def test_the_database_itself_keeps_text_and_signature(field: str) -> None:
    row = signed(factories.clerk())
    value: Any = None if field == "signed_at" else date(2020, 1, 1) if field == "signed_on" else "other"
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        Commitment.objects.filter(pk=row.pk).update(**{field: value})
    assert is_intact(Commitment.objects.get(pk=row.pk))


def test_a_forged_copy_of_a_signature_is_found_out() -> None:
    row = signed(factories.clerk())
    row.signer_name = "别人"
    assert not is_intact(row)


def test_paper_needs_its_scan_and_nothing_is_kept_without() -> None:
    clerk = factories.clerk()
    row = drawn(clerk)
    day = today() - timedelta(days=3)
    with pytest.raises(Refusal, match="scan of the signed paper"):
        services.sign_on_paper(
            row, by=clerk, signer_name="许嘉言", signer_post="院长", signed_on=day, paper=[]
        )
    row.refresh_from_db()
    assert row.state == CommitmentState.DRAFT
    with pytest.raises(Refusal, match="future"):
        services.sign_on_paper(
            row,
            by=clerk,
            signer_name="许嘉言",
            signer_post="院长",
            signed_on=today() + timedelta(days=1),
            paper=[factories.pdf()],
        )


@pytest.mark.parametrize(
    ("rule", "count", "expected"),
    [
        (DueRule.NONE, None, None),
        (DueRule.DAYS, 30, date(2026, 12, 22)),
        (DueRule.MONTHS, 3, date(2027, 2, 22)),
        (DueRule.WORKING_DAYS, 5, date(2026, 11, 27)),
    ],
)
def test_the_last_day_follows_the_rule_of_the_template(
    rule: DueRule, count: int | None, expected: date | None
) -> None:
    row = drawn(factories.clerk())
    row.template.due_rule, row.template.due_count = rule, count
    assert services.due_day(row, date(2026, 11, 22))[0] == expected


def test_what_must_be_checked_stands_in_the_task_box_after_the_last_day() -> None:
    row = signed(factories.clerk())
    kinds = dict(Deadline.objects.values_list("kind", "due_on"))
    assert set(kinds) == {"commitment_publish", "commitment_check"}
    assert row.due_on is not None
    assert kinds["commitment_check"] > row.due_on


def test_a_commitment_of_a_person_is_never_published() -> None:
    clerk = factories.clerk()
    row = signed(clerk, "practitioner-honesty", subject=factories.person())
    with pytest.raises(Refusal, match="natural persons"):
        services.publish(row, by=clerk)
    assert not selectors.on_display().exists()
    assert factories.PERSON_ID not in row.text


def test_a_template_for_persons_is_not_given_to_a_body() -> None:
    with pytest.raises(Refusal, match="is signed by"):
        drawn(factories.clerk(), "practitioner-honesty")


def test_an_officer_of_another_province_draws_nothing_up() -> None:
    with pytest.raises(Refusal, match="right"):
        drawn(factories.stranger())
    assert not Commitment.objects.exists()


def test_a_matter_with_a_personal_number_is_refused() -> None:
    with pytest.raises(Refusal, match="personal number"):
        drawn(factories.clerk(), "missing-papers", matter=f"{factories.PERSON_ID}的证明")


def test_a_breach_needs_a_second_officer_and_becomes_a_conduct_record() -> None:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    row = services.publish(signed(clerk), by=clerk)
    row = performance.find_broken(
        row, by=clerk, performance=Performance.NOT, findings="现场检查发现未公示医疗服务价格。"
    )
    assert not ConductRecord.objects.exists()
    both = factories.officer(roles=("clerk", "reviewer"))
    own = services.publish(signed(both), by=both)
    own = performance.find_broken(own, by=both, performance=Performance.PARTLY, findings="部分未履行。")
    with pytest.raises(Refusal, match="second officer"):
        performance.confirm_breach(own, by=both)
    row = performance.confirm_breach(row, by=reviewer)
    record = ConductRecord.objects.get()
    assert (record.source, record.item_code) == (row.source, row.template.breach_item)
    assert record.document_no == row.number
    assert row.state == CommitmentState.BREACHED
    assert not Deadline.objects.filter(object_id=str(row.pk), closed_at__isnull=True).exists()


def test_a_rejected_breach_leaves_no_record_and_the_check_is_due_again() -> None:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    row = services.publish(signed(clerk), by=clerk)
    row = performance.find_broken(row, by=clerk, performance=Performance.NOT, findings="未履行。")
    row = performance.reject_breach(row, by=reviewer, reason="证据不足")
    assert (row.state, row.performance) == (CommitmentState.PUBLISHED, "")
    assert not ConductRecord.objects.exists()
    open_kinds = Deadline.objects.filter(closed_at__isnull=True).values_list("kind", flat=True)
    assert list(open_kinds) == ["commitment_check"]


def test_a_withdrawn_commitment_is_no_longer_shown_and_platforms_hear_why() -> None:
    clerk = factories.clerk()
    row = services.publish(signed(clerk), by=clerk)
    assert list(selectors.on_display()) == [row]
    with pytest.raises(Refusal, match="reason"):
        services.withdraw(row, by=clerk, reason=" ")
    services.withdraw(row, by=clerk, reason="事项已终止办理")
    assert not selectors.on_display().exists()
    told = OutboxEvent.objects.get(topic="credit.commitment.withdrawn").payload
    assert (told["operation"], told["reason"], told["shared"]) == ("R", "事项已终止办理", True)


def test_what_was_never_published_is_not_shared() -> None:
    clerk = factories.clerk()
    services.withdraw(signed(clerk), by=clerk, reason="事项已终止办理")
    assert OutboxEvent.objects.get(topic="credit.commitment.withdrawn").payload["shared"] is False


def test_an_unchecked_commitment_ends_after_its_last_day() -> None:
    clerk = factories.clerk()
    row = signed(clerk)
    CommitmentTemplate.objects.filter(pk=row.template_id).update(checked=False)
    Commitment.objects.filter(pk=row.pk).update(due_on=today() - timedelta(days=1))
    assert performance.lapse_due() == 1
    assert performance.lapse_due() == 0
    row.refresh_from_db()
    assert row.state == CommitmentState.ENDED


def test_a_body_signs_of_its_own_accord_only_what_is_open_to_it() -> None:
    load_templates()
    open_ones = {row.code for row in selectors.open_to(factories.body())}
    assert open_ones == {"lawful-practice", "public-promise", "sector-self-discipline"}
    subject = factories.body()
    with pytest.raises(Refusal, match="drawn up by the health authority"):
        services.begin_own(
            subject=subject, template=template("repair-promise"), by=party(subject), matter="处罚"
        )
    assert not Commitment.objects.exists()
    first = services.begin_own(subject=subject, template=template(), by=party(subject))
    assert services.begin_own(subject=subject, template=template(), by=party(subject)) == first


def test_nobody_signs_for_another_body_and_an_officer_only_with_the_paper() -> None:
    clerk = factories.clerk()
    row = drawn(clerk)
    seen = digest_of(services.shown_text(row))
    other = Party(factories.officer(), frozenset({row.subject_id + 1}))
    for by, sentence in ((other, "not about the body"), (clerk, "do not hold the right")):
        with pytest.raises(Refusal, match=sentence):
            services.sign(row, by=by, signer_name="许嘉言", signer_post="院长", seen=seen)
    row.refresh_from_db()
    assert row.state == CommitmentState.DRAFT
    done = services.sign_on_paper(
        row,
        by=clerk,
        signer_name="许嘉言",
        signer_post="院长",
        signed_on=today(),
        paper=[factories.pdf()],
    )
    assert (done.way, done.signed_by) == ("paper", clerk.actor_id)


def test_repair_of_the_record_ends_the_display_and_an_upheld_objection_takes_the_breach_back() -> None:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    for change, state in (
        (Change.REPAIRED, CommitmentState.BREACHED),
        (Change.WITHDRAWN, CommitmentState.ENDED),
    ):
        row = services.publish(signed(clerk), by=clerk)
        performance.find_broken(row, by=clerk, performance=Performance.NOT, findings="未履行。")
        performance.confirm_breach(row, by=reviewer)
        assert row in selectors.on_display()
        record = ConductRecord.objects.get(source=row.source)
        change_records([record], change, on=today(), by=reviewer, reason="依据充分")
        row.refresh_from_db()
        assert (row.state, row.hidden_on) == (state, today())
        assert row not in selectors.on_display()


def test_a_broken_commitment_is_told_to_the_platforms_again_when_its_shield_is_lifted() -> None:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    row = services.publish(signed(clerk), by=clerk)
    performance.find_broken(row, by=clerk, performance=Performance.NOT, findings="未履行。")
    performance.confirm_breach(row, by=reviewer)
    record = ConductRecord.objects.get(source=row.source)
    change_records([record], Change.SHIELDED, on=today(), by=reviewer, reason="重整计划")
    change_records([record], Change.UNSHIELDED, on=today(), by=reviewer, reason="重整计划不能执行")
    assert row in selectors.on_display()
    told = OutboxEvent.objects.filter(key=f"commitment:{row.guid}").order_by("pk")
    operations = [event.payload["operation"] for event in told]
    revisions = [event.payload["revision"] for event in told]
    assert operations[-2:] == ["S", "I"]
    assert revisions[-1] > revisions[-2]


def test_whoever_decides_an_objection_needs_no_other_right_to_take_a_breach_back() -> None:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    row = services.publish(signed(clerk), by=clerk)
    performance.find_broken(row, by=clerk, performance=Performance.NOT, findings="未履行。")
    performance.confirm_breach(row, by=reviewer)
    record = ConductRecord.objects.get(source=row.source)
    change_records([record], Change.WITHDRAWN, on=today(), by=clerk, reason="异议成立")
    row.refresh_from_db()
    assert row.state == CommitmentState.ENDED


def test_what_platforms_are_told_fits_their_layout_at_every_step() -> None:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    row = services.publish(
        signed(clerk, "missing-papers", matter="房屋产权证明", matter_code="WJ410527001"), by=clerk
    )
    performance.find_broken(row, by=clerk, performance=Performance.PARTLY, findings="缺一页。")
    performance.confirm_breach(row, by=reviewer)
    told = OutboxEvent.objects.filter(
        topic__in=("credit.commitment.published", "credit.commitment.checked")
    ).order_by("pk")
    assert [event.payload["operation"] for event in told] == ["I", "U"]
    table = layout("national-2018").tables["commitment_legal"]
    for event, kept in zip(told, ("履行中", "部分履行"), strict=True):
        sent = fields_of(channel("http://127.0.0.1:9"), table, event.payload["fields"])
        assert find_fault(layout("national-2018"), table, sent) is None
        assert (sent["CN_LX"], sent["CN_LYQK"]) == ("容缺受理型", kept)
        assert "许嘉言" not in str(event.payload)


def test_a_shipped_draft_takes_points_for_each_kind_of_broken_commitment_of_a_body() -> None:
    load_templates()
    standard = Standard.objects.get(code="LOCAL-INST")
    assert (standard.state, standard.certainty) == (StandardState.DRAFT, Rule.Certainty.DEFAULT)
    templates = CommitmentTemplate.objects.filter(applies_to="institution").exclude(breach_item="")
    assert templates.count() == 7
    data = standard_data(standard)
    assert {row.breach_item for row in templates} <= set(data.criteria)


def test_a_confirmed_breach_lowers_the_score_under_that_draft() -> None:
    clerk = factories.clerk()
    row = factories.commitment(by=clerk)
    performance.find_broken(row, by=clerk, performance=Performance.NOT, findings="未公示收费标准。")
    performance.confirm_breach(row, by=factories.reviewer())
    record = ConductRecord.objects.get(source=row.source)
    data = standard_data(Standard.objects.get(code="LOCAL-INST"))
    result = evaluate(data, [event_of(record)], as_of=today())
    assert (result.points, result.score, result.label) == (3, 97, "A")
