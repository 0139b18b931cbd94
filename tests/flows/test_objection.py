"""An objection through the pages: filed by the body, checked, decided by another, done everywhere."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Officer
from core import outbox
from core.models import Deadline
from credit.models import ConductRecord, Objection
from disclosure.models import Penalty, PublicEntry
from disclosure.services import decisions, publishing
from exchange.models import Delivery
from institutions.models import Institution, Membership
from tests import factories
from tests.access.world import platform
from tests.flows.steps import signed_in, step

pytestmark = pytest.mark.django_db
WORDS = "决定书上的罚款是三万元，公示为五万元，请更正。"


@pytest.fixture(autouse=True)
def _on_a_monday(settings: Any) -> None:
    settings.CHENGYI_TODAY = date(2026, 6, 8)


@pytest.fixture
def body() -> Institution:
    return factories.institution()


@pytest.fixture
def penalty(body: Institution) -> Penalty:
    platform()
    row = factories.penalty(by=factories.clerk())
    decisions.approve(row, by=factories.reviewer())
    publishing.publish_due(on=date(2026, 6, 8))
    row.refresh_from_db()
    return row


def hospital(body: Institution) -> Client:
    account = Officer.objects.create_user("hospital")
    Membership.objects.create(user=account, institution=body)
    return signed_in(account)


def file(client: Client, body: Institution, penalty: Penalty, **data: Any) -> Any:
    address = reverse("portal:objection_new", args=[body.pk])
    about = f"?about=disclosure.penalty:{penalty.guid}"
    return client.post(
        address + about, {"ground": "content", "claim": WORDS, "evidence": factories.pdf(), **data}
    )


def public_page() -> str:
    return (
        Client(headers={"accept-language": "en"})
        .get(PublicEntry.objects.get().get_absolute_url())
        .content.decode()
    )


def test_a_body_objects_and_the_record_is_withdrawn_everywhere(body: Institution, penalty: Penalty):
    client = hospital(body)
    offered = client.get(reverse("portal:part", args=[body.pk, "objections"])).content.decode()
    assert f"about=disclosure.penalty%3A{penalty.guid}" in offered
    answer = file(client, body, penalty)
    objection = Objection.objects.get()
    followed = client.get(answer.headers["Location"]).content.decode()
    assert "The record is marked as disputed" in followed
    assert "proof.pdf" in followed
    assert "An objection to this entry is being examined since" in public_page()
    api = Client().get("/api/entries/").json()["results"][0]
    assert api["disputed_since"] == "2026-06-08"

    clerk, reviewer = signed_in(factories.clerk()), signed_in(factories.reviewer())
    assert objection.title in clerk.get("/admin/").content.decode()
    step(clerk, objection, "ask_provider", provider_name="县市场监督管理局")
    step(clerk, objection, "provider_answer", answer="经查，决定书确为三万元。", confirms="no")
    shown = step(
        clerk,
        objection,
        "propose",
        finding="upheld",
        remedy="withdraw",
        reasoning="经提供单位核实，该公示信息有误，予以撤回。",
    )
    assert "another officer has to decide" not in shown
    assert Deadline.objects.filter(kind="objection_decide", closed_at__isnull=True).exists()
    unseen = client.get(reverse("portal:objection", args=[body.pk, objection.pk])).content.decode()
    assert "予以撤回" not in unseen
    decided = step(reviewer, objection, "decide")
    assert "The public entry is withdrawn and says why" in decided
    assert "予以撤回" in public_page()
    assert Client().get("/api/entries/").json()["results"] == []
    told = client.get(reverse("portal:objection", args=[body.pk, objection.pk])).content.decode()
    assert "upheld" in told
    assert "予以撤回" in told
    outbox.dispatch_all()
    assert list(Delivery.objects.order_by("id").values_list("operation", flat=True)) == ["I", "U", "R"]
    assert ConductRecord.objects.get().state == "withdrawn"


def test_a_rejected_objection_from_paper_is_unmarked_and_told(body: Institution, penalty: Penalty):
    clerk, reviewer = signed_in(factories.clerk()), signed_in(factories.reviewer())
    add = reverse("admin:credit_objection_add")
    form = {
        "about": penalty.document_no,
        "party": factories.HOSPITAL_USCC,
        "ground": "content",
        "claim": WORDS,
        "received_on": "2026-06-08",
    }
    assert (
        "no record under that document number"
        in clerk.post(add, {**form, "about": "无此文号"}).content.decode()
    )
    assert clerk.post(add, form).status_code == 302
    objection = Objection.objects.get()
    other = signed_in(factories.clerk())
    step(
        other,
        objection,
        "propose",
        finding="rejected",
        remedy="none",
        reasoning="经核查，公示内容与决定书一致。",
    )
    assert "not be" not in step(reviewer, objection, "decide")
    assert "being examined since" not in public_page()
    shown = step(clerk, objection, "tell", how="书面送达")
    assert "decided and told" in shown
    assert not Deadline.objects.filter(object_type="credit.objection", closed_at__isnull=True).exists()


def test_a_correction_is_shown_to_the_public_at_once(body: Institution, penalty: Penalty):
    file(hospital(body), body, penalty)
    objection = Objection.objects.get()
    clerk = signed_in(factories.clerk())
    proposal = {
        "finding": "partly",
        "remedy": "correct",
        "reasoning": "经核查，违法行为类型应为未按规定公示。",
        "title": "未按规定公示执业许可证",
        "facts": objection.record.facts if objection.record else "",
        "happened_on": "2026-06-01",
    }
    nothing = clerk.post(
        reverse("admin:credit_objection_propose", args=[objection.pk]),
        {**proposal, "title": objection.title},
    ).content.decode()
    assert "what is right instead" in nothing
    assert "未按规定公示执业许可证" in step(clerk, objection, "propose", **proposal)
    step(signed_in(factories.reviewer()), objection, "decide")
    shown = public_page()
    assert "未按规定公示执业许可证" in shown
    assert "being examined since" not in shown


def test_the_same_sentence_refuses_in_the_portal_and_nothing_is_kept(body: Institution, penalty: Penalty):
    client = hospital(body)
    refused = file(client, body, penalty, claim="不对").content.decode()
    assert "Say in at least ten characters" in refused
    assert not Objection.objects.exists()
    other = factories.institution(factories.body("内黄县康宁诊所", "91410527MA46TKJL8A"))
    account = Officer.objects.create_user("clinic")
    Membership.objects.create(user=account, institution=other)
    assert file(signed_in(account), other, penalty).status_code == 404
    assert not Objection.objects.exists()


def test_a_body_takes_its_objection_back(body: Institution, penalty: Penalty):
    client = hospital(body)
    file(client, body, penalty)
    objection = Objection.objects.get()
    client.post(reverse("portal:objection_take_back", args=[body.pk, objection.pk]))
    assert "being examined since" not in public_page()
    assert (
        "taken back by the party"
        in client.get(reverse("portal:part", args=[body.pk, "objections"])).content.decode()
    )


def test_who_lacks_the_right_takes_no_step(body: Institution, penalty: Penalty):
    file(hospital(body), body, penalty)
    objection = Objection.objects.get()
    reader = signed_in(factories.officer(roles=("reader",)))
    address = reverse("admin:credit_objection_propose", args=[objection.pk])
    assert reader.post(address, {"finding": "rejected"}).status_code == 403
    assert signed_in(factories.stranger()).post(address, {"finding": "rejected"}).status_code == 404
    objection.refresh_from_db()
    assert objection.state == "received"
