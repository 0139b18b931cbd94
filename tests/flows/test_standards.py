"""A standard through the pages: drafted, tried, adopted by the second officer; the grades follow."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Officer
from accounts.roles import ADMINISTRATOR, REVIEWER
from core.clock import today
from core.models import AuditEvent, Deadline
from credit.grading.services import grade_everyone
from credit.grading.standards import load_standards
from credit.models import ConductRecord, ConsequenceTask, Grade, GradeRun, Standard
from credit.models.consequences import TaskState
from credit.models.grades import RunState
from credit.rules.terms import StandardState
from credit.standards.tasks import follow_standing_grades
from credit.tasks import grade_standard
from tests import factories

pytestmark = pytest.mark.django_db


def signed_in(officer: Officer) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


def page_of(standard: Standard, page: str) -> str:
    return reverse("admin:credit_standard_change", args=[standard.pk]).removesuffix("change/") + f"{page}/"


def sent(client: Client, standard: Standard) -> dict[str, Any]:
    """Return what the form of a standard sends when nothing is changed."""
    context = client.get(page_of(standard, "change")).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {bound.html_name: bound.value() for form in forms for bound in form}
    kept = {name: value for name, value in values.items() if value is not None and value is not False}
    return {name: "on" if value is True else value for name, value in kept.items()}


def row_of(data: dict[str, Any], table: str, field: str, value: str) -> str:
    """Return the beginning of the inputs of the row that holds a value."""
    name = next(
        name
        for name, held in data.items()
        if name.startswith(table) and name.endswith(field) and held == value
    )
    return name.removesuffix(field)


def test_a_standard_is_drafted_tried_and_adopted_by_another_and_the_grades_follow(
    django_capture_on_commit_callbacks: Any,
):
    load_standards()
    old = Standard.objects.get(code="DEMO-INST")
    subject = factories.body()
    ConductRecord.objects.create(
        subject=subject, item_code="I01", title="诊疗科目超范围", happened_on=today(), final_on=today()
    )
    grade_everyone(as_of=today())
    assert Grade.objects.get(subject=subject, standard=old).label == "A"

    # The administrator drafts the next version from the page of the old one.
    drafter = factories.officer(roles=(ADMINISTRATOR.code, REVIEWER.code), prefix="")
    desk = signed_in(drafter)
    desk.post(
        page_of(old, "new-version"),
        {"_form_submitted": "on", "version": "2027-1", "effective_from": today().isoformat(), "place": ""},
    )
    new = Standard.objects.get(version="2027-1")
    assert new.state == StandardState.DRAFT

    # A band that leaves scores without a grade is refused, and nothing is half stored.
    data = sent(desk, new)
    lowest = row_of(data, "bands", "label", "D")
    refused = desk.post(page_of(new, "change"), data | {f"{lowest}minimum": "20"})
    assert "Scores below 20 have no grade" in refused.content.decode()

    # It is made stricter, and tried: the page names who would move. Nobody's grade is written.
    item = row_of(data, "criteria", "item_code", "I01")
    answer = desk.post(page_of(new, "change"), data | {f"{item}points": "30"})
    assert answer.status_code == 302, answer.context["errors"]
    desk.post(page_of(new, "try-out"), {"_form_submitted": "on"})
    new.refresh_from_db()
    assert new.state == StandardState.TRIED
    shown = desk.get(page_of(new, "preview")).context["shown"]
    assert [(mover.subject, mover.before, mover.after) for mover in shown.movers] == [(subject, "A", "C")]
    assert not Grade.objects.filter(standard=new).exists()

    # Who drafted it holds the right to adopt, but needs another's eyes.
    assert (
        "second officer"
        in desk.post(page_of(new, "adopt"), {"_form_submitted": "on"}, follow=True).content.decode()
    )
    new.refresh_from_db()
    assert new.state == StandardState.TRIED

    # The second officer adopts: the old version ends on the day before, in the same act.
    second = signed_in(factories.officer(roles=(REVIEWER.code,), prefix=""))
    with django_capture_on_commit_callbacks() as handed_on:
        second.post(page_of(new, "adopt"), {"_form_submitted": "on"})
    old.refresh_from_db()
    new.refresh_from_db()
    assert (new.state, new.adopted_on) == (StandardState.ADOPTED, today())
    assert (old.state, old.effective_until) == (StandardState.RETIRED, today() - timedelta(days=1))
    assert {"standard.adopt", "standard.end", "standard.retire"} <= set(
        AuditEvent.objects.values_list("action", flat=True)
    )

    # The grades follow, and what they lead to becomes a task with its days.
    run = GradeRun.objects.get(standard=new)
    assert handed_on
    grade_standard(str(run.pk))
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert Grade.objects.get(subject=subject, standard=new).label == "C"
    follow_standing_grades()
    tasks = ConsequenceTask.objects.filter(subject=subject, state=TaskState.OPEN)
    assert {task.code for task in tasks} == {"interview", "rectification"}
    assert Deadline.objects.filter(kind="credit_consequence", closed_at__isnull=True).count() == 2

    # The file shows the grade of the version in force only, and the frozen standard has no inputs.
    text = second.get(reverse("admin:credit_subject_change", args=[subject.pk])).content.decode()
    assert "interview of the head" in text
    assert 'name="title"' not in desk.get(page_of(new, "change")).content.decode()
