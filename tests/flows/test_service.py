"""Stories of service through the pages: an application, a rating by QR, a benefit in the portal."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Officer
from core.models import Deadline
from institutions.models import Institution, Membership
from supervision.models import (
    ApprovalCase,
    ApprovalItem,
    Benefit,
    BenefitOffer,
    BenefitUse,
    Rating,
    ServiceWindow,
)
from supervision.service.choices import CaseState, OfferState, RatingState
from tests import factories
from tests.unit.supervision.service import given

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def client_of(who: Officer) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(who, backend=BACKEND)
    return client


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


@pytest.fixture
def hospital() -> Institution:
    return factories.institution()


def test_an_application_goes_from_the_counter_to_delivery(hospital: Institution):
    clerk, reviewer = client_of(factories.clerk()), client_of(factories.reviewer())
    item = ApprovalItem.objects.get(code="public-place-permit")
    taken = {"item": item.pk, "party": hospital.subject.uscc, "door": "ordinary"}
    taken |= {"received_on": timezone.localdate().isoformat()}
    assert "Take in" in text(clerk.get("/admin/supervision/approvalcase/add/"))
    assert clerk.post("/admin/supervision/approvalcase/add/", taken).status_code == 302
    case = ApprovalCase.objects.get()
    page = f"/admin/supervision/approvalcase/{case.pk}/"
    told = {"papers": ["公共场所卫生检测或者评价报告"], "others": "平面图缺签章"}
    assert clerk.post(f"{page}tell/", told).status_code == 302
    notice = text(clerk.get(f"{page}notice/"))
    assert "平面图缺签章" in notice
    for step, data in (
        ("complete", {}),
        ("accept", {}),
        ("propose", {"outcome": "granted", "reasoning": ""}),
    ):
        assert clerk.post(f"{page}{step}/", data).status_code == 302, step
    assert reviewer.post(f"{page}decide/", {"decision_no": "内卫许〔2026〕1号"}).status_code == 302
    assert clerk.post(f"{page}deliver/", {}).status_code == 302
    case.refresh_from_db()
    assert case.state == CaseState.DELIVERED
    assert "内卫许〔2026〕1号" in text(clerk.get(f"{page}change/"))
    assert item.name_en in text(reviewer.get("/admin/supervision/approvalcase/board/"))


def test_a_refusal_stands_beside_its_field(hospital: Institution):
    clerk = client_of(factories.clerk())
    item = ApprovalItem.objects.get(code="clinic-filing")
    day = timezone.localdate().isoformat()
    data = {"item": item.pk, "party": "", "applicant": "甲", "door": "ordinary", "received_on": day}
    page = text(clerk.post("/admin/supervision/approvalcase/add/", data))
    assert "takes the name of the body" in page
    assert not ApprovalCase.objects.exists()


def test_a_visitor_rates_once_by_code_and_a_poor_rating_becomes_a_task():
    clerk = client_of(factories.clerk())
    window = given.window()
    sheet = text(clerk.post(f"/admin/supervision/servicewindow/{window.pk}/codes/", {"count": 2, "item": ""}))
    codes = re.findall(r"<span>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})</span>", sheet)
    assert len(codes) == 2
    assert sheet.count("<svg") == 2
    visitor = Client(headers={"accept-language": "en"})
    moved = visitor.get("/rate/", {"code": codes[0].lower()})
    assert moved.status_code == 302
    address = moved.headers["Location"]
    assert window.name in text(visitor.get(address))
    assert "Thank you" in text(visitor.post(address, {"level": 1, "reasons": ["slow"], "words": "太慢"}))
    assert visitor.get(address).status_code == 404
    assert visitor.post(address, {"level": 5}).status_code == 404
    row = Rating.objects.get()
    assert row.state == RatingState.OPEN
    assert Deadline.objects.filter(kind="rating_follow", closed_at__isnull=True).count() == 1
    assert "太慢" in text(clerk.get(f"/admin/supervision/rating/{row.pk}/change/"))
    assert window.name in text(clerk.get("/admin/supervision/rating/figures/"))


def test_a_rating_without_a_step_is_asked_for_again():
    window = given.window()
    code = given.ratings.hand_out(window, count=1, by=factories.clerk())[0]
    visitor = Client(headers={"accept-language": "en"})
    page = text(visitor.post(f"/rate/{code}/", {"words": "好"}))
    assert 'role="alert"' in page
    assert not Rating.objects.exists()


def test_nobody_guesses_codes_without_end(settings: Any):
    settings.VERIFY_PER_MINUTE = 3
    visitor = Client(headers={"accept-language": "en"}, REMOTE_ADDR="192.0.2.19")
    answers = [visitor.get("/rate/ABCDEFGHJKLMNPQR/").status_code for _try in range(5)]
    assert answers == [404, 404, 404, 429, 429]


def test_a_hospital_takes_part_counts_and_leaves_in_the_portal(hospital: Institution):
    member = Officer.objects.create_user("hospital", password="invented-password")
    Membership.objects.create(user=member, institution=hospital)
    given.graded(hospital.subject, "A")
    portal, key = client_of(member), hospital.pk
    benefit = Benefit.objects.get(code="pay-later")
    page = f"/portal/{key}/services/"
    assert "Ask to take part" in text(portal.get(page))
    assert portal.post(f"/portal/{key}/benefits/{benefit.pk}/ask/", {"how": given.HOW}).status_code == 302
    offer = BenefitOffer.objects.get()
    clerk = client_of(factories.clerk())
    assert clerk.post(f"/admin/supervision/benefitoffer/{offer.pk}/approve/", {}).status_code == 302
    month = f"{timezone.localdate():%Y-%m}"
    uses = f"/portal/{key}/benefits/offers/{offer.pk}/uses/"
    portal.post(uses, {"month": month, "uses": "12"})
    portal.post(uses, {"month": month, "uses": "twelve"})
    portal.post(uses, {"month": "never", "uses": "1"})
    assert list(BenefitUse.objects.values_list("uses", flat=True)) == [12]
    public = text(Client(headers={"accept-language": "en"}).get("/benefits/"))
    assert hospital.subject.name in public
    assert "12 times" in public
    portal.post(f"/portal/{key}/benefits/offers/{offer.pk}/leave/")
    offer.refresh_from_db()
    assert offer.state == OfferState.ENDED


def test_a_body_does_not_act_for_another(hospital: Institution):
    other = factories.institution(factories.body("内黄县康宁诊所", "91410527MA46TKJL8A"))
    member = Officer.objects.create_user("clinic", password="invented-password")
    Membership.objects.create(user=member, institution=other)
    offer = given.offer(hospital.subject, by=factories.clerk())
    portal = client_of(member)
    assert portal.post(f"/portal/{other.pk}/benefits/offers/{offer.pk}/leave/").status_code == 404
    assert portal.get(f"/portal/{hospital.pk}/services/").status_code == 404


def test_the_public_guide_names_papers_stages_and_limits():
    visitor = Client(headers={"accept-language": "en"})
    item = ApprovalItem.objects.get(code="medical-registration")
    assert item.name_en in text(visitor.get("/services/"))
    page = text(visitor.get(f"/services/{item.pk}/"))
    assert "消防验收合格或者备案证明" in page
    assert "45 working days" in page
    assert "local default, to be confirmed" in page


def test_a_stranger_sees_no_window_of_another_province():
    window: ServiceWindow = given.window()
    stranger = client_of(factories.stranger())
    assert stranger.get(f"/admin/supervision/servicewindow/{window.pk}/codes/").status_code == 404
