"""What every test may ask for: a broker, a worker, a browser."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import connection, transaction
from django.template.response import SimpleTemplateResponse
from django.test import TransactionTestCase
from django.utils import translation
from django.views import defaults
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from core import ruletables, workdays
from core.models import Rule
from core.translations import compile_catalogues
from tests.harness import browser, contexts, forge, tables
from tests.harness.broker import Broker
from tests.harness.pristine import Pristine
from tests.harness.worker import Worker

# The same commit gives the same answer, on a slow machine too.
hypothesis_settings.register_profile(
    "house",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
hypothesis_settings.load_profile("house")

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


OBJECTS_BETWEEN_LOOKS = 20_000
"""New objects before Python looks for unreachable ones; its own 700 cost a tenth of a run."""


def pytest_configure(config: pytest.Config) -> None:
    """Make the translations ready, so that every run reads the same words."""
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS, 20, 20)
    if not hasattr(config, "workerinput"):
        compile_catalogues(Path(settings.LOCALE_PATHS[0]))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In the suite's run on another database, leave out what another database cannot change.

    What waits for workers and browsers comes first there and late in the other run: not both wait at once.
    """
    if os.environ.get("CHENGYI_TESTS") != "database":
        return
    wanted = sorted(filter(_is_for_every_database, items), key=_waits, reverse=True)
    config.hook.pytest_deselected(items=[item for item in items if not _is_for_every_database(item)])
    items[:] = wanted


def pytest_collection_finish() -> None:
    """Spare the collector of unreachable objects what stays until the end: modules, models, the tests."""
    gc.freeze()


def _is_for_every_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("one_database") is not None:
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & DATABASE_FIXTURES) or item.get_closest_marker("django_db") is not None


def _waits(item: pytest.Item) -> bool:
    return bool({"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session", autouse=True)
def _pages_tell_their_context(django_test_environment: None) -> None:
    contexts.tell_pages_only()


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """Make the tables from the models (`tests.harness.tables`)."""
    return False


def _read_every_rule() -> None:
    """Remember all rule books, so that a test's queries do not hang on which test came first."""
    for table in Rule.objects.order_by().values_list("table", flat=True).distinct():
        ruletables.book(table)


def _flush_anew(flush: Callable[[TransactionTestCase], None], case: TransactionTestCase) -> None:
    """Let Django empty the tables and load the law again, which changes its stamp."""
    flush(case)
    _read_every_rule()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Finish the test database; let it be dropped although a killed process's session may not be gone yet."""
    with django_db_blocker.unblock():
        tables.finish()
        pristine, flush = Pristine(), TransactionTestCase._fixture_teardown
        _read_every_rule()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            TransactionTestCase,
            "_fixture_teardown",
            lambda case: pristine.restore(partial(_flush_anew, flush, case)),
        )
        yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture(autouse=True)
def _calendar_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what an earlier test changed in the calendar inside its transaction."""
    monkeypatch.setattr(workdays, "_memory", workdays._Memory())


@pytest.fixture(autouse=True)
def _language_of_the_house() -> None:
    """Forget the language an earlier test spoke: every test begins in that of the settings."""
    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def _rules_are_only_read() -> Iterator[None]:
    """Fail where anybody changed rules that were given to read: others are given the same objects."""
    read = [(book, _said(book)) for book in ruletables._remembered.values()]

    class Store(dict[tuple[str, str], ruletables.RuleBook]):
        def __setitem__(self, under: tuple[str, str], book: ruletables.RuleBook) -> None:
            read.append((book, _said(book)))
            super().__setitem__(under, book)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ruletables, "_remembered", Store(ruletables._remembered))
        yield
    assert [book.table for book, said in read if _said(book) != said] == []


def _said(book: ruletables.RuleBook) -> str:
    return repr([row.value for row in book.rows])


@pytest.fixture(scope="module")
def module_transaction(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A transaction round a module's tests: a world that a fixture of the module makes in it is made once.

    Each test undoes what it did itself, in the tables: the world's objects are to be read, not changed.
    A module with such a world has no test that commits.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def in_english() -> Iterator[None]:
    """Let sentences be said in English, whatever the catalogue translates."""
    with translation.override("en"):
        yield


class _Blank:
    """A loader whose templates draw nothing."""

    def get_template(self, _name: str) -> "_Blank":
        return self

    def render(self, *_context: object, **_request: object) -> str:
        return ""


@pytest.fixture
def no_rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decide who comes in; draw neither the supervisors' pages nor the refusals: both take long."""
    monkeypatch.setattr(defaults, "loader", _Blank())
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")
    monkeypatch.setattr(type(admin.site), "each_context", lambda site, request: {})


@pytest.fixture(scope="session", autouse=True)
def running_broker() -> Iterator[Broker]:
    """The broker of this test process."""
    server = Broker()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session", autouse=True)
def _forges_end_with_the_session() -> Iterator[None]:
    yield
    forge.close_all()


@pytest.fixture
def broker(running_broker: Broker) -> Iterator[Broker]:
    """The broker, empty; a test may stop it, it is started again afterwards."""
    running_broker.start()
    running_broker.clear()
    yield running_broker
    running_broker.start()
    running_broker.clear()


@pytest.fixture
def start_worker(broker: Broker, transactional_db: None) -> Iterator[Callable[..., Worker]]:
    """Start real workers on this test's database and broker; all are gone when the test ends.

    Example: ``worker = start_worker(concurrency=1); ...; worker.kill(); start_worker()``.
    """
    with ExitStack() as running:

        def start(*, concurrency: int = 1, beat: bool = False) -> Worker:
            worker = Worker(concurrency=concurrency, beat=beat)
            running.callback(worker.stop)
            return worker.wait_until_ready()

        yield start


@pytest.fixture
def real_worker(start_worker: Callable[..., Worker]) -> Worker:
    """One real worker, ready for tasks."""
    return start_worker()


@pytest.fixture(scope="session")
def chromium() -> "Iterator[browser.Browser]":
    """A real Chromium without a window."""
    path = browser.program()
    if path is None:
        pytest.skip("no Chromium on this machine: install one, or set CHENGYI_CHROMIUM to its path")
    with pytest.MonkeyPatch.context() as patch, browser.browser(path) as running:
        patch.setenv(
            "DJANGO_ALLOW_ASYNC_UNSAFE", "1"
        )  # the browser's driver keeps an event loop in this thread
        yield running


@pytest.fixture
def context(chromium: "browser.Browser") -> "Iterator[browser.BrowserContext]":
    """A fresh browser profile in Chinese; the test fails where a page asks anything of the outside."""
    profile = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    profile.set_default_timeout(15_000)
    asked = browser.outside_requests(profile)
    yield profile
    profile.close()
    assert asked == []


@pytest.fixture
def page(context: "browser.BrowserContext") -> "browser.Page":
    """A fresh page in a fresh profile."""
    return context.new_page()
