"""The sandbox platform's HTTP service: standard library only, one thread a request."""

from __future__ import annotations

import json
import logging
import secrets
import sys
import threading
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils import translation
from django.utils.translation import gettext as _

from exchange.platforms.sandbox import protocol
from exchange.sandbox import pages
from exchange.sandbox.control import Control, Mode
from exchange.sandbox.receiving import HttpRefusalError, check_clock, receive, totals
from exchange.sandbox.store import STATES, Query, Store

logger = logging.getLogger(__name__)
MOST_BYTES = 20 * 1024 * 1024
MOST_FORM_BYTES = 64 * 1024
HOLDINGS_PAGE = 500
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class SandboxServer(ThreadingHTTPServer):
    """The running platform.

    Args:
        address: (host, port); port 0 takes a free one.
        store: path of its own SQLite file.
        secret: shared with every sender.
        token: lets `POST /control` act; "" switches it off.
        open_control: the page's buttons act without the token (demonstration only).
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self,
        address: tuple[str, int],
        store: Path | str,
        *,
        secret: str,
        token: str = "",
        open_control: bool = False,
    ) -> None:
        if not secret:
            raise ValueError("the sandbox platform needs a secret")
        self.store = Store(store)
        try:
            super().__init__(address, Handler)
        except OSError:
            self.store.close()
            raise
        self.control = Control(self.store)
        self.secret, self.token = secret, token
        self.form_key = secrets.token_urlsafe(24) if open_control else ""
        self.stopping = threading.Event()
        self.stored = threading.Event()

    @property
    def url(self) -> str:
        """Where it listens."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def stop(self) -> None:
        """Stop listening, let late answers go, close the file."""
        self.stopping.set()
        self.shutdown()
        self.server_close()
        self.store.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log a request that broke; a sender that went away is no error."""
        error = sys.exception()
        if not isinstance(error, ConnectionError | TimeoutError):
            logger.error("a request to the sandbox platform failed", exc_info=error)


class Handler(BaseHTTPRequestHandler):
    """Routes: messages under /api/v1/, pages at / and /records/, switches at /control."""

    server: SandboxServer
    server_version = "SandboxPlatform"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        """Answer a question or show a page."""
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if parts.path.startswith("/api/"):
            self._api(lambda: self._question(parts.path, query))
        elif parts.path == "/":
            self._front(query)
        elif parts.path.startswith("/records/"):
            page = pages.record_page(
                self.server.store, unquote(parts.path.removeprefix("/records/")), language=self._language
            )
            self._page(page) if page else self._lost()
        elif parts.path.startswith("/language/"):
            self._switch_language(parts.path.removeprefix("/language/"), query.get("next", "/"))
        elif parts.path == "/static/sandbox.css":
            self._send(200, pages.STYLE.read_bytes(), "text/css; charset=utf-8")
        elif parts.path == "/healthz":
            self._send(200, b"ok", "text/plain; charset=utf-8")
        else:
            self._lost()

    def do_POST(self) -> None:
        """Take in a batch, or turn a switch."""
        path = urlsplit(self.path).path
        if path == protocol.BATCHES:
            self._api(self._batch)
        elif path == "/control":
            self._control()
        else:
            self._lost()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the standard library's
        """Log the request line without its query: a search may hold a name."""
        line = str(args[0]).split("?")[0] if args else format
        logger.debug("%s %s", line, args[1] if len(args) > 1 else "")

    # --- messages -----------------------------------------------------------------------------------

    def _api(self, work: Any) -> None:
        try:
            if self.server.control.mode == Mode.DOWN:
                raise HttpRefusalError(503, "50300", "平台维护中")
            answer = work()
        except HttpRefusalError as refusal:
            body = pages.as_json({"code": refusal.code, "message": refusal.message})
            self._send(refusal.status, body, "application/json; charset=utf-8")
            return
        if answer is not None:
            self._signed(answer)

    def _batch(self) -> dict[str, Any] | None:
        answer = receive(self.server.store, self.server.control, self.server.secret, self._body(MOST_BYTES))
        mode = self.server.control.mode
        self.server.stored.set()
        if mode == Mode.SLOW:
            self.server.stopping.wait(self.server.control.seconds)
        if mode == Mode.DROP:
            self.close_connection = True
            return None
        return answer

    def _question(self, path: str, query: Mapping[str, str]) -> dict[str, Any]:
        self._check_question()
        table = query.get("table", "")
        if path == protocol.TOTALS:
            return {"totals": totals(self.server.store, table)}
        if path != protocol.RECORDS:
            raise HttpRefusalError(404, "40400", "接口不存在")
        page = _natural(query.get("page", "1"))
        rows = self.server.store.holdings(table, query.get("day", ""))
        start = (page - 1) * HOLDINGS_PAGE
        shown = rows[start : start + HOLDINGS_PAGE]
        return {"records": shown, "next_page": page + 1 if len(rows) > start + HOLDINGS_PAGE else None}

    def _check_question(self) -> None:
        sender, at = self.headers.get(protocol.SENDER_HEADER, ""), self.headers.get(protocol.TIME_HEADER, "")
        expected = protocol.query_signature(self.server.secret, self.path, sender, at)
        if not protocol.same(expected, self.headers.get(protocol.SIGNATURE_HEADER, "")):
            raise HttpRefusalError(401, "40101", "签名不正确")
        check_clock(at)

    def _signed(self, answer: Mapping[str, Any]) -> None:
        body = pages.as_json(answer)
        signature = protocol.sign(self.server.secret, body)
        if self.server.control.mode == Mode.BAD_SIGNATURE:
            signature = protocol.sign(self.server.secret + "?", body)
        self._send(200, body, "application/json; charset=utf-8", {protocol.SIGNATURE_HEADER: signature})

    def _body(self, most: int) -> bytes:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            raise HttpRefusalError(411, "41100", "缺少报文长度")
        if int(length) > most:
            raise HttpRefusalError(413, "41300", "报文过大")
        body = self.rfile.read(int(length))
        if len(body) != int(length):
            raise HttpRefusalError(400, "40011", "报文不完整")
        return body

    # --- pages --------------------------------------------------------------------------------------

    @property
    def _language(self) -> str:
        try:
            cookie = SimpleCookie(self.headers.get("Cookie", "")).get("language")
        except CookieError:
            cookie = None
        return cookie.value if cookie is not None and cookie.value in pages.LANGUAGES else pages.CHINESE

    def _front(self, query: Mapping[str, str], *, status: int = 200, refused: bool = False) -> None:
        wanted = Query(
            text=query.get("q", "").strip()[:100],
            table=query.get("table", ""),
            state=query.get("state", "") if query.get("state") in STATES else "",
            page=_natural(query.get("page", "1")),
        )
        page = pages.front_page(
            self.server.store,
            self.server.control,
            wanted,
            language=self._language,
            form_key=self.server.form_key,
            refused=refused,
        )
        self._page(page, status)

    def _switch_language(self, language: str, following: str) -> None:
        headers = {"Location": following if _is_local(following) else "/"}
        if language in pages.LANGUAGES:
            headers["Set-Cookie"] = (
                f"language={language}; Path=/; SameSite=Strict; HttpOnly; Max-Age=31536000"
            )
        self._send(303, b"", "text/plain; charset=utf-8", headers)

    def _control(self) -> None:
        try:
            form = self._form()
            if not self._may_control(form):
                self._front({}, status=403, refused=True)
                return
            seconds, unlinked = form.get("seconds"), form.get("unlinked")
            self.server.control.set(
                mode=form.get("mode"),
                seconds=float(seconds) if seconds not in (None, "") else None,
                unlinked=unlinked.split() if isinstance(unlinked, str) else unlinked,
            )
        except HttpRefusalError as refusal:
            self._send(refusal.status, refusal.message.encode(), "text/plain; charset=utf-8")
        except (ValueError, TypeError, AttributeError):
            self._send(400, b"bad switch", "text/plain; charset=utf-8")
        else:
            self._send(303, b"", "text/plain; charset=utf-8", {"Location": "/"})

    def _form(self) -> dict[str, Any]:
        body = self._body(MOST_FORM_BYTES)
        if self.headers.get("Content-Type", "").startswith("application/json"):
            data = json.loads(body)
            if not isinstance(data, dict):
                raise ValueError("form")
            return data
        return {name: values[-1] for name, values in parse_qs(body.decode()).items()}

    def _may_control(self, form: Mapping[str, Any]) -> bool:
        key, token = self.server.form_key, self.server.token
        by_form = bool(key) and protocol.same(str(form.get("form_key", "")), key)
        by_token = bool(token) and protocol.same(str(form.get("token", "")), token)
        return by_form or by_token

    def _lost(self) -> None:
        with translation.override(self._language):
            words = _("This address does not exist.")
        self._page(pages.message_page(words, language=self._language), 404)

    def _page(self, page: bytes, status: int = 200) -> None:
        self._send(status, page, "text/html; charset=utf-8")

    def _send(self, status: int, body: bytes, kind: str, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**SECURITY_HEADERS, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _natural(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else 1


def _is_local(address: str) -> bool:
    """A path of this service; nothing that a browser could take for another host or a second header."""
    return address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
