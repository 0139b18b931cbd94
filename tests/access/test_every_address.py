"""Every address × every role, against the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.client import ClientHandler
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from accounts.models import Officer, Reveal
from disclosure.choices import DecisionState
from tests import factories
from tests.access import world
from tests.access.table import ADMIN, ADMIN_OTHER, OUTSIDERS, ROLES, SITE, Pages

pytestmark = pytest.mark.django_db
BOTH_DATABASES = {"clerk", "member", "visitor"}
"""Roles that between them get an answer on every address; the others ask the same, narrowed."""
ASKED_NO_DIALOG = set(ROLES) - BOTH_DATABASES - OUTSIDERS
"""An officer may be answered anything by a dialog, which is empty until it is sent: the clerk sees that none
breaks, and what is sent by who may not is a test of its own."""
EVERY_ROLE = [
    role
    if role in BOTH_DATABASES
    else pytest.param(role, marks=pytest.mark.one_database("rights are judged in Python, not in SQL"))
    for role in ROLES
]
BACKEND = "django.contrib.auth.backends.ModelBackend"


class Address(NamedTuple):
    """One address: its name with the name space, and its pattern."""

    name: str
    pattern: str


def addresses(
    patterns: list[URLPattern | URLResolver] | None = None, space: str = "", before: str = ""
) -> Iterator[Address]:
    """Yield every address of the site."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Address(f"{space}{pattern.name}", path)
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner, path)


def split(name: str) -> tuple[str, str] | None:
    """Return model and page of an address of the supervisors' door, None for those of no model."""
    if name in ADMIN_OTHER or not name.startswith("admin:"):
        return None
    return next(
        (
            (model, name.removeprefix(f"admin:{model}_"))
            for model in ADMIN
            if name.startswith(f"admin:{model}_")
        ),
        None,
    )


def outcome(answer: HttpResponseBase) -> str:
    """Say in the table's words what an answer is."""
    if answer.status_code == 200:
        return "open"
    if answer.status_code == 302:
        return "sign" if re.search(r"/(login|sign-in)/\?", answer.headers["Location"]) else "away"
    assert answer.status_code in {301, 401, 403, 404, 405}, answer.status_code
    return "shut"


class _Known(ClientHandler):
    """Answers, without asking the tables at each request, whose session it is."""

    def __init__(self, account: Officer) -> None:
        super().__init__()
        self._account = account

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        request._cached_user = self._account  # where Django keeps it per request
        return super().get_response(request)


def client_of(account: Officer | None) -> Client:
    client = Client()
    if account is not None:
        client.force_login(account, backend=BACKEND)
        client.handler = _Known(account)
    return client


def read(answer: Any) -> Any:
    """Read a streamed answer to its end, which closes its file; returns the answer."""
    for _block in answer.streaming_content if answer.streaming else ():
        pass
    return answer


def ask(client: Client, address: str) -> str:
    """Ask once; whatever the page changes is undone."""
    with transaction.atomic():
        answer = read(client.get(address))
        transaction.set_rollback(True)
    return outcome(answer)


def test_every_address_has_its_line_in_the_table() -> None:
    unknown = {
        address.name
        for address in addresses()
        if address.name not in SITE and address.name not in ADMIN_OTHER and _pages(address.name) is None
    }
    assert unknown == set()


def test_the_table_has_no_line_without_an_address() -> None:
    names = {address.name for address in addresses()}
    models = {found[0] for found in map(split, names) if found}
    assert set(SITE) - names == set()
    assert set(ADMIN) - models == set()


def _pages(name: str) -> Pages | None:
    found = split(name)
    if found is None:
        return None
    model, page = found
    own = ADMIN[model]
    known = {
        "changelist",
        "add",
        "change",
        "history",
        "delete",
        *own.dialogs,
        *own.extra,
        *own.blanks,
        *own.own,
    }
    return ADMIN[model] if page in known else None


def values_of(made: dict[str, Any]) -> dict[str, Any]:
    """Return what stands for the parts of addresses that vary."""
    return {
        "<uuid:guid>": made["disclosure.publicentry"].guid,
        "<uscc:uscc>": factories.HOSPITAL_USCC,
        "<int:key>": made["institutions.institution"].pk,
        "<int:number>": made["credit.creditreport"].pk,
        "<str:code>": made["credit.creditreport"].check_code,
        "<uuid:promise>": made["credit.commitment"].guid,
        "<int:promise>": made["credit.commitment"].pk,
        "<int:objection>": made["credit.objection"].pk,
        "<int:repair>": made["credit.repair"].pk,
        "<int:record>": made["credit.conductrecord"].pk,
        "<int:file>": made["core.evidencefile"].pk,
        "<slug:code>": "file",
        "<slug:scheme>": "serious-health",
        "<int:listing>": made["blacklist.listing"].pk,
        "<int:leaving>": made["blacklist.exitapplication"].pk,
        "<slug:kind>": "penalty_legal",
        "<uuid:inspected>": made["supervision.inspectionnotice"].guid,
        "<int:four>": made["blacklist.fourlist"].pk,
        "<int:ledger>": made["supervision.ledger"].pk,
        "<int:upload>": made["supervision.ledgerupload"].pk,
        "<int:rectification>": made["supervision.rectification"].pk,
        "<int:interview>": made["supervision.interview"].pk,
        "<int:line>": made["supervision.recheck"].lines.get().pk,
        "<slug:paper>": "notice",
        "<int:matter>": made["supervision.matter"].pk,
        "<int:assessment>": made["supervision.assessment"].pk,
        "<int:breach>": made["supervision.integritybreach"].pk,
        "<int:measure>": made["supervision.integritymeasure"].pk,
        "<str:form>": "csv",
        "<int:approval>": made["supervision.approvalitem"].pk,
        "<str:visit>": made["visit"],
        "<int:plan_id>": made["supervision.plan"].pk,
        "<int:line_id>": made["supervision.plan"].lines.get().pk,
        "<str:drawn>": made["supervision.draw"].number,
        "<str:name>": "population.csv",
    }


class World:
    """One object of every kind, an account of every role, and the addresses with those objects filled in."""

    def __init__(self) -> None:
        self.made = world.objects()
        self.accounts = world.accounts(self.made["institutions.institution"])
        self._values = values_of(self.made)

    def filled(self, pattern: str, model: str = "") -> str:
        """Fill in the pattern of an address with objects that exist."""
        own = self.made.get(model.replace("_", ".", 1))
        default = own.pk if own else 1
        return "/" + re.sub(r"<[^>]+>", lambda part: str(self._values.get(part[0], default)), pattern)


@pytest.fixture(scope="module")
def everything(module_transaction: None) -> World:
    """The world, made once."""
    return World()


@pytest.fixture(autouse=True)
def _sessions_in_memory(settings: Any) -> None:
    """Nothing here is about sessions; reading one back costs as much as many a refusal."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_every_address_opens_as_the_table_says(role: str, everything: World, no_rendering: None) -> None:
    client = client_of(everything.accounts[role])
    wrong = {}
    for address in addresses():
        found = split(address.name)
        if address.name not in SITE and found is None:
            continue
        if found and role in ASKED_NO_DIALOG and found[1] in ADMIN[found[0]].dialogs:
            continue
        told = ask(client, everything.filled(address.pattern, found[0] if found else ""))
        expected = _expected(role, ADMIN[found[0]], found[1]) if found else {SITE[address.name][role]}
        if told not in expected:
            wrong[address.name] = (told, expected)
    assert wrong == {}


def _expected(role: str, pages: Pages, page: str) -> set[str]:
    """Say what a role may be answered on a page of a model."""
    if role in OUTSIDERS:
        return {"sign"}
    if page in pages.dialogs:
        return {"open", "shut", "away"}
    if page in pages.own:
        return {"shut", "away"}
    everywhere = {"stranger"} if pages.everywhere else set()
    allowed = {
        "changelist": pages.readers | pages.lists | everywhere,
        "add": pages.adders,
        "change": pages.readers | everywhere,
        "history": pages.readers | everywhere,
        "delete": frozenset(),
        **dict.fromkeys(pages.blanks, pages.adders),
    }.get(page, pages.readers | everywhere)
    if role not in allowed:
        return {"shut", "away"}
    return {"open"} if page in {"changelist", "add", "change", "history"} else {"open", "away"}


def test_no_other_address_of_the_supervisors_door_opens_to_outsiders(everything: World) -> None:
    for role in sorted(OUTSIDERS):
        client = client_of(everything.accounts[role])
        for path in (
            "",
            "search/",
            "password_change/",
            "autocomplete/",
            "jsi18n/",
            "r/1/1/",
            "core/",
            "none/",
        ):
            assert ask(client, f"/admin/{path}") == "sign", (role, path)


@pytest.mark.one_database("rights are judged in Python, not in SQL")
def test_no_dialog_acts_for_who_lacks_the_right(everything: World, no_rendering: None) -> None:
    penalty = everything.made["disclosure.penalty"]
    for role in ("officer without post", "stranger", "reader", "auditor", "administrator"):
        client = client_of(everything.accounts[role])
        for address in addresses():
            found = split(address.name)
            if found and found[1] in ADMIN[found[0]].dialogs:
                read(client.post(everything.filled(address.pattern, found[0]), {"reason": "invented reason"}))
        penalty.refresh_from_db()
        assert penalty.state == DecisionState.IN_REVIEW, role
        assert Reveal.objects.count() == 1, role  # the one that the world was made with
