"""Credit files, grades and records on the supervisors' pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Officer, Reveal
from core.clock import today
from core.models import AuditEvent
from credit.grading.services import regrade
from credit.models import ConductRecord, Grade, Subject, Verification
from disclosure.models import Penalty
from disclosure.services.decisions import approve_many
from tests import factories

pytestmark = pytest.mark.django_db


def signed_in(officer: Officer) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


GRADED_BY = "DEMO-INST"


def graded_body() -> Subject:
    """A hospital with a final penalty of this cycle, graded."""
    subject = factories.body()
    Verification.objects.create(subject=subject, passed_on=today() - timedelta(days=300))
    row = factories.penalty(by=factories.clerk(), decided_on=today() - timedelta(days=250))
    approve_many(Penalty, [row.pk], by=factories.reviewer())
    regrade([subject.pk])
    return subject


def test_a_grade_is_told_line_by_line_with_clause_and_document():
    subject = graded_body()
    grade = Grade.objects.get(subject=subject, standard__code=GRADED_BY)
    text = (
        signed_in(factories.clerk())
        .get(reverse("admin:credit_grade_change", args=[grade.pk]))
        .content.decode()
    )
    assert Penalty.objects.get().document_no in text
    assert grade.standard.document in text
    assert "counting starts again at zero" in text
    assert "Local default, to be confirmed" in text


def test_a_grade_is_computed_now_by_whoever_may():
    subject = graded_body()
    grade = Grade.objects.get(subject=subject, standard__code=GRADED_BY)
    ConductRecord.objects.update(state="annulled", annulled_on=today())
    path = reverse("admin:credit_grade_change", args=[grade.pk])
    compute = f"{path.removesuffix('change/')}compute/"
    signed_in(factories.clerk()).post(compute, {"_form_submitted": "on"})
    grade.refresh_from_db()
    assert grade.points
    client = signed_in(factories.reviewer())
    client.post(compute, {"_form_submitted": "on"})
    grade.refresh_from_db()
    assert grade.points == 0
    assert AuditEvent.objects.filter(action="subject.grade").count() == 1
    assert client.get(path).context["changes"]


def test_the_time_line_tells_penalties_records_and_grade_changes():
    subject = graded_body()
    ConductRecord.objects.update(state="annulled", annulled_on=today())
    regrade([subject.pk])
    page = signed_in(factories.reviewer()).get(reverse("admin:credit_subject_change", args=[subject.pk]))
    events = page.context["events"]
    kinds = {event.kind for event in events}
    assert {"Conduct record", "administrative penalty"} <= kinds
    assert [event.on for event in events] == sorted((event.on for event in events), reverse=True)
    assert (
        reverse("admin:disclosure_penalty_change", args=[Penalty.objects.get().pk]) in page.content.decode()
    )


@pytest.mark.parametrize("term", ["青禾", "禾", factories.HOSPITAL_USCC, factories.HOSPITAL_USCC.lower()])
def test_a_file_is_found_by_a_piece_of_the_name_and_by_code(term: str):
    subject = factories.body()
    page = signed_in(factories.clerk()).get(reverse("admin:credit_subject_changelist"), {"q": term})
    assert reverse("admin:credit_subject_change", args=[subject.pk]) in page.content.decode()


def test_a_person_is_found_by_the_whole_number_which_the_page_never_shows():
    person = factories.person()
    client = signed_in(factories.reviewer())
    page = client.get(reverse("admin:credit_subject_changelist"), {"q": factories.PERSON_ID})
    path = reverse("admin:credit_subject_change", args=[person.pk])
    assert path in page.content.decode()
    assert person.id_masked in page.content.decode()
    assert factories.PERSON_ID not in client.get(path).content.decode()


def test_the_full_number_of_a_person_needs_right_and_reason():
    person = factories.person()
    path = reverse("admin:credit_subject_change", args=[person.pk]).removesuffix("change/") + "number/"
    data = {"_form_submitted": "on", "reason": "核对举报线索"}
    assert factories.PERSON_ID not in signed_in(factories.clerk()).post(path, data).content.decode()
    assert signed_in(factories.stranger()).post(path, data).status_code == 404
    assert not Reveal.objects.exists()
    assert factories.PERSON_ID in signed_in(factories.reviewer()).post(path, data).content.decode()
    assert Reveal.objects.get().object_id == str(person.pk)
