"""Tracked matters: from receipt to an answer that is accepted, and what a refusal starts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.models import Officer
from accounts.permissions import P
from core.errors import Refusal
from core.models import AuditEvent, Deadline, OutboxEvent
from credit.models import RiskWarning
from credit.parties import OnPaper, Party
from credit.warnings.services import look_for_risks
from supervision.integrity.choices import BreachSource, BreachState
from supervision.matters import clocks, services
from supervision.matters.choices import MatterKind, MatterState
from supervision.matters.services import NewMatter
from supervision.matters.workflow import MATTER
from supervision.models import IntegrityBreach, Matter
from tests import factories

pytestmark = pytest.mark.django_db
ANSWER = "已逐条研究并采纳，预约门诊已延长至晚间八时。"


@pytest.fixture(autouse=True)
def _on_a_monday_in_english(settings: Any) -> Iterator[None]:
    settings.CHENGYI_TODAY = date(2026, 6, 8)
    with translation.override("en"):
        yield


def new(kind: str = MatterKind.PETITION, **fields: Any) -> NewMatter:
    return NewMatter(
        **{
            "kind": kind,
            "title": "反映夜间急诊排队时间过长",
            "received_on": date(2026, 6, 1),
            "division_code": factories.COUNTY,
            "sender": "林知夏",
            **fields,
        }
    )


def assigned(kind: str = MatterKind.PETITION, **fields: Any) -> Matter:
    return services.receive(new(kind, subject_id=factories.body().pk, **fields), by=factories.clerk())


def party(row: Matter) -> Party:
    return Party(
        Officer.objects.create_user("township", password="invented-password"),
        frozenset({row.subject_id or 0}),
    )


def due(row: Matter, kind: str) -> date | None:
    rows = Deadline.objects.filter(kind=kind, object_id=str(row.pk), closed_at=None)
    return rows.values_list("due_on", flat=True).first()


def test_a_petition_is_told_in_fifteen_and_finished_in_sixty_calendar_days() -> None:
    row = assigned()
    assert due(row, "matter_tell") == date(2026, 6, 16)
    assert due(row, "matter_answer") == row.due_on == date(2026, 7, 31)
    assert clocks.clock_of(row.kind, on=row.received_on, place=row.division_code).certain


def test_who_petitions_is_sealed_and_masked() -> None:
    row = assigned(contact="13800002222")
    row.refresh_from_db()
    assert row.sender_shown == "林**"
    assert row.sender is not None
    assert row.sender.reveal() == "林知夏"
    assert "林知夏" not in str(list(OutboxEvent.objects.values_list("payload", flat=True)))
    assert "林知夏" not in str(list(AuditEvent.objects.values_list("object_label", "before", "after")))


def test_a_deputy_acts_in_public_and_the_months_run_from_the_assignment() -> None:
    row = services.receive(new(MatterKind.DEPUTY, sender="第12代表团"), by=factories.clerk())
    assert row.sender_shown == "第12代表团"
    row = services.assign(row, subject_id=factories.body().pk, by=factories.clerk())
    assert row.due_on == date(2026, 9, 8)
    assert due(row, "matter_assign") is None
    with pytest.raises(Refusal, match="with it already"):
        services.assign(row, subject_id=factories.body().pk, by=factories.clerk())


def test_a_judgment_must_name_its_own_day() -> None:
    with pytest.raises(Refusal, match="itself names"):
        assigned(MatterKind.JUDGMENT)
    assert not Matter.objects.exists()
    row = assigned(MatterKind.JUDGMENT, due_on=date(2026, 6, 20), amount=Decimal("120000.00"))
    assert due(row, "matter_answer") == date(2026, 6, 20)


def test_the_body_answers_and_the_officer_accepts() -> None:
    row = assigned()
    row = services.answer(row, text=ANSWER, done=True, by=party(row))
    assert row.state == MatterState.ANSWERED
    assert due(row, "matter_answer") is None
    assert due(row, "matter_check") == date(2026, 6, 23)  # ten working days, the Dragon Boat day off
    row = services.tell(row, how="电话", by=factories.clerk())
    row = services.accept(row, satisfaction="satisfied", by=factories.clerk())
    assert row.closed_on == date(2026, 6, 8)
    assert not Deadline.objects.filter(
        object_id=str(row.pk), closed_at=None, kind__startswith="matter"
    ).exists()
    assert row.answers.get().accepted


def test_an_answer_that_does_not_do_is_opened_again_with_a_new_period() -> None:
    row = assigned()
    row = services.answer(row, text=ANSWER, by=party(row))
    row = services.reopen(row, reason="信访人对答复不满意，申请复查", by=factories.clerk())
    assert (row.state, row.reopened_times) == (MatterState.REOPENED, 1)
    assert row.due_on == date(2026, 7, 31)
    assert row.answers.get().accepted is False


def test_who_entered_the_answer_on_paper_does_not_accept_it() -> None:
    row, clerk = assigned(), factories.clerk()
    row = services.answer(row, text=ANSWER, by=OnPaper(clerk, P.MATTER_KEEP), on=date(2026, 6, 5))
    with pytest.raises(Refusal, match="second officer"):
        services.accept(row, satisfaction="satisfied", by=clerk)


def test_another_body_cannot_answer() -> None:
    row = assigned()
    other = Party(factories.officer(), frozenset({row.pk + 1000}))
    with pytest.raises(Refusal, match="not about the body"):
        services.answer(row, text=ANSWER, by=other)


def test_a_refusal_to_obey_proposes_a_breach_once() -> None:
    row = assigned(MatterKind.JUDGMENT, due_on=date(2026, 6, 5), number="（2026）豫0527民初12号")
    row = services.refuse(row, reason="法院催告后仍拒不履行付款义务", by=factories.clerk())
    breach = IntegrityBreach.objects.get()
    assert breach.state == BreachState.PROPOSED
    assert (breach.kind, breach.source) == ("refused_judgment", BreachSource.MATTER)
    assert breach.subject_id == row.subject_id
    assert breach.document_no == row.number
    row = services.answer(row, text="已于六月八日将款项全部付清。", done=True, by=party(row))
    services.refuse(row, reason="经核实付款未到账", by=factories.clerk())
    assert IntegrityBreach.objects.count() == 1


def test_a_petition_cannot_be_refused() -> None:
    with pytest.raises(Refusal, match="Only judgments"):
        services.refuse(assigned(), reason="不办理", by=factories.clerk())


def test_the_answer_is_put_off_once_and_by_the_deciding_officer() -> None:
    row = assigned()
    with pytest.raises(Refusal, match="Only an officer who decides"):
        services.extend(row, reason="情况复杂", by=factories.clerk())
    row = services.extend(row, reason="情况复杂，需现场核查", by=factories.reviewer())
    assert (row.due_on, row.extended_days) == (date(2026, 8, 30), 30)
    with pytest.raises(Refusal, match="put off once"):
        services.extend(row, reason="再延", by=factories.reviewer())


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"kind": "wish"}, "kind"),
        ({"received_on": date(2026, 6, 9)}, "received_on"),
        ({"due_on": date(2026, 5, 1)}, "due_on"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        services.receive(new(**fields), by=factories.clerk())
    assert refused.value.field == field
    assert not Matter.objects.exists()


def test_a_number_is_entered_once() -> None:
    assigned(number="信〔2026〕7号")
    with pytest.raises(Refusal, match="entered already") as refused:
        assigned(number="信〔2026〕7号")
    assert refused.value.field == "number"


def test_a_stranger_may_not_enter_or_assign() -> None:
    with pytest.raises(Refusal, match="right"):
        services.receive(new(), by=factories.stranger())
    row = services.receive(new(), by=factories.clerk())
    with pytest.raises(Refusal):
        services.assign(row, subject_id=factories.body().pk, by=factories.stranger())


def test_the_database_holds_a_body_to_every_assigned_matter() -> None:
    row = services.receive(new(), by=factories.clerk())
    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.filter(pk=row.pk).update(state=MatterState.ASSIGNED)


ALLOWED = {(source, step.name) for step in MATTER.transitions.values() for source in step.sources}


@pytest.mark.parametrize("state", MatterState.values)
def test_every_other_step_refuses(state: str) -> None:
    row = assigned()
    Matter.objects.filter(pk=row.pk).update(
        state=state, answered_on=date(2026, 6, 2), closed_on=date(2026, 6, 3), refused_on=date(2026, 6, 3)
    )
    refused = [name for name in MATTER.transitions if (state, name) not in ALLOWED]
    assert refused
    for name in refused:
        with pytest.raises(Refusal, match="not possible"):
            MATTER.apply(row, name, by=OnPaper(factories.clerk(), P.MATTER_KEEP), reason="理由充分")


def test_a_body_is_warned_before_its_answer_is_due_and_once_a_matter() -> None:
    row = assigned(MatterKind.JUDGMENT, due_on=date(2026, 6, 12))
    assigned(number="信〔2026〕8号")
    for _again in range(2):
        look_for_risks(on=date(2026, 6, 8))
    warning = RiskWarning.objects.get(rule="matter_late")
    assert warning.subject_id == row.subject_id
    assert warning.event_on == row.due_on
