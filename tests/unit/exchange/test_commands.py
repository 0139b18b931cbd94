"""The commands are thin: they call the services and say what happened."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from exchange.models import Platform
from exchange.tasks import push_due, reconcile_all
from tests.platforms.given import payload, platform, publish

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_push_says_what_it_did() -> None:
    platform()
    publish(payload())
    assert "postponed=1" in run("push", "--once")


def test_push_names_the_known_platforms_when_asked_for_another() -> None:
    platform(code="city")
    with pytest.raises(CommandError, match="city"):
        run("push", "--once", "--platform", "province")


def test_push_leaves_other_platforms_alone() -> None:
    platform(code="city")
    platform(code="province")
    publish(payload())
    assert "batches=1" in run("push", "--once", "--platform", "city")


def test_reconcile_fails_with_words_when_a_platform_does_not_answer() -> None:
    platform()
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("reconcile", "--json", stdout=out)
    (told,) = json.loads(out.getvalue())
    assert told["failure"]


def test_reconcile_refuses_an_unknown_platform() -> None:
    with pytest.raises(CommandError, match="province"):
        run("reconcile", "--platform", "province")


def test_the_sandbox_does_not_start_without_its_secret(settings: Any) -> None:
    settings.SANDBOX_SECRET = ""
    with pytest.raises(CommandError, match="SANDBOX_SECRET"):
        run("sandbox_platform")


def test_the_tasks_do_nothing_where_there_is_nothing() -> None:
    assert "batches=0" in push_due()
    assert reconcile_all() == 0
    assert not Platform.objects.exists()
