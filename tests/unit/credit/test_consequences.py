"""What grades lead to: inspection, limits, and tasks for the offices."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import Officer
from accounts.roles import ADMINISTRATOR
from core.clock import today
from core.errors import Refusal
from core.models import AuditEvent, Deadline, Rule
from core.outbox import dispatch_all
from credit import consequence_tasks
from credit.consequence_following import end_obsolete, open_missing
from credit.consequences import ALL, Kind, book, by_subject, inspection_weight, of, open_tasks, read
from credit.grading.services import grade_everyone, regrade
from credit.grading.standards import load_standards
from credit.models import Band, ConductRecord, ConsequenceTask, Standard, Subject
from credit.models.consequences import TaskState
from credit.standards import drafting
from institutions.models import Membership
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def standards() -> None:
    load_standards()


def band(label: str = "D") -> Band:
    return Band.objects.get(standard__code="DEMO-INST", label=label)


def break_a_veto(subject: Subject) -> ConductRecord:
    return ConductRecord.objects.create(
        subject=subject, item_code="V01", title="拒绝接受信用检查", happened_on=DAY, final_on=DAY
    )


def test_every_code_of_the_shipped_standards_is_a_consequence_of_the_rule_table():
    rules = book()
    used = {code for row in Band.objects.all() for code in row.consequences}
    assert used
    assert {code for code in used if rules.find(code, on=DAY) is None} == set()


def test_every_shipped_consequence_can_be_read_and_has_both_languages():
    rows = list(Rule.objects.filter(table="credit.consequence"))
    assert len(rows) > 15
    for row in rows:
        told = read(row)
        assert told.title
        assert told.title_en
        assert told.office
        assert (told.weight is not None) == (told.kind == Kind.WEIGHT)


def test_a_clean_body_is_drawn_at_half_the_ratio_and_a_vetoed_one_in_every_round():
    clean, vetoed = factories.body(), factories.body("内黄县康宁诊所", "91410527MA46TKJL8A")
    break_a_veto(vetoed)
    regrade([clean.pk, vetoed.pk], as_of=DAY)
    assert inspection_weight([clean.pk, vetoed.pk], on=DAY) == {clean.pk: Decimal("0.5"), vetoed.pk: ALL}
    assert min(Decimal(1), Decimal("0.05") * ALL) == 1


def test_a_subject_without_a_grade_is_drawn_at_the_base_ratio():
    assert inspection_weight([factories.body().pk], on=DAY) == {factories.body().pk: Decimal(1)}


def test_consequences_name_office_document_and_certainty():
    subject = factories.body()
    break_a_veto(subject)
    regrade([subject.pk], as_of=DAY)
    told = {row.code: row for row in of(subject, on=DAY)}
    barred = told["accreditation-barred"]
    assert (barred.area, barred.label, barred.since) == ("accreditation", "D", DAY)
    assert barred.document == "梅市卫函〔2020〕26号"
    assert not barred.unconfirmed
    assert told["draw-all"].unconfirmed


def test_the_consequences_of_many_subjects_take_as_many_queries_as_those_of_one(
    django_assert_max_num_queries,
):
    subjects = [factories.body(f"内黄县第{number}诊所", f"9141052700000{number:04}A") for number in range(20)]
    regrade([row.pk for row in subjects], as_of=DAY)
    with django_assert_max_num_queries(4):
        told = by_subject([row.pk for row in subjects], on=DAY)
    assert all(told[row.pk] for row in subjects)


def test_a_band_opens_its_tasks_once_with_the_days_of_the_rule():
    subject = factories.body()
    opened = open_tasks(subject, band(), on=DAY, ground="first")
    assert {row.code for row in opened} == {"verification-suspended", "interview", "rectification"}
    assert open_tasks(subject, band(), on=DAY, ground="first") == []
    interview = next(row for row in opened if row.code == "interview")
    clock = Deadline.objects.get(kind="credit_consequence", object_id=str(interview.pk))
    assert clock.due_on == interview.due.on == date(2026, 12, 4)
    assert clock.division_code == subject.division_code
    assert AuditEvent.objects.filter(action="consequencetask.open").count() == 3


def test_a_task_that_was_done_opens_again_only_on_another_ground():
    subject, clerk = factories.body(), factories.clerk()
    task = next(row for row in open_tasks(subject, band("C"), on=DAY, ground="1") if row.code == "interview")
    consequence_tasks.finish(task, outcome="11月25日已约谈负责人", by=clerk)
    assert not Deadline.objects.filter(object_id=str(task.pk), closed_at__isnull=True).exists()
    assert open_tasks(subject, band("C"), on=DAY, ground="1") == []
    assert [row.code for row in open_tasks(subject, band("C"), on=DAY, ground="2")] == ["interview"]


@translation.override("en")
def test_a_task_is_not_done_without_its_outcome_and_not_waived_without_a_reason():
    task = factories.consequence_task()
    with pytest.raises(Refusal, match="Outcome"):
        consequence_tasks.finish(task, outcome="  ", by=factories.clerk())
    with pytest.raises(Refusal, match="reason"):
        consequence_tasks.waive(task, reason="", by=factories.reviewer())
    with pytest.raises(Refusal, match="right"):
        consequence_tasks.finish(task, outcome="已约谈", by=factories.stranger())
    assert ConsequenceTask.objects.get(pk=task.pk).state == TaskState.OPEN


def fallen(subject: Subject) -> ConductRecord:
    """A body whose grade falls to D today, and the tasks that follow."""
    regrade([subject.pk])
    record = ConductRecord.objects.create(
        subject=subject, item_code="V01", title="拒绝接受信用检查", happened_on=today(), final_on=today()
    )
    regrade([subject.pk])
    dispatch_all()
    return record


def open_codes(subject: Subject) -> set[str]:
    return set(
        ConsequenceTask.objects.filter(subject=subject, state=TaskState.OPEN).values_list("code", flat=True)
    )


def test_a_grade_that_falls_opens_the_tasks_of_its_band():
    subject = factories.body()
    fallen(subject)
    assert open_codes(subject) == {"verification-suspended", "interview", "rectification"}
    task = ConsequenceTask.objects.filter(subject=subject, code="interview").get()
    assert task.label == "D"
    assert task.cycle_start is not None


def test_a_grade_that_recovers_within_its_cycle_lets_the_open_tasks_lapse_but_keeps_what_was_done():
    subject = factories.body()
    record = fallen(subject)
    done = ConsequenceTask.objects.get(subject=subject, code="interview")
    consequence_tasks.finish(done, outcome="已约谈并记录", by=factories.clerk())
    ConductRecord.objects.filter(pk=record.pk).update(state="annulled", annulled_on=today())
    regrade([subject.pk])
    dispatch_all()
    assert open_codes(subject) == set()
    states = dict(ConsequenceTask.objects.filter(subject=subject).values_list("code", "state"))
    assert states == {
        "interview": TaskState.DONE,
        "rectification": TaskState.LAPSED,
        "verification-suspended": TaskState.LAPSED,
    }
    assert not Deadline.objects.filter(kind="credit_consequence", closed_at__isnull=True).exists()


def test_what_a_cycle_brought_about_stays_to_be_done_when_the_next_one_starts_at_zero():
    subject = factories.body()
    fallen(subject)
    ConsequenceTask.objects.update(cycle_start=date(today().year - 1, 1, 1))
    ConductRecord.objects.update(state="annulled", annulled_on=today())
    regrade([subject.pk])
    dispatch_all()
    assert "interview" in open_codes(subject)


def test_standing_grades_that_nobody_was_told_of_get_their_tasks_once():
    subject = factories.body()
    ConductRecord.objects.create(
        subject=subject, item_code="V01", title="拒绝接受信用检查", happened_on=today(), final_on=today()
    )
    grade_everyone(as_of=today())
    dispatch_all()
    assert open_codes(subject) == set()
    assert open_missing() == 3
    assert open_missing() == 0
    consequence_tasks.finish(
        ConsequenceTask.objects.get(subject=subject, code="interview"), outcome="已约谈", by=factories.clerk()
    )
    assert open_missing() == 0


def test_the_night_lets_tasks_lapse_that_the_grade_under_a_new_version_no_longer_asks_for():
    subject = factories.body()
    fallen(subject)
    assert end_obsolete() == 0
    Band.objects.filter(standard__code="DEMO-INST", label="D").update(consequences=["interview"])
    assert end_obsolete() == 2
    assert end_obsolete() == 0
    assert open_codes(subject) == {"interview"}


def test_the_credit_file_shows_what_is_in_force_and_what_is_to_be_carried_out():
    subject = factories.body()
    fallen(subject)
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.clerk())
    text = client.get(reverse("admin:credit_subject_change", args=[subject.pk])).content.decode()
    assert "may not apply for accreditation or a higher level" in text
    assert "梅市卫函〔2020〕26号" in text
    task = ConsequenceTask.objects.get(subject=subject, code="interview")
    assert reverse("admin:credit_consequencetask_change", args=[task.pk]) in text


def test_an_officer_notes_the_outcome_on_the_page_and_the_task_leaves_the_box():
    task = factories.consequence_task()
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.clerk())
    path = reverse("admin:credit_consequencetask_change", args=[task.pk])
    assert path in client.get(reverse("admin:index")).content.decode()
    finish = path.removesuffix("change/") + "finish/"
    client.post(finish, {"_form_submitted": "on", "outcome": "11月25日约谈，已承诺整改"})
    task.refresh_from_db()
    assert task.state == TaskState.DONE
    assert "11月25日约谈" in client.get(path).content.decode()
    assert path not in client.get(reverse("admin:index")).content.decode()


def test_the_body_reads_its_consequences_in_the_portal():
    subject = factories.body()
    fallen(subject)
    user = Officer.objects.create_user("hospital", password="invented-password")
    body = factories.institution(subject)
    Membership.objects.create(user=user, institution=body)
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    text = client.get(reverse("portal:part", args=[body.pk, "consequences"])).content.decode()
    assert "interview of the head" in text
    assert "verification suspended" in text
    assert "Limits in force" in client.get(reverse("portal:body", args=[body.pk])).content.decode()


def test_a_countys_own_version_of_a_standard_stands_in_for_the_countrys():
    subject = factories.body()
    old = Standard.objects.get(code="DEMO-INST")
    new = factories.officer(roles=(ADMINISTRATOR.code,), prefix=factories.COUNTY)
    own = drafting.new_version(
        old, version="county-1", effective_from=today(), place=factories.COUNTY, by=new
    )
    own.bands.filter(label="A").update(consequences=["draw-double"])
    Standard.objects.filter(pk=own.pk).update(state="adopted")
    regrade([subject.pk])
    assert inspection_weight([subject.pk]) == {subject.pk: Decimal(2)}
    Band.objects.filter(standard=old, label="A").update(consequences=["interview"])
    assert (open_missing(), end_obsolete()) == (0, 0)
