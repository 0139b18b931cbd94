"""Where procedures meet: a repaired record corrected, an application whose record fell, a foreign case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.models import Officer
from accounts.permissions import P
from core.actors import ByDecision, SystemActor
from core.errors import Refusal
from core.models import Deadline
from credit import services
from credit.choices import Change, RecordState, Usage
from credit.consequences import open_tasks
from credit.grading.explaining import explain
from credit.grading.services import regrade
from credit.grading.standards import load_standards
from credit.models import Band, CatalogueItem, ConductRecord, Grade, Objection, Repair, Shield, Standard
from credit.objection import effects
from credit.objection import services as objections
from credit.objection.targets import about_record
from credit.parties import Party
from credit.repair import services as repairs
from credit.repair import shields, syncing
from credit.repair.choices import RepairState
from credit.repair.selection import SelectionRule, examine
from credit.rules.terms import CycleKind
from credit.selectors import records_as_of
from credit.services import NewRecord
from credit.timeline import timeline
from tests import factories

pytestmark = pytest.mark.django_db
BY = SystemActor("test")
HAPPENED, REPAIRED, CORRECTED = date(2026, 3, 1), date(2026, 6, 1), date(2026, 6, 10)
TODAY = date(2026, 9, 7)


@pytest.fixture(autouse=True)
def _in_english_on_a_monday(settings: Any) -> Iterator[None]:
    settings.CHENGYI_TODAY = TODAY
    with translation.override("en"):
        yield


def record(**fields: Any) -> ConductRecord:
    made = {"item_code": "I01", "title": "某行为", "happened_on": HAPPENED, "final_on": HAPPENED}
    place = {"division_code": factories.COUNTY}
    return ConductRecord.objects.create(
        **{"subject": factories.body(), "source": "test.source:1", **made, **place, **fields}
    )


def corrected(row: ConductRecord, **fields: Any) -> NewRecord:
    names = ("subject_id", "item_code", "happened_on", "final_on", "source", "division_code")
    return NewRecord(**{**{name: getattr(row, name) for name in names}, "title": "更正后的行为", **fields})


def party(row: ConductRecord) -> Party:
    account, _made = Officer.objects.get_or_create(username="hospital")
    return Party(account, frozenset({row.subject_id}))


def filed(row: ConductRecord) -> Objection:
    return objections.file_objection(
        subject_id=row.subject_id,
        about=about_record(row),
        ground="content",
        claim="罚款金额写错，决定书上是三万元，请更正。",
        by=party(row),
    )


# --- corrections ------------------------------------------------------------------------------------


def test_the_correction_of_a_repaired_record_is_repaired_too():
    row = record()
    services.change_records([row], Change.REPAIRED, on=REPAIRED, by=BY)
    new = services.supersede(row, corrected(row), on=CORRECTED, by=BY, reason="事实有误")
    new.refresh_from_db()
    assert (new.state, new.repaired_on) == (RecordState.REPAIRED, CORRECTED)
    told = {one.record.pk: one for one in records_as_of(row.subject, TODAY, date(2026, 12, 31))}
    assert told[new.pk].state == RecordState.REPAIRED


def test_the_correction_of_a_shielded_record_is_shielded_until_the_shield_is_lifted():
    clerk, reviewer, row = factories.clerk(), factories.reviewer(), record()
    shield = entered(row, clerk)
    shields.start_shield(shield, by=reviewer)
    new = services.supersede(row, corrected(row), on=TODAY, by=BY, reason="事实有误")
    new.refresh_from_db()
    assert (new.shielded_from, new.shielded_until) == (TODAY, None)
    shields.lift_shield(shield, reason="重整计划不能执行", by=reviewer)
    new.refresh_from_db()
    assert (new.state, new.shielded_until) == (RecordState.NORMAL, TODAY)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"item_code": "NO-SUCH"}, "item_code"),
        ({"count": 100_000}, "count"),
        ({"happened_on": "1026-03-01"}, "happened_on"),
        ({"happened_on": "tomorrow"}, "happened_on"),
    ],
)
def test_an_objection_cannot_correct_a_record_into_what_no_file_may_hold(wrong: dict[str, Any], field: str):
    row = record()
    objection = filed(row)
    with pytest.raises(Refusal) as refused:
        effects.check_correction(objection, wrong)
    assert refused.value.field == field


# --- applications whose record fell -------------------------------------------------------------------


@pytest.mark.parametrize("change", [Change.ANNULLED, Change.WITHDRAWN])
def test_an_open_application_ends_with_its_record(change: Change):
    row = record()
    repair = repairs.start_repair(subject_id=row.subject_id, record=row, by=party(row))
    services.change_records([row], change, on=TODAY, by=BY, reason="撤销")
    repair.refresh_from_db()
    assert repair.state == RepairState.NOT_ACCEPTED
    assert repair.decision_reason
    assert repair.decided_on == TODAY


def test_an_application_that_was_handed_in_leaves_no_clock_but_that_of_telling_the_party():
    row = record()
    repair = repairs.start_repair(subject_id=row.subject_id, record=row, by=party(row))
    Repair.objects.update(state=RepairState.ACCEPTED, submitted_on=TODAY)
    services.change_records([row], Change.ANNULLED, on=TODAY, by=BY, reason="撤销")
    repair.refresh_from_db()
    assert repair.state == RepairState.NOT_ACCEPTED
    open_kinds = Deadline.objects.filter(closed_at__isnull=True, object_type="credit.repair")
    assert set(open_kinds.values_list("kind", flat=True)) == {"repair_close"}


# --- other divisions --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "own", "foreign"),
    [("500000", "500101", "510104"), ("141000", "141002", "141102"), ("410500", "410527", "410603")],
)
def test_a_batch_takes_no_record_of_a_place_whose_code_only_begins_alike(place: str, own: str, foreign: str):
    mine = record(division_code=own)
    record(division_code=foreign, source="test.source:2")
    rule = SelectionRule((), decided_before=TODAY)
    assert [line.record.pk for line in examine(rule, division=place, on=TODAY)] == [mine.pk]


def entered(row: ConductRecord, by: Officer) -> Shield:
    return shields.enter_shield(
        subject=row.subject,
        court="安阳市中级人民法院",
        ruling_no="（2026）豫05破3号",
        ruled_on=date(2026, 9, 1),
        by=by,
        files=[factories.pdf()],
    )


@pytest.mark.parametrize("end", ["complete", "lift"])
def test_a_shield_over_records_of_another_division_is_ended_by_who_may_decide_there(end: str):
    row = record(division_code="510104")
    shield = entered(row, factories.clerk())
    shields.start_shield(shield, by=ByDecision(factories.clerk()))
    ends = {
        "complete": lambda: shields.complete_shield(shield, ruling_no="3号之二", by=factories.reviewer()),
        "lift": lambda: shields.lift_shield(shield, reason="重整计划不能执行", by=factories.reviewer()),
    }
    if not shield.records.exists():
        pytest.fail("nothing was shielded")
    with pytest.raises(Refusal, match="another division"):
        ends[end]()
    row.refresh_from_db()
    assert row.shielded_until is None


# --- what is told -----------------------------------------------------------------------------------


def test_the_task_of_a_consequence_names_no_person():
    load_standards()
    person = factories.person()
    band = Band.objects.filter(standard__scale="actions", standard__applies_to="practitioner")
    chosen = next(row for row in band.order_by("-pk") if row.consequences)
    assert open_tasks(person, chosen, on=TODAY)
    titles = list(
        Deadline.objects.filter(object_type="credit.consequencetask").values_list("title", flat=True)
    )
    assert titles
    assert not any(person.name in title for title in titles)


def test_a_time_line_for_others_leaves_out_what_needs_the_subjects_own_authority():
    item = CatalogueItem.objects.filter(code="I01").first()
    assert item is not None
    CatalogueItem.objects.filter(pk=item.pk).update(scope=Usage.AUTHORISED)
    row = record(item=item, title="只凭授权的行为")
    services.change_records([row], Change.DISPUTED, on=TODAY, by=BY)
    mine = timeline(row.subject, factories.clerk(), own=True).events
    others = timeline(row.subject, factories.clerk(), own=True, authorised=False).events
    assert sum("只凭授权" in event.text for event in mine) == 2
    assert not [event for event in others if "只凭授权" in event.text]


def test_whoever_acts_by_a_decision_keeps_the_name_and_is_asked_for_no_right():
    clerk = factories.clerk()
    by = ByDecision(clerk)
    assert (by.actor_id, by.label) == (clerk.actor_id, clerk.label)
    assert by.may(P.REPAIR_DECIDE, "510104")
    assert by.prefixes(P.REPAIR_DECIDE) == ("",)


def test_a_grade_told_to_others_keeps_the_words_of_what_needs_the_subjects_own_authority():
    item = CatalogueItem.objects.filter(code="I01").first()
    assert item is not None
    CatalogueItem.objects.filter(pk=item.pk).update(scope=Usage.AUTHORISED)
    row = record(item=item, item_code="NOT-IN-STANDARD", title="只凭授权的行为", document_no="内卫字1号")
    regrade([row.subject_id])
    grade = Grade.objects.filter(subject=row.subject).first()
    assert grade is not None
    own = [(line.text, line.document_no) for line in explain(grade)]
    others = [(line.text, line.document_no) for line in explain(grade, authorised=False)]
    assert len(own) == len(others)
    assert any("只凭授权" in text for text, _no in own)
    assert not any("只凭授权" in text or number for text, number in others)


# --- what the database holds by itself ---------------------------------------------------------------


def test_an_answer_of_a_provider_who_was_never_asked_is_not_stored():
    filed(record())
    with pytest.raises(IntegrityError, match="a_provider_answers_after_being_asked"), transaction.atomic():
        Objection.objects.update(answered_on=TODAY)


def test_a_cycle_from_a_day_without_months_is_not_stored():
    load_standards()
    with pytest.raises(IntegrityError, match="cycle_from_a_day_has_months"), transaction.atomic():
        Standard.objects.update(cycle_kind=CycleKind.FROM_LICENCE, cycle_months=None)


# --- entries -----------------------------------------------------------------------------------------


def test_an_entry_that_is_amended_keeps_the_source_that_brought_it():
    clerk = factories.clerk()
    row = services.enter_record(corrected(record(), source="credit.api:7.1", title="某甲行为"), by=clerk)
    amended = services.amend_entry(row, corrected(row, source="", title="某乙行为"), by=clerk)
    amended.refresh_from_db()
    assert (amended.title, amended.source) == ("某乙行为", "credit.api:7.1")


# --- workers -----------------------------------------------------------------------------------------


def test_a_repair_that_platforms_never_confirm_does_not_hold_up_the_ones_after_it(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(syncing, "MOST", 1)
    monkeypatch.setitem(syncing._confirmers, "test.source", lambda sources: {"test.source:2"} & set(sources))
    rows = [record(source=f"test.source:{number}") for number in (1, 2)]
    for row in rows:
        Repair.objects.create(
            subject=row.subject,
            record=row,
            division_code=factories.COUNTY,
            state=RepairState.APPROVED,
            decided_on=TODAY,
            made_by="worker:test",
            made_by_label="test",
        )
    assert syncing.note_synced() == 1
    assert Repair.objects.get(record=rows[1]).state == RepairState.SYNCED


# --- corrections of what is disputed -----------------------------------------------------------------


def test_a_disputed_record_is_not_corrected_by_hand_while_its_objection_is_open():
    row = record(source="")
    objection = filed(row)
    row.refresh_from_db()
    with pytest.raises(Refusal, match="An objection to .* is open"):
        services.enter_record(corrected(row, note="事由写错"), by=factories.clerk(), corrects=row)
    row.refresh_from_db()
    objection.refresh_from_db()
    assert (row.state, row.disputed_until, objection.is_open) == (RecordState.DISPUTED, None, True)


def test_a_correction_that_waits_is_not_confirmed_once_the_record_is_disputed():
    row = record(source="")
    entry = services.enter_record(corrected(row, note="事由写错"), by=factories.clerk(), corrects=row)
    filed(row)
    with pytest.raises(Refusal, match="An objection to .* is open"):
        services.confirm(entry, by=factories.reviewer())
    row.refresh_from_db()
    entry.refresh_from_db()
    assert (row.state, entry.confirmed_at) == (RecordState.DISPUTED, None)


def test_no_other_procedure_corrects_a_disputed_record():
    row = record()
    filed(row)
    with pytest.raises(Refusal, match="An objection to .* is open"):
        services.supersede(row, corrected(row), on=TODAY, by=BY, reason="事实有误")
    assert ConductRecord.objects.get().state == RecordState.DISPUTED


def test_the_decision_on_the_objection_corrects_the_record_and_ends_the_dispute():
    row = record()
    objection = filed(row)
    clerk, reviewer = factories.clerk(), factories.reviewer()
    objections.propose(
        objection,
        finding="upheld",
        remedy="correct",
        reasoning="与决定书不一致，应当更正。",
        correction={"title": "更正后的行为"},
        by=clerk,
    )
    objections.decide(objection, by=reviewer)
    row.refresh_from_db()
    assert (row.state, row.disputed_until) == (RecordState.SUPERSEDED, TODAY)
    assert row.replacement.state == RecordState.NORMAL
