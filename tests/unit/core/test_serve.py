"""`manage.py serve`: what it starts, what it refuses, what it prints."""

import io
import socket
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from accounts.demo import SIGN_INS
from core.management.commands import serve
from core.serve import processes


@pytest.fixture
def taken_port():
    with socket.socket() as other:
        other.bind((processes.HOST, 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_in_use_is_told_in_a_sentence_and_nothing_is_started(taken_port: int):
    with pytest.raises(
        CommandError, match=f"Port {taken_port} is taken by another program.*PORT={taken_port + 1}"
    ):
        call_command("serve", port=taken_port)


def test_a_second_start_from_the_same_folder_is_refused(settings, broker, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(processes, "is_taken", lambda port: False)
    settings.CHENGYI_VAR = settings.BROKER_FOLDER
    with pytest.raises(CommandError, match="Chengyi runs already from"):
        call_command("serve", port=1)


def test_the_broker_starts_first_and_the_sandbox_before_those_who_push_to_it(settings, tmp_path: Path):
    settings.CHENGYI_VAR = tmp_path
    settings.BROKER_URL = f"redis+socket://{tmp_path}/broker.sock"
    children = serve.Command()._children(8000, 8100)
    assert [child.name for child in children] == ["broker", "web", "sandbox", "worker", "beat"]
    assert [child.foundation for child in children] == [True, False, False, False, False]


def test_a_broker_elsewhere_is_not_started_here(settings, tmp_path: Path):
    settings.CHENGYI_VAR = tmp_path
    settings.BROKER_URL = "redis://broker:6379/0"
    assert "broker" not in [child.name for child in serve.Command()._children(8000, 8100)]


def test_the_doors_and_the_sign_ins_are_printed():
    out = io.StringIO()
    serve.Command(stdout=out)._print_doors(8000, 8100)
    for door in ("8000/", "8000/admin/", "8000/portal/", "8000/api/docs/", "8100/"):
        assert f"http://127.0.0.1:{door}" in out.getvalue()
    assert all(one.username in out.getvalue() and one.password in out.getvalue() for one in SIGN_INS)


@pytest.mark.parametrize(("own", "kept"), [("chengyi.sqlite3", False), ("real.sqlite3", True)])
def test_half_a_demonstration_is_taken_away_but_no_other_database(
    settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: str, kept: bool
):
    def breaks(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    database = tmp_path / own
    database.touch()
    settings.CHENGYI_VAR = tmp_path
    monkeypatch.setattr(serve, "call_command", breaks)
    here = SimpleNamespace(vendor="sqlite", settings_dict={"NAME": str(database)}, close=lambda: None)
    monkeypatch.setattr(serve, "connection", here)
    with pytest.raises(KeyboardInterrupt):
        serve.Command()._load_demo()
    assert database.exists() is kept


@pytest.mark.django_db
def test_a_database_of_an_earlier_version_is_refused_in_a_sentence(settings):
    settings.MIGRATION_MODULES = {}  # the tests' own tables know no migrations
    MigrationRecorder(connection).record_applied("credit", "0007_of_an_earlier_version")
    with pytest.raises(CommandError, match="earlier version of Chengyi.*DATABASE_URL"):
        serve.Command()._leave_an_older_demonstration()


def test_only_the_embedded_default_is_made_anew(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    settings.CHENGYI_VAR = tmp_path
    own = tmp_path / "chengyi.sqlite3"
    own.write_bytes(b"")
    in_use = {"vendor": "sqlite", "settings_dict": {"NAME": str(tmp_path / "other")}, "close": lambda: None}
    monkeypatch.setattr(serve, "connection", SimpleNamespace(**in_use))
    assert not serve.Command()._remove_own_database()
    assert own.exists()
    in_use["settings_dict"] = {"NAME": str(own)}
    monkeypatch.setattr(serve, "connection", SimpleNamespace(**in_use))
    assert serve.Command()._remove_own_database()
    assert not own.exists()
