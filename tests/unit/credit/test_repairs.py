"""Credit repair: conditions with dates by regime, clocks, refusal, bar, shield, one act for all effects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Officer
from accounts.permissions import P
from core import outbox
from core.errors import Refusal
from core.models import Deadline, OutboxEvent, Rule
from credit.choices import RecordState
from credit.grading.services import regrade
from credit.models import ConductRecord, Grade, Repair, RepairBar, Shield, Verification
from credit.parties import OnPaper, Party
from credit.repair import clocks, services, shields, syncing
from credit.repair.checklist import checklist, checklists
from credit.repair.choices import Material, RepairState
from credit.repair.conditions import Verdict
from credit.repair.governing import governing
from credit.repair.workflow import REPAIR
from disclosure.choices import DecisionState, PublicState
from disclosure.models import Penalty, PublicEntry
from disclosure.services import decisions, publishing
from tests import factories

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).resolve().parents[2] / "data" / "golden" / "publicity.json"
DONE_ON = date(2026, 6, 20)
TODAY = date(2026, 9, 7)


@pytest.fixture(autouse=True)
def _in_english_on_a_monday(settings: Any) -> Iterator[None]:
    settings.CHENGYI_TODAY = TODAY
    with translation.override("en"):
        yield


@pytest.fixture
def penalty() -> Penalty:
    """A penalty of 1 June 2026, fine of 50,000 yuan, published: 一般, to be repaired from 1 September."""
    return published(date(2026, 6, 1))


def published(decided_on: date, **fields: Any) -> Penalty:
    row = factories.penalty(by=factories.clerk(), decided_on=decided_on, **fields)
    decisions.approve(row, by=factories.reviewer())
    publishing.publish_due()
    row.refresh_from_db()
    return row


def record_of(penalty: Penalty) -> ConductRecord:
    return ConductRecord.objects.get(source=f"disclosure.penalty:{penalty.guid}")


def party_of(penalty: Penalty) -> Party:
    account, _made = Officer.objects.get_or_create(username="hospital")
    return Party(account, frozenset({penalty.subject_id}))


def drafted(penalty: Penalty, *materials: str, **fields: Any) -> Repair:
    """An application with everything that is asked for in 2026."""
    by = party_of(penalty)
    repair = services.start_repair(subject_id=penalty.subject_id, record=record_of(penalty), by=by)
    given = {
        "duties_done_on": DONE_ON,
        "correction": "已安排具备资格的人员上岗，罚款已缴纳。",
        "commitment_by": "许嘉言",
        "commits": True,
        "files": {code: [factories.pdf(code.encode())] for code in materials or (Material.PERFORMANCE,)},
        **fields,
    }
    return services.write_repair(repair, by=by, **given)


def checked(penalty: Penalty, *materials: str, clerk: Officer | None = None, **fields: Any) -> Repair:
    """An application that waits for the second officer."""
    clerk = clerk or factories.clerk()
    repair = services.submit(drafted(penalty, *materials, **fields), by=party_of(penalty))
    services.accept(repair, by=clerk)
    return services.note_check(
        repair, note="罚没收据核对一致，现场复核已改正。", confirmed=["performed", "allowed"], by=clerk
    )


def standing_points() -> Decimal:
    return Grade.objects.get(standard__code="DEMO-INST").points


def open_clocks() -> dict[str, date]:
    rows = Deadline.objects.filter(closed_at__isnull=True, object_type="credit.repair")
    return dict(rows.values_list("kind", "due_on"))


# --- the checklist -----------------------------------------------------------------------------------


def test_before_its_day_the_refusal_names_the_day(penalty: Penalty, settings: Any):
    settings.CHENGYI_TODAY = date(2026, 8, 31)
    repair = drafted(penalty)
    with pytest.raises(Refusal, match="may be applied for from 2026-09-01"):
        services.submit(repair, by=party_of(penalty))
    found = checklist(record_of(penalty), on=date(2026, 8, 31))
    assert found.from_on == date(2026, 9, 1)
    assert not found.may_ask
    settings.CHENGYI_TODAY = date(2026, 9, 1)
    assert services.submit(repair, by=party_of(penalty)).state == RepairState.SUBMITTED


def test_each_missing_thing_is_named(penalty: Penalty):
    by = party_of(penalty)
    repair = services.start_repair(subject_id=penalty.subject_id, record=record_of(penalty), by=by)
    sentences = []
    steps: tuple[dict[str, Any], ...] = (
        {"duties_done_on": DONE_ON},
        {"commits": True, "commitment_by": "许嘉言"},
        {"files": {Material.PERFORMANCE: [factories.pdf()]}},
    )
    for more in steps:
        with pytest.raises(Refusal) as refused:
            services.submit(repair, by=by)
        sentences.append(str(refused.value))
        repair = services.write_repair(
            repair, by=by, **{"duties_done_on": DONE_ON, "correction": "已改正", **more}
        )
    assert [sentence[:20] for sentence in sentences] == [
        "Enter the day on whi",
        "Give the public comm",
        "Attach the needed ma",
    ]
    assert services.submit(repair, by=by).state == RepairState.SUBMITTED


def test_the_materials_are_those_of_the_regime_of_the_application(penalty: Penalty):
    record = record_of(penalty)
    needed = {
        day.year: {paper.code for paper in checklist(record, on=day).papers if paper.needed}
        for day in (date(2022, 6, 1), date(2025, 6, 1), date(2026, 9, 7))
    }
    assert needed == {
        2022: {"registration", "performance", "authority_form"},
        2025: {"authorisation", "performance"},
        2026: {"performance"},
    }
    assert "volunteer" in {paper.code for paper in checklist(record, on=TODAY).papers}


def test_serious_dishonesty_of_2019_asks_for_training_and_a_credit_report():
    penalty = factories.penalty(
        by=factories.clerk(), decided_on=date(2021, 3, 1), kinds=["责令停产停业"], fine=None
    )
    decisions.approve(penalty, by=factories.reviewer())
    found = checklist(record_of(penalty), on=date(2021, 10, 1))
    assert (found.governing.regime, found.governing.class_name) == ("R2019", "严重")
    assert found.governing.earliest_on == date(2021, 9, 1)
    assert {"training", "credit_report"} <= {paper.code for paper in found.papers if paper.missing}
    assert next(line for line in found.checks if line.code == "training").verdict == Verdict.UNMET


@pytest.mark.parametrize("case", json.loads(GOLDEN.read_text("utf-8"))["cases"], ids=lambda case: case["id"])
def test_the_golden_publicity_cases_hold_through_the_services(case: dict[str, Any], settings: Any):
    day = date.fromisoformat(case["as_of"])
    settings.CHENGYI_TODAY = day
    for code, value in case.get("setting", {}).items():
        Rule.objects.create(
            table="disclosure.setting", code=code, value=value, valid_from=date(2000, 1, 1), origin="local"
        )
    penalty = penalty_of(case)
    decisions.approve(penalty, by=factories.reviewer())
    publishing.publish_due(on=day)
    penalty.refresh_from_db()
    if case.get("annulled"):
        publishing.annul(penalty, by=factories.reviewer(), reason="经行政复议，原处罚决定被撤销", on=day)
    penalty.refresh_from_db()
    record, expected = record_of(penalty), case["expected"]
    found = governing([record], on=day)[record.pk]
    assert found.regime == expected["regime"]
    assert (found.class_name or None) == expected["class"]
    assert (penalty.state == DecisionState.PUBLISHED) == expected["published"]
    earliest = expected["earliest_repair_date"] or case["decided"]
    assert found.earliest_on.isoformat() == earliest
    assert (found.latest_on and found.latest_on.isoformat()) == expected["latest_end_date"]
    line = next(check for check in checklist(record, on=day).checks if check.code == "period")
    assert (line.verdict == Verdict.MET) == (day.isoformat() >= earliest)


def penalty_of(case: dict[str, Any]) -> Penalty:
    subject = factories.body() if case["subject"] == "organisation" else factories.person()
    return factories.penalty(
        by=factories.clerk(),
        subject=subject,
        procedure=case["procedure"],
        kinds=case["kinds"],
        fine=None if case["fine_wan"] is None else Decimal(str(case["fine_wan"])),
        field_of_law=case["domain"],
        decided_on=date.fromisoformat(case["decided"]),
        is_minor=case["subject"] == "minor",
    )


# --- the procedure -----------------------------------------------------------------------------------


def test_the_clocks_are_3_and_10_working_days_with_one_extension(penalty: Penalty):
    repair = services.submit(drafted(penalty), by=party_of(penalty))
    assert open_clocks() == {"repair_accept": date(2026, 9, 10)}
    clerk, reviewer = factories.clerk(), factories.reviewer()
    services.accept(repair, by=clerk)
    assert open_clocks() == {"repair_check": date(2026, 9, 20)}  # a Sunday on which offices work
    services.note_check(repair, note="已核查", confirmed=["performed", "allowed"], by=clerk)
    assert open_clocks() == {"repair_decide": date(2026, 9, 20)}
    services.extend(repair, reason="需要现场核查", by=reviewer)
    assert open_clocks()["repair_decide"] == date(2026, 10, 10)
    due = clocks.due(Repair.objects.get())
    assert due is not None
    assert due.on == date(2026, 10, 10)
    with pytest.raises(Refusal, match="extended once"):
        services.extend(repair, reason="再次延长", by=reviewer)


def test_one_act_ends_display_sharing_and_grade_effect(penalty: Penalty, settings: Any):
    Verification.objects.create(subject=penalty.subject, passed_on=date(2026, 5, 1))
    settings.CHENGYI_TODAY = date(2026, 12, 7)
    regrade([penalty.subject_id])
    assert standing_points() > 0
    repair = services.approve(checked(penalty), by=factories.reviewer())
    penalty.refresh_from_db()
    record, entry = record_of(penalty), PublicEntry.objects.get()
    assert (repair.state, repair.outcome) == (RepairState.APPROVED, "granted")
    assert (record.state, record.repaired_on) == (RecordState.REPAIRED, date(2026, 12, 7))
    assert (penalty.state, penalty.repaired_on) == (DecisionState.ENDED, date(2026, 12, 7))
    assert entry.state == PublicState.ENDED
    assert OutboxEvent.objects.get(topic="disclosure.penalty.ended").payload["operation"] == "S"
    assert repair.effects[:2] == [
        "It no longer counts in the grade.",
        "Display and sharing have ended, the platforms are told.",
    ]
    regrade([penalty.subject_id])
    assert standing_points() == 0
    assert publishing.reassess() == 0


def test_a_repaired_penalty_is_never_published_again(penalty: Penalty):
    services.approve(checked(penalty), by=factories.reviewer())
    Penalty.objects.update(state=DecisionState.APPROVED)
    publishing.publish_due()
    penalty.refresh_from_db()
    assert (penalty.state, penalty.withheld_reason) == (DecisionState.WITHHELD, "repaired")


def test_an_act_whose_effect_fails_changes_nothing(penalty: Penalty, monkeypatch: pytest.MonkeyPatch):
    repair = checked(penalty)
    events = OutboxEvent.objects.count()

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("disclosure.services.standing.PublicEntry.objects", broken)
    with pytest.raises((RuntimeError, AttributeError)):
        services.approve(repair, by=factories.reviewer())
    monkeypatch.undo()
    penalty.refresh_from_db()
    assert Repair.objects.get().state == RepairState.UNDER_CHECK
    assert record_of(penalty).state == RecordState.NORMAL
    assert penalty.state == DecisionState.PUBLISHED
    assert OutboxEvent.objects.count() == events


def test_whoever_checked_does_not_approve(penalty: Penalty):
    both = factories.officer(roles=("clerk", "reviewer"))
    repair = checked(penalty, clerk=both)
    with pytest.raises(Refusal, match="second officer"):
        services.approve(repair, by=both)
    with pytest.raises(Refusal, match="second officer"):
        services.refuse(repair, reason="材料与事实不符", by=both)


def test_what_the_check_did_not_confirm_cannot_be_approved(penalty: Penalty):
    clerk = factories.clerk()
    repair = services.submit(drafted(penalty), by=party_of(penalty))
    services.accept(repair, by=clerk)
    services.note_check(repair, note="罚款尚未缴清", confirmed=["allowed"], by=clerk)
    with pytest.raises(Refusal, match="the authority will check it"):
        services.approve(repair, by=factories.reviewer())


def test_a_refusal_has_reasons_and_false_material_bars_for_years(penalty: Penalty, settings: Any):
    reviewer = factories.reviewer()
    repair = checked(penalty)
    with pytest.raises(Refusal, match=r"why|reasons"):
        services.refuse(repair, reason="  ", by=reviewer)
    services.refuse(repair, reason="缴款凭证系伪造", by=reviewer, false_material=True)
    bar = RepairBar.objects.get()
    assert (bar.from_on, bar.until_on) == (TODAY, date(2029, 9, 7))
    assert record_of(penalty).state == RecordState.NORMAL
    again = drafted(penalty)
    with pytest.raises(Refusal, match="before 2029-09-08"):
        services.submit(again, by=party_of(penalty))
    settings.CHENGYI_TODAY = date(2029, 9, 8)
    assert checklist(record_of(penalty), on=date(2029, 9, 8)).from_on is None


def test_a_returned_application_is_completed_and_its_clock_starts_anew(penalty: Penalty, settings: Any):
    clerk, by = factories.clerk(), party_of(penalty)
    repair = services.submit(drafted(penalty), by=by)
    services.return_for_completion(repair, reason="缴款凭证不清晰，请补正", by=clerk)
    assert open_clocks() == {}
    settings.CHENGYI_TODAY = date(2026, 9, 14)
    repair.refresh_from_db()
    services.write_repair(
        repair,
        by=by,
        duties_done_on=DONE_ON,
        correction="已改正",
        files={Material.PERFORMANCE: [factories.pdf(b"clearer")]},
    )
    services.submit(repair, by=by)
    assert open_clocks() == {"repair_accept": date(2026, 9, 17)}


def test_what_was_handed_in_cannot_be_changed(penalty: Penalty):
    repair = services.submit(drafted(penalty), by=party_of(penalty))
    with pytest.raises(Refusal, match="only when it is returned"):
        services.write_repair(repair, by=party_of(penalty), duties_done_on=DONE_ON, correction="")


def test_nobody_applies_for_the_record_of_another(penalty: Penalty):
    other = factories.body("内黄县康宁诊所", "91410527MA46TKJL8A")
    stranger = Party(Officer.objects.create_user("clinic"), frozenset({other.pk}))
    for subject in (other.pk, penalty.subject_id):
        with pytest.raises(Refusal, match=r"own records"):
            services.start_repair(subject_id=subject, record=record_of(penalty), by=stranger)
    repair = drafted(penalty)
    for act in (services.submit, services.take_back):
        with pytest.raises(Refusal, match="body you act for"):
            act(repair, by=stranger)


def test_an_officer_of_another_province_takes_nothing_in(penalty: Penalty):
    with pytest.raises(Refusal, match="of this division"):
        services.start_repair(
            subject_id=penalty.subject_id,
            record=record_of(penalty),
            by=OnPaper(factories.stranger(), P.REPAIR_HANDLE),
        )


def test_one_application_at_a_time(penalty: Penalty):
    repair = drafted(penalty)
    with pytest.raises(Refusal, match="open already"):
        drafted(penalty)
    services.take_back(repair, by=party_of(penalty))
    assert drafted(penalty).state == RepairState.DRAFT


@pytest.mark.parametrize("day", [date(2026, 9, 8), date(2026, 5, 31)])
def test_a_day_on_which_the_duties_cannot_have_been_done_is_refused(penalty: Penalty, day: date):
    with pytest.raises(Refusal, match="cannot have been done"):
        drafted(penalty, duties_done_on=day)


def test_a_platform_confirms_before_a_repair_is_synced(penalty: Penalty):
    services.approve(checked(penalty), by=factories.reviewer())
    assert syncing.note_synced() == 0
    outbox.dispatch_all()
    assert syncing.note_synced() == 1
    assert Repair.objects.get().state == RepairState.SYNCED
    assert open_clocks().keys() == {"repair_close"}
    closed = services.close(Repair.objects.get(), by=factories.clerk())
    assert (closed.state, closed.outcome, open_clocks()) == (RepairState.CLOSED, "granted", {})


def test_every_other_pair_of_state_and_step_is_refused(penalty: Penalty):
    repair = drafted(penalty)
    everything = factories.officer(is_superuser=True)
    given = {"decided_on": TODAY, "decision_reason": "理由"}
    pairs = [
        (state, step.name)
        for step in REPAIR.transitions.values()
        for state in RepairState.values
        if state not in step.sources
    ]
    assert len(pairs) > 90
    for state, name in pairs:
        Repair.objects.update(state=state, **given)
        with pytest.raises(Refusal, match="is not possible"):
            REPAIR.apply(repair, name, by=everything, reason="因为如此")
        assert Repair.objects.get().state == state


def test_the_database_holds_a_refusal_to_its_reason(penalty: Penalty):
    drafted(penalty)
    with pytest.raises(IntegrityError, match="a_refused_repair_says_why"), transaction.atomic():
        Repair.objects.update(state="refused")
    with pytest.raises(IntegrityError, match="an_approved_repair_has_its_day"), transaction.atomic():
        Repair.objects.update(state="approved")


# --- the court's shield ------------------------------------------------------------------------------


def entered(penalty: Penalty, by: Officer) -> Shield:
    return shields.enter_shield(
        subject=penalty.subject,
        court="安阳市中级人民法院",
        ruling_no="（2026）豫05破3号",
        ruled_on=date(2026, 9, 1),
        by=by,
        files=[factories.pdf()],
    )


def test_a_shield_hides_the_records_and_its_lifting_shows_them_again(penalty: Penalty):
    clerk, reviewer = factories.clerk(), factories.reviewer()
    shield = entered(penalty, clerk)
    with pytest.raises(Refusal):
        shields.start_shield(shield, by=clerk)
    shields.start_shield(shield, by=reviewer)
    assert PublicEntry.objects.get().state == PublicState.ENDED
    assert record_of(penalty).shielded_from == TODAY
    shields.lift_shield(shield, reason="重整计划不能执行", by=reviewer)
    penalty.refresh_from_db()
    assert penalty.state == DecisionState.PUBLISHED
    assert PublicEntry.objects.get().state == PublicState.SHOWN
    told = OutboxEvent.objects.filter(key=f"penalty:{penalty.guid}").order_by("pk")
    assert [row.payload["operation"] for row in told] == ["I", "S", "I"]
    assert [row.payload["revision"] for row in told] == [1, 1, 2]


def test_a_completed_plan_repairs_the_records(penalty: Penalty):
    clerk, reviewer = factories.clerk(), factories.reviewer()
    shield = entered(penalty, clerk)
    shields.start_shield(shield, by=reviewer)
    shields.complete_shield(shield, ruling_no="（2026）豫05破3号之二", by=reviewer)
    assert record_of(penalty).state == RecordState.REPAIRED
    assert PublicEntry.objects.get().state == PublicState.ENDED


def test_a_person_and_a_future_ruling_are_not_shielded(penalty: Penalty):
    clerk = factories.clerk()
    with pytest.raises(Refusal, match="natural person"):
        shields.enter_shield(
            subject=factories.person(), court="法院", ruling_no="1", ruled_on=TODAY, by=clerk
        )
    with pytest.raises(Refusal, match="cannot lie ahead"):
        shields.enter_shield(
            subject=penalty.subject, court="法院", ruling_no="1", ruled_on=date(2026, 9, 8), by=clerk
        )
    entered(penalty, clerk)
    with pytest.raises(Refusal, match="open already"):
        entered(penalty, clerk)


def test_a_record_without_a_penalty_follows_the_local_default():
    record = ConductRecord.objects.create(
        subject=factories.body(),
        item_code="I01",
        title="某行为",
        happened_on=date(2026, 6, 1),
        division_code="410527",
    )
    found = governing([record], on=TODAY)[record.pk]
    assert (found.earliest_on, found.certain) == (date(2026, 9, 1), False)


def test_demerit_points_end_with_their_cycle_and_are_not_repaired(penalty: Penalty):
    record = record_of(penalty)
    ConductRecord.objects.filter(pk=record.pk).update(source="credit.demeritentry:1")
    with pytest.raises(Refusal, match="rules of their own"):
        services.start_repair(
            subject_id=penalty.subject_id, record=ConductRecord.objects.get(), by=party_of(penalty)
        )


def test_checklists_ask_the_database_the_same_for_one_record_and_for_many(
    penalty: Penalty,
):
    for _number in range(4):
        published(date(2026, 6, 1), subject=penalty.subject)
    records = list(ConductRecord.objects.select_related("item", "subject"))
    with CaptureQueriesContext(connection) as one:
        checklists(records[:1], on=TODAY)
    with CaptureQueriesContext(connection) as many:
        checklists(records, on=TODAY)
    assert len(one) == len(many) < 15
