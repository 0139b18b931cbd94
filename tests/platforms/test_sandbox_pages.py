"""The sandbox platform's pages and switches, as a reader and a tester use them."""

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from exchange.platforms.sandbox.client import SandboxAdapter
from exchange.sandbox.server import SandboxServer
from tests.platforms.given import PERSONAL_NUMBER, TOKEN, channel, item, running_sandbox
from tests.platforms.test_adapter_contract import send

ADAPTER = SandboxAdapter()


def ask(
    server: SandboxServer,
    method: str,
    target: str,
    form: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, str, http.client.HTTPMessage]:
    parts = urlsplit(server.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 0, timeout=10)
    body = urlencode(form) if form is not None else None
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
    try:
        connection.request(method, target, body=body, headers={**kind, **(headers or {})})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers
    finally:
        connection.close()


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[SandboxServer]:
    with running_sandbox(tmp_path, open_control=True) as server:
        yield server


def test_a_received_record_is_listed_and_found_by_name_code_and_document(sandbox: SandboxServer) -> None:
    send(channel(sandbox.url), item(), item(CF_XDR_MC="另一家诊所", CF_WSH="集卫医罚〔2026〕9号"))
    for text in ("口腔", "91220582mapflaer89", "〔2026〕2号"):
        status, page, _ = ask(sandbox, "GET", "/?" + urlencode({"q": text}))
        assert status == 200
        assert "集安市示例口腔诊所" in page
    assert "另一家诊所" not in ask(sandbox, "GET", "/?" + urlencode({"q": "口腔"}))[1]


def test_the_page_of_a_record_shows_its_receipts_and_no_personal_number(sandbox: SandboxServer) -> None:
    one = item("penalty_person")
    send(channel(sandbox.url), one)
    status, page, _ = ask(sandbox, "GET", f"/records/{one.record_id}")
    assert status == 200
    assert "何**" in page
    assert "PT" in page
    assert PERSONAL_NUMBER not in page
    assert "19491231" not in page


def test_a_rejected_record_has_a_page_with_the_platform_s_words(sandbox: SandboxServer) -> None:
    one = item(CF_CFLB=["说服教育"])
    send(channel(sandbox.url), one)
    _, page, _ = ask(sandbox, "GET", f"/records/{one.record_id}")
    assert "处罚类别：取值不在代码表内" in page
    assert "10007" in page


def test_what_a_sender_wrote_is_shown_and_not_run(sandbox: SandboxServer) -> None:
    one = item(CF_XDR_MC="<script>alert(1)</script>")
    send(channel(sandbox.url), one)
    for target in ("/", f"/records/{one.record_id}"):
        _, page, headers = ask(sandbox, "GET", target)
        assert "<script>" not in page
        assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_every_address_that_does_not_exist_says_so(sandbox: SandboxServer) -> None:
    for target in ("/nothing", "/records/nothing", "/static/../server.py"):
        assert ask(sandbox, "GET", target)[0] == 404


def test_the_pages_are_chinese_first_and_english_one_click_away(sandbox: SandboxServer) -> None:
    assert '<html lang="zh-hans">' in ask(sandbox, "GET", "/")[1]
    status, _, headers = ask(sandbox, "GET", "/language/en?next=%2F%3Fpage%3D2")
    assert (status, headers["Location"]) == (303, "/?page=2")
    cookie = headers["Set-Cookie"].split(";")[0]
    assert '<html lang="en">' in ask(sandbox, "GET", "/", headers={"Cookie": cookie})[1]


@pytest.mark.parametrize(
    "following", ["//evil.example", "https://evil.example", "/\\evil.example", "/\r\nX: y"]
)
def test_the_language_switch_leads_nowhere_else(sandbox: SandboxServer, following: str) -> None:
    _, _, headers = ask(sandbox, "GET", "/language/en?" + urlencode({"next": following}))
    assert headers["Location"] == "/"
    assert "X" not in headers


def test_the_mode_is_switched_with_the_token_and_shown(sandbox: SandboxServer) -> None:
    status, _, _ = ask(sandbox, "POST", "/control", {"token": TOKEN, "mode": "down"})
    assert status == 303
    assert sandbox.control.mode == "down"
    assert "failing" in ask(sandbox, "GET", "/")[1]


def test_the_switches_take_json_too(sandbox: SandboxServer) -> None:
    body = json.dumps({"token": TOKEN, "mode": "slow", "seconds": 7, "unlinked": ["A"]})
    parts = urlsplit(sandbox.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 0, timeout=10)
    connection.request("POST", "/control", body=body, headers={"Content-Type": "application/json"})
    assert connection.getresponse().status == 303
    connection.close()
    assert (sandbox.control.seconds, sandbox.control.unlinked) == (7.0, frozenset({"A"}))


@pytest.mark.parametrize(
    "form", [{"mode": "down"}, {"token": "", "mode": "down"}, {"form_key": "", "mode": "down"}]
)
def test_nobody_switches_without_the_token(sandbox: SandboxServer, form: dict[str, str]) -> None:
    assert ask(sandbox, "POST", "/control", form)[0] == 403
    assert sandbox.control.mode == "ok"


def test_in_a_demonstration_the_buttons_of_the_page_act(demonstration: SandboxServer) -> None:
    assert demonstration.form_key in ask(demonstration, "GET", "/")[1]
    ask(demonstration, "POST", "/control", {"form_key": demonstration.form_key, "mode": "reject"})
    assert demonstration.control.mode == "reject"


@pytest.mark.parametrize(
    "form", [{"mode": "explode"}, {"seconds": "-1"}, {"seconds": "x"}, {"seconds": "nan"}]
)
def test_a_senseless_switch_changes_nothing(sandbox: SandboxServer, form: dict[str, str]) -> None:
    assert ask(sandbox, "POST", "/control", {"token": TOKEN, **form})[0] == 400
    assert sandbox.control.mode == "ok"


def test_the_mode_survives_a_restart(tmp_path: Path) -> None:
    with running_sandbox(tmp_path) as first:
        first.control.set(mode="reject")
    with running_sandbox(tmp_path) as second:
        assert second.control.mode == "reject"


def test_it_does_not_run_without_a_secret(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="secret"):
        SandboxServer(("127.0.0.1", 0), tmp_path / "x.sqlite3", secret="")
