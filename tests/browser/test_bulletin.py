"""A leader reads the bulletin of a campaign in a real browser: words, figures, charts, paper, workbook."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from accounts.roles import READER
from supervision.models import Bulletin
from tests import campaign_factories as made
from tests import factories
from tests.harness.browser import Browser, Page

SECONDS = 20
WIDTH = 390


@pytest.fixture
def told(live_server: LiveServer, settings: Any) -> Bulletin:
    """An issued bulletin of one hospital with two problems, one of them overdue."""
    settings.CHENGYI_TODAY = "2026-11-22"
    body = factories.institution()
    clerk, reviewer = factories.clerk(), factories.reviewer()
    campaign = made.running(by=clerk, starter=reviewer)
    made.rectification(campaign, body.subject, 1)
    made.rectification(campaign, body.subject, 3)
    return made.bulletin(campaign, by=clerk, issuer=reviewer)


@pytest.fixture
def leader(chromium: Browser, live_server: LiveServer, told: Bulletin) -> Page:
    """A window in which a leader is signed in, as wide as a telephone."""
    client = Client()
    who = factories.officer(roles=(READER.code,))
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    window = chromium.new_context(
        locale="zh-CN", base_url=live_server.url, viewport={"width": WIDTH, "height": 844}
    )
    name = django_settings.SESSION_COOKIE_NAME
    window.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = window.new_page()
    page.set_default_timeout(SECONDS * 1000)
    return page


def test_a_leader_reads_the_bulletin(leader: Page, told: Bulletin) -> None:
    leader.goto("/admin/")
    leader.goto("/admin/supervision/bulletin/")
    leader.get_by_role("link", name=told.title).first.click()
    leader.wait_for_url(f"**/bulletin/{told.pk}/change/")
    assert leader.get_by_text(made.WORDS).is_visible()
    figures = leader.locator(".cy-grid .cy-figure").all_inner_texts()
    assert figures[0] == "1"
    assert any(text.startswith("2") for text in figures[1:])
    leader.wait_for_function("document.querySelectorAll('canvas').length >= 3")
    assert leader.evaluate("document.documentElement.scrollWidth") <= WIDTH
    assert leader.locator("form[method=post] button", has_text="印发").count() == 0, "a leader issues nothing"
    with leader.expect_download() as taken:
        leader.locator(f"a[href$='/bulletin/{told.pk}/workbook/']").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    paper = leader.request.get(f"/admin/supervision/bulletin/{told.pk}/paper/")
    assert paper.body().startswith(b"%PDF")
