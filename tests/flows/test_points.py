"""Penalty → points → threshold → task, and the way back, through the pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Officer
from core import outbox
from core.clock import today
from core.models import Deadline
from credit.grading.services import regrade
from credit.models import ConductRecord, ConsequenceTask, DemeritEntry, RiskWarning, Standard, Subject
from credit.models.consequences import TaskState
from credit.points.choices import EntryState
from credit.points.workflow import NOTICE
from credit.warnings.choices import WarningState
from disclosure.models import Penalty
from institutions.models import Institution, Membership
from tests import factories

pytestmark = pytest.mark.django_db


def signed_in(who: Officer) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def change_page(row: Any) -> str:
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


def press(client: Client, row: Any, step: str, **data: Any) -> str:
    """Press a button's confirmation and return the page that follows."""
    client.post(f"{change_page(row).removesuffix('change/')}{step}/", {"_form_submitted": "on", **data})
    return client.get(change_page(row)).content.decode()


class People:
    """The clerk, the second officer and the hospital's own account."""

    def __init__(self) -> None:
        clerk = factories.clerk()
        clerk.agency = factories.agency()
        clerk.save(update_fields=["agency"])
        self.clerk = signed_in(clerk)
        self.clerk_officer = clerk
        self.reviewer = signed_in(factories.reviewer())
        self.body: Institution = factories.institution()
        account = Officer.objects.create_user("hospital", password="invented-password")
        Membership.objects.create(user=account, institution=self.body)
        self.hospital = signed_in(account)

    @property
    def subject(self) -> Subject:
        return self.body.subject


@pytest.fixture
def people() -> People:
    return People()


def decided_penalty(people: People) -> Penalty:
    """A penalty that the second officer approved on its page."""
    penalty = factories.penalty(by=people.clerk_officer, decided_on=today() - timedelta(days=30))
    press(people.reviewer, penalty, "approve")
    penalty.refresh_from_db()
    assert penalty.state == "approved"
    return penalty


def entry_form(people: People, **changes: Any) -> dict[str, Any]:
    scheme = Standard.objects.get(code="POINTS-INST")
    return {
        "about": factories.HOSPITAL_USCC,
        "item": f"{scheme.pk}:J09",
        "count": "2",
        "happened_on": (today() - timedelta(days=32)).isoformat(),
        "facts": "现场检查发现两名未取得资格的人员独立开展护理工作。",
        "penalty": "",
        "authority_name": factories.AUTHORITY,
        **changes,
    }


def scored(people: People, penalty: Penalty, **changes: Any) -> DemeritEntry:
    """An entry made on the form, notified, and confirmed by the second officer after the window."""
    answer = people.clerk.post(
        reverse("admin:credit_demeritentry_add"),
        entry_form(people, penalty=penalty.document_no, **changes),
    )
    entry = DemeritEntry.objects.latest("pk")
    assert answer.headers["Location"] == change_page(entry)
    press(
        people.clerk,
        entry,
        "serve",
        notice_no=f"内卫记〔2026〕{entry.pk}号",
        served_on=(today() - timedelta(days=20)).isoformat(),
    )
    press(people.reviewer, entry, "confirm")
    entry.refresh_from_db()
    return entry


def settle(subject: Subject) -> None:
    """What the workers do: deliver what happened, grade, deliver again."""
    outbox.dispatch_all()
    regrade([subject.pk])
    outbox.dispatch_all()


def test_penalty_points_threshold_task_and_back(people: People):
    penalty = decided_penalty(people)

    # The ledger offers the penalty to be scored, and leads to the form with everything known filled in.
    ledger = reverse("admin:credit_subject_points", args=[people.subject.pk])
    page = people.clerk.get(ledger).content.decode()
    assert penalty.document_no in page
    form = people.clerk.get(
        f"{reverse('admin:credit_demeritentry_add')}?subject={people.subject.pk}&penalty={penalty.document_no}"
    )
    assert form.context["form"].initial["penalty"] == penalty.document_no

    # Two persons at six points each reach the first threshold of the scheme.
    entry = scored(people, penalty)
    assert entry.state == EntryState.CONFIRMED
    assert entry.points == 12
    settle(people.subject)

    task = ConsequenceTask.objects.get(subject=people.subject, code="supervision-letter")
    assert task.state == TaskState.OPEN
    assert Deadline.objects.filter(object_id=str(task.pk), kind="credit_consequence").exists()
    front = people.clerk.get(reverse("admin:index")).content.decode()
    assert task.title in front

    # The body reads the same in the portal: points, action, the notice's number.
    portal = people.hospital.get(reverse("portal:part", args=[people.body.pk, "points"])).content.decode()
    assert "12 points" in portal
    assert entry.notice_no in portal

    # The penalty falls: its points go with it, and the task has lost its ground.
    press(people.reviewer, penalty, "annul", reason="经行政复议，原处罚决定被撤销")
    entry.refresh_from_db()
    assert entry.state == EntryState.REVERSED
    settle(people.subject)
    task.refresh_from_db()
    assert task.state == TaskState.LAPSED
    assert not Deadline.objects.filter(object_id=str(task.pk), closed_at__isnull=True).exists()
    page = people.clerk.get(ledger).content.decode()
    assert "annulled" in page
    assert "0 points" in page


def test_the_task_of_a_threshold_is_closed_with_its_result(people: People):
    scored(people, decided_penalty(people))
    settle(people.subject)
    task = ConsequenceTask.objects.get(subject=people.subject, code="supervision-letter")
    page = press(people.clerk, task, "finish", outcome="已送达监督意见书，负责人签收。")
    task.refresh_from_db()
    assert task.state == TaskState.DONE
    assert "已送达监督意见书" in page


def test_the_body_defends_itself_in_the_portal_and_the_entry_is_dropped(people: People):
    people.clerk.post(reverse("admin:credit_demeritentry_add"), entry_form(people))
    entry = DemeritEntry.objects.get()
    press(people.clerk, entry, "serve", notice_no="内卫记〔2026〕9号", served_on=today().isoformat())

    part = reverse("portal:part", args=[people.body.pk, "points"])
    assert "内卫记〔2026〕9号" in people.hospital.get(part).content.decode()
    defence = reverse("portal:points_defence", args=[people.body.pk, entry.pk])
    people.hospital.post(
        defence, {"text": "两名人员系实习生，由带教老师在场指导。", "evidence": factories.pdf()}
    )
    entry.refresh_from_db()
    assert "proof.pdf" in people.hospital.get(part).content.decode()
    assert "proof.pdf" in people.clerk.get(change_page(entry)).content.decode()
    assert entry.defence_text.startswith("两名人员系实习生")

    press(people.reviewer, entry, "confirm")
    entry.refresh_from_db()
    assert entry.state == EntryState.SERVED  # not before the defence is answered
    press(
        people.clerk,
        entry,
        "answer",
        received_on=today().isoformat(),
        result="accepted",
        answer="经核实带教老师在场，申辩成立。",
    )
    page = press(people.reviewer, entry, "drop", reason="陈述申辩成立，不予记分")
    entry.refresh_from_db()
    assert entry.state == EntryState.DROPPED
    assert "陈述申辩成立" in page
    assert not ConductRecord.objects.filter(source__startswith="credit.demeritentry").exists()
    assert not Deadline.objects.filter(object_type="credit.demeritentry", closed_at__isnull=True).exists()


def test_a_refused_file_costs_the_body_none_of_the_words_of_its_defence(people: People):
    entry = factories.demerit_entry(people.body.subject, by=people.clerk_officer)
    press(people.clerk, entry, "serve", notice_no="内卫记〔2026〕7号", served_on=today().isoformat())
    unfit = SimpleUploadedFile("proof.pdf", b"no such file", "application/pdf")
    answer = people.hospital.post(
        reverse("portal:points_defence", args=[people.body.pk, entry.pk]),
        {"text": "实习生由带教老师在场指导。", "evidence": unfit},
    )
    page = answer.content.decode()
    assert "实习生由带教老师在场指导。</textarea>" in page
    assert "“proof.pdf”" in page
    entry.refresh_from_db()
    assert entry.defence_text == ""


def test_the_notice_of_another_body_is_not_there(people: People):
    other = factories.body("内黄县康宁诊所", "91410527MA46TKJL8A")
    entry = factories.demerit_entry(other, by=people.clerk_officer)
    press(people.clerk, entry, "serve", notice_no="内卫记〔2026〕8号", served_on=today().isoformat())
    answer = people.hospital.post(
        reverse("portal:points_defence", args=[people.body.pk, entry.pk]), {"text": "不是我们"}
    )
    assert answer.status_code == 404
    entry.refresh_from_db()
    assert entry.defence_text == ""


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"about": "没有这个机构"}, "about"),
        ({"item": ""}, "item"),
        ({"count": "999"}, "count"),
        ({"happened_on": "2099-01-01"}, "happened_on"),
        ({"facts": " "}, "facts"),
        ({"facts": "患者王某患有乙型肝炎，未告知。"}, "facts"),
        ({"penalty": "内卫医罚〔2020〕404号"}, "penalty"),
        ({"on_the_spot": "on"}, "on_the_spot"),
        ({"evidence": SimpleUploadedFile("photo.png", b"MZ no picture", "image/png")}, "evidence"),
    ],
)
def test_the_form_refuses_in_one_sentence_beside_the_field(
    people: People, changes: dict[str, Any], field: str
):
    answer = people.clerk.post(reverse("admin:credit_demeritentry_add"), entry_form(people, **changes))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not DemeritEntry.objects.exists()
    assert not Deadline.objects.filter(kind=NOTICE.code).exists()


def test_a_penalty_is_asked_for_where_the_law_also_punishes(people: People):
    people.clerk.post(reverse("admin:credit_demeritentry_add"), entry_form(people))
    page = people.clerk.get(change_page(DemeritEntry.objects.get())).content.decode()
    assert "points never replace a penalty" in page
    assert reverse("admin:disclosure_penalty_add") in page


def test_the_notice_is_a_clean_page_to_print(people: People):
    entry = factories.demerit_entry(people.subject, by=people.clerk_officer)
    notice = reverse("admin:credit_demeritentry_notice", args=[entry.pk])
    page = people.clerk.get(notice).content.decode()
    assert people.subject.name in page
    assert entry.facts in page
    assert "Points do not replace an administrative penalty." in page
    assert "/admin/credit/subject/" not in page  # no frame around the paper


def test_an_entry_is_corrected_from_its_page(people: People):
    old = scored(people, decided_penalty(people))
    address = f"{reverse('admin:credit_demeritentry_add')}?corrects={old.pk}"
    form = people.clerk.get(address).context["form"]
    assert form.initial["count"] == 2
    people.clerk.post(address, entry_form(people, count="1", penalty=form.initial["penalty"]))
    fresh = DemeritEntry.objects.latest("pk")
    assert fresh.corrects == old
    press(
        people.clerk,
        fresh,
        "serve",
        notice_no="内卫记〔2026〕77号",
        served_on=(today() - timedelta(days=20)).isoformat(),
    )
    press(people.reviewer, fresh, "confirm")
    old.refresh_from_db()
    assert old.state == EntryState.CORRECTED
    page = people.clerk.get(reverse("admin:credit_subject_points", args=[people.subject.pk]))
    assert "6 points" in page.content.decode()


def test_a_warning_reaches_task_box_and_portal_and_is_dismissed_with_a_reason(people: People):
    Institution.objects.update(licence_valid_to=date.fromordinal(today().toordinal() + 20))
    people.clerk.post(
        reverse("admin:credit_demeritentry_add"),
        entry_form(people, item=f"{Standard.objects.get(code='POINTS-INST').pk}:J05", count="1"),
    )
    entry = DemeritEntry.objects.get()
    press(
        people.clerk,
        entry,
        "serve",
        notice_no="内卫记〔2026〕10号",
        served_on=(today() - timedelta(days=20)).isoformat(),
    )
    press(people.reviewer, entry, "confirm")
    settle(people.subject)

    near = RiskWarning.objects.get(rule="points_near")
    licence = RiskWarning.objects.get(rule="licence_ending")
    front = people.clerk.get(reverse("admin:index")).content.decode()
    assert near.title in front
    portal = people.hospital.get(reverse("portal:part", args=[people.body.pk, "warnings"])).content.decode()
    assert "2 short of" in portal
    assert licence.title_en in portal

    press(people.clerk, near, "dismiss", reason="")
    near.refresh_from_db()
    assert near.state == WarningState.OPEN
    page = press(people.clerk, near, "dismiss", reason="已约谈提醒")
    near.refresh_from_db()
    assert near.state == WarningState.DISMISSED
    assert "已约谈提醒" in page
    portal = people.hospital.get(reverse("portal:part", args=[people.body.pk, "warnings"])).content.decode()
    assert "2 short of" not in portal
