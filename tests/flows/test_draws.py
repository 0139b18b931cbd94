"""A random inspection through the pages: plan, approval, draw, opening, and a citizen who recomputes it."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from core.clock import today
from supervision.draws.choices import DrawState, PlanState, ReplacementState
from supervision.models import Draw, Plan, Replacement
from tests import draw_factories as rows
from tests import factories
from tests.flows.steps import signed_in

pytestmark = pytest.mark.django_db


def act(client: Any, name: str, row: Any, **data: Any) -> None:
    """Post the form of a step, and see that it was taken."""
    label = row._meta.model_name
    answer = client.post(reverse(f"admin:supervision_{label}_{name}", args=[row.pk]), data)
    assert answer.status_code == 302, answer.content.decode()
    row.refresh_from_db()


def test_from_the_plan_to_a_citizen_who_recomputes_the_draw(client, tmp_path):
    clerk, reviewer = factories.clerk(), factories.reviewer()
    planner, decider = signed_in(clerk), signed_in(reviewer)
    rows.places(12)
    rows.inspectors(clerk, 4)
    head = {
        "year": today().year,
        "title": "双随机抽查计划",
        "authority_name": factories.AUTHORITY,
        "division_code": factories.COUNTY,
    }
    assert planner.post(reverse("admin:supervision_plan_add"), head).status_code == 302
    plan = Plan.objects.get()
    line = {
        "speciality": "public_place",
        "items": [rows.item().pk],
        "categories": ["公共场所"],
        "percent": "25",
        "rounds": "2",
        "days": "30",
        "experts": "0",
    }
    act(planner, "add_line", plan, **line)
    act(planner, "submit", plan)
    act(decider, "approve", plan, document_no="内卫监督〔2026〕1号")
    assert plan.state == PlanState.APPROVED
    tomorrow = today() + timedelta(days=1)
    prepared = {
        "title": "第一次抽查",
        "lines": [plan.lines.get().pk],
        "draw_on": tomorrow.isoformat(),
        "public_source": rows.LOTTERY,
    }
    act(planner, "start_draw", plan, **prepared)
    draw = Draw.objects.get()
    preview = planner.get(reverse("admin:supervision_draw_change", args=[draw.pk])).content.decode()
    assert "01-public_place" in preview
    act(planner, "commit", draw)
    public = reverse("supervision:draw", args=[draw.number])
    before = client.get(public).content.decode()
    assert draw.commitment in before
    assert client.get(f"{public}result.csv").status_code == 404
    with rows.on(tomorrow):
        act(planner, "hold", draw, public_number="1 2 3", witnesses="县司法局")
        act(decider, "approve", draw)
        minutes = planner.get(reverse("admin:supervision_draw_minutes", args=[draw.pk]))
        assert minutes.content.startswith(b"%PDF")
        act(planner, "open", draw)
        body = draw.objects_drawn.get(rank=1)
        asked = {"drawn": body.pk, "ground": "closed", "words": "已停业，正在办理注销"}
        act(planner, "replace_object", draw, **asked)
        replacement = Replacement.objects.get()
        act(decider, "approve", replacement)
    assert (draw.state, replacement.state) == (DrawState.OPENED, ReplacementState.APPROVED)
    after = client.get(public).content.decode()
    assert draw.opened_seed in after
    assert "已停业，正在办理注销" in after
    with zipfile.ZipFile(io.BytesIO(client.get(f"{public}all.zip").content)) as archive:
        archive.extractall(tmp_path)
    run = subprocess.run([sys.executable, "-I", "recompute.py"], cwd=tmp_path, check=False)
    assert run.returncode == 0


def test_the_public_pages_of_plans_items_and_draws_open(client):
    made = rows.everything(factories.clerk(), factories.reviewer())
    plan, item = made["supervision.plan"], made["supervision.inspectionitem"]
    assert made["supervision.draw"].title in client.get(reverse("supervision:draws")).content.decode()
    assert item.title in client.get(reverse("supervision:plan", args=[plan.pk])).content.decode()
    assert item.title in client.get(reverse("supervision:draw_items")).content.decode()
    assert client.get(reverse("supervision:draw_script")).content.startswith(b'"""Recompute')


def test_who_does_not_keep_the_library_does_not_read_declared_ties():
    clerk = factories.clerk()
    made = rows.everything(clerk, factories.reviewer())
    inspector = made["supervision.inspector"]
    place = factories.body("内黄县康宁诊所", "91410527MA46TKJL8A")
    page = reverse("admin:supervision_inspector_change", args=[inspector.pk])
    client = signed_in(clerk)
    declared = {"about": place.name, "tie": "relative"}
    act(client, "declare", inspector, **declared)
    assert place.name in client.get(page).content.decode()
    reader = signed_in(factories.officer(roles=("reader",)))
    assert place.name not in reader.get(page).content.decode()
