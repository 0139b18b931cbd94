"""Grades in the database: the accepted cases, their history, their reason, and the runs."""

import json
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from core import outbox
from core.actors import SystemActor
from core.models import OutboxEvent, Rule
from credit import services
from credit.cases import WHY
from credit.choices import Change, SubjectKind
from credit.grading.explaining import explain
from credit.grading.services import grade_everyone, regrade
from credit.grading.standards import load_standards
from credit.grading.writing import distribution
from credit.models import ConductRecord, Grade, GradeChange, GradeRun, Standard, Subject, Verification
from credit.models.grades import Cause
from credit.rules import counting_back
from credit.rules.explanation import LineKind
from credit.rules.phrases import plain
from credit.rules.terms import AppliesTo, CycleBasis, StandardState

GOLDEN = Path(__file__).resolve().parents[2] / "data" / "golden" / "scoring.json"
CASES = json.loads(GOLDEN.read_text(encoding="utf-8"))
CHANGES = {
    "disputed_from": Change.DISPUTED,
    "withdrawn_on": Change.WITHDRAWN,
    "annulled_on": Change.ANNULLED,
    "repaired_on": Change.REPAIRED,
}
DAY = date(2026, 11, 22)
BY = SystemActor("test")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings: Any, db: None) -> None:
    """The day of the accepted cases, and their two standards alone in force."""
    settings.CHENGYI_TODAY = DAY.isoformat()
    Standard.objects.exclude(code__in=["DEMO-INST", "DEMO-PRAC"]).delete()


def subject(kind: str = SubjectKind.ORGANISATION, division: str = "410527") -> Subject:
    letter = "P" if kind == SubjectKind.PERSON else "U"
    return Subject.objects.create(
        identity=f"{letter}:{uuid.uuid4().hex}", kind=kind, name="某机构", division_code=division
    )


def record(of: Subject, item: str, on: date = date(2026, 3, 1), **fields: Any) -> ConductRecord:
    values = {"title": "某行为", "happened_on": on, "final_on": on, **fields}
    return ConductRecord.objects.create(subject=of, item_code=item, **values)


def the_grade(of: Subject) -> Grade:
    return Grade.objects.select_related("standard").get(subject=of)


def standard(code: str = "DEMO-INST") -> Standard:
    return Standard.objects.get(code=code)


def queued(**fields: Any) -> GradeRun:
    values = {"standard": standard(), "as_of": DAY, "cause": Cause.DEMAND, "requested_by": "test", **fields}
    return GradeRun.objects.create(**values)


# --- the accepted cases, stored and graded ---


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["id"])
def test_every_accepted_case_comes_out_as_accepted_through_the_services(case: dict[str, Any]):
    person = case["standard"] == "DEMO-PRAC"
    body = subject(SubjectKind.PERSON if person else SubjectKind.ORGANISATION)
    with transaction.atomic():
        passed = [date.fromisoformat(day) for day in case.get("verified_on", ())]
        services.note_verifications(Verification(subject=body, passed_on=day) for day in passed)
        services.record_conduct([_told(body, data) for data in case["events"]], by=BY)
    rows = {row.source: row for row in body.records.all()}
    for data in case["events"]:
        for column, change in CHANGES.items():
            if data.get(column):
                on = date.fromisoformat(data[column])
                services.change_records([rows[data["event"]]], change, on=on, by=BY, reason="依决定")
    regrade([body.pk], as_of=date.fromisoformat(case["as_of"]))
    names = {row.pk: name for name, row in rows.items()}
    assert _outcome(the_grade(body), names) == case["expected"]


def _told(body: Subject, data: dict[str, Any]) -> services.NewRecord:
    return services.NewRecord(
        subject_id=body.pk,
        item_code=data["item"],
        title="某行为",
        happened_on=date.fromisoformat(data["date"]),
        final_on=date.fromisoformat(data["final_on"]),
        source=data["event"],
        count=data.get("count", 1),
    )


def _outcome(grade: Grade, names: dict[int, str]) -> dict[str, Any]:
    lines = explain(grade)
    told: dict[str, Any] = {
        "cycle_start": grade.cycle_start.isoformat(),
        "cycle_end": grade.cycle_end.isoformat(),
        "resets_on": grade.resets_on.isoformat(),
        "points": plain(grade.points),
        "counted": [
            names[line.record_id] for line in lines if line.kind == LineKind.DEDUCTED and line.record_id
        ],
        "ignored": [
            {"event": names[line.record_id], "why": WHY[line.reason]}
            for line in lines
            if line.kind == LineKind.IGNORED and line.record_id and line.reason is not None
        ],
    }
    if grade.standard.applies_to == AppliesTo.PRACTITIONER:
        return told | {"remaining": plain(grade.score), "action": grade.label or None}
    return told | {
        "bonus": plain(grade.bonus),
        "score": plain(grade.score),
        "grade": grade.label,
        "veto": grade.veto,
    }


# --- who is graded ---


def test_bodies_and_persons_are_each_graded_under_their_own_standard():
    rows = [subject(kind) for kind in SubjectKind.values]
    regrade([row.pk for row in rows])
    codes = dict(Grade.objects.values_list("subject__kind", "standard__code"))
    assert codes == {
        SubjectKind.ORGANISATION: "DEMO-INST",
        SubjectKind.INDIVIDUAL_BUSINESS: "DEMO-INST",
        SubjectKind.PERSON: "DEMO-PRAC",
    }


def test_a_standard_of_a_place_grades_only_the_subjects_of_that_place():
    Standard.objects.update(place="4105")
    here, elsewhere = subject(division="410527"), subject(division="410100")
    regrade([here.pk, elsewhere.pk])
    assert list(Grade.objects.values_list("subject", flat=True)) == [here.pk]


@pytest.mark.parametrize(
    "change",
    [
        {"state": StandardState.DRAFT},
        {"state": StandardState.RETIRED},
        {"effective_from": DAY + timedelta(days=1)},
        {"effective_until": DAY - timedelta(days=1)},
    ],
)
def test_a_standard_not_in_force_grades_nobody(change: dict[str, Any]):
    Standard.objects.update(**change)
    regrade([subject().pk])
    grade_everyone()
    assert not Grade.objects.exists()


def test_grading_some_leaves_the_others_alone():
    one, other = subject(), subject()
    regrade([one.pk])
    assert list(Grade.objects.values_list("subject", flat=True)) == [one.pk]
    grade_everyone()
    assert set(Grade.objects.values_list("subject", flat=True)) == {one.pk, other.pk}


def test_the_distribution_of_a_standard_is_computed_without_storing():
    good, bad = subject(), subject()
    record(bad, "V01")
    subject(SubjectKind.PERSON)
    assert distribution(standard(), as_of=DAY) == {"A": 1, "D": 1}
    assert (good.grades.count(), GradeChange.objects.count()) == (0, 0)


def test_loading_the_standards_again_changes_nothing():
    load_standards()
    Standard.objects.filter(code="DEMO-INST").update(state=StandardState.RETIRED)
    assert load_standards() == 0
    assert standard().state == StandardState.RETIRED


# --- change and history ---


def test_an_unchanged_grade_is_not_rewritten():
    body = subject()
    record(body, "I03")
    regrade([body.pk], as_of=DAY - timedelta(days=5))
    before = the_grade(body)
    assert regrade([body.pk]).grades == 0
    after = the_grade(body)
    assert (after.run_id, after.as_of) == (before.run_id, before.as_of)
    assert not GradeChange.objects.exists()


def test_a_changed_grade_keeps_what_it_was_and_tells_those_who_listen():
    body = subject()
    first = record(body, "I03")
    regrade([body.pk], as_of=DAY - timedelta(days=1))
    second = record(body, "I02", count=3)
    assert regrade([body.pk]).relabelled == 1
    change = GradeChange.objects.get()
    assert (change.from_label, change.to_label, change.from_points, change.to_points) == ("A", "B", 2, 20)
    assert (change.from_as_of, change.as_of, change.cause) == (DAY - timedelta(days=1), DAY, Cause.CHANGE)
    assert [row[0] for row in json.loads(change.from_lines)] == [first.pk]
    assert [row[0] for row in json.loads(the_grade(body).lines)] == [first.pk, second.pk]
    event = OutboxEvent.objects.get(topic="credit.grade.changed")
    assert (event.payload["subject"], event.payload["from"], event.payload["to"]) == (body.pk, "A", "B")


def test_points_that_change_within_a_grade_are_kept_but_not_announced():
    body = subject()
    regrade([body.pk])
    record(body, "I03")
    assert (regrade([body.pk]).grades, GradeChange.objects.count()) == (1, 1)
    assert not OutboxEvent.objects.filter(topic="credit.grade.changed").exists()


def test_a_first_grade_is_announced_only_where_it_is_not_that_of_a_clean_subject():
    clean, soiled = subject(), subject()
    record(soiled, "V01")
    regrade([clean.pk, soiled.pk])
    (event,) = OutboxEvent.objects.filter(topic="credit.grade.changed")
    assert (event.payload["subject"], event.payload["from"], event.payload["to"]) == (soiled.pk, "A", "D")


def test_an_action_that_falls_due_is_announced():
    person = subject(SubjectKind.PERSON)
    record(person, "P03", source="disclosure.penalty:1")
    record(person, "P03", date(2026, 4, 1), source="disclosure.penalty:2")
    regrade([person.pk])
    event = OutboxEvent.objects.get(topic="credit.grade.changed")
    assert (event.payload["from"], event.payload["to"]) == ("", "离岗培训一个月")


def test_a_grade_of_a_later_day_is_not_overwritten_by_one_of_an_earlier_day():
    body = subject()
    record(body, "V01")
    regrade([body.pk])
    regrade([body.pk], as_of=date(2026, 1, 1))
    assert (the_grade(body).label, the_grade(body).as_of) == ("D", DAY)


def test_a_change_of_a_record_grades_its_subject_anew():
    body = subject()
    with transaction.atomic():
        record(body, "V02")
        services.announce([body.pk])
    outbox.dispatch_all()
    assert the_grade(body).label == "D"


def test_an_annulled_penalty_takes_its_points_back():
    body = subject()
    record(body, "V02", source="invented.source:1")
    regrade([body.pk])
    services.annul_records("invented.source:1", on=DAY, by=BY, reason="撤销")
    outbox.dispatch_all()
    assert (the_grade(body).label, the_grade(body).points) == ("A", 0)


def test_a_verification_passed_starts_counting_at_zero():
    body = subject()
    record(body, "V02", date(2026, 2, 1))
    regrade([body.pk])
    with transaction.atomic():
        services.note_verifications([Verification(subject=body, passed_on=date(2026, 6, 1))])
    outbox.dispatch_all()
    grade = the_grade(body)
    assert (grade.label, grade.cycle_start, grade.cycle_basis) == (
        "A",
        date(2026, 6, 1),
        CycleBasis.VERIFICATION,
    )


def test_the_end_of_verification_tells_the_cycle_where_the_place_allows_it():
    body = subject()
    record(body, "V02", date(2026, 2, 1))
    with transaction.atomic():
        services.move_verified_until([services.DayChange(body.pk, None, date(2027, 2, 28))])
    outbox.dispatch_all()
    assert (the_grade(body).label, the_grade(body).cycle_basis) == ("A", CycleBasis.VALIDITY)
    assert the_grade(body).cycle_start == date(2026, 3, 1)
    with transaction.atomic():  # what holds for good is no end of a verification
        services.move_verified_until([services.DayChange(body.pk, None, date(2099, 12, 31))])
    outbox.dispatch_all()
    assert the_grade(body).cycle_basis == CycleBasis.FALLBACK
    Rule.objects.filter(table=counting_back.TABLE).update(value={"count_back": False})
    with transaction.atomic():
        services.move_verified_until([services.DayChange(body.pk, None, date(2027, 2, 28))])
    outbox.dispatch_all()
    assert the_grade(body).cycle_basis == CycleBasis.FALLBACK


# --- the reason ---


def test_the_reason_stays_as_of_the_day_although_the_records_moved_on():
    body = subject()
    counted = record(body, "I02", document_no="某卫医罚〔2026〕1号")
    regrade([body.pk])
    ConductRecord.objects.filter(pk=counted.pk).update(annulled_on=date(2026, 4, 1))
    late = record(body, "I03")
    with translation.override("en"):
        lines = {line.record_id: line for line in explain(the_grade(body))}
    assert (lines[counted.pk].kind, lines[counted.pk].change) == (LineKind.DEDUCTED, -6)
    assert lines[counted.pk].document_no == "某卫医罚〔2026〕1号"
    assert "when the grade was computed" in lines[late.pk].text


@pytest.mark.parametrize("state", ["withdrawn_on", "annulled_on", "repaired_on", "disputed_from"])
def test_a_record_counts_until_the_day_before_its_state_and_not_on_the_day(state: str):
    body = subject()
    record(body, "I02", **{state: DAY})
    regrade([body.pk], as_of=DAY - timedelta(days=1))
    assert the_grade(body).points == 6
    regrade([body.pk], as_of=DAY)
    assert the_grade(body).points == 0


def test_a_settled_dispute_counts_again_on_the_day_it_was_settled():
    body = subject()
    record(body, "I02", disputed_from=date(2026, 4, 1), disputed_until=DAY)
    regrade([body.pk], as_of=DAY - timedelta(days=1))
    assert the_grade(body).points == 0
    regrade([body.pk], as_of=DAY)
    assert the_grade(body).points == 6


def test_the_reason_names_the_higher_item_of_the_same_act():
    body = subject()
    record(body, "I02", act="x")
    lower = record(body, "I04", act="x")
    regrade([body.pk])
    with translation.override("en"):
        lines = {line.record_id: line for line in explain(the_grade(body))}
    assert "higher item" in lines[lower.pk].text


def test_the_reason_can_be_told_after_the_standard_was_edited():
    body = subject()
    counted = record(body, "V01")
    regrade([body.pk])
    standard().criteria.all().delete()
    standard().bands.filter(label="D").update(label="E")
    with translation.override("en"):
        lines = explain(the_grade(body))
    assert (lines[2].record_id, lines[2].change) == (counted.pk, -6)
    assert lines[-1].text.endswith("score 94, grade D.")


def test_explaining_a_grade_asks_the_database_four_times(django_assert_num_queries: Callable[..., Any]):
    body = subject()
    for _number in range(20):
        record(body, "I05")
    regrade([body.pk])
    grade = the_grade(body)
    with django_assert_num_queries(4):
        explain(grade)
