"""A commitment through the pages: signed in the portal, published, broken, recorded, graded, repaired."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import Officer
from core.clock import today
from core.models import AuditEvent, Deadline, EvidenceFile, OutboxEvent
from core.outbox import dispatch_all
from credit.choices import Change
from credit.commitments.loading import load_templates
from credit.commitments.rendering import is_intact
from credit.grading.services import grade_everyone
from credit.grading.standards import store_standard
from credit.models import (
    AdmissionEducation,
    Commitment,
    CommitmentTemplate,
    CommitmentText,
    ConductRecord,
    Grade,
    Standard,
)
from credit.models.commitments import CommitmentState
from credit.services import change_records
from exchange.models import Delivery
from exchange.services import ensure_demo_platform
from institutions.models import Institution, Membership
from tests import factories

pytestmark = pytest.mark.django_db
STANDARD = {
    "code": "PROMISES",
    "version": "1",
    "place": factories.COUNTY,
    "title": "信用评分标准（检验用）",
    "title_en": "Scoring standard of this test",
    "subject": "institution",
    "document": "检验用自拟标准",
    "article": "",
    "certainty": "gku",
    "effective_from": "2020-01-01",
    "state": "adopted",
    "base": "100",
    "cycle": {"type": "calendar_years", "years": 1, "anchor": 2020},
    "bands": [{"grade": "A", "min": "90"}, {"grade": "B", "min": "0"}],
    "floor": "0",
    "items": [
        {
            "item": "CN-04",
            "title": "违反公开承诺",
            "title_en": "Public promise broken",
            "clause": "第1项",
            "points": "15",
            "per": "occurrence",
        }
    ],
}


@pytest.fixture(autouse=True)
def on_the_day(settings: Any) -> None:
    settings.CHENGYI_TODAY = "2026-11-22"
    cache.clear()
    load_templates()


@pytest.fixture
def hospital() -> Institution:
    return factories.institution()


def signed_in(account: Officer) -> Client:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def member_of(body: Institution, name: str = "hospital") -> Client:
    account = Officer.objects.create_user(name, password="invented-password")
    Membership.objects.create(user=account, institution=body)
    return signed_in(account)


def press(client: Client, button: str, row: Any, model: str = "credit_commitment", **data: str) -> Any:
    address = reverse(f"admin:{model}_{button}", args=[row.pk])
    return client.post(address, {"_form_submitted": "on", **data}, headers={"HX-Request": "true"})


def begun(client: Client, body: Institution) -> Commitment:
    template = CommitmentTemplate.objects.get(code="public-promise")
    answer = client.post(reverse("portal:commitment_begin", args=[body.pk, template.pk]))
    row = Commitment.objects.get()
    assert answer["Location"] == reverse("portal:commitment", args=[body.pk, row.pk])
    return row


def signing(client: Client, body: Institution, row: Commitment, **fields: str) -> Any:
    address = reverse("portal:commitment", args=[body.pk, row.pk])
    page = client.get(address)
    data = {
        "signer_name": "许嘉言",
        "signer_post": "院长",
        "seen": page.context["digest"],
        "read": "on",
        **fields,
    }
    return client.post(address, {name: value for name, value in data.items() if value})


def standing(body: Institution) -> str:
    return Grade.objects.get(subject=body.subject, standard__code="PROMISES").label


def test_signed_in_the_portal_published_broken_recorded_graded_and_repaired(hospital: Institution) -> None:
    store_standard(STANDARD)
    platform = ensure_demo_platform()
    grade_everyone(as_of=today())
    assert standing(hospital) == "A"
    clerk, reviewer = factories.clerk(), factories.reviewer()
    portal, desk, second = member_of(hospital), signed_in(clerk), signed_in(reviewer)

    # The body reads and signs the exact text.
    overview = portal.get(reverse("portal:part", args=[hospital.pk, "commitments"])).content.decode()
    assert "诚信执业公开承诺书" in overview
    row = begun(portal, hospital)
    page = portal.get(reverse("portal:commitment", args=[hospital.pk, row.pk])).content.decode()
    assert "内黄县青禾医院" in page
    assert signing(portal, hospital, row).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.signer_name, row.way) == (CommitmentState.SIGNED, "许嘉言", "portal")
    begin = reverse("portal:commitment_begin", args=[hospital.pk, row.template_id])
    assert begin in overview
    part = reverse("portal:part", args=[hospital.pk, "commitments"])
    assert begin not in portal.get(part).content.decode(), "what is in force is not offered again"
    assert is_intact(row)
    assert row.due_on is not None
    assert set(Deadline.objects.filter(closed_at__isnull=True).values_list("kind", flat=True)) == {
        "commitment_publish",
        "commitment_check",
    }

    # Nobody outside reads it before it is published; then everybody does, with the signer's name masked.
    visitor = Client()
    public = reverse("disclosure:commitment", args=[row.guid])
    assert visitor.get(public).status_code == 404
    press(desk, "publish_now", row)
    shown = visitor.get(public).content.decode()
    assert "依法执业" in shown
    assert "许嘉言" not in shown
    assert "许**" in shown
    assert row.number in visitor.get(reverse("disclosure:commitments")).content.decode()
    own_page = reverse("disclosure:body_commitments", args=[hospital.subject.uscc])
    assert row.number in visitor.get(own_page).content.decode()
    dispatch_all()
    told = Delivery.objects.filter(platform=platform, table="commitment_legal")
    assert [row.operation for row in told] == ["I"]

    # The clerk finds it broken, with proof; nothing counts before a second officer confirms.
    check = reverse("admin:credit_commitment_check_kept", args=[row.pk])
    empty = desk.post(check, {"performance": "not", "findings": ""})
    assert empty.status_code == 200
    assert not ConductRecord.objects.exists()
    done = desk.post(
        check,
        {
            "performance": "not",
            "findings": "现场检查发现未公示医疗服务价格，经责令后仍未改正。",
            "evidence": factories.pdf(),
        },
    )
    assert done.status_code == 302
    row.refresh_from_db()
    assert row.state == CommitmentState.DOUBTED
    assert EvidenceFile.objects.filter(about=row.source).count() == 1
    assert "许**" in visitor.get(public).content.decode()
    press(desk, "confirm_breach", row)
    row.refresh_from_db()
    assert row.state == CommitmentState.DOUBTED
    press(second, "confirm_breach", row)
    row.refresh_from_db()
    assert row.state == CommitmentState.BREACHED
    record = ConductRecord.objects.get()
    assert (record.source, record.item_code) == (f"credit.commitment:{row.pk}", "CN-04")

    # The grade follows, the body reads why, and the platforms hear.
    dispatch_all()
    assert standing(hospital) == "B"
    mine = portal.get(reverse("portal:part", args=[hospital.pk, "commitments"])).content.decode()
    assert "未公示医疗服务价格" in mine
    told = Delivery.objects.filter(platform=platform, table="commitment_legal").order_by("pk")
    assert [row.operation for row in told] == ["I", "U"]
    assert not Deadline.objects.filter(kind__startswith="commitment", closed_at__isnull=True).exists()

    # Repair of the record ends display and effect on the grade; the file keeps what happened.
    change_records([record], Change.REPAIRED, on=today(), by=reviewer, reason="已纠正并履行")
    dispatch_all()
    assert standing(hospital) == "A"
    assert visitor.get(public).status_code == 404
    row.refresh_from_db()
    assert row.state == CommitmentState.BREACHED


def test_the_portal_refuses_what_is_not_complete_and_says_so_beside_the_field(hospital: Institution) -> None:
    portal = member_of(hospital)
    row = begun(portal, hospital)
    for fields, field in (({"signer_name": ""}, "signer_name"), ({"read": ""}, "read")):
        answer = signing(portal, hospital, row, **fields)
        assert answer.status_code == 200
        assert answer.context["form"].errors.keys() == {field}
    CommitmentText.objects.create(
        template=row.template, number=2, text="{name}另有承诺。", in_force_from=today()
    )
    stale = signing(portal, hospital, row, seen="0" * 64)
    assert stale.context["form"].non_field_errors()
    row.refresh_from_db()
    assert row.state == CommitmentState.DRAFT


def test_another_body_neither_reads_nor_signs_it(hospital: Institution) -> None:
    row = begun(member_of(hospital), hospital)
    other = factories.institution(factories.body("内黄县康宁诊所", "91410527MA46TKJL8A"))
    stranger = member_of(other, "clinic")
    for key in (hospital.pk, other.pk):
        assert stranger.get(reverse("portal:commitment", args=[key, row.pk])).status_code == 404
        assert stranger.post(reverse("portal:commitment", args=[key, row.pk]), {}).status_code == 404
        assert stranger.get(reverse("portal:commitment_print", args=[key, row.pk])).status_code == 404


def test_an_officer_draws_one_up_and_enters_the_signed_paper(hospital: Institution) -> None:
    desk = signed_in(factories.clerk())
    template = CommitmentTemplate.objects.get(code="missing-papers")
    add = reverse("admin:credit_commitment_add")
    data = {"subject": hospital.subject_id, "template": template.pk, "matter": "", "matter_code": ""}
    refused = desk.post(add, data)
    assert refused.status_code == 200
    assert "matter" in refused.context["adminform"].form.errors
    desk.post(add, {**data, "matter": "房屋产权证明", "matter_code": "WJ410527001"})
    row = Commitment.objects.get()
    paper = reverse("admin:credit_commitment_sign_paper", args=[row.pk])
    assert "房屋产权证明" in desk.get(paper).content.decode()
    signature = {"signer_name": "许嘉言", "signer_post": "院长", "signed_on": "2026-11-20"}
    assert desk.post(paper, signature).status_code == 200  # no scan
    assert desk.post(paper, {**signature, "evidence": factories.pdf()}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.way, str(row.due_on)) == (CommitmentState.SIGNED, "paper", "2026-12-18")
    printed = reverse("admin:credit_commitment_print_text", args=[row.pk])
    assert row.text_digest in desk.get(printed).content.decode()
    pages = PdfReader(io.BytesIO(desk.get(f"{printed}?pdf").content)).pages
    words = "".join("".join(page.extract_text() for page in pages).split())
    assert "房屋产权证明" in words
    assert "院长许嘉言" in words
    assert desk.get(f"{printed}?pdf").content == desk.get(f"{printed}?pdf").content
    assert desk.get(reverse("admin:credit_commitment_change", args=[row.pk])).context["intact"] is True
    done = desk.post(
        reverse("admin:credit_commitment_check_kept", args=[row.pk]), {"performance": "full", "findings": ""}
    )
    assert done.status_code == 302
    row.refresh_from_db()
    assert row.state == CommitmentState.PERFORMED
    assert not ConductRecord.objects.exists()


def test_admission_education_is_noted_with_its_proof_and_stands_in_the_time_line(
    hospital: Institution,
) -> None:
    desk = signed_in(factories.clerk())
    data = {
        "subject": hospital.subject_id,
        "held_on": "2026-11-20",
        "form": "on_site",
        "occasion": "医疗机构执业登记",
        "participant": "许嘉言",
        "note": "",
    }
    add = reverse("admin:credit_admissioneducation_add")
    assert desk.post(add, data).status_code == 200  # no proof
    assert not AdmissionEducation.objects.exists()
    desk.post(add, {**data, "evidence": factories.pdf()})
    row = AdmissionEducation.objects.get()
    assert EvidenceFile.objects.filter(about=f"credit.admissioneducation:{row.pk}").count() == 1
    file = desk.get(reverse("admin:credit_subject_change", args=[hospital.subject_id])).content.decode()
    assert "医疗机构执业登记" in file
    assert AuditEvent.objects.filter(action="admissioneducation.note").count() == 1


def test_a_reader_sees_no_button_and_changes_nothing(hospital: Institution) -> None:
    row = factories.commitment(hospital.subject, by=factories.clerk())
    reader = signed_in(factories.officer(roles=("reader",)))
    press(reader, "withdraw_now", row, reason="试一试")
    row.refresh_from_db()
    assert row.state == CommitmentState.PUBLISHED
    assert OutboxEvent.objects.filter(topic="credit.commitment.withdrawn").count() == 0
    assert Standard.objects.filter(code="PROMISES").count() == 0


def test_a_template_is_kept_with_numbered_texts_that_nobody_changes() -> None:
    template = CommitmentTemplate.objects.get(code="public-promise")
    keeper = signed_in(factories.officer(roles=("administrator",), prefix=""))
    page = reverse("admin:credit_commitmenttemplate_change", args=[template.pk])
    form = keeper.get(page).context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    texts = {
        "texts-TOTAL_FORMS": "1",
        "texts-INITIAL_FORMS": "0",
        "texts-0-number": "2",
        "texts-0-in_force_from": "2026-12-01",
        "texts-0-text": "{name}承诺依法执业。",
        "texts-0-text_en": "{name} promises to practise by the law.",
    }
    wrong = keeper.post(page, {**data, **texts, "breach_item": "X99"})
    assert wrong.context["adminform"].form.errors.keys() == {"breach_item"}
    uncounted = keeper.post(page, {**data, **texts, "due_count": ""})
    assert uncounted.context["adminform"].form.non_field_errors()
    assert keeper.post(page, {**data, **texts, "title": "诚信执业公开承诺书（新）"}).status_code == 302
    template.refresh_from_db()
    assert (template.title, template.origin) == ("诚信执业公开承诺书（新）", "local")
    assert list(template.texts.values_list("number", flat=True)) == [2, 1]
    first = template.texts.get(number=1)
    before = first.text
    keeper.post(page, {**data, "texts-TOTAL_FORMS": "1", "texts-INITIAL_FORMS": "1", "texts-0-id": first.pk,
                       "texts-0-template": template.pk, "texts-0-number": "1", "texts-0-text": "改写",
                       "texts-0-in_force_from": "2025-12-01"})  # fmt: skip
    first.refresh_from_db()
    assert first.text == before
    clerk = signed_in(factories.clerk())
    assert clerk.post(page, {**data, **texts, "title": "他人改写"}).status_code == 403
    template.refresh_from_db()
    assert template.title != "他人改写"
