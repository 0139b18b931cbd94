"""A real Celery worker process on the database and the broker of the running test."""

import contextlib
import os
import signal
import subprocess
import threading
from pathlib import Path
from typing import IO
from urllib.parse import quote

from django.db import connection

from tests.harness.forge import CELERY, ROOT, forge

__all__ = ["ROOT", "Worker", "database_url", "environment"]
READY_SECONDS = 60


def database_url() -> str:
    """The address of the database this test runs on, for another process."""
    setting = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{setting['NAME']}"
    login = quote(str(setting["USER"]), safe="")
    if setting["PASSWORD"]:
        login += ":" + quote(str(setting["PASSWORD"]), safe="")
    host = quote(str(setting["HOST"]), safe="") + (f":{setting['PORT']}" if setting["PORT"] else "")
    return f"postgresql://{login}@{host}/{setting['NAME']}"


def environment() -> dict[str, str]:
    """The variables under which another process sees what this test sees."""
    return {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}


class Worker:
    """One worker process with its children, started when made.

    Args:
        concurrency: number of processes that run tasks.
        beat: whether recurring tasks are sent too.
    """

    def __init__(self, *, concurrency: int = 1, beat: bool = False) -> None:
        command = ["-A", "config", "worker", "--loglevel", "INFO"]
        command += ["--concurrency", str(concurrency), "--without-gossip", "--without-mingle"]
        if beat:
            command += ["--beat", "--schedule", str(Path(os.environ["CHENGYI_VAR"]) / f"beat-{os.getpid()}")]
        self.lines: list[str] = []
        self._ready = threading.Event()
        self.process = forge(environment()).start(CELERY, *command, heard=True)
        assert self.process.stdout is not None
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self._reader.start()

    def _read(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self.lines.append(line.rstrip())
                if " ready." in line:
                    self._ready.set()
        self._ready.set()

    def wait_until_ready(self) -> "Worker":
        """Block until it takes tasks; fail with what it said where it does not."""
        if not self._ready.wait(READY_SECONDS) or self.process.poll() is not None:
            raise AssertionError("The worker did not start:\n" + "\n".join(self.lines))
        return self

    def kill(self) -> None:
        """Kill the worker and all its children at once, as a power cut does."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """Stop the worker; a task under way is not waited for long."""
        self._signal(signal.SIGTERM, patience=10)
        self._signal(signal.SIGKILL)

    def _signal(self, number: int, patience: float = 30) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            return
        self._reader.join(5)
