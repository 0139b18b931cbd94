"""A repair through the pages, under each of the three regimes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Officer
from core import outbox
from core.models import Deadline
from credit.models import ConductRecord, Repair
from credit.repair.syncing import note_synced
from disclosure.models import Penalty, PublicEntry
from disclosure.services import decisions, publishing
from exchange.models import Delivery
from institutions.models import Institution, Membership
from tests import factories
from tests.access.world import platform
from tests.flows.steps import signed_in, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> Institution:
    return factories.institution()


@pytest.fixture
def hospital(body: Institution) -> Client:
    account = Officer.objects.create_user("hospital")
    Membership.objects.create(user=account, institution=body)
    return signed_in(account)


def published(settings: Any, decided_on: date, shown_on: date, **fields: Any) -> Penalty:
    settings.CHENGYI_TODAY = shown_on
    platform()
    row = factories.penalty(by=factories.clerk(), decided_on=decided_on, **fields)
    decisions.approve(row, by=factories.reviewer())
    publishing.publish_due()
    row.refresh_from_db()
    return row


def apply(client: Client, body: Institution, done_on: date, *materials: str, **more: Any) -> str:
    """Begin and hand in an application in the portal; returns the page that follows."""
    record = ConductRecord.objects.get()
    begun = client.post(reverse("portal:repair_start", args=[body.pk, record.pk]))
    form = {
        "duties_done_on": done_on.isoformat(),
        "correction": "已停止违法行为并缴纳罚款。",
        "commitment_by": "许嘉言",
        "commits": "on",
        "submit": "1",
        **{f"file_{code}": factories.pdf(code.encode(), f"{code}.pdf") for code in materials},
        **more,
    }
    answer = client.post(begun.headers["Location"], form)
    page = client.get(answer.headers["Location"]) if answer.status_code == 302 else answer
    return page.content.decode()


def decide(clerk: Client, reviewer: Client) -> str:
    repair = Repair.objects.get()
    step(clerk, repair, "accept")
    step(
        clerk, repair, "check", confirmed=["performed", "allowed"], note="罚没收据核对一致，现场复核已改正。"
    )
    return step(reviewer, repair, "approve")


REGIMES = [
    ("R2019", date(2021, 3, 1), date(2021, 6, 1), ("registration", "performance", "authority_form")),
    ("R2023", date(2024, 3, 1), date(2024, 6, 3), ("authorisation", "performance")),
    ("R2026", date(2026, 6, 1), date(2026, 9, 1), ("performance",)),
]


@pytest.mark.parametrize(("regime", "decided_on", "first_day", "materials"), REGIMES, ids=str)
def test_a_repair_from_its_first_day_to_the_platforms(
    settings: Any,
    body: Institution,
    hospital: Client,
    regime: str,
    decided_on: date,
    first_day: date,
    materials: tuple[str, ...],
):
    penalty = published(settings, decided_on, decided_on)
    entry = PublicEntry.objects.get()
    assert penalty.regime == regime
    settings.CHENGYI_TODAY = date.fromordinal(penalty.earliest_repair_on.toordinal() - 1)
    early = hospital.get(reverse("portal:part", args=[body.pk, "repairs"])).content.decode()
    assert "May apply from" in early
    assert "not met" in early
    assert penalty.earliest_repair_on.isoformat() in apply(hospital, body, decided_on, *materials)
    assert Repair.objects.get().state == "draft"
    hospital.post(reverse("portal:repair_take_back", args=[body.pk, Repair.objects.get().pk]))
    Repair.objects.all().delete()

    settings.CHENGYI_TODAY = first_day
    incomplete = apply(hospital, body, decided_on, *materials[:-1])
    assert "Attach the needed material" in incomplete
    repair = Repair.objects.get()
    last = {f"file_{materials[-1]}": factories.pdf(b"last", "last.pdf")}
    again = {"duties_done_on": decided_on.isoformat(), "correction": "已改正", "submit": "1", **last}
    hospital.post(reverse("portal:repair", args=[body.pk, repair.pk]), again)
    repair.refresh_from_db()
    assert (repair.state, repair.regime) == ("submitted", regime)
    assert Deadline.objects.get(kind="repair_accept", closed_at__isnull=True).working_days == 3

    clerk, reviewer = signed_in(factories.clerk()), signed_in(factories.reviewer())
    approved = decide(clerk, reviewer)
    assert "Display and sharing have ended" in approved
    assert Client().get(entry.get_absolute_url()).status_code == 404
    assert Client().get("/api/entries/").json()["results"] == []
    assert ConductRecord.objects.get().state == "repaired"
    outbox.dispatch_all()
    assert list(Delivery.objects.order_by("id").values_list("operation", flat=True)) == ["I", "S"]
    assert note_synced() == 0
    Delivery.objects.update(state="accepted")
    assert note_synced() == 1
    step(clerk, repair, "close")
    told = hospital.get(reverse("portal:repair", args=[body.pk, repair.pk])).content.decode()
    assert "granted" in told
    assert "It no longer counts in the grade." in told
    assert "last.pdf" in told
    decisions = hospital.get(reverse("portal:part", args=[body.pk, "decisions"])).content.decode()
    assert "Repaired: no longer shown" in decisions
    assert reverse("portal:objection_new", args=[body.pk]) not in decisions


def test_a_refused_repair_says_why_and_false_material_bars(
    settings: Any, body: Institution, hospital: Client
):
    published(settings, date(2026, 6, 1), date(2026, 6, 1))
    settings.CHENGYI_TODAY = date(2026, 9, 1)
    apply(hospital, body, date(2026, 6, 20), "performance")
    repair = Repair.objects.get()
    clerk, reviewer = signed_in(factories.clerk()), signed_in(factories.reviewer())
    step(clerk, repair, "accept")
    step(clerk, repair, "check", confirmed=["allowed"], note="财政系统查无此缴款记录。")
    wanting = reviewer.post(reverse("admin:credit_repair_approve", args=[repair.pk]), {}).content.decode()
    assert "the authority will check it" in wanting
    step(reviewer, repair, "refuse", reason="缴款凭证系伪造", false_material="on")
    told = hospital.get(reverse("portal:repair", args=[body.pk, repair.pk])).content.decode()
    assert "缴款凭证系伪造" in told
    offered = hospital.get(reverse("portal:part", args=[body.pk, "repairs"])).content.decode()
    assert "May apply from 2029-09-02" in offered
    assert PublicEntry.objects.get().state == "shown"


def test_an_application_on_paper_takes_the_proof_from_the_own_systems(settings: Any, body: Institution):
    penalty = published(settings, date(2026, 6, 1), date(2026, 6, 1))
    settings.CHENGYI_TODAY = date(2026, 9, 1)
    clerk = signed_in(factories.clerk())
    begun = clerk.post(
        reverse("admin:credit_repair_add"), {"about": penalty.document_no, "party": body.subject.name}
    )
    assert begun.status_code == 302
    repair = Repair.objects.get()
    written = {
        "duties_done_on": "2026-06-20",
        "correction": "已改正",
        "commitment_by": "许嘉言",
        "commits": "on",
    }
    step(clerk, repair, "write", **written)
    step(clerk, repair, "submit")
    other, reviewer = signed_in(factories.clerk()), signed_in(factories.reviewer())
    assert "Display and sharing have ended" in decide(other, reviewer)


def test_volunteer_work_and_training_stand_as_evidence(settings: Any, body: Institution, hospital: Client):
    published(settings, date(2026, 6, 1), date(2026, 6, 1))
    settings.CHENGYI_TODAY = date(2026, 9, 1)
    page = apply(hospital, body, date(2026, 6, 20), "performance", "volunteer", "training", "correction")
    assert "proof of volunteer or public-interest work" in page
    repair = Repair.objects.get()
    case = (
        signed_in(factories.clerk())
        .get(reverse("admin:credit_repair_change", args=[repair.pk]))
        .content.decode()
    )
    for code in ("volunteer", "training", "correction"):
        assert f"{code}.pdf" in case


def test_nobody_sees_or_takes_back_the_application_of_another(
    settings: Any, body: Institution, hospital: Client
):
    published(settings, date(2026, 6, 1), date(2026, 6, 1))
    settings.CHENGYI_TODAY = date(2026, 9, 1)
    apply(hospital, body, date(2026, 6, 20), "performance")
    repair = Repair.objects.get()
    other = factories.institution(factories.body("内黄县康宁诊所", "91410527MA46TKJL8A"))
    account = Officer.objects.create_user("clinic")
    Membership.objects.create(user=account, institution=other)
    stranger = signed_in(account)
    for key in (body.pk, other.pk):
        assert stranger.get(reverse("portal:repair", args=[key, repair.pk])).status_code == 404
        assert stranger.post(reverse("portal:repair_take_back", args=[key, repair.pk])).status_code == 404
        assert stranger.post(reverse("portal:repair_start", args=[key, repair.record_id])).status_code == 404
    repair.refresh_from_db()
    assert repair.state == "submitted"
