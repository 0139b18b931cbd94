"""What the tests themselves stand on."""

import socket
import sys
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection
from pytest_socket import SocketConnectBlockedError

from tests.harness import browser, postgres, run, worker


def test_no_test_reaches_the_outside():
    with socket.socket() as outside, pytest.raises((SocketConnectBlockedError, UserWarning)):
        outside.connect(("192.0.2.1", 80))


def test_the_closing_lines_of_both_runs_are_summed(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    counted = iter([Counter(passed=3, skipped=1), Counter(passed=2, failed=1)])
    monkeypatch.setattr(run.Run, "__init__", lambda *_arguments: None)
    monkeypatch.setattr(run.Run, "__exit__", lambda *_error: None)
    monkeypatch.setattr(run.Run, "tell", lambda _run: next(counted))
    monkeypatch.setenv("DATABASE_URL", "postgresql://given@localhost/given")
    assert run.main([]) == 1
    twice, summed = capfd.readouterr().out.splitlines()[-2:]
    assert twice.startswith("Of 4 tests 3 ran on both databases")
    assert summed == "5 passed, 1 failed, 1 skipped"


def test_two_runs_at_once_are_told_one_after_the_other(capfd: pytest.CaptureFixture[str], monkeypatch):
    monkeypatch.setattr(run.sys, "executable", "/bin/echo")
    with (
        run.Run("first", ["1 passed in 0.1s"], {}) as first,
        run.Run("second", ["2 passed in 0.2s"], {}) as second,
    ):
        assert (first.tell(), second.tell()) == (Counter(passed=1), Counter(passed=2))
    titles = [line for line in capfd.readouterr().out.splitlines() if line.startswith("=====")]
    assert titles == ["===== first =====", "===== second ====="]


def test_a_run_that_breaks_before_it_counts_is_a_failure(capfd: pytest.CaptureFixture[str], monkeypatch):
    monkeypatch.setattr(run.sys, "executable", "/bin/false")
    with run.Run("broken", ["-n0"], {}) as broken:
        assert broken.tell() == Counter(failed=1)


def test_an_address_that_is_given_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://clerk@db/main")
    with postgres.postgres() as address:
        assert address == "postgresql://clerk@db/main"


def test_a_machine_without_postgresql_is_told_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(postgres, "program_folders", list)
    with pytest.raises(RuntimeError, match="No PostgreSQL here"), postgres.postgres():
        pass


@pytest.mark.django_db
def test_another_process_is_told_the_database_of_the_test():
    address = worker.database_url()
    assert address.startswith("sqlite:///" if connection.vendor == "sqlite" else "postgresql://")
    assert address.endswith(str(connection.settings_dict["NAME"]))


@pytest.mark.worker
def test_a_worker_that_is_killed_is_gone_with_its_children(start_worker: Callable[..., worker.Worker]):
    running = start_worker()
    assert any(" ready." in line for line in running.lines)
    running.kill()
    assert running.process.returncode == -9


@pytest.mark.browser
def test_a_page_that_asks_for_something_outside_is_noticed(chromium: browser.Browser):
    profile = chromium.new_context()
    profile.route("**/*", lambda route: route.abort())  # nothing leaves, not even here
    asked = browser.outside_requests(profile)
    page = profile.new_page()
    page.set_content(
        "<p>在此</p><img src='http://pictures.example/a.png'><img src='http://127.0.0.1:9/b.png'>"
    )
    assert page.inner_text("p") == "在此"
    profile.close()
    assert asked == ["http://pictures.example/a.png"]


def test_python_is_the_one_of_the_environment():
    assert sys.prefix != sys.base_prefix
