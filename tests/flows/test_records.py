"""A record through the pages: catalogue, entry, second officer, correction, withdrawal, grade."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Officer
from core import evidence, outbox
from core.models import AuditEvent
from credit.choices import RecordState, Review
from credit.models import CatalogueItem, ConductRecord, Grade
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def client_of(officer: Officer) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(name: str, *args: Any) -> str:
    return reverse(f"admin:credit_{name}", args=args)


def press(client: Client, button: str, record: ConductRecord, **data: str) -> None:
    address = page(f"conductrecord_{button}", record.pk)
    client.post(address, {"_form_submitted": "on", **data}, headers={"HX-Request": "true"})


def entry(**fields: Any) -> dict[str, Any]:
    return {
        "about": factories.HOSPITAL_USCC,
        "item_code": "J35",
        "title": "",
        "happened_on": "2026-03-01",
        "final_on": "",
        "count": "1",
        "authority_name": factories.AUTHORITY,
        "document_no": "内卫诉〔2026〕1号",
        "facts": "",
        "act": "",
        "note": "",
        **fields,
    }


def enter(client: Client, **fields: Any) -> ConductRecord:
    answer = client.post(page("conductrecord_add"), entry(**fields))
    assert answer.status_code == 302, answer.content.decode()
    return ConductRecord.entries.latest("pk")


def test_a_record_is_entered_confirmed_corrected_and_withdrawn_through_the_pages() -> None:
    subject = factories.body()
    clerk, reviewer = factories.clerk(), factories.reviewer()
    desk, second = client_of(clerk), client_of(reviewer)

    record = enter(desk)
    assert (record.subject, record.title, record.review) == (subject, "有效投诉", Review.WAITING)
    shown = desk.get(page("conductrecord_change", record.pk)).content.decode()
    assert "nobody has confirmed it" in shown
    assert "another officer confirms it" in shown

    press(desk, "confirm", record)
    assert not ConductRecord.objects.exists()
    press(second, "confirm", record)
    record = ConductRecord.objects.get()
    assert record.reviewed_by_label == reviewer.label

    right = {key: value for key, value in entry(item_code="J21", note="项目有误").items() if key != "about"}
    desk.post(page("conductrecord_correct", record.pk), {**right, "title": "病历未按规定书写"})
    new = ConductRecord.entries.latest("pk")
    press(second, "confirm", new)
    record.refresh_from_db()
    assert (record.state, record.replacement) == (RecordState.SUPERSEDED, new)
    told = second.get(page("conductrecord_change", record.pk)).content.decode()
    assert "superseded by a correction" in told
    assert "项目有误" in told

    press(second, "withdraw", new, reason="录错主体")
    new.refresh_from_db()
    assert (new.state, new.withdrawn_on is not None) == (RecordState.WITHDRAWN, True)
    assert AuditEvent.objects.filter(action="conductrecord.withdrawn", actor_id=reviewer.actor_id).exists()


def test_only_a_confirmed_record_reaches_the_grade() -> None:
    subject = factories.body()
    clerk, reviewer = factories.clerk(), factories.reviewer()
    record = enter(client_of(clerk), item_code="V02", title="出借许可证", final_on="2026-03-01")
    outbox.dispatch_all()
    assert not Grade.objects.filter(subject=subject, label="D").exists()
    press(client_of(reviewer), "confirm", record)
    outbox.dispatch_all()
    assert Grade.objects.get(subject=subject, standard__code="DEMO-INST").label == "D"


def test_the_form_says_why_a_fact_may_not_enter_the_file() -> None:
    factories.body()
    desk = client_of(factories.clerk())
    answer = desk.post(page("conductrecord_add"), entry(facts="投诉人称该医师患有乙型肝炎"))
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "“乙型肝炎” tells of disease or medical history" in shown
    answer = desk.post(page("conductrecord_add"), entry(about="查无此院"))
    assert "nobody of your divisions" in answer.content.decode()
    assert not ConductRecord.entries.exists()


def test_evidence_stays_with_the_record() -> None:
    factories.body()
    proof = SimpleUploadedFile("notice.pdf", PDF, "application/pdf")
    record = enter(client_of(factories.clerk()), evidence=proof)
    assert [row.name for row in evidence.of(f"credit.conductrecord:{record.pk}")] == ["notice.pdf"]


def test_an_entry_that_was_sent_back_is_mended_and_confirmed_with_others() -> None:
    factories.body()
    clerk, reviewer = factories.clerk(), factories.reviewer()
    desk, second = client_of(clerk), client_of(reviewer)
    one, two = enter(desk), enter(desk, document_no="内卫诉〔2026〕2号")
    press(second, "send_back", one, reason="文号有误")
    assert "文号有误" in desk.get(page("conductrecord_change", one.pk)).content.decode()
    told = desk.get(reverse("admin:credit_subject_change", args=[one.subject_id])).content.decode()
    assert "counts from" not in told, "what nobody has confirmed counts from no day"
    mended = {key: value for key, value in entry(document_no="内卫诉〔2026〕9号").items() if key != "about"}
    desk.post(page("conductrecord_amend", one.pk), {**mended, "title": "有效投诉"})
    second.post(
        page("conductrecord_changelist"),
        {"action": "confirm_selected", "_selected_action": [one.pk, two.pk]},
    )
    assert set(ConductRecord.objects.values_list("document_no", flat=True)) == {
        "内卫诉〔2026〕9号",
        "内卫诉〔2026〕2号",
    }


def test_a_piece_of_a_name_that_fits_several_names_them() -> None:
    factories.body()
    factories.body("内黄县青禾第二医院", "12410527MB0000000X")
    answer = client_of(factories.clerk()).post(page("conductrecord_add"), entry(about="青禾"))
    assert "several are called so" in answer.content.decode()
    assert "内黄县青禾第二医院" in answer.content.decode()
    assert not ConductRecord.entries.exists()


def test_a_discarded_entry_leaves_the_lists_of_the_file() -> None:
    factories.body()
    desk = client_of(factories.clerk())
    record = enter(desk)
    press(desk, "discard", record, reason="重复录入")
    record.refresh_from_db()
    assert record.review == Review.DISCARDED


def test_a_place_adds_a_version_and_the_overlap_is_refused() -> None:
    admin = client_of(factories.officer(roles=("administrator",)))
    old = CatalogueItem.objects.get(code="J21")
    version = {
        "code": "J21",
        "version": "内黄-1",
        "place": factories.COUNTY,
        "name": old.name,
        "name_en": old.name_en,
        "applies_to": old.applies_to,
        "polarity": old.polarity,
        "severity": old.severity,
        "points": "3",
        "per": old.per,
        "counts_from": old.counts_from,
        "retention_months": "60",
        "scope": old.scope,
        "document": "内卫〔2026〕1号",
        "article": "第三条",
        "certainty": "verified",
        "effective_from": "2026-01-01",
        "effective_until": "",
    }
    assert admin.post(page("catalogueitem_add"), version).status_code == 302
    own = CatalogueItem.objects.get(code="J21", place=factories.COUNTY)
    assert (own.points, own.origin, own.confirmed) == (3, "local", True)

    again = {**version, "version": "内黄-2", "effective_from": "2026-06-01"}
    shown = admin.post(page("catalogueitem_add"), again).content.decode()
    assert "they overlap version 内黄-1" in shown
    assert admin.post(page("catalogueitem_add"), {**again, "end_previous": "on"}).status_code == 302
    own.refresh_from_db()
    assert own.effective_until == date(2026, 5, 31)

    foreign = admin.post(page("catalogueitem_add"), {**version, "place": "51", "version": "x"})
    assert "place in your jurisdiction" in foreign.content.decode()
    absurd = {**version, "version": "内黄-3", "points": "5000", "effective_from": "2027-01-01"}
    assert "not between 0 and 100" in admin.post(page("catalogueitem_add"), absurd).content.decode()

    subject = factories.body()
    record = enter(client_of(factories.clerk()), item_code="J21", happened_on="2026-02-01")
    assert (record.subject, record.item) == (subject, own)


def test_the_catalogue_says_what_is_not_confirmed() -> None:
    reader = client_of(factories.officer(roles=("reader",)))
    shown = reader.get(page("catalogueitem_changelist"), {"q": "J21"}).content.decode()
    assert "local default, to be confirmed" in shown
