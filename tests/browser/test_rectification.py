"""A hospital hands evidence in, an officer returns it and checks it, another one crosses it off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from accounts.models import Officer
from institutions.models import Institution, Membership
from supervision.choices import RectificationState as S
from supervision.models import Rectification
from tests import factories
from tests.harness.browser import Browser, Page
from tests.unit.supervision.rectification.rows import MONDAY, opened

pytestmark = pytest.mark.browser
SECONDS = 20
Door = Callable[[Officer], Page]


@pytest.fixture
def door(chromium: Browser, live_server: LiveServer, settings: Any) -> Door:
    """Open a window in Chinese in which an account is signed in; the day is a Monday."""
    settings.CHENGYI_TODAY = MONDAY

    def opened_for(who: Officer) -> Page:
        client = Client()
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        window = chromium.new_context(locale="zh-CN", base_url=live_server.url)
        name = django_settings.SESSION_COOKIE_NAME
        window.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        page = window.new_page()
        page.set_default_timeout(SECONDS * 1000)
        return page

    return opened_for


def hand_in(page: Page, body: Institution, row: Rectification, words: str, photo: str) -> None:
    """Write what was done, add a photograph, and hand in."""
    page.goto(f"/portal/{body.pk}/rectifications/{row.pk}/")
    page.fill("textarea[name=report]", words)
    content = factories.png().read()
    page.set_input_files(
        "input[name=evidence]", {"name": photo, "mimeType": "image/png", "buffer": content + photo.encode()}
    )
    page.click("button[name=hand_in]")
    page.wait_for_selector("button[name=hand_in]", state="detached")


def take(page: Page, row: Rectification, slug: str, **values: str) -> None:
    """Press the button of a step on the officers' page, fill its form in, and send it."""
    page.goto(f"/admin/supervision/rectification/{row.pk}/change/")
    page.click(f".cy-panel a.cy-button[href$='/{slug}/']")
    for name, value in values.items():
        page.fill(f"[name={name}]", value)
    page.locator("form.cy-card button[type=submit]").click()
    page.wait_for_url(f"**/rectification/{row.pk}/change/")


def test_an_officer_checks_returns_and_crosses_off(door: Door) -> None:
    body = factories.institution()
    account = Officer.objects.create_user("hospital")
    Membership.objects.create(user=account, institution=body)
    row = opened(body.subject)
    hospital, clerk, reviewer = door(account), door(factories.clerk()), door(factories.reviewer())

    hospital.goto(f"/portal/{body.pk}/rectifications/")
    hospital.get_by_role("link", name=row.problem).click()
    hand_in(hospital, body, row, "已加装门锁，张贴警示标识。", "门锁.png")
    take(clerk, row, "give-back", reason="照片看不清门锁，请补拍")

    hospital.goto(f"/portal/{body.pk}/rectifications/")
    assert hospital.locator("p.notice").inner_text().endswith("照片看不清门锁，请补拍")
    hand_in(hospital, body, row, "已重新拍摄，门锁完好，专人登记。", "补拍.png")

    clerk.goto(f"/admin/supervision/rectification/{row.pk}/change/")
    assert clerk.get_by_text("补拍.png").count() == 1
    take(clerk, row, "check", note_text="现场查看暂存间，门锁完好，台账齐全。")
    assert clerk.locator(".cy-panel a[href$='/cross-off/']").count() == 0, "who checked does not cross off"
    take(reviewer, row, "cross-off")
    row.refresh_from_db()
    assert (row.state, row.crossed_off_on) == (S.CROSSED_OFF, MONDAY)

    hospital.goto(f"/portal/{body.pk}/rectifications/")
    assert hospital.locator("#over").count() == 1
    assert hospital.locator("section[aria-labelledby=over]").get_by_text(row.problem).count() == 1
