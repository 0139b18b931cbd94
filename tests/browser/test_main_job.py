"""The whole main job in a real browser, with a real worker and the sandbox platform."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pytest_django.live_server_helper import LiveServer

from core.clock import today
from credit.models import Grade, Verification
from disclosure.demo.story import workbook
from disclosure.models import Penalty
from exchange.models import Platform
from exchange.sandbox.server import SandboxServer
from exchange.services import ensure_demo_platform
from tests import factories
from tests.harness.browser import Browser, Page
from tests.harness.worker import Worker
from tests.platforms import given

PASSWORD = "invented-password"
PATIENCE_SECONDS = 60
GRADED_BY = "DEMO-INST"
HOSPITAL = "内黄县望槐医院"
CODE = "行政相对人代码_1（统一社会信用代码）"


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[SandboxServer]:
    """The platform that receives what is published."""
    with given.running_sandbox(tmp_path) as server:
        yield server


def row(number: int, **changes: Any) -> dict[str, Any]:
    """One penalty of the upload, decided so long ago that it is final in Henan."""
    return {
        "行政相对人名称": HOSPITAL,
        "行政相对人类别": "法人及非法人组织",
        CODE: factories.HOSPITAL_USCC,
        "法定代表人": "林知夏",
        "行政处罚决定书文号": f"内卫医罚〔2026〕{number}号",
        "违法行为类型": "使用非卫生技术人员从事医疗卫生技术工作",
        "违法事实": "现场检查发现该单位安排未取得相应资格的人员独立工作。",
        "处罚依据": "依据《医疗机构管理条例》",
        "处罚类别": "警告；罚款",
        "处罚内容": "给予警告，罚款人民币50000元。",
        "罚款金额（万元）": 5,
        "处罚决定日期": f"{today() - timedelta(days=200):%Y/%m/%d}",
        "处罚机关": factories.AUTHORITY,
        "处罚机关统一社会信用代码": factories.AUTHORITY_CODE,
        "数据来源单位": factories.AUTHORITY,
        "数据来源单位统一社会信用代码": factories.AUTHORITY_CODE,
        **changes,
    }


def signed_in(browser: Browser, base: str, username: str) -> Page:
    """A fresh profile in Chinese, signed in at the supervisors' door."""
    page = browser.new_context(locale="zh-CN", base_url=base).new_page()
    page.set_default_timeout(20_000)
    page.goto("/admin/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/admin/")
    return page


def until(look: Callable[[], bool], what: str) -> None:
    """Look again until it is so; the worker needs a few seconds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not look():
        assert time.monotonic() < deadline, f"waited {PATIENCE_SECONDS} s for {what}"
        time.sleep(0.3)


def take_in(page: Page, rows: list[dict[str, Any]]) -> None:
    """Upload a workbook and wait for its result."""
    page.goto("/admin/core/intake/add/")
    page.select_option("select[name=kind]", "penalty_legal")
    page.set_input_files(
        "input[name=upload]",
        {"name": "本周处罚.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(rows)},
    )
    page.locator("form[enctype] button[type=submit]").click()
    page.wait_for_url("**/admin/core/intake/*/**")
    page.wait_for_selector(".cy-figure >> nth=5", timeout=PATIENCE_SECONDS * 1000)


def figures(page: Page) -> list[str]:
    """The figures of an intake: data, good, bad, new, changed, unchanged."""
    return page.locator(".cy-figure").all_inner_texts()


@pytest.mark.browser
@pytest.mark.browser
def test_a_penalty_travels_from_the_workbook_to_the_public_the_grade_and_the_receipt(
    chromium: Browser,
    live_server: LiveServer,
    sandbox: SandboxServer,
    start_worker: Callable[..., Worker],
) -> None:
    clerk = factories.officer("luru", roles=("clerk",))
    reviewer = factories.officer("shenhe", roles=("reviewer",))
    subject = factories.body(HOSPITAL)
    factories.institution(subject)
    Verification.objects.create(subject=subject, passed_on=today() - timedelta(days=250))
    ensure_demo_platform()
    Platform.objects.update(base_url=sandbox.url, secret=given.SECRET)
    start_worker(beat=True)

    # The clerk uploads a workbook with one good row and one with two faults, and sees both faults marked.
    desk = signed_in(chromium, live_server.url, clerk.username)
    take_in(desk, [row(1), row(2, **{CODE: factories.HOSPITAL_USCC[:-1], "处罚类别": "罚金"})])
    assert figures(desk)[:4] == ["2", "1", "1", "1"]
    faults = desk.locator("table.cy-table tbody tr").all_inner_texts()
    assert len(faults) == 2
    assert all(fault.startswith("3") for fault in faults)
    with desk.expect_download() as download:
        desk.locator("a[href$='/faulty-rows/']").click()
    sheet = load_workbook(BytesIO(Path(download.value.path()).read_bytes())).worksheets[0]
    commented = [cell for line in sheet.iter_rows() for cell in line if cell.comment]
    assert len(commented) == 2

    # The same file again changes nothing.
    take_in(desk, [row(1)])
    assert figures(desk)[3:] == ["0", "0", "1"]

    # The clerk has no button to approve; the second officer has, and uses it.
    penalty = Penalty.objects.get()
    desk.goto(f"/admin/disclosure/penalty/{penalty.pk}/change/")
    assert desk.locator("a[href*='/approve/']").count() == 0
    review = signed_in(chromium, live_server.url, reviewer.username)
    review.goto("/admin/")
    review.locator(f"a[href*='/penalty/{penalty.pk}/']").first.click()
    review.locator("a[href*='/approve/']:visible").first.click()
    review.locator("#modal-content button[type=submit], #dialog button[type=submit]").first.click()
    review.wait_for_load_state()

    # The worker publishes it; anybody finds it by two characters of the name, with its legal dates.
    public = chromium.new_context(locale="zh-CN", base_url=live_server.url).new_page()

    def found() -> bool:
        public.goto("/search/?q=望槐")
        return public.locator("a[href*='/entry/']").count() == 1

    until(found, "the public entry")
    public.locator("a[href*='/entry/']").click()
    penalty.refresh_from_db()
    text = public.locator("main").inner_text()
    assert penalty.document_no in text
    assert penalty.shown_until is not None
    for day in (penalty.decided_on, penalty.shown_until, penalty.earliest_repair_on):
        assert day is not None
        assert f"{day.year}年{day.month}月{day.day}日" in text or f"{day:%Y-%m-%d}" in text

    # The grade of the subject has followed, and says why.
    def graded() -> bool:
        return Grade.objects.filter(subject=subject, standard__code=GRADED_BY, points__gt=0).exists()

    until(graded, "the grade")
    grade = Grade.objects.get(subject=subject, standard__code=GRADED_BY)
    review.goto(f"/admin/credit/grade/{grade.pk}/change/")
    explanation = review.locator("main, #main, body").first.inner_text()
    assert penalty.document_no in explanation
    assert "使用非卫生技术人员" in explanation

    # The platform has answered, and both sides show it.
    def answered() -> bool:
        review.goto("/admin/exchange/delivery/")
        return penalty.document_no in review.locator("body").inner_text() and accepted()

    def accepted() -> bool:
        return penalty_delivery().state == "accepted"

    def penalty_delivery() -> Any:
        return Platform.objects.get().deliveries.get(key=f"penalty:{penalty.guid}")

    until(answered, "the receipt")
    review.goto(f"/admin/exchange/delivery/{penalty_delivery().pk}/change/")
    receipt = penalty_delivery().receipts.get()
    review.locator("a[href='#receipts']").click()
    assert receipt.platform_record_id in review.locator("body").inner_text()
    public.goto(sandbox.url)
    assert penalty.document_no in public.locator("body").inner_text()
