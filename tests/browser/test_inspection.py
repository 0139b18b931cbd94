"""The inspectors' page on a telephone with a bad connection: nothing is lost, nothing is doubled."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Route, expect
from pytest_django.live_server_helper import LiveServer

from core import evidence
from supervision.inspections import papers, spot
from supervision.models import Inspection, InspectionLine, InspectionStep
from tests import factories
from tests.harness.browser import Browser, Page
from tests.unit.supervision.inspections import spot_rows

pytestmark = pytest.mark.browser
TELEPHONE = {"width": 390, "height": 844}


@pytest.fixture
def row(live_server: LiveServer) -> Inspection:
    assert live_server.url
    return spot_rows.begun(spot_rows.inspectors())


@pytest.fixture
def phone(chromium: Browser, live_server: LiveServer, row: Inspection) -> Page:
    """The page of an inspection that two inspectors have begun, on the first one's telephone."""
    client = Client()
    seat = row.crew.select_related("officer").order_by("pk")[0]
    client.force_login(seat.officer, backend="django.contrib.auth.backends.ModelBackend")
    window = chromium.new_context(locale="zh-CN", base_url=live_server.url, viewport=TELEPHONE)  # type: ignore[arg-type]
    name = settings.SESSION_COOKIE_NAME
    window.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = window.new_page()
    page.goto(f"/admin/supervision/inspection/{row.pk}/field/")
    expect(page.locator("#bar")).to_have_attribute("data-waiting", "0")
    return page


def choose(page: Page, number: int, answer: str) -> None:
    """Touch one of the three answers of a line."""
    page.locator(f"#line-{number} .answer-{answer} span").click()


def all_sent(page: Page) -> None:
    """Wait until nothing is left on the telephone."""
    expect(page.locator("#bar")).to_have_attribute("data-waiting", "0", timeout=30_000)


def test_what_is_entered_without_a_connection_arrives_once(
    phone: Page, row: Inspection, tmp_path: Path
) -> None:
    picture = tmp_path / "wall.png"
    picture.write_bytes(factories.png().read())
    phone.context.set_offline(True)
    choose(phone, 1, "ok")
    choose(phone, 1, "problem")
    phone.locator("#line-1 textarea").fill("防护门破损")
    choose(phone, 2, "ok")
    phone.locator("#line-1 [data-photo]").set_input_files(picture)
    # What was tried once is not changed any more: a later change of the line is an act of its own.
    expect(phone.locator("#bar")).to_have_attribute("data-waiting", re.compile("^[34]$"))
    assert not InspectionLine.objects.exists()
    phone.context.set_offline(False)
    all_sent(phone)
    assert list(InspectionLine.objects.values_list("answer", "facts")) == [
        ("problem", "防护门破损"),
        ("ok", ""),
    ]
    assert evidence.of(papers.about(row, 1)).count() == 1


def test_an_answer_that_is_lost_on_the_way_back_doubles_nothing(phone: Page, row: Inspection) -> None:
    lost: list[str] = []

    def lose(route: Route) -> None:
        route.fetch()
        lost.append(route.request.url)
        route.abort()

    phone.route("**/field/send/", lose, times=2)
    choose(phone, 1, "ok")
    expect(phone.locator("#answered")).to_have_text("1", timeout=30_000)
    assert len(lost) == 2
    assert InspectionLine.objects.get().version == 1
    assert InspectionStep.objects.filter(kind="answered").count() == 1


def test_what_was_not_sent_is_there_when_the_page_is_opened_again(phone: Page, row: Inspection) -> None:
    refused: Callable[[Route], None] = lambda route: route.abort()  # noqa: E731 - one line is its whole work
    phone.route("**/field/send/", refused)
    choose(phone, 1, "problem")
    phone.locator("#line-1 textarea").fill("写了一半")
    expect(phone.locator("#bar")).to_have_attribute("data-waiting", "2")
    assert not InspectionLine.objects.exists()
    phone.unroute("**/field/send/")
    phone.reload()
    all_sent(phone)
    assert InspectionLine.objects.get().facts == "写了一半"
    expect(phone.locator("#line-1 textarea")).to_have_value("写了一半")
    assert row.state == "running"


def kept_pages(page: Page) -> list[str]:
    """Return the addresses that the telephone keeps for use without a connection."""
    found: list[str] = page.evaluate(
        "(async () => { const found = []; for (const name of await caches.keys()) for (const one of "
        "await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname); return found; })()"
    )
    return sorted(found)


def test_the_page_opens_again_without_a_connection_and_nothing_else_is_kept(
    phone: Page, row: Inspection, live_server: LiveServer
) -> None:
    field = f"/admin/supervision/inspection/{row.pk}/field/"
    phone.wait_for_function("navigator.serviceWorker.controller !== null")
    choose(phone, 1, "ok")
    all_sent(phone)
    phone.goto("/admin/supervision/inspection/mine/")
    phone.goto("/")
    assert [path for path in kept_pages(phone) if not path.startswith("/static/")] == [field]
    other = row.crew.select_related("officer").order_by("pk")[1].officer
    spot.answer(row, spot.Finding(spot_rows.items_of(row)[1].pk, "ok", 0), by=other)
    phone.context.set_offline(True)
    phone.goto(field)
    expect(phone.locator("#line-1 .answer-ok input")).to_be_checked()
    expect(phone.locator("#line-2 .answer-ok input")).not_to_be_checked()
    choose(phone, 1, "problem")
    phone.reload()
    expect(phone.locator("#line-1 .answer-problem input")).to_be_checked()
    phone.context.set_offline(False)
    all_sent(phone)
    assert InspectionLine.objects.get(item__number=1).answer == "problem"
    assert not InspectionStep.objects.filter(kind="conflict").exists()
    # Signed out: the next officer on this telephone finds nothing.
    phone.goto("/admin/")
    phone.evaluate("document.querySelector('form[action=\"/admin/logout/\"]').submit()")
    phone.wait_for_url("**/admin/login/**")
    phone.wait_for_function("caches.keys().then((names) => names.length === 0)")
    phone.context.set_offline(True)
    with pytest.raises(PlaywrightError):
        phone.goto(field)


def test_a_page_that_the_server_no_longer_gives_is_no_longer_kept(phone: Page, row: Inspection) -> None:
    phone.wait_for_function("navigator.serviceWorker.controller !== null")
    phone.wait_for_function("caches.keys().then((names) => names.length === 1)")
    row.crew.filter(officer=row.crew.order_by("pk")[0].officer).delete()
    phone.reload()
    assert [path for path in kept_pages(phone) if not path.startswith("/static/")] == []


LOST = """() => {
    IDBDatabase.prototype.transaction = () => { throw new DOMException("closing", "InvalidStateError"); };
}"""


def test_a_store_that_the_telephone_closes_and_a_bad_picture_bar_nothing(
    phone: Page, row: Inspection, tmp_path: Path
) -> None:
    phone.evaluate(LOST)
    choose(phone, 1, "ok")
    all_sent(phone)
    assert InspectionLine.objects.get().answer == "ok"
    bad = tmp_path / "wall.jpg"
    bad.write_bytes(b"no picture")
    phone.locator("#line-1 [data-photo]").set_input_files(bad)
    expect(phone.locator("#line-1 .files")).to_contain_text("wall.jpg：未采用")
    expect(phone.locator("#bar")).to_have_class(re.compile("wrong"))
    phone.locator("#line-1 .files button").click()
    expect(phone.locator("#bar")).not_to_have_class(re.compile("wrong"))
    assert not evidence.of(papers.about(row, 1)).exists()
    # Both have entered the same line: who sees the difference settles it before anything is handed in.
    other = row.crew.select_related("officer").order_by("pk")[1].officer
    item = spot_rows.items_of(row)[1]
    spot.answer(row, spot.Finding(item.pk, "problem", 0, facts="铅衣破损"), by=other)
    choose(phone, 2, "ok")
    expect(phone.locator("#line-2 .answerback button")).to_have_count(2)
    phone.locator("#hand-in button").click()
    expect(phone.locator("#bar")).to_have_class(re.compile("wrong"))
    phone.locator("#line-2 .answerback button").last.click()
    all_sent(phone)
    assert InspectionLine.objects.get(item=item).answer == "ok"


FULL = """() => {
    IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""


def test_what_the_telephone_has_no_room_for_is_sent_all_the_same(phone: Page, row: Inspection) -> None:
    phone.evaluate(FULL)
    refused: Callable[[Route], None] = lambda route: route.abort()  # noqa: E731 - one line is its whole work
    phone.route("**/field/send/", refused)
    choose(phone, 1, "ok")
    choose(phone, 2, "problem")
    expect(phone.locator("#bar")).to_have_attribute("data-waiting", "2")
    expect(phone.locator("#state")).to_contain_text("请勿关闭")
    phone.unroute("**/field/send/")
    all_sent(phone)
    assert list(InspectionLine.objects.values_list("answer", flat=True)) == ["ok", "problem"]


def test_a_touch_counts_as_waiting_before_it_is_kept(phone: Page, row: Inspection) -> None:
    assert row.state == "running"
    counts = phone.evaluate(
        """() => {
            const bar = document.getElementById("bar"), before = bar.dataset.waiting;
            document.querySelector("#line-1 .answer-ok input").click();
            return [before, bar.dataset.waiting];
        }"""
    )
    assert counts == ["0", "1"]
    all_sent(phone)
    assert InspectionLine.objects.get().answer == "ok"


def test_what_the_other_inspector_entered_is_shown_before_it_becomes_a_conflict(
    phone: Page, row: Inspection
) -> None:
    other = row.crew.select_related("officer").order_by("pk")[1].officer
    item = spot_rows.items_of(row)[1]
    spot.answer(row, spot.Finding(item.pk, "problem", 0, facts="铅衣破损"), by=other)
    choose(phone, 1, "ok")
    expect(phone.locator("#line-2 textarea")).to_have_value("铅衣破损")
    expect(phone.locator("#line-2 .answerback")).to_contain_text(other.label)
    choose(phone, 2, "ok")
    all_sent(phone)
    assert InspectionLine.objects.get(item=item).answer == "ok"
    assert not InspectionStep.objects.filter(kind="conflict").exists()


def test_the_page_fits_a_telephone(phone: Page) -> None:
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= TELEPHONE["width"]
    small = phone.evaluate(
        "[...document.querySelectorAll('.three span, .choices span, .big, .camera span')]"
        ".filter((one) => one.offsetHeight && one.offsetHeight < 44).length"
    )
    assert small == 0
