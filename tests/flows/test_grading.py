"""Grading through the pages: everybody graded with progress, a trial of another day, the reason told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Officer
from accounts.roles import READER, REVIEWER
from core.clock import today
from credit import tasks
from credit.grading import runs
from credit.models import ConductRecord, Grade, GradeChange, GradeRun, Standard, Subject
from credit.models.grades import Cause, RunState
from institutions.models import Membership
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def handed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One standard in force; runs are handed to a list instead of a worker."""
    Standard.objects.exclude(code="DEMO-INST").delete()
    waiting: list[str] = []
    monkeypatch.setattr(tasks.grade_standard, "delay", waiting.append)
    return waiting


def signed_in(officer: Officer) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


def reviewer() -> Client:
    return signed_in(factories.officer(roles=(REVIEWER.code,)))


def soiled(subject: Subject, *, days: int = 10) -> None:
    day = today() - timedelta(days=days)
    ConductRecord.objects.create(
        subject=subject, item_code="V01", title="拒绝接受信用检查", happened_on=day, final_on=day
    )


def ordered(client: Client, address: str, **form: Any) -> Any:
    """Open the dialog of a button, then confirm it."""
    assert client.get(address).status_code == 200
    return client.post(address, {**form, "_form_submitted": "on"})


def standard_page(page: str) -> str:
    standard = Standard.objects.get(code="DEMO-INST")
    return reverse(f"admin:credit_standard_{page}", args=[standard.pk])


def test_everybody_is_graded_from_the_page_of_the_standard_with_progress(
    handed: list[str], monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
):
    monkeypatch.setattr(runs, "SLICE", 1)
    soiled(factories.body())
    factories.body("内黄县康宁诊所", "91410527MA46TKJL8A")
    client = reviewer()
    assert "Grade everybody" in client.get(standard_page("change")).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = ordered(client, standard_page("grade_everybody"))
    run = GradeRun.objects.get()
    assert handed == [str(run.pk)]
    page = reverse("admin:credit_graderun_change", args=[run.pk])
    assert page in (answer.headers.get("Location") or answer.headers["HX-Redirect"])
    waiting = client.get(page).content.decode()
    assert "A worker will take it in a moment" in waiting

    attempt = runs._take(run.pk)
    assert runs._slice(run.pk, attempt)
    progress = reverse("admin:credit_graderun_progress", args=[run.pk])
    half = client.get(progress, headers={"HX-Request": "true"}).content.decode()
    assert 'aria-valuenow="50"' in half
    listed = client.get(reverse("admin:credit_graderun_changelist")).content.decode()
    assert "On their way" in listed
    assert 'aria-valuenow="50"' in listed

    assert not runs._slice(run.pk, attempt)
    finished = client.get(progress, headers={"HX-Request": "true"})
    assert finished.headers["HX-Refresh"] == "true"
    assert "Open the grades" in client.get(page).content.decode()
    assert sorted(Grade.objects.values_list("label", flat=True)) == ["A", "D"]


def test_everybody_is_graded_under_all_standards_from_the_list_of_runs(
    handed: list[str], django_capture_on_commit_callbacks: Any
):
    client = reviewer()
    with django_capture_on_commit_callbacks(execute=True):
        ordered(client, reverse("admin:credit_graderun_grade_all"))
    assert handed == [str(run.pk) for run in GradeRun.objects.all()]
    assert tasks.grade_standard(handed[0]) == RunState.DONE


def test_a_trial_of_another_day_shows_who_would_move_and_writes_nothing(handed: list[str]):
    body = factories.body()
    runs.carry_out(
        runs.request_run(
            Standard.objects.get(),
            as_of=today(),
            cause=Cause.DEMAND,
            by=factories.officer(roles=(REVIEWER.code,)),
        ).pk
    )
    soiled(body, days=-20)
    before = list(Grade.objects.values())
    client = reviewer()
    day = today() + timedelta(days=30)
    ordered(client, standard_page("trial_run"), as_of=day.isoformat())
    run = GradeRun.objects.get(trial=True)
    assert run.as_of == day
    tasks.grade_standard(str(run.pk))
    page = client.get(reverse("admin:credit_graderun_change", args=[run.pk])).content.decode()
    assert f"What the grades of {day} would be" in page
    assert "<strong>D</strong>" in page
    assert list(Grade.objects.values()) == before
    assert not GradeChange.objects.exists()


def test_a_trial_of_an_absurd_day_is_refused_in_the_dialog():
    answer = ordered(reviewer(), standard_page("trial_run"), as_of="2999-01-01")
    assert "within ten years" in answer.content.decode()
    assert not GradeRun.objects.exists()


def test_who_may_only_read_grades_is_offered_no_run_and_gets_none():
    client = signed_in(factories.officer(roles=(READER.code,)))
    assert "Grade everybody" not in client.get(standard_page("change")).content.decode()
    assert "Grade everybody" not in client.get(reverse("admin:credit_graderun_changelist")).content.decode()
    for address in (standard_page("grade_everybody"), reverse("admin:credit_graderun_grade_all")):
        client.post(address, {"_form_submitted": "on"})
    assert not GradeRun.objects.exists()


def test_officer_and_body_read_the_same_reason_line_by_line():
    institution = factories.institution()
    soiled(institution.subject)
    tasks.grade_standard(
        str(
            runs.request_run(
                Standard.objects.get(),
                as_of=today(),
                cause=Cause.DEMAND,
                by=factories.officer(roles=(REVIEWER.code,)),
            ).pk
        )
    )
    grade = Grade.objects.get()
    officer_page = reviewer().get(reverse("admin:credit_grade_change", args=[grade.pk])).content.decode()
    member = Officer.objects.create_user("hospital", password="invented-password")
    Membership.objects.create(user=member, institution=institution)
    portal = signed_in(member).get(reverse("portal:part", args=[institution.pk, "grade"])).content.decode()
    for page in (officer_page, portal):
        assert "A score of 94 falls into" in page
        assert "Veto by V01" in page
        assert "score 94, grade D" in page
