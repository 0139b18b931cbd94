"""Black lists with a defence, and a red-list place that is lost, in a real browser: officers and bodies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from accounts.models import Officer
from blacklist.listing import services
from blacklist.models import Listing
from core import outbox
from core.clock import today
from credit.models import ConductRecord
from credit.services import NewRecord, enter_record
from institutions.models import Institution, Membership
from tests import factories
from tests.harness.browser import Browser, Page

MONDAY = date(2026, 6, 8)
AFTER_THE_WINDOW = MONDAY + timedelta(days=14)
SECONDS = 20
PROOF = "证明材料.pdf"
Door = Callable[[Officer], Page]


@pytest.fixture
def door(chromium: Browser, live_server: LiveServer, settings: Any) -> Door:
    """Open a window in Chinese in which an account is signed in; the day is a Monday."""
    settings.CHENGYI_TODAY = MONDAY

    def opened(who: Officer) -> Page:
        client = Client()
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        window = chromium.new_context(locale="zh-CN", base_url=live_server.url)
        name = django_settings.SESSION_COOKIE_NAME
        window.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        page = window.new_page()
        page.set_default_timeout(SECONDS * 1000)
        return page

    return opened


def member(body: Institution, name: str) -> Officer:
    account = Officer.objects.create_user(name)
    Membership.objects.create(user=account, institution=body)
    return account


def open_case(page: Page, row: Listing) -> None:
    page.goto(f"/admin/blacklist/listing/{row.pk}/change/")


def take(page: Page, row: Listing, step: str, **values: str) -> None:
    """Open a step of the case, fill its form in, and send it."""
    page.goto(f"/admin/blacklist/listing/{row.pk}/{step}/")
    for name, value in values.items():
        field = page.locator(f"[name={name}]").first
        if field.get_attribute("type") == "radio":
            page.check(f"input[name={name}][value={value}]")
        else:
            field.fill(value)
    page.locator("form.cy-card button[type=submit]").click()
    page.wait_for_url(f"**/listing/{row.pk}/change/")


def buttons(page: Page, row: Listing) -> set[str]:
    """Return the steps for which the case's page has a button."""
    open_case(page, row)
    found = page.locator(".cy-panel a.cy-button").evaluate_all("all => all.map(one => one.pathname)")
    return {address.rstrip("/").rsplit("/", 1)[-1] for address in found}


def defend(page: Page, body: Institution, row: Listing, words: str, *, no_intent: bool = False) -> None:
    """Find the case among the body's lists, and hand statement and proof in."""
    page.goto(f"/portal/{body.pk}/lists/")
    page.locator(f"a.btn[href*='/lists/{row.pk}/']").click()
    page.fill("textarea[name=statement]", words)
    if no_intent:
        page.check("input[name=claims_no_intent]")
    proof = factories.pdf().read()
    page.set_input_files(
        "input[name=evidence]", {"name": PROOF, "mimeType": "application/pdf", "buffer": proof}
    )
    page.locator("form[enctype] button").click()
    page.wait_for_load_state()


def told(page: Page, body: Institution, row: Listing) -> str:
    """Return what the portal tells the body about the case."""
    page.goto(f"/portal/{body.pk}/lists/{row.pk}/")
    return page.locator("main").inner_text()


def consented(row: Listing, clerk: Officer) -> None:
    """Let the province's law be done: the city's commission consents."""
    upper = factories.officer(roles=("reviewer",), prefix="4105")
    services.ask_upper(row, upper_name="安阳市卫生健康委员会", by=clerk)
    services.upper_consents(row, document_no="安卫函〔2026〕3号", answered_on=today(), by=upper)


def serious_record(body: Institution, clerk: Officer) -> ConductRecord:
    """A clerk has entered serious dishonesty that is final; it waits for the second officer."""
    new = NewRecord(
        subject_id=body.subject_id,
        item_code="J05",
        title="接到应急调度指令后拒不派员",
        happened_on=MONDAY - timedelta(days=90),
        final_on=MONDAY,
        source="",
        document_no="内卫医罚〔2026〕77号",
        authority_name=factories.AUTHORITY,
    )
    return enter_record(new, by=clerk)


@pytest.mark.browser
def test_one_defence_is_refused_and_one_keeps_its_body_off_the_list(door: Door, settings: Any) -> None:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    hospital = factories.institution()
    clinic = factories.institution(factories.body("内黄县康宁诊所", "91410527MA46TKJL8A"))
    record = factories.conduct(hospital.subject, "J11", by=clerk)
    spared = factories.notified_listing(
        clinic.subject, by=clerk, days_ago=0, proposed_on=MONDAY - timedelta(days=2)
    )
    desk, bench = door(clerk), door(reviewer)
    hospitals, clinics = door(member(hospital, "hospital")), door(member(clinic, "clinic"))

    # The clerk proposes from the record, with the ground that the list knows; checks; serves the notice.
    desk.goto(f"/admin/credit/conductrecord/{record.pk}/change/")
    desk.locator("a.cy-button[href*='/blacklist/listing/add/']").click()
    desk.locator(f"a.cy-button[href*='scheme={factories.list_scheme('serious').pk}']").click()
    assert desk.locator("input[name=grounds]").is_checked()
    desk.fill("textarea[name=facts]", "经立案查明，该院将执业许可证出借给无资质人员。")
    desk.fill("input[name=authority_name]", factories.AUTHORITY)
    desk.locator("form[enctype] button.cy-button").click()
    desk.wait_for_url("**/change/")
    listed = Listing.objects.get(subject=hospital.subject)
    assert record.document_no in desk.locator("main, body").first.inner_text()
    desk.locator("a.cy-button[href$='/check/']").click()
    desk.locator("form.cy-card button[type=submit]").click()
    desk.wait_for_url(f"**/listing/{listed.pk}/change/")
    hospitals.goto(f"/portal/{hospital.pk}/lists/{listed.pk}/")
    assert hospitals.locator("textarea[name=statement]").count() == 0  # nobody was told yet
    take(desk, listed, "notify", notice_no="内卫信告〔2026〕88号", how="直接送达")

    # Both bodies state and defend in the portal; the clerk weighs what they said.
    defend(hospitals, hospital, listed, "系亲属临时代班，未收取费用，请求不予列入。")
    defend(clinics, clinic, spared, "证照交接时被冒用，我单位当日已报案。", no_intent=True)
    open_case(desk, spared)
    assert "当日已报案" in desk.locator("body").inner_text()
    assert PROOF in desk.locator("body").inner_text()
    take(desk, listed, "weigh", finding="rejected", reply="是否收费不影响认定，申辩理由不予采纳。")
    take(desk, spared, "weigh", finding="no_intent", reply="经核查报案记录，当事人确无主观故意。")

    # Before the window is over nobody can decide; afterwards only where the defence was refused.
    assert "decide" not in buttons(bench, listed)
    settings.CHENGYI_TODAY = AFTER_THE_WINDOW
    consented(listed, clerk)
    assert "decide" not in buttons(desk, listed)
    assert "decide" in buttons(bench, listed)
    assert "decide" not in buttons(bench, spared)
    take(bench, listed, "decide", decision_no="内卫信决〔2026〕5号")
    take(desk, listed, "serve-decision")
    take(bench, listed, "enter")
    take(bench, spared, "drop", reason="申辩成立，不予列入")

    # Each body reads its own outcome; the public sees the one that is on the list.
    refused, accepted = told(hospitals, hospital, listed), told(clinics, clinic, spared)
    assert "内卫信决〔2026〕5号" in refused
    assert "申辩理由不予采纳" in refused
    assert "确无主观故意" in accepted
    assert {row.pk: row.state for row in Listing.objects.all()} == {
        listed.pk: "listed",
        spared.pk: "not_listed",
    }
    hospitals.goto("/lists/serious-health/")
    public = hospitals.locator("main").inner_text()
    assert hospital.subject.name in public
    assert clinic.subject.name not in public


@pytest.mark.browser
def test_a_red_list_place_is_lost_by_a_breach(door: Door) -> None:
    clerk, reviewer = factories.clerk(), factories.reviewer()
    body = factories.institution()
    row = factories.decided_listing(body.subject, by=clerk, decider=reviewer, kind="red")
    services.serve_decision(row, served_on=MONDAY, by=clerk)
    desk, bench = door(clerk), door(reviewer)
    portal = door(member(body, "hospital"))
    take(bench, row, "enter")
    assert row.scheme.name in told(portal, body, row)

    # The second officer confirms a serious record that the clerk entered: the place on the red list is gone.
    record = serious_record(body, clerk)
    bench.goto(f"/admin/credit/conductrecord/{record.pk}/change/")
    bench.locator("a[href*='/confirm/']:visible").first.click()
    with bench.expect_response(lambda answer: answer.request.method == "POST"):
        bench.locator("#modal-content button[type=submit], #dialog button[type=submit]").first.click()
    outbox.dispatch_all()
    open_case(desk, row)
    assert record.title in desk.locator("body").inner_text()
    assert desk.locator(".cy-rail li[aria-current=step]").count() == 0
    assert buttons(bench, row) & {"lose", "revoke", "court"} == set()
    assert record.title in told(portal, body, row)
    row.refresh_from_db()
    assert row.state == "lost"
