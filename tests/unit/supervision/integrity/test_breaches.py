"""Breaches of government integrity and their consequences: two officers, clocks, correction, end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.models import Officer
from core.actors import SystemActor
from core.errors import Refusal
from core.models import Deadline, OutboxEvent
from credit.choices import RecordState
from credit.models import CatalogueItem, ConductRecord
from credit.parties import Party
from exchange.layouts import layout
from supervision.integrity import breaches, measures, talks
from supervision.integrity.breaches import NewBreach
from supervision.integrity.choices import BreachSource, BreachState, EndedBy, MeasureKind, MeasureState
from supervision.integrity.listeners import end_with_its_interview
from supervision.integrity.sharing import SHARED
from supervision.integrity.tables import breach_kinds
from supervision.integrity.workflow import BREACH, MEASURE
from supervision.models import IntegrityBreach, IntegrityMeasure, Interview
from tests import factories

pytestmark = pytest.mark.django_db
FACTS = "设备采购项目因主要负责人调整，未按合同约定期限付款。"
DONE = "已于六月三日付清全部合同款并取得供应商谅解。"


@pytest.fixture(autouse=True)
def _on_a_monday_in_english(settings: Any) -> Iterator[None]:
    settings.CHENGYI_TODAY = date(2026, 6, 8)
    with translation.override("en"):
        yield


def proposed(**fields: Any) -> IntegrityBreach:
    values = {
        "subject_id": factories.body().pk,
        "kind": "broken_promise",
        "facts": FACTS,
        "happened_on": date(2026, 5, 6),
        "source": BreachSource.COURT,
    }
    return breaches.propose(NewBreach(**{**values, **fields}), by=factories.clerk())


def confirmed(**fields: Any) -> IntegrityBreach:
    return breaches.confirm(proposed(**fields), by=factories.reviewer())


def party(row: IntegrityBreach | IntegrityMeasure) -> Party:
    account, _new = Officer.objects.get_or_create(username="township")
    return Party(account, frozenset({row.subject_id}))


def one(breach: IntegrityBreach, kind: str) -> IntegrityMeasure:
    return breach.measures.select_related("subject", "office", "breach").get(kind=kind)


def imposed(breach: IntegrityBreach, kind: str) -> IntegrityMeasure:
    return measures.impose(one(breach, kind), document_no="内卫警〔2026〕3号", by=factories.reviewer())


def test_a_breach_enters_the_file_only_when_a_second_officer_confirms_it() -> None:
    row = proposed()
    assert not ConductRecord.objects.filter(source=breaches.source_of(row)).exists()
    both = factories.officer(roles=("clerk", "reviewer"))
    own = breaches.propose(
        NewBreach(row.subject_id, "leaked", FACTS, date(2026, 5, 6), BreachSource.OTHER), by=both
    )
    with pytest.raises(Refusal, match="second officer"):
        breaches.confirm(own, by=both)
    row = breaches.confirm(row, by=factories.reviewer())
    record = ConductRecord.objects.get(source=breaches.source_of(row))
    assert (record.item_code, record.final_on) == ("ZW02", date(2026, 6, 8))
    assert row.correct_by == date(2026, 7, 8)
    assert OutboxEvent.objects.filter(topic="supervision.integrity_breach.confirmed").count() == 1


def test_every_kind_of_breach_has_its_item_in_the_catalogue() -> None:
    codes = {kind.item_code for kind in breach_kinds(on=date(2026, 6, 8), place=factories.COUNTY).values()}
    assert len(codes) == 7
    assert set(CatalogueItem.objects.filter(code__in=codes).values_list("code", flat=True)) == codes


def test_the_same_source_is_proposed_once() -> None:
    first = proposed(source_key="supervision.matter:1")
    assert proposed(source_key="supervision.matter:1").pk == first.pk
    assert IntegrityBreach.objects.count() == 1


def test_consequences_are_proposed_with_the_terms_of_the_rules() -> None:
    row = confirmed()
    assert set(row.measures.values_list("kind", "months")) == {("warning", None), ("funds", 6)}
    assert Deadline.objects.filter(kind="integrity_impose", closed_at=None).count() == 2


def test_a_limit_runs_for_its_term_and_ends_by_itself(settings: Any) -> None:
    funds = imposed(confirmed(), MeasureKind.FUNDS)
    assert (funds.starts_on, funds.ends_on) == (date(2026, 6, 8), date(2026, 12, 7))
    worker = SystemActor("integrity")
    settings.CHENGYI_TODAY = date(2026, 12, 7)
    assert measures.lapse_due(by=worker) == 0
    settings.CHENGYI_TODAY = date(2026, 12, 8)
    assert measures.lapse_due(by=worker) == 1
    assert measures.lapse_due(by=worker) == 0
    funds.refresh_from_db()
    assert (funds.state, funds.ended_by, funds.ended_on) == (
        MeasureState.ENDED,
        EndedBy.TERM,
        date(2026, 12, 7),
    )
    assert not Deadline.objects.filter(kind="integrity_end", closed_at=None).exists()


def test_a_written_warning_asks_for_an_explanation_in_ten_working_days() -> None:
    warning = imposed(confirmed(), MeasureKind.WARNING)
    assert warning.explain_by == date(2026, 6, 23)
    with pytest.raises(Refusal, match="at least ten characters"):
        measures.explain(warning, text="知道了", by=party(warning))
    warning = measures.explain(warning, text=DONE, by=party(warning))
    assert warning.state == MeasureState.EXPLAINED
    again = measures.ask_again(warning, reason="原因未说清", by=factories.clerk())
    assert again.state == MeasureState.IN_FORCE


def test_a_consequence_needs_a_document_and_a_second_officer() -> None:
    warning = one(confirmed(), MeasureKind.WARNING)
    with pytest.raises(Refusal, match="Document number"):
        measures.impose(warning, document_no=" ", by=factories.reviewer())
    with pytest.raises(Refusal, match="right"):
        measures.impose(warning, document_no="1号", by=factories.clerk())


@pytest.mark.parametrize(
    ("mitigation", "left"), [("none", {"warning", "funds"}), ("lighter", {"warning"}), ("exempt", set())]
)
def test_self_correction_ends_what_the_rules_say(mitigation: str, left: set[str]) -> None:
    row = confirmed()
    imposed(row, MeasureKind.FUNDS)
    row = breaches.correct(row, text=DONE, by=party(row))
    row = breaches.accept(row, mitigation=mitigation, reason="主动付清并挽回损失", by=factories.reviewer())
    assert row.state == BreachState.CORRECTED
    running = row.measures.filter(state__in=("proposed", "in_force"))
    assert set(running.values_list("kind", flat=True)) == left


def test_a_withdrawn_breach_takes_record_and_consequences_with_it() -> None:
    row = confirmed()
    funds = imposed(row, MeasureKind.FUNDS)
    breaches.withdraw(row, reason="据以认定的判决被撤销", by=factories.reviewer())
    assert ConductRecord.objects.get(source=breaches.source_of(row)).state == RecordState.ANNULLED
    funds.refresh_from_db()
    assert (funds.state, funds.ended_by) == (MeasureState.ENDED, EndedBy.WITHDRAWN)


def test_platforms_hear_of_what_is_public_in_the_words_of_their_layout() -> None:
    row = confirmed(document_no="内卫信认〔2026〕2号")
    inside = confirmed(kind="unanswered")
    told = {event.key.split(":")[-1]: event.payload for event in OutboxEvent.objects.filter(topic=SHARED)}
    assert told[str(row.guid)]["shared"]
    assert not told[str(inside.guid)]["shared"]
    table = layout("national-2018").tables["integrity_legal"]
    fields = told[str(row.guid)]["fields"]
    assert set(fields) <= {column.code for column in table.columns}
    assert {column.code for column in table.columns if column.mandatory == "M"} <= set(fields)
    breaches.withdraw(row, reason="据以认定的判决被撤销", by=factories.reviewer())
    last = OutboxEvent.objects.filter(topic=SHARED).order_by("-pk")[0].payload
    assert (last["operation"], last["revision"]) == ("R", 3)


def test_an_interview_is_proposed_once_imposed_and_ends_the_consequence_once_followed_up() -> None:
    row = confirmed(kind="leaked")
    talk = imposed(row, MeasureKind.INTERVIEW)
    interview = Interview.objects.get(source_key=talks.key_of(talk))
    assert list(interview.bodies.values_list("subject_id", flat=True)) == [row.subject_id]
    told = OutboxEvent(topic="supervision.interview.closed", payload={"source_key": interview.source_key})
    other = OutboxEvent(topic="supervision.interview.closed", payload={"source_key": "supervision.ledger:1"})
    for _again in range(2):
        end_with_its_interview([told, other])
    talk.refresh_from_db()
    assert (talk.state, talk.ended_by) == (MeasureState.ENDED, EndedBy.HELD)


def test_a_correction_that_does_not_do_goes_back_to_the_body() -> None:
    row = confirmed()
    row = breaches.correct(row, text=DONE, by=party(row))
    assert Deadline.objects.filter(kind="integrity_check", closed_at=None).count() == 1
    row = breaches.send_back(row, reason="付款凭证缺失", by=factories.clerk())
    assert not Deadline.objects.filter(kind="integrity_check", closed_at=None).exists()
    assert (row.state, row.returned_reason) == (BreachState.CONFIRMED, "付款凭证缺失")
    assert Deadline.objects.filter(kind="integrity_correct", closed_at=None).count() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"facts": "短"}, "facts"),
        ({"kind": "unheard"}, "kind"),
        ({"happened_on": date(2026, 6, 9)}, "happened_on"),
        ({"source": "gossip"}, "source"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        proposed(**fields)
    assert refused.value.field == field
    assert not IntegrityBreach.objects.exists()


def test_a_person_commits_no_breach_of_government_integrity() -> None:
    with pytest.raises(Refusal, match="those of bodies"):
        proposed(subject_id=factories.person().pk)


def test_the_database_gives_a_consequence_one_ground_and_one_kind() -> None:
    row = confirmed()
    with pytest.raises(IntegrityError), transaction.atomic():
        IntegrityMeasure.objects.filter(breach=row).update(breach=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        IntegrityMeasure.objects.filter(breach=row, kind="funds").update(kind="warning")


@pytest.mark.parametrize("table", [BREACH, MEASURE], ids=["breach", "measure"])
def test_every_step_without_its_state_refuses(table: Any) -> None:
    row = confirmed()
    case = row if table is BREACH else one(row, MeasureKind.WARNING)
    both = factories.officer(roles=("clerk", "reviewer"))
    impossible = [step.name for step in table.transitions.values() if case.state not in step.sources]
    assert len(impossible) >= 3
    for name in impossible:
        with pytest.raises(Refusal, match="not possible"):
            table.apply(case, name, by=both, reason="理由充分")
