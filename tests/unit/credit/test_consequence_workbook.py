"""The workbook for personnel and licensing offices."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from accounts.models import Officer
from core.clock import today
from core.models import AuditEvent
from core.outbox import dispatch_all
from credit.consequence_workbook import Wanted, Whom, rows_of, write_workbook
from credit.grading.services import regrade
from credit.grading.standards import load_standards
from credit.models import ConductRecord, Subject
from tests import factories

pytestmark = pytest.mark.django_db
PATH = "admin:credit_consequencetask_workbook"


@pytest.fixture(autouse=True)
def standards() -> Any:
    load_standards()
    with translation.override("en"):
        yield


def veto(subject: Subject, on: date) -> None:
    ConductRecord.objects.create(
        subject=subject, item_code="V01", title="拒绝接受信用检查", happened_on=on, final_on=on
    )


def rows(wanted: Wanted, by: Officer) -> list[dict[str, Any]]:
    """Write the workbook and read it again, by the titles of its columns."""
    target = BytesIO()
    write_workbook(wanted, target, by=by)
    sheet = load_workbook(BytesIO(target.getvalue())).worksheets[0]
    lines: list[list[Any]] = [[cell.value for cell in line] for line in sheet.iter_rows()]
    return [dict(zip(lines[0], line, strict=False)) for line in lines[1:]]


def test_the_licensing_office_reads_grade_points_limits_and_measures():
    subject = factories.body()
    regrade([subject.pk])
    veto(subject, today())
    regrade([subject.pk])
    dispatch_all()
    row = next(
        line
        for line in rows(Wanted(Whom.BODIES, today()), factories.clerk())
        if line["Standard"].endswith("2026-1") and "Credit scoring" in line["Standard"]
    )
    assert row["Name"] == subject.name
    assert row["Grade or action"] == "D"
    assert row["Points taken"] == 6
    assert "verification suspended" in row["Limits in force"]
    assert "interview of the head" in row["Measures to be carried out"]
    assert row["Share in the random draw"] == "every round"
    assert row["Routine inspections a year"] == 4


def test_a_past_day_tells_the_grade_that_stood_then():
    subject, before = factories.body(), today() - timedelta(days=20)
    regrade([subject.pk], as_of=before)
    veto(subject, today() - timedelta(days=5))
    regrade([subject.pk])

    def grade(on: date) -> set[str]:
        found = rows(Wanted(Whom.BODIES, on), factories.clerk())
        return {line["Grade or action"] for line in found if "Credit scoring" in (line["Standard"] or "")}

    assert grade(today()) == {"D"}
    assert grade(before) == {"A"}
    assert grade(before - timedelta(days=1)) == set()


def test_who_has_no_grade_is_in_the_workbook_all_the_same():
    factories.body()
    assert [line["Standard"] for line in rows(Wanted(Whom.BODIES, today()), factories.clerk())] == [
        "not graded"
    ]


def test_only_who_has_limits_or_measures_when_that_is_asked_for():
    clean, limited = factories.body(), factories.body("内黄县康宁诊所", "91410527MA46TKJL8A")
    veto(limited, today())
    regrade([clean.pk, limited.pk])
    found = rows(Wanted(Whom.BODIES, today(), only_limited=True), factories.clerk())
    assert {line["Name"] for line in found} == {limited.name}


def test_a_persons_number_is_masked_and_persons_and_bodies_are_apart():
    factories.body()
    person = factories.person()
    regrade([person.pk])
    found = rows(Wanted(Whom.PERSONS, today()), factories.clerk())
    assert {line["Name"] for line in found} == {person.name}
    assert {line["Credit code or masked number"] for line in found} == {person.id_masked}
    assert factories.PERSON_ID not in str(found)


def test_only_the_officers_divisions_are_in_it():
    factories.body()
    assert rows(Wanted(Whom.BODIES, today()), factories.stranger()) == []


def test_a_name_that_looks_like_a_formula_stays_text():
    factories.body('=HYPERLINK("http://example.org","x")', "91410527MA46TKJL8A")
    target = BytesIO()
    write_workbook(Wanted(Whom.BODIES, today()), target, by=factories.clerk())
    cell = load_workbook(BytesIO(target.getvalue())).worksheets[0]["B2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_the_queries_do_not_grow_with_the_subjects(django_assert_max_num_queries: Any):
    bodies = [factories.body(f"内黄县第{n}诊所", f"9141052700000{n:04}A") for n in range(30)]
    regrade([row.pk for row in bodies])
    clerk = factories.clerk()
    clerk.prefixes("grade.view")
    with django_assert_max_num_queries(9):
        assert len(list(rows_of(Wanted(Whom.BODIES, today()), by=clerk))) >= 30


def test_the_page_hands_the_workbook_out_and_the_audit_trail_knows():
    factories.body()
    clerk = factories.clerk()
    client = Client(headers={"accept-language": "en"})
    client.force_login(clerk)
    assert client.get(reverse(PATH)).status_code == 200
    answer = client.post(reverse(PATH), {"whom": "bodies", "on": today().isoformat()})
    assert load_workbook(BytesIO(answer.getvalue())).sheetnames == ["Consequences", "Note"]
    assert AuditEvent.objects.get(action="consequences.export").actor_id == clerk.actor_id


def test_a_day_to_come_is_refused_on_the_page():
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.clerk())
    day = (today() + timedelta(days=1)).isoformat()
    assert (
        "the future is not known"
        in client.post(reverse(PATH), {"whom": "bodies", "on": day}).content.decode()
    )


def test_an_officer_without_a_post_gets_no_workbook():
    client = Client()
    client.force_login(factories.officer())
    assert client.post(reverse(PATH), {"whom": "bodies", "on": today().isoformat()}).status_code == 403
