"""Self-inspection in a real browser: a ledger in the page, another in the workbook, saves sent twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from openpyxl import load_workbook
from playwright.sync_api import FilePayload, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Officer
from core.models import EvidenceFile
from credit.models import Commitment
from institutions.models import Institution, Membership
from supervision.ledgers.selectors import lines_of
from supervision.ledgers.sheet import KIND
from supervision.ledgers.workbook_out import HEADER_ROW
from supervision.models import Ledger, LedgerEntry, Rectification
from supervision.models.ledgers import LedgerState as S
from tests import factories
from tests.harness.browser import Browser, Page
from tests.unit.supervision.ledgers import ledger_rows as rows

pytestmark = pytest.mark.browser
MONDAY = date(2026, 6, 8)
PATIENCE = 20_000
SAVED, SIGNING = re.compile(r"\d\d:\d\d"), re.compile(r"/sign/")
COLUMNS = {column.code: place for place, column in enumerate(KIND.columns, 1)}
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
        page.set_default_timeout(PATIENCE)
        return page

    return opened


@pytest.fixture
def body(door: Door) -> Institution:
    return factories.institution()


@pytest.fixture
def account(body: Institution) -> Officer:
    who = Officer.objects.create_user("hospital")
    Membership.objects.create(user=who, institution=body)
    return who


@pytest.fixture
def ledger(body: Institution) -> Ledger:
    return rows.ledger_of(rows.opened([body]), body.subject)


def address(body: Institution, ledger: Ledger) -> str:
    return f"/portal/{body.pk}/ledgers/{ledger.pk}/"


def answer(page: Page, number: int, value: str) -> None:
    page.locator(f"#line-{number} input[value={value}] + span").click()


def kept(page: Page, number: int) -> None:
    """Wait until the page says that a line is stored."""
    expect(page.locator(f"#line-{number} [data-status]")).to_have_text(SAVED, timeout=PATIENCE)


def sign(page: Page) -> None:
    """Sign on the page that follows “check and sign”."""
    page.wait_for_url(SIGNING)
    if page.locator("input[name=commits]").count():
        page.check("input[name=commits]")
    page.fill("input[name=signer_name]", "许嘉言")
    page.fill("input[name=signer_post]", "院长")
    page.check("input[name=true]")
    page.locator("form:has(input[name=seen]) button").click()
    page.wait_for_url(lambda url: "/sign/" not in url)


def test_a_hospital_clerk_does_the_whole_ledger_in_the_page_and_an_officer_accepts_it(
    door: Door, body: Institution, account: Officer, ledger: Ledger
) -> None:
    page = door(account)
    page.goto(f"/portal/{body.pk}/ledgers/")
    page.locator(f"a.btn-teal[href='{address(body, ledger)}']").click()

    # Found: the rest of the line unfolds; each change is kept without a button.
    assert not page.locator("#line-1 textarea").first.is_visible()
    answer(page, 1, "found")
    line = page.locator("#line-1")
    line.locator("[data-field=facts]").fill(rows.WORDS[0])
    line.locator("[data-take-hint]").click()
    line.locator("[data-field=owner]").fill("财务科")
    line.locator("[data-field=due_on]").fill("2026-07-01")
    line.locator("[data-field=permanent]").check()
    photo: FilePayload = {"name": "收费清单.png", "mimeType": "image/png", "buffer": factories.png().read()}
    line.locator("[data-field=evidence]").set_input_files(photo)
    expect(line.locator("[data-files] a")).to_have_text("收费清单.png")
    kept(page, 1)
    for number in (2, 3):
        answer(page, number, "clear")
        kept(page, number)

    # One line is forgotten: it is named, marked, and answered.
    page.locator("button[name=sign]").click()
    page.wait_for_url(SIGNING)
    page.locator(".told a").first.click()
    expect(page.locator(".ledger-line.faulty")).to_have_count(1)
    answer(page, 4, "not_here")
    kept(page, 4)
    page.locator("button[name=sign]").click()
    sign(page)

    ledger.refresh_from_db()
    assert (ledger.state, ledger.found, ledger.signer_name) == (S.HANDED_IN, 1, "许嘉言")
    opened = Rectification.objects.get()
    assert (opened.facts, opened.measures, opened.owner, opened.due_on, opened.permanent) == (
        rows.WORDS[0],
        "按制度整改",
        "财务科",
        date(2026, 7, 1),
        True,
    )
    assert Commitment.objects.get().template.code == "lawful-practice"
    assert EvidenceFile.objects.get().name == "收费清单.png"
    assert rows.WORDS[0] in page.locator("main").inner_text()
    assert page.locator("form.ledger-form").count() == 0

    desk = door(factories.clerk())
    desk.goto(f"/admin/supervision/ledger/{ledger.pk}/change/")
    shown = desk.locator("body").inner_text()
    assert rows.WORDS[0] in shown
    assert "收费清单.png" in shown
    desk.locator("a.cy-button[href$='/accept/']").click()
    desk.locator("form.cy-card button[type=submit]").click()
    desk.wait_for_url(f"**/ledger/{ledger.pk}/change/")
    ledger.refresh_from_db()
    assert ledger.state == S.ACCEPTED


def test_another_is_done_in_the_workbook_with_its_faults_marked_once(
    door: Door, body: Institution, account: Officer, ledger: Ledger, tmp_path: Path
) -> None:
    page = door(account)
    page.goto(address(body, ledger))
    with page.expect_download() as download:
        page.locator("a[href$='/workbook/']").click()
    filled = fill(
        Path(download.value.path()).read_bytes(),
        {
            (1, "LN_ANSWER"): "发现问题",
            (1, "LN_FACTS"): rows.WORDS[0],
            (1, "LN_MEASURES"): "退还费用",
            (2, "LN_ANSWER"): "未发现问题",
            (3, "LN_ANSWER"): "未发现问题",
            (4, "LN_ANSWER"): "不涉及",
        },
    )
    hand_up(page, filled)
    page.wait_for_url("**/uploads/*/")
    assert page.locator(".told > li").count() == 2
    with page.expect_download() as download:
        page.locator("a[href$='/marked/']").click()
    marked = Path(download.value.path()).read_bytes()
    assert {cell for cell, told in comments(marked).items() if told} == {(1, "LN_OWNER"), (1, "LN_DUE")}
    assert not LedgerEntry.objects.exists()

    hand_up(page, fill(marked, {(1, "LN_OWNER"): "财务科", (1, "LN_DUE"): date(2026, 7, 1)}))
    page.wait_for_url(f"**{address(body, ledger)}")
    page.locator("button[name=sign]").click()
    sign(page)
    ledger.refresh_from_db()
    assert (ledger.state, ledger.found) == (S.HANDED_IN, 1)
    assert Rectification.objects.get().owner == "财务科"


def fill(content: bytes, cells: dict[tuple[int, str], Any]) -> bytes:
    book = load_workbook(BytesIO(content))
    for (number, code), value in cells.items():
        book.worksheets[0].cell(HEADER_ROW + number, COLUMNS[code], value)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def comments(content: bytes) -> dict[tuple[int, str], str]:
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    codes = {place: code for code, place in COLUMNS.items()}
    return {
        (row - HEADER_ROW, codes[place]): cell.comment.text
        for row, line in enumerate(sheet.iter_rows(), 1)
        for place, cell in enumerate(line, 1)
        if cell.comment
    }


def hand_up(page: Page, content: bytes) -> None:
    file: FilePayload = {"name": "台账.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    page.set_input_files("input[name=workbook]", file)
    page.locator("form:has(input[name=workbook]) button").click()


def test_no_words_are_lost_when_a_save_is_sent_twice_and_its_answer_is_lost(
    door: Door, body: Institution, account: Officer, ledger: Ledger
) -> None:
    page = door(account)
    page.goto(address(body, ledger))
    reached: list[int] = []

    def twice(route: Route) -> None:
        """The server gets the first save twice; the browser gets no answer to it, as on a bad line."""
        if reached:
            reached.append(route.fetch().status)
            route.continue_()
            return
        reached.extend((route.fetch().status, route.fetch().status))
        route.abort()

    page.route("**/lines/*/", twice)
    answer(page, 1, "found")
    page.locator("#line-1 [data-field=facts]").press_sequentially("床位费重复计收三笔，已列清单", delay=15)
    page.locator("#line-1 [data-field=owner]").press_sequentially("财务科", delay=15)
    for _turn in range(PATIENCE // 100):
        if LedgerEntry.objects.filter(owner="财务科").exists():
            break
        page.wait_for_timeout(100)
    kept(page, 1)
    row = LedgerEntry.objects.get()
    assert (row.answer, row.facts, row.owner) == ("found", "床位费重复计收三笔，已列清单", "财务科")
    assert set(reached) == {200}  # every repeated save was recognised, none was a conflict
    assert len(reached) >= 3


def test_two_windows_on_one_line_overwrite_nothing_and_the_clerk_chooses(
    door: Door, body: Institution, account: Officer, ledger: Ledger
) -> None:
    first, second = door(account), door(account)
    for page in (first, second):
        page.goto(address(body, ledger))
    answer(first, 1, "found")
    first.locator("#line-1 [data-field=facts]").fill("第一个窗口写下的情况")
    kept(first, 1)
    answer(second, 1, "found")
    second.locator("#line-1 [data-field=facts]").fill("第二个窗口写下的情况")
    told = second.locator("#line-1 [data-status]")
    expect(told).to_contain_text("第一个窗口写下的情况", timeout=PATIENCE)
    assert lines_of(ledger)[0].entry.facts == "第一个窗口写下的情况"
    assert second.locator("#line-1 [data-field=facts]").input_value() == "第二个窗口写下的情况"
    told.locator("button").first.click()
    kept(second, 1)
    assert lines_of(ledger)[0].entry.facts == "第二个窗口写下的情况"
