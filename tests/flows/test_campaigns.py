"""A campaign through the pages: drafted, scoped, started, told in a bulletin, read by a leader, closed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.roles import READER
from supervision.models import Bulletin, Campaign, Checklist
from supervision.models.bulletins import BulletinState
from supervision.models.campaigns import CampaignState
from tests import factories
from tests.unit.supervision.campaigns.test_lists import sample, workbook

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def signed_in(officer: Any) -> Client:
    client = Client()
    client.force_login(officer, backend=BACKEND)
    return client


def page(name: str, *args: Any) -> str:
    return reverse(f"admin:supervision_{name}", args=args)


def rows(prefix: str, *filled: dict[str, str]) -> dict[str, str]:
    """Return a posted formset."""
    head = {f"{prefix}-TOTAL_FORMS": str(len(filled) + 2), f"{prefix}-INITIAL_FORMS": "0"}
    cells = {
        f"{prefix}-{number}-{name}": value for number, row in enumerate(filled) for name, value in row.items()
    }
    return {**head, **cells}


HEAD = {
    "title": "整治群众身边不正之风专项行动",
    "authority_name": factories.AUTHORITY,
    "division_code": factories.COUNTY,
    "starts_on": "2026-08-01",
    "ends_on": "2026-12-31",
}
PHASE = {"title": "自查自纠", "kind": "self", "starts_on": "2026-08-01", "ends_on": "2026-08-31"}
WORDS = {"title": "八月简报", "work": "各机构按期完成自查自纠，问题逐项登记。"}


def test_a_campaign_from_draft_to_close(settings: Any) -> None:
    settings.CHENGYI_TODAY = "2026-09-02"
    factories.institution()
    clerk, reviewer = signed_in(factories.clerk()), signed_in(factories.reviewer())
    leader = signed_in(factories.officer(roles=(READER.code,)))
    assert clerk.post(page("campaign_add"), HEAD).status_code == 302
    row = Campaign.objects.get()
    assert clerk.post(page("campaign_phases", row.pk), rows("form", PHASE)).status_code == 302
    faulty = sample()[:2]
    faulty[1]["问题"] = ""
    refused = clerk.post(page("campaign_problems", row.pk), {"upload": workbook(faulty)})
    assert "问题" in refused.content.decode()
    assert row.checklist.items.count() == 0
    assert clerk.post(page("campaign_problems", row.pk), {"upload": workbook(sample())}).status_code == 302
    assert row.checklist.items.count() == 33
    bodies = page("campaign_scope", row.pk)
    clerk.post(bodies, {"codes": ""})
    assert row.bodies.count() == 0, "an empty list adds nobody, least of all everybody"
    assert "91220000ABC" in clerk.post(bodies, {"codes": "91220000ABC"}).content.decode(), (
        "what was typed stays"
    )
    for button, left in (("add", 1), ("take_out_chosen", 0), ("add", 1)):
        clerk.post(bodies, {"categories": ["综合医院"], button: "1"})
        assert row.bodies.count() == left
    book = clerk.get(page("campaign_problems_workbook", row.pk))
    taken = SimpleUploadedFile("list.xlsx", b"".join(book.streaming_content))
    clerk.post(page("campaign_problems", row.pk), {"upload": taken})
    assert row.checklist.items.count() == 33, "the list that is taken away can be taken in again"
    clerk.post(page("campaign_start", row.pk))
    row.refresh_from_db()
    assert row.state == CampaignState.DRAFT, "who drafted it may not start it"
    reviewer.post(page("campaign_start", row.pk))
    row.refresh_from_db()
    assert row.state == CampaignState.RUNNING
    drafted = clerk.post(page("campaign_bulletin", row.pk), {"month": "2026-09-01"})
    told = Bulletin.objects.get()
    assert drafted.headers["Location"] == page("bulletin_change", told.pk), "its words are written there"
    own_page = page("bulletin_change", told.pk)
    assert leader.get(own_page).status_code == 404, "a leader reads no drafts"
    assert own_page not in leader.get(page("campaign_change", row.pk)).content.decode()
    clerk.post(page("bulletin_write", told.pk), WORDS)
    reviewer.post(page("bulletin_issue", told.pk))
    told.refresh_from_db()
    assert told.state == BulletinState.ISSUED
    shown = leader.get(page("bulletin_change", told.pk)).content.decode()
    assert WORDS["work"] in shown
    assert leader.get(page("bulletin_paper", told.pk)).content.startswith(b"%PDF")
    book = leader.get(page("bulletin_workbook", told.pk))
    assert b"".join(book.streaming_content).startswith(b"PK")
    assert leader.get(page("campaign_progress", row.pk)).status_code == 200
    assert leader.post(page("campaign_scope", row.pk), {"categories": []}).status_code == 403
    clerk.post(page("campaign_final", row.pk))
    final = Bulletin.objects.get(kind="final")
    clerk.post(page("bulletin_write", final.pk), {**WORDS, "title": "总结报告"})
    reviewer.post(page("bulletin_issue", final.pk))
    reviewer.post(page("campaign_close", row.pk))
    row.refresh_from_db()
    assert (row.state, row.closed_on) == (CampaignState.CLOSED, date(2026, 9, 2))
    asked = clerk.get(page("campaign_copy", row.pk)).context["form"]
    assert asked["starts_on"].value() == date(2027, 8, 1)
    copied = clerk.post(
        page("campaign_copy", row.pk),
        {"title": "2027 年专项行动", "starts_on": "2027-08-01", "with_bodies": "on"},
    )
    new = Campaign.objects.get(copied_from=row)
    assert copied.headers["Location"] == page("campaign_change", new.pk)
    assert (new.checklist.items.count(), new.bodies.count()) == (33, 1)


def test_a_new_version_of_a_checklist_comes_by_workbook() -> None:
    clerk = signed_in(factories.clerk())
    shipped = Checklist.objects.get(code="campaign-neihuang-2022")
    taken = clerk.get(page("checklist_workbook", shipped.pk))
    assert b"".join(taken.streaming_content).startswith(b"PK")
    answer = clerk.post(
        page("checklist_version", shipped.pk),
        {"upload": workbook(sample()[:3]), "starts": "2026-12-01", "place": factories.COUNTY},
    )
    assert answer.status_code == 302
    local = Checklist.objects.get(code=shipped.code, place=factories.COUNTY)
    assert local.items.count() == 3
    assert clerk.get(page("checklist_change", local.pk)).status_code == 200


def test_a_yearly_report_is_drafted_written_issued_and_sent(settings: Any) -> None:
    settings.CHENGYI_TODAY = "2026-11-22"
    clerk, reviewer = signed_in(factories.clerk()), signed_in(factories.reviewer())
    answer = clerk.post(
        page("yearlyreport_add"),
        {"year": "2026", "division_code": factories.COUNTY, "authority_name": factories.AUTHORITY},
    )
    assert answer.status_code == 302
    pk = int(answer.headers["Location"].rstrip("/").split("/")[-2])
    clerk.post(page("yearlyreport_write", pk), {**WORDS, "title": "2026 年报告"})
    reviewer.post(page("yearlyreport_issue", pk))
    clerk.post(page("yearlyreport_send", pk), {"sent_on": "2026-11-22", "note": "内卫报〔2026〕3号"})
    shown = clerk.get(page("yearlyreport_change", pk)).content.decode()
    assert "内卫报〔2026〕3号" in shown
    assert clerk.get(page("yearlyreport_paper", pk)).content.startswith(b"%PDF")
