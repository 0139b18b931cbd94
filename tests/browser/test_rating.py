"""A visitor scans the code of a visit and rates it on a telephone, in a real browser and in Chinese."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from pytest_django.live_server_helper import LiveServer

from supervision.models import Rating
from supervision.service import ratings
from supervision.service.choices import RatingState
from tests import factories
from tests.harness.browser import Page
from tests.unit.supervision.service import given

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_visitor_rates_a_visit_once(page: Page, live_server: LiveServer) -> None:
    cache.clear()
    code = ratings.hand_out(given.window(), count=1, by=factories.clerk())[0]
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/rate/{code}/")
    page.locator("main form button").click()  # without a step: asked for again, what was written stays
    page.wait_for_load_state()
    assert page.locator("[role=alert]").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator("input[name=level][value='2']").check()
    page.locator("input[name=reasons][value=slow]").check()
    page.locator("textarea").fill("等了很久")
    page.locator("main form button").click()
    page.wait_for_load_state()
    row = Rating.objects.get()
    assert (row.level, row.reasons, row.words, row.state) == (2, ["slow"], "等了很久", RatingState.OPEN)
    page.goto(f"{live_server.url}/rate/{code}/")
    assert page.locator("input[name=level]").count() == 0
