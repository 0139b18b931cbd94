"""A credit report through the pages: issued, checked, overtaken by a new record, asked for by its subject."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import Officer
from core.models import AuditEvent
from credit.models import ConductRecord, CreditReport
from credit.report.document import verify_address
from disclosure.services import decisions, publishing
from institutions.models import Institution, Membership
from tests import factories

pytestmark = pytest.mark.django_db
TERMS = {
    "_form_submitted": "on",
    "purpose": "tender",
    "note": "",
    "asker": "内黄县公共资源交易中心",
    "authorisation": "",
    "language": "zh-hans",
}


def signed_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def words(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


@pytest.fixture(autouse=True)
def fixed_day(settings):
    settings.CHENGYI_TODAY = "2026-11-22"
    cache.clear()


@pytest.fixture
def hospital() -> Institution:
    return factories.institution(factories.body())


def issued_through_the_dialog(client: Client, hospital: Institution, **terms: str) -> CreditReport | None:
    before = set(CreditReport.objects.values_list("pk", flat=True))
    address = reverse("admin:credit_subject_issue_report", args=[hospital.subject_id])
    client.post(address, {**TERMS, **terms}, headers={"HX-Request": "true"})
    return CreditReport.objects.exclude(pk__in=before).first()


def test_a_report_is_issued_checked_and_overtaken_by_a_new_penalty(hospital):
    clerk, reviewer = signed_in(factories.clerk()), signed_in(factories.reviewer())
    file = clerk.get(reverse("admin:credit_subject_change", args=[hospital.subject_id]))
    issue = reverse("admin:credit_subject_issue_report", args=[hospital.subject_id])
    assert issue in file.content.decode()

    report = issued_through_the_dialog(clerk, hospital)
    assert report is not None
    page = clerk.get(reverse("admin:credit_creditreport_change", args=[report.pk])).content.decode()
    assert report.number in page
    assert verify_address(report) in page
    paper = clerk.get(reverse("admin:credit_creditreport_download", args=[report.pk]))
    assert paper.headers["Content-Type"] == "application/pdf"
    assert "内黄县青禾医院" in words(paper.content)

    visitor = Client()
    check = verify_address(report).removeprefix("http://127.0.0.1:8000")
    assert visitor.get(check).context["changed"] is False

    penalty = factories.penalty(by=factories.clerk(), subject=hospital.subject)
    assert visitor.get(check).context["changed"] is False, "what is only under review is not in the file"
    approve = reverse("admin:disclosure_penalty_approve", args=[penalty.pk])
    reviewer.post(approve, {"_form_submitted": "on"}, headers={"HX-Request": "true"})
    publishing.publish_due(on=date(2026, 6, 8))
    assert visitor.get(check).context["changed"] is True
    assert penalty.document_no not in visitor.get(check).content.decode()

    again = clerk.get(reverse("admin:credit_creditreport_download", args=[report.pk]))
    assert again.content == paper.content
    newer = issued_through_the_dialog(clerk, hospital)
    assert newer is not None
    fetched = clerk.get(reverse("admin:credit_creditreport_download", args=[newer.pk]))
    assert penalty.document_no in words(fetched.content)
    assert AuditEvent.objects.filter(action="creditreport.download").count() == 3


def test_the_dialog_refuses_what_the_service_refuses_and_says_so(hospital):
    clerk = signed_in(factories.clerk())
    assert issued_through_the_dialog(clerk, hospital, purpose="other") is None
    file = clerk.get(reverse("admin:credit_subject_change", args=[hospital.subject_id]))
    (message,) = file.context["messages"]
    assert message.level_tag == "error"


def test_who_may_issue_no_reports_has_no_button_and_cannot_post(hospital):
    reader = signed_in(factories.officer(roles=("reader",)))
    file = reader.get(reverse("admin:credit_subject_change", args=[hospital.subject_id]))
    assert (
        reverse("admin:credit_subject_issue_report", args=[hospital.subject_id]) not in file.content.decode()
    )
    assert issued_through_the_dialog(reader, hospital) is None


def test_a_body_downloads_its_own_report_and_sees_who_else_was_given_one(hospital):
    account = Officer.objects.create_user("hospital", password="invented-password")
    Membership.objects.create(user=account, institution=hospital)
    other = factories.institution(factories.body("内黄县康宁诊所", "91410527MA46TKJL8A"))
    given = issued_through_the_dialog(signed_in(factories.clerk()), hospital)
    hidden = issued_through_the_dialog(signed_in(factories.clerk()), hospital, purpose="supervision")
    member = signed_in(account)

    answer = member.post(reverse("portal:report_issue", args=[hospital.pk]), {"language": "en"})
    own = CreditReport.objects.get(purpose="own_use")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert own.number in words(answer.content)
    assert own.issued_by == account.actor_id
    assert (
        member.post(reverse("portal:report_issue", args=[hospital.pk]), {"language": "en"}).content
        == answer.content
    )
    assert CreditReport.objects.filter(purpose="own_use").count() == 1

    page = member.get(reverse("portal:part", args=[hospital.pk, "reports"])).content.decode()
    assert own.number in page
    assert given is not None
    assert given.number in page
    assert given.asker in page
    assert hidden is not None
    assert hidden.number not in page
    assert member.get(reverse("portal:report", args=[hospital.pk, own.pk])).content == answer.content
    for key, number in ((hospital.pk, given.pk), (other.pk, own.pk)):
        assert member.get(reverse("portal:report", args=[key, number])).status_code == 404
    foreign = member.post(reverse("portal:report_issue", args=[other.pk]), {"language": "en"})
    assert foreign.status_code == 404
    wrong = member.post(reverse("portal:report_issue", args=[hospital.pk]), {"language": "fr"}, follow=True)
    assert 'role="alert"' in wrong.content.decode()


def test_reports_are_found_by_code_number_and_subject(hospital):
    clerk = signed_in(factories.clerk())
    report = issued_through_the_dialog(clerk, hospital)
    assert report is not None
    for term in (report.check_code.lower(), report.number, "青禾"):
        listed = clerk.get(reverse("admin:credit_creditreport_changelist"), {"q": term})
        assert report.number in listed.content.decode(), term
    nothing = clerk.get(reverse("admin:credit_creditreport_changelist"), {"q": "2" * 16})
    assert report.number not in nothing.content.decode()


def test_reports_stand_in_the_time_line_but_supervision_does_not_announce_itself(hospital):
    account = Officer.objects.create_user("hospital", password="invented-password")
    Membership.objects.create(user=account, institution=hospital)
    clerk = signed_in(factories.clerk())
    given = issued_through_the_dialog(clerk, hospital)
    hidden = issued_through_the_dialog(clerk, hospital, purpose="supervision")
    assert given is not None
    assert hidden is not None
    line = reverse("admin:credit_subject_timeline", args=[hospital.subject_id])
    told = clerk.get(line).content.decode()
    assert given.number in told
    assert hidden.number in told
    reader = signed_in(factories.officer(roles=("reader",)))
    assert given.number not in reader.get(line).content.decode()
    own = signed_in(account).get(reverse("portal:timeline", args=[hospital.pk])).content.decode()
    assert given.number in own
    assert hidden.number not in own


def test_the_own_report_says_what_is_disputed_and_leaves_out_an_application_not_handed_in(
    hospital: Institution,
):
    clerk = factories.clerk()
    row = factories.penalty(by=clerk, subject=hospital.subject)
    decisions.approve(row, by=factories.reviewer())
    publishing.publish_due(on=date(2026, 6, 8))
    record = ConductRecord.objects.get()
    factories.repair(record, by=clerk)
    member = Officer.objects.create_user("hospital", password="invented-password")
    Membership.objects.create(user=member, institution=hospital)
    ask = reverse("portal:report_issue", args=[hospital.pk])
    before = words(signed_in(member).post(ask, {"language": "en"}).content)
    assert row.document_no in before
    assert "beingwritten" not in before
    assert "disputed" not in before.partition(row.document_no)[2]
    factories.objection(record, by=clerk)
    after = words(signed_in(member).post(ask, {"language": "en"}).content)
    assert "disputed" in after.partition(row.document_no)[2]
