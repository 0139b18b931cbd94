"""Entering, reviewing and publishing decisions on the supervisors' pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Officer, Reveal
from core.clock import today
from core.models import AuditEvent, Deadline, Intake
from credit.models import ConductRecord, Subject
from disclosure.models import Penalty, Permit, PublicEntry
from tests import factories

pytestmark = pytest.mark.django_db
ADD = "admin:disclosure_penalty_add"


def signed_in(officer: Officer) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


def county_clerk() -> Officer:
    clerk = factories.clerk()
    clerk.agency = factories.agency()
    clerk.save(update_fields=["agency"])
    return clerk


def form(**changes: Any) -> dict[str, Any]:
    return {
        "party_kind": "organisation",
        "party_name": "内黄县青禾医院",
        "uscc": factories.HOSPITAL_USCC,
        "legal_representative": "林知夏",
        "document_no": "内卫医罚[2026]7号",
        "decided_on": (today() - timedelta(days=2)).isoformat(),
        "procedure": "普通",
        "field_of_law": "卫生",
        "violation_type": "使用非卫生技术人员从事医疗卫生技术工作",
        "facts": "现场检查发现该单位安排未取得相应资格的人员独立工作。",
        "basis": "《医疗机构管理条例》",
        "kinds": ["警告", "罚款"],
        "content": "警告，罚款5万元",
        "fine": "5",
        "item_count": "1",
        "authority_name": factories.AUTHORITY,
        "authority_code": factories.AUTHORITY_CODE,
        "source_name": factories.AUTHORITY,
        "source_code": factories.AUTHORITY_CODE,
        **changes,
    }


def page(row: Any, name: str = "change") -> str:
    return reverse(f"admin:disclosure_{row._meta.model_name}_{name}", args=[row.pk])


def press(client: Client, row: Any, step: str, **data: Any) -> str:
    """Press a button's confirmation and return the page that follows."""
    client.post(f"{page(row).removesuffix('change/')}{step}/", {"_form_submitted": "on", **data})
    return client.get(page(row)).content.decode()


def errors(answer: Any) -> dict[str, list[str]]:
    return dict(answer.context["adminform"].form.errors)


def test_a_clerk_enters_a_penalty_and_its_clock_starts():
    clerk = county_clerk()
    answer = signed_in(clerk).post(reverse(ADD), form())
    row = Penalty.objects.get()
    assert answer.headers["Location"] == page(row)
    assert (row.state, row.made_by, row.division_code) == ("draft", clerk.actor_id, factories.COUNTY)
    assert row.document_no == "内卫医罚〔2026〕7号"
    assert row.subject == Subject.objects.get(identity=f"U:{factories.HOSPITAL_USCC}")
    assert Deadline.objects.get().object_id == str(row.pk)
    assert AuditEvent.objects.get(object_type="disclosure.penalty").action == "penalty.enter"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"uscc": ""}, "uscc"),
        ({"uscc": factories.HOSPITAL_USCC[:-1]}, "uscc"),
        ({"legal_representative": ""}, "legal_representative"),
        ({"fine": ""}, "fine"),
        ({"decided_on": (today() + timedelta(days=1)).isoformat()}, "decided_on"),
        ({"valid_to": "2020-01-01"}, "valid_to"),
        ({"facts": ""}, "facts"),
        ({"kinds": ["暂扣许可证件"], "fine": ""}, "certificate"),
        ({"representative_id_type": "身份证"}, "representative_id"),
        ({"authority_code": ""}, "authority_code"),
    ],
)
def test_the_form_asks_for_what_the_workbook_asks_for(changes: dict[str, Any], field: str):
    answer = signed_in(county_clerk()).post(reverse(ADD), form(**changes))
    assert answer.status_code == 200
    assert field in errors(answer)
    assert not Penalty.objects.exists()


def test_a_decision_of_another_county_is_not_entered():
    answer = signed_in(county_clerk()).post(reverse(ADD), form(authority_code="11510000MB1Q30007D"))
    assert answer.status_code == 200
    assert not Penalty.objects.exists()


def test_name_and_code_must_belong_together():
    factories.body("内黄县别的医院")
    answer = signed_in(county_clerk()).post(reverse(ADD), form())
    assert "内黄县别的医院" in errors(answer)["party_name"][0]


def test_the_same_decision_is_not_entered_twice():
    client = signed_in(county_clerk())
    client.post(reverse(ADD), form())
    assert "document_no" in errors(client.post(reverse(ADD), form()))
    assert Penalty.objects.count() == 1


def test_a_persons_number_is_sealed_and_never_shown_again():
    client = signed_in(county_clerk())
    person = {"party_kind": "person", "party_name": "林知夏", "uscc": "", "id_number": factories.PERSON_ID}
    client.post(reverse(ADD), form(**person, id_type="身份证"))
    row = Penalty.objects.get()
    number = row.subject.id_number
    assert number is not None
    assert number.reveal() == factories.PERSON_ID
    assert row.legal_representative == ""
    for name in ("change", "history"):
        assert factories.PERSON_ID not in client.get(page(row, name)).content.decode()


def test_a_persons_penalty_is_corrected_without_typing_the_number_again():
    client = signed_in(county_clerk())
    person = {"party_kind": "person", "party_name": "林知夏", "uscc": "", "id_type": "身份证"}
    client.post(reverse(ADD), form(**person, id_number=factories.PERSON_ID))
    row = Penalty.objects.get()
    answer = client.post(page(row), form(**person, content="罚款6万元", fine="6"))
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.fine == 6
    assert row.subject == factories.person()
    event = AuditEvent.objects.filter(action="penalty.change").get()
    assert event.after["content"] == "罚款6万元"


def test_a_permit_is_entered_by_the_same_rules():
    client = signed_in(county_clerk())
    common = form()
    keep: tuple[str, ...] = (
        "party_kind",
        "party_name",
        "uscc",
        "legal_representative",
        "decided_on",
        "document_no",
        "content",
    )
    keep += ("authority_name", "authority_code", "source_name", "source_code")
    data = {name: common[name] for name in keep}
    data |= {"document_title": "校验合格决定书", "permit_kind": "登记", "status": "1"}
    path = reverse("admin:disclosure_permit_add")
    late = client.post(path, {**data, "valid_from": "2026-05-06", "valid_to": "2026-05-05"})
    assert "valid_to" in errors(late)
    client.post(path, {**data, "valid_from": "2026-05-06", "valid_to": "2027-05-05"})
    assert Permit.objects.get().permit_kind == "登记"


def test_a_reviewed_decision_is_for_reading():
    clerk, reviewer = county_clerk(), factories.reviewer()
    row = factories.penalty(by=clerk)
    press(signed_in(reviewer), row, "approve")
    client = signed_in(clerk)
    assert 'name="facts"' not in client.get(page(row)).content.decode()
    assert client.post(page(row), form(facts="改写的事实")).status_code == 403
    row.refresh_from_db()
    assert "改写" not in row.facts


def test_the_buttons_are_the_steps_that_are_possible():
    clerk, reviewer = county_clerk(), factories.reviewer()
    row = factories.penalty(by=clerk, submit=False)
    steps = ("hand-in", "approve", "send-back", "publish", "annul")

    def shown(officer: Officer) -> set[str]:
        text = signed_in(officer).get(page(row)).content.decode()
        return {step for step in steps if f"/{row.pk}/{step}/" in text}

    assert (shown(clerk), shown(reviewer)) == ({"hand-in"}, set())
    press(signed_in(clerk), row, "hand-in")
    assert (shown(clerk), shown(reviewer)) == (set(), {"approve", "send-back", "annul"})
    press(signed_in(reviewer), row, "approve")
    assert (shown(clerk), shown(reviewer)) == (set(), {"publish", "annul"})
    press(signed_in(reviewer), row, "publish")
    assert (shown(clerk), shown(reviewer)) == (set(), {"annul"})


def test_opening_a_buttons_address_changes_nothing():
    row = factories.penalty(by=county_clerk())
    signed_in(factories.reviewer()).get(f"{page(row).removesuffix('change/')}approve/")
    row.refresh_from_db()
    assert row.state == "in_review"


def test_ones_own_work_is_refused_with_a_sentence():
    both = factories.officer(roles=("clerk", "reviewer"))
    row = factories.penalty(by=both)
    text = press(signed_in(both), row, "approve")
    assert "needs a second officer" in text
    row.refresh_from_db()
    assert row.state == "in_review"


def test_an_approval_holds_for_what_the_page_showed():
    clerk = county_clerk()
    row = factories.penalty(by=clerk)
    client = signed_in(factories.reviewer())
    shown = client.get(page(row)).content.decode()
    link = shown.split(f"/{row.pk}/approve/?seen=")[1].split('"')[0]
    Penalty.objects.filter(pk=row.pk).update(facts="后来改写的事实")
    approve = f"{page(row).removesuffix('change/')}approve/?seen={link}"
    client.post(approve, {"_form_submitted": "on"})
    assert "changed after you opened the page" in client.get(page(row)).content.decode()
    row.refresh_from_db()
    assert row.state == "in_review"


def test_sending_back_and_annulling_need_a_reason():
    row = factories.penalty(by=county_clerk())
    client = signed_in(factories.reviewer())
    for step in ("send-back", "annul"):
        press(client, row, step, reason="")
        row.refresh_from_db()
        assert row.state == "in_review"
    press(client, row, "send-back", reason="事实不清，请补充")
    row.refresh_from_db()
    assert row.state == "draft"
    assert "事实不清" in client.get(page(row, "history")).content.decode()


def test_a_published_penalty_is_withdrawn_when_it_is_annulled():
    row = factories.penalty(by=county_clerk())
    client = signed_in(factories.reviewer())
    press(client, row, "approve")
    assert ConductRecord.objects.count() == 1
    press(client, row, "publish")
    entry = PublicEntry.objects.get()
    assert entry.state == "shown"
    press(client, row, "annul", reason="行政复议决定撤销")
    entry.refresh_from_db()
    assert (entry.state, entry.withdrawn_reason) == ("withdrawn", "行政复议决定撤销")


def test_what_the_rules_keep_back_is_said():
    person = factories.person()
    row = factories.penalty(by=county_clerk(), subject=person, id_type="身份证")
    client = signed_in(factories.reviewer())
    press(client, row, "approve")
    assert "natural persons are not published" in press(client, row, "publish")


def test_a_bulk_approval_names_what_it_refuses():
    both, clerk = factories.officer(roles=("clerk", "reviewer")), county_clerk()
    own, other = factories.penalty(by=both), factories.penalty(by=clerk)
    client = signed_in(both)
    path = reverse("admin:disclosure_penalty_changelist")
    answer = client.post(
        path, {"action": "approve_selected", "_selected_action": [own.pk, other.pk]}, follow=True
    )
    text = answer.content.decode()
    assert f"{own.document_no}：" in text
    assert "needs a second officer" in text
    states = dict(Penalty.objects.values_list("pk", "state"))
    assert states == {own.pk: "in_review", other.pk: "approved"}
    chosen = {"action": "publish_selected", "_selected_action": [own.pk, other.pk]}
    said = [str(message) for message in client.post(path, chosen, follow=True).context["messages"]]
    states = dict(Penalty.objects.values_list("pk", "state"))
    assert states == {own.pk: "in_review", other.pk: "published"}
    assert said[0] == "1 decision published."
    (refused,) = said[1:]
    assert refused.startswith(f"{own.document_no}：")
    assert "waiting for review" in refused


def test_bulk_publication_names_each_decision_that_the_rules_keep_back():
    clerk = county_clerk()
    person = factories.penalty(by=clerk, subject=factories.person(), id_type="身份证")
    shown = factories.penalty(by=clerk)
    client = signed_in(factories.reviewer())
    path = reverse("admin:disclosure_penalty_changelist")
    chosen = {"_selected_action": [person.pk, shown.pk]}
    client.post(path, {"action": "approve_selected", **chosen})
    answer = client.post(path, {"action": "publish_selected", **chosen}, follow=True)
    said = {str(message): message.level_tag for message in answer.context["messages"]}
    kept = next(words for words in said if words.startswith(person.document_no))
    assert said[kept] == "warning"
    assert "natural persons are not published" in kept
    assert any(words.startswith("1 decision published") for words in said)


def test_a_full_number_is_shown_once_with_a_reason_and_remembered():
    person = factories.person()
    row = factories.penalty(by=county_clerk(), subject=person, id_type="身份证")
    client = signed_in(factories.reviewer())
    path = f"{page(row).removesuffix('change/')}party-number/"
    assert factories.PERSON_ID not in client.get(path).content.decode()
    assert (
        factories.PERSON_ID
        not in client.post(path, {"_form_submitted": "on", "reason": "x"}).content.decode()
    )
    assert not Reveal.objects.exists()
    answer = client.post(path, {"_form_submitted": "on", "reason": "核对投诉人身份"})
    assert factories.PERSON_ID in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert Reveal.objects.get().reason == "核对投诉人身份"
    assert factories.PERSON_ID not in client.get(page(row)).content.decode()


def test_a_clerk_is_refused_the_full_number():
    clerk = county_clerk()
    row = factories.penalty(by=clerk, subject=factories.person(), id_type="身份证")
    path = f"{page(row).removesuffix('change/')}party-number/"
    answer = signed_in(clerk).post(path, {"_form_submitted": "on", "reason": "想看看号码"})
    assert "do not hold the right" in answer.content.decode()
    assert not Reveal.objects.exists()


@pytest.mark.parametrize("term", ["青禾", "禾", factories.HOSPITAL_USCC, "内卫医罚〔2026〕701号"])
def test_a_decision_is_found_by_name_code_and_document(term: str):
    clerk = county_clerk()
    row = factories.penalty(by=clerk, document_no="内卫医罚〔2026〕701号")
    client = signed_in(clerk)
    path = reverse("admin:disclosure_penalty_changelist")
    assert page(row) in client.get(path, {"q": term}).content.decode()
    assert page(row) not in client.get(path, {"q": "没有这样的"}).content.decode()


def test_the_list_filters_by_time_left():
    clerk = county_clerk()
    row = factories.penalty(by=clerk, decided_on=today() - timedelta(days=40))
    path = reverse("admin:disclosure_penalty_changelist")
    client = signed_in(clerk)
    assert page(row) in client.get(path, {"due": "late"}).content.decode()
    for other in ("soon", "later"):
        assert page(row) not in client.get(path, {"due": other}).content.decode()


def test_the_history_of_an_imported_decision_names_its_workbook():
    clerk = county_clerk()
    row = factories.penalty(by=clerk)
    upload = Intake.objects.create(
        kind="penalty_legal",
        state="done",
        as_of=today(),
        file_name="本周处罚.xlsx",
        by_id=clerk.actor_id,
        by_label=clerk.label,
        finished_at=timezone.now(),
    )
    Penalty.objects.filter(pk=row.pk).update(intake_id=upload.pk)
    assert "本周处罚.xlsx" in signed_in(clerk).get(page(row, "history")).content.decode()
