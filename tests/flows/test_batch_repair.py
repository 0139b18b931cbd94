"""A batch repair of 200 records (40 on the second database), 17 not eligible, through the pages."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Officer
from core.models import OutboxEvent
from credit.models import ConductRecord, Repair, RepairBar, RepairBatch, RepairBatchItem, Subject
from credit.repair import batches, tasks
from disclosure.models import Penalty, PublicEntry
from disclosure.services import decisions, publishing
from tests import factories
from tests.flows.steps import signed_in, step

pytestmark = pytest.mark.django_db
SECOND_DATABASE = os.environ.get("CHENGYI_TESTS") == "database"
TOTAL = 40 if SECOND_DATABASE else 200  # the same story with every reason; how many there are is told once
SERIOUS, DEAR, EARLY, BARRED, DISPUTED, APPLIED = 5, 4, 3, 2, 2, 1
INELIGIBLE = SERIOUS + DEAR + EARLY + BARRED + DISPUTED + APPLIED
ELIGIBLE = TOTAL - INELIGIBLE
FIRST = TOTAL // 2


@pytest.fixture
def _county(settings: Any) -> None:
    """Published penalties of 20 bodies, 17 of which the batch cannot take."""
    settings.CHENGYI_TODAY = date(2026, 6, 1)
    subjects = [
        Subject.objects.create(
            identity=f"U:{number:018}",
            kind="organisation",
            name=f"内黄县第{number}卫生室",
            division_code="410527",
        )
        for number in range(20)
    ]
    clerk, reviewer = factories.clerk(), factories.reviewer()
    rows = [
        factories.penalty(
            by=clerk,
            subject=subjects[number % len(subjects)],
            uscc="",
            decided_on=date(2026, 5, 30) if number < EARLY else date(2026, 4, 10),
            kinds=["责令停产停业"] if EARLY <= number < EARLY + SERIOUS else ["罚款"],
            fine=Decimal(50) if EARLY + SERIOUS <= number < EARLY + SERIOUS + DEAR else Decimal(3),
        )
        for number in range(TOTAL)
    ]
    decisions.approve_many(Penalty, [row.pk for row in rows], by=reviewer)
    publishing.publish_due()
    settings.CHENGYI_TODAY = date(2026, 8, 20)
    left_out(rows[EARLY + SERIOUS + DEAR :], clerk)


def left_out(rows: list[Penalty], clerk: Officer) -> None:
    """Bar a body, dispute two records, and let one have an application of its own."""
    records = {
        row.pk: ConductRecord.objects.get(source=f"disclosure.penalty:{row.guid}") for row in rows[:10]
    }
    barred = Subject.objects.create(
        identity="U:barred", kind="organisation", name="内黄县被限制机构", division_code="410527"
    )
    mine = [records[row.pk] for row in rows[:BARRED]]
    ConductRecord.objects.filter(pk__in=[record.pk for record in mine]).update(subject=barred)
    own = factories.repair(ConductRecord.objects.get(pk=mine[0].pk), by=clerk)
    RepairBar.objects.create(
        subject=barred,
        division_code="410527",
        repair=own,
        reason="提供虚假材料",
        from_on=date(2026, 8, 1),
        until_on=date(2029, 8, 1),
        made_by_label="-",
    )
    for row in rows[BARRED : BARRED + DISPUTED]:
        factories.objection(records[row.pk], by=clerk)
    factories.repair(records[rows[BARRED + DISPUTED].pk], by=clerk)


def approved(clerk: Any, reviewer: Any) -> RepairBatch:
    form = {
        "title": "2026年第三季度一般失信行为集中修复",
        "division_code": "410527",
        "basis": "一般行政处罚信用信息批量修复工作方案",
        "duties_done": "财政非税收入系统核对",
        "classes": ["一般"],
        "decided_before": "2026-06-01",
        "fine_up_to_wan": "10",
    }
    answer = clerk.post(reverse("admin:credit_repairbatch_add"), form)
    assert answer.status_code == 302, answer.content.decode()
    batch = RepairBatch.objects.get()
    step(clerk, batch, "examine")
    batch.refresh_from_db()
    assert (batch.selected, batch.eligible) == (TOTAL, ELIGIBLE)
    refused = clerk.get(reverse("admin:credit_repairbatch_approve", args=[batch.pk]))
    assert refused.status_code == 302
    step(reviewer, batch, "approve")
    return batch


@pytest.mark.usefixtures("_county")
def test_a_batch_is_repaired_but_for_its_17_records_that_are_not_eligible(monkeypatch: pytest.MonkeyPatch):
    clerk, reviewer = signed_in(factories.clerk()), signed_in(factories.reviewer())
    batch = approved(clerk, reviewer)
    reasons = Counter(
        reason.split(" of ")[0][:18]
        for reason in RepairBatchItem.objects.filter(state="ineligible").values_list("reason", flat=True)
    )
    assert sorted(reasons.values()) == sorted([SERIOUS, DEAR, EARLY, BARRED, DISPUTED, APPLIED])
    handed: list[int] = []
    monkeypatch.setattr(tasks, "enqueue", handed.append)
    started = reverse("admin:credit_repairbatch_start", args=[batch.pk])
    assert clerk.post(started, {}).status_code == 403  # not filed yet: nothing may be pushed
    filing = {
        "filed_with": "安阳市卫生健康委员会",
        "filing_no": "安卫信备〔2026〕7号",
        "filed_on": "2026-08-20",
    }
    step(clerk, batch, "file", **filing)
    running = step(clerk, batch, "start")
    assert 'hx-trigger="every 1s"' in running
    assert handed == [batch.pk]
    assert batches.work_off(batch.pk, most=FIRST) == FIRST
    progress = clerk.get(reverse("admin:credit_repairbatch_progress", args=[batch.pk])).content.decode()
    assert f'aria-valuenow="{round(100 * FIRST / ELIGIBLE)}"' in progress
    assert tasks.work_off_batch(batch.pk) == ELIGIBLE - FIRST
    batch.refresh_from_db()
    assert batch.state == "done"
    assert batches.progress(batch) == {
        "done": ELIGIBLE,
        "failed": 0,
        "waiting": 0,
        "ineligible": INELIGIBLE,
        "share": 100,
    }
    assert ConductRecord.objects.filter(state="repaired").count() == ELIGIBLE
    assert PublicEntry.objects.filter(state="ended").count() == ELIGIBLE
    assert PublicEntry.objects.filter(state="shown").count() == INELIGIBLE
    told = OutboxEvent.objects.filter(topic="disclosure.penalty.ended")
    assert {row.payload["operation"] for row in told} == {"S"}
    assert told.count() == ELIGIBLE
    assert Repair.objects.filter(batch=batch, state="approved").count() == ELIGIBLE
    page = clerk.get(reverse("admin:credit_repairbatch_change", args=[batch.pk])).content.decode()
    assert "安卫信备〔2026〕7号" in page


def test_a_record_that_falls_out_meanwhile_is_not_repaired_and_says_why(settings: Any):
    settings.CHENGYI_TODAY = date(2026, 6, 1)
    clerk, reviewer = factories.clerk(), factories.reviewer()
    rows = [factories.penalty(by=clerk, decided_on=date(2026, 4, 10)) for _ in range(2)]
    decisions.approve_many(Penalty, [row.pk for row in rows], by=reviewer)
    publishing.publish_due()
    settings.CHENGYI_TODAY = date(2026, 8, 20)
    batch = factories.repair_batch(by=clerk)
    batches.examine_batch(batch, by=clerk)
    batches.approve_batch(batch, by=reviewer)
    batches.file_batch(batch, filed_with="市卫健委", filing_no="7号", filed_on=date(2026, 8, 20), by=clerk)
    batches.start_batch(batch, by=clerk)
    disputed = ConductRecord.objects.order_by("pk").first()
    assert disputed is not None
    factories.objection(disputed, by=clerk)
    assert batches.work_off(batch.pk) == 2
    states = dict(RepairBatchItem.objects.values_list("record_id", "state"))
    assert states.pop(disputed.pk) == "failed"
    assert set(states.values()) == {"done"}
    assert RepairBatchItem.objects.get(state="failed").reason


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"decided_before": ""}, "decided_before"),
        ({"decided_before": "2027-01-01"}, "decided_before"),
        ({"decided_from": "2026-06-02"}, "decided_from"),
        ({"fine_up_to_wan": "-1"}, "fine_up_to_wan"),
        ({"division_code": "510100"}, "division_code"),
        ({"basis": " "}, "basis"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_beside_its_field(settings: Any, change: dict[str, str], field: str):
    settings.CHENGYI_TODAY = date(2026, 8, 20)
    form = {
        "title": "集中修复",
        "division_code": "410527",
        "basis": "工作方案",
        "duties_done": "系统核对",
        "decided_before": "2026-06-01",
        **change,
    }
    answer = signed_in(factories.clerk()).post(reverse("admin:credit_repairbatch_add"), form)
    assert answer.status_code == 200
    assert answer.context["form"].errors[field]
    assert not RepairBatch.objects.exists()
