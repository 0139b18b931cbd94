"""The yearly assessment through the pages: drafted, scored in the portal, reviewed, decided, published."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import Officer
from institutions.models import Institution, Membership
from supervision.integrity.choices import BreachState, MeasureState
from supervision.models import Assessment, AssessmentRound, IntegrityBreach
from tests import factories
from tests import integrity_factories as integrity
from tests.flows.steps import signed_in, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> Institution:
    return factories.institution(ownership="公立")


@pytest.fixture
def member(body: Institution) -> Client:
    account = Officer.objects.create_user("township")
    Membership.objects.create(user=account, institution=body)
    return signed_in(account)


@pytest.fixture
def officers(settings) -> tuple[Officer, Officer]:
    settings.CHENGYI_TODAY = date(2026, 6, 8)
    clerk, reviewer = factories.clerk(), factories.reviewer()
    clerk.agency = factories.agency()
    clerk.save(update_fields=["agency"])
    return clerk, reviewer


def marks(row: Assessment, share: int = 100, **more: Any) -> dict[str, Any]:
    """Fill in the form of marks."""
    lines = row.round.indicators.all()
    filled = {f"marks_{line.number}": str(line.full * share / 100) for line in lines}
    return filled | {f"words_{line.number}": "见佐证材料" for line in lines} | more


def test_a_year_is_assessed_from_draft_to_the_published_result(
    officers: tuple[Officer, Officer], member: Client, body: Institution
) -> None:
    clerk, reviewer = map(signed_in, officers)
    drafted = clerk.post(
        reverse("admin:supervision_assessmentround_add"),
        {
            "year": "2026",
            "title": "2026年度考核评价",
            "self_due_on": "2026-06-30",
            "result_due_on": "2026-07-31",
        },
    )
    assert drafted.status_code == 302, drafted.content.decode()
    row = AssessmentRound.objects.get()
    page = step(clerk, row, "bodies", by_rule="on", bodies="")
    assert body.subject.name in page
    step(clerk, row, "open")

    one = Assessment.objects.select_related("round").get()
    own = reverse("portal_supervision:assessment", args=[body.pk, one.pk])
    assert "Local default" in member.get(own).content.decode()
    kept = member.post(own, marks(one, signed_by=""), follow=True).content.decode()
    assert "Kept as a draft" in kept
    assert "Signed by the head" in member.post(own, marks(one, submit="1")).content.decode()
    done = member.post(
        own, marks(one, submit="1", signed_by="江怀远", files_1=factories.pdf()), follow=True
    ).content.decode()
    assert "The authority reviews it" in done

    address = reverse("admin:supervision_assessment_marks", args=[one.pk])
    assert "见佐证材料" in clerk.get(address).content.decode()
    assert clerk.post(address, marks(one, 70, finish="1", opinion="总体较好")).status_code == 302
    assert "self-score handed in" in member.get(own).content.decode()
    step(reviewer, one, "decide")
    assert "70.0" not in member.get(own).content.decode()
    page = step(reviewer, row, "publish", document_no="内卫〔2026〕9号")
    assert "Published inside" in page
    result = member.get(own).content.decode()
    assert "70.0" in result
    assert "passed" in result


def test_the_report_of_a_published_round_is_a_pdf_and_a_workbook(
    officers: tuple[Officer, Officer], body: Institution
) -> None:
    one = integrity.finished(body.subject, by=officers[0], decided_by=officers[1])
    reader = signed_in(factories.officer(roles=("reader",)))
    pdf = b"".join(reader.get(reverse("admin:supervision_assessmentround_report", args=[one.round_id])))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert body.subject.name in text
    again = b"".join(reader.get(reverse("admin:supervision_assessmentround_report", args=[one.round_id])))
    assert pdf == again
    book = b"".join(reader.get(reverse("admin:supervision_assessmentround_workbook", args=[one.round_id])))
    sheets = openpyxl.load_workbook(io.BytesIO(book))
    assert sheets["All marks"].max_row == one.round.indicators.count() + 1
    assert sheets["Ranking"]["B2"].value == body.subject.name


def test_a_body_explains_itself_and_corrects_its_breach_in_the_portal(
    officers: tuple[Officer, Officer], member: Client, body: Institution
) -> None:
    warning = integrity.measure(body.subject, by=officers[0], decided_by=officers[1])
    breach = IntegrityBreach.objects.get()
    listed = member.get(reverse("portal:part", args=[body.pk, "integrity"])).content.decode()
    assert breach.title in listed
    own = reverse("portal_supervision:integrity_measure", args=[body.pk, warning.pk])
    member.post(own, {"text": "因负责人调整交接不清，已明确专人负责并付款。"})
    warning.refresh_from_db()
    assert warning.state == MeasureState.EXPLAINED
    own = reverse("portal_supervision:integrity_breach", args=[body.pk, breach.pk])
    member.post(own, {"text": "合同尾款已全部付清，取得供应商谅解。", "evidence": factories.pdf()})
    page = step(signed_in(officers[1]), breach, "accept", mitigation="exempt", reason="主动纠正未造成损失")
    assert "exempt: every consequence ends" in page
    breach.refresh_from_db()
    warning.refresh_from_db()
    assert (breach.state, warning.state) == (BreachState.CORRECTED, MeasureState.ENDED)
    hidden = IntegrityBreach.objects.create(
        subject=factories.body("内黄县晴川诊所", "92410527MAN1EH4675"),
        division_code=factories.COUNTY,
        authority_name=factories.AUTHORITY,
        kind="other",
        title="其他单位的失信行为",
        facts="与本单位无关",
        happened_on=date(2026, 5, 1),
        source="other",
    )
    address = reverse("portal_supervision:integrity_breach", args=[body.pk, hidden.pk])
    assert member.get(address).status_code == 404
