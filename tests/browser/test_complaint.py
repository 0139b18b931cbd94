"""A citizen complains on a telephone and follows it, in a real browser and in Chinese."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from pytest_django.live_server_helper import LiveServer

from supervision.complaints import services
from supervision.models import Complaint
from tests import factories
from tests.harness.browser import Page
from tests.unit.supervision.complaints.complaint_rows import CONTACT, NAME, WORDS, circle

pytestmark = pytest.mark.django_db(transaction=True)
HOSPITAL = "内黄县青禾医院"


def press(page: Page) -> None:
    """Send the form of the page."""
    page.locator("main form button.btn-teal").first.click()
    page.wait_for_load_state()


def test_a_citizen_complains_and_follows_it(page: Page, live_server: LiveServer) -> None:
    cache.clear()
    factories.agency()
    factories.institution()
    circle(2)
    clerk, reviewer = factories.clerk(), factories.reviewer()
    page.set_viewport_size({"width": 390, "height": 844})

    # The way there stands on the first page; the sealed fields show only to whoever wants to give a name.
    page.goto(f"{live_server.url}/")
    page.locator(".doors a[href='/complaints/']").click()
    sealed = page.locator("fieldset.sealed")
    assert not sealed.is_visible()
    page.locator("input[name=nature][value=report]").check()
    page.locator("[name=body_name]").fill(HOSPITAL)
    page.locator("[name=topic]").select_option("fees")
    page.locator("[name=words]").fill("收费")
    page.locator("input[name=way][value=named]").check()
    assert sealed.is_visible()
    page.locator("[name=informant_name]").fill(NAME)
    page.locator("[name=informant_contact]").fill(CONTACT)
    press(page)
    assert page.locator("[role=alert]").count() == 2  # above the form, and beside the words
    assert not Complaint.objects.exists()
    page.locator("[name=words]").fill(WORDS)
    press(page)

    # Two codes, once; nothing of them in the address.
    tracking, pickup = (page.locator(f"#{name}").inner_text() for name in ("tracking", "pickup"))
    assert re.fullmatch(r"([A-Z2-9]{4}-){3}[A-Z2-9]{4}", tracking)
    row = Complaint.objects.get()
    assert row.named

    def follow(*, with_pickup: bool = False) -> str:
        page.goto(f"{live_server.url}/complaints/follow/")
        page.locator("[name=tracking]").fill(tracking.lower())
        if with_pickup:
            page.locator("[name=pickup]").fill(pickup)
        press(page)
        assert tracking not in page.url
        return page.locator("main").inner_text()

    received = follow()
    assert row.received_on.isoformat() in received
    assert not any(word in received for word in (HOSPITAL, WORDS, NAME, CONTACT))

    # Officers handle it; the citizen sees the state change and reads the answer with the pick-up code.
    services.accept(row, procedure="petition", by=clerk)
    first_state = page.locator("h1").inner_text()
    follow()
    assert page.locator("h1").inner_text() != first_state
    row = services.propose(row, finding="upheld", facts="调取收费记录，情况属实。已责令改正。", by=clerk)
    services.answer(services.decide(row, by=reviewer), words="经查属实，已责令退还多收费用。", by=clerk)
    assert "经查属实" not in follow()
    assert "经查属实" in follow(with_pickup=True)
    page.locator("input[name=satisfaction][value=good]").check()
    press(page)
    row.refresh_from_db()
    assert row.satisfaction == "good"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
