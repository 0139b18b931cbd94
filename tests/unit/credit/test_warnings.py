"""Risk warnings: found by rules, told once per period, dismissed with a reason, gone with their ground."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from core import outbox
from core.clock import today
from core.errors import Refusal
from core.models import AuditEvent, Deadline, OutboxEvent, Rule
from credit.grading.services import regrade
from credit.models import Grade, GradeChange, RiskWarning, Standard, Subject
from credit.services import NewRecord, record_conduct
from credit.warnings import services
from credit.warnings.choices import WarningState
from credit.warnings.file_sources import band_falling
from credit.warnings.services import TABLE, look_for_risks
from credit.warnings.sources import Scope
from disclosure.models import Penalty
from institutions.models import Institution
from tests import factories

pytestmark = pytest.mark.django_db
CLINIC = "91410527MA46TKJL8A"
_numbers = itertools.count(1)


def records(subject: Subject, item: str, days_ago: int, number: int = 1, count: int = 1) -> None:
    clerk = factories.clerk()
    record_conduct(
        [
            NewRecord(
                subject_id=subject.pk,
                item_code=item,
                title="编造的记录",
                happened_on=today() - timedelta(days=days_ago + at),
                final_on=today() - timedelta(days=days_ago + at),
                source=f"test:{item}:{days_ago}:{at}",
                count=count,
            )
            for at in range(number)
        ],
        by=clerk,
    )


def near_a_threshold() -> Subject:
    """Ten points, two short of the first threshold."""
    subject = factories.body()
    records(subject, "J05", 1)
    regrade([subject.pk])
    return subject


def warnings(code: str, state: str = WarningState.OPEN) -> list[RiskWarning]:
    return list(RiskWarning.objects.filter(rule=code, state=state))


def test_points_near_a_threshold_are_warned_of_with_the_reason_in_both_languages():
    subject = near_a_threshold()
    assert look_for_risks().opened == 1
    (told,) = warnings("points_near")
    assert told.subject == subject
    assert "已记10分" in told.reason
    assert "差2分" in told.reason
    assert "2 short of “key supervision”" in told.reason_en
    assert told.to_body


def test_a_warning_is_told_once_however_often_the_rules_are_asked():
    near_a_threshold()
    assert look_for_risks().opened == 1
    assert look_for_risks().opened == 0
    assert RiskWarning.objects.count() == 1
    assert Deadline.objects.filter(kind="risk_warning").count() == 1
    assert OutboxEvent.objects.filter(topic="credit.warning.opened").count() == 1
    assert AuditEvent.objects.filter(action="riskwarning.open").count() == 1


def test_the_database_holds_one_warning_per_rule_subject_and_period():
    near_a_threshold()
    look_for_risks()
    (told,) = warnings("points_near")
    told.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        told.save(force_insert=True)


def test_a_warning_lapses_with_its_ground_and_comes_back_with_it():
    subject = near_a_threshold()
    look_for_risks()
    Grade.objects.filter(subject=subject).update(points=Decimal(4))
    assert look_for_risks().lapsed == 1
    assert not Deadline.objects.filter(kind="risk_warning", closed_at__isnull=True).exists()
    Grade.objects.filter(subject=subject, standard__code="POINTS-INST").update(points=Decimal(11))
    assert look_for_risks().opened == 1
    assert Deadline.objects.filter(kind="risk_warning", closed_at__isnull=True).count() == 1


def test_a_warning_is_dismissed_only_with_a_reason_and_does_not_come_back():
    near_a_threshold()
    look_for_risks()
    (told,) = warnings("points_near")
    clerk = factories.clerk()
    with pytest.raises(Refusal) as caught:
        services.dismiss(told, reason="  ", by=clerk)
    assert caught.value.field == "reason"
    services.dismiss(told, reason="已电话提醒负责人", by=clerk)
    assert (told.state, told.dismissed_reason) == (WarningState.DISMISSED, "已电话提醒负责人")
    assert not Deadline.objects.filter(kind="risk_warning", closed_at__isnull=True).exists()
    assert look_for_risks().opened == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskWarning.objects.update(dismissed_reason="")


def test_a_stranger_dismisses_nothing():
    near_a_threshold()
    look_for_risks()
    (told,) = warnings("points_near")
    with override("en"), pytest.raises(Refusal, match="right"):
        services.dismiss(told, reason="不是本地的", by=factories.stranger())


@pytest.mark.parametrize(
    ("column", "rule", "days", "expected"),
    [
        ("licence_valid_to", "licence_ending", 90, True),
        ("licence_valid_to", "licence_ending", 91, False),
        ("licence_valid_to", "licence_ending", -3, True),
        ("verification_valid_to", "verification_ending", 60, True),
        ("verification_valid_to", "verification_ending", 61, False),
    ],
)
def test_a_licence_or_verification_that_runs_out_is_warned_of(
    column: str, rule: str, days: int, expected: bool
):
    day = today() + timedelta(days=days)
    fields: dict[str, Any] = {column: day}
    factories.institution(**fields)
    look_for_risks()
    found = warnings(rule)
    assert [row.event_on for row in found] == ([day] if expected else [])


def test_a_renewed_licence_ends_the_warning():
    factories.institution(licence_valid_to=today() + timedelta(days=10))
    look_for_risks()
    Institution.objects.update(licence_valid_to=today() + timedelta(days=900))
    look_for_risks()
    assert not warnings("licence_ending")
    assert len(warnings("licence_ending", WarningState.LAPSED)) == 1


def test_three_upheld_complaints_within_ninety_days_are_warned_of():
    person = factories.person()
    records(person, "P06", 5, number=2)
    look_for_risks()
    assert not warnings("complaints")
    records(person, "P06", 89)
    look_for_risks()
    (told,) = warnings("complaints")
    assert "有效投诉3次" in told.reason
    task = Deadline.objects.get(kind="risk_warning")
    assert person.name not in task.title
    assert person.number in task.title


def test_complaints_of_more_than_ninety_days_ago_do_not_count():
    person = factories.person()
    records(person, "P06", 5, number=2)
    records(person, "P06", 90)
    look_for_risks()
    assert not warnings("complaints")


def test_a_fallen_grade_is_warned_of_until_it_recovers():
    subject = factories.body()
    regrade([subject.pk])
    records(subject, "V02", 1)
    regrade([subject.pk])
    assert GradeChange.objects.filter(from_label="A", to_label="D").exists()
    look_for_risks()
    (told,) = warnings("band_falling")
    assert "由A降为D" in told.reason
    Grade.objects.filter(subject=subject, standard__code="DEMO-INST").update(label="A")
    look_for_risks()
    assert not warnings("band_falling")


def test_one_body_is_asked_for_its_own_fallen_grades_only():
    fallen, other = factories.body(), factories.body("内黄县白桦诊所", CLINIC)
    for days_ago, subject in enumerate((fallen, other), 1):
        regrade([subject.pk])
        records(subject, "V02", days_ago)
        regrade([subject.pk])
    assert GradeChange.objects.filter(from_label="A", to_label="D").count() == 2
    with CaptureQueriesContext(connection) as asked:
        found = list(band_falling({"days": 90}, Scope(subject_ids=[fallen.pk]), today()))
    assert [one.subject_id for one in found] == [fallen.pk]
    read = [query["sql"] for query in asked if 'FROM "credit_gradechange"' in query["sql"]]
    assert read
    assert all('"credit_gradechange"."subject_id" IN' in sql for sql in read)


def test_repair_that_is_soon_possible_is_told_to_the_body_and_opens_no_task():
    row = factories.penalty(by=factories.clerk())
    day = today() + timedelta(days=30)
    Penalty.objects.filter(pk=row.pk).update(state="published", earliest_repair_on=day)
    look_for_risks()
    (told,) = warnings("repair_soon")
    assert told.event_on == day
    assert row.document_no in told.reason
    assert not Deadline.objects.filter(kind="risk_warning").exists()


def test_a_rule_of_the_place_stands_in_for_the_general_one():
    general = Rule.objects.get(table=TABLE, code="licence_ending")
    Rule.objects.create(
        table=TABLE,
        code="licence_ending",
        place="4105",
        valid_from=date(2020, 1, 1),
        value={**general.value, "days": 5},
        title=general.title,
    )
    factories.institution(licence_valid_to=today() + timedelta(days=30))
    other = factories.body("别处诊所", CLINIC, division_code="510105")
    factories.institution(other, licence_valid_to=today() + timedelta(days=30), division_code="510105")
    look_for_risks()
    assert [row.subject for row in warnings("licence_ending")] == [other]


def test_a_rule_that_cannot_be_read_stops_no_other_rule():
    Rule.objects.filter(table=TABLE, code="points_near").update(
        value={"source": "points_near", "within": "3", "text": "{unknown}"}
    )
    near_a_threshold()
    factories.institution(licence_valid_to=today())
    told = look_for_risks()
    assert (told.broken, len(warnings("licence_ending")), len(warnings("points_near"))) == (1, 1, 0)


def test_a_change_of_one_file_is_looked_at_at_once():
    subject = factories.body()
    records(subject, "P06", 3, number=3)
    outbox.dispatch_all()
    assert [row.subject for row in warnings("complaints")] == [subject]


def ten_points(name: str) -> None:
    """A body two points short of the first threshold, as the grading has left it."""
    Grade.objects.create(
        subject=factories.body(name, f"{next(_numbers):018d}"),
        standard=Standard.objects.get(code="POINTS-INST"),
        run_id="00000000-0000-0000-0000-000000000000",
        as_of=today(),
        cycle_start=date(today().year, 1, 1),
        cycle_end=date(today().year, 12, 31),
        cycle_basis="fallback",
        points=Decimal(10),
        bonus=0,
        score=14,
        veto=False,
        lines="[]",
    )


def test_looking_at_everybody_takes_the_same_number_of_statements_for_more_subjects():
    rule = Rule.objects.get(table=TABLE, code="points_near")
    # Without clocks: what the calendar costs is its own affair.
    Rule.objects.filter(pk=rule.pk).update(value={**rule.value, "handle_days": None})
    counts = []
    for number, bodies in enumerate((2, 30)):
        for at in range(bodies):
            ten_points(f"第{number}批第{at}诊所")
        with CaptureQueriesContext(connection) as asked:
            assert look_for_risks().opened == bodies
        counts.append(len(asked))
    assert counts[1] <= counts[0]
