"""Processes that begin where Django has already started: importing it takes longer than most of them live.

One forge for each test process sets Django up once and forks for each wish. What runs is an ordinary process
in a session of its own: it can be killed, and dies for real.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import django
from celery import __main__ as celery

ROOT = Path(__file__).resolve().parents[2]
CELERY = "celery"
"""Instead of a program's text: be `celery` with these arguments."""
_MOST = 1 << 20
_PAUSE = 0.01


class Process:
    """A forked process, asked like a `subprocess.Popen`.

    Args:
        forge: who forked it.
        pid: its number; it leads a session of its own.
        stdout: what it says, where that was asked for.
    """

    def __init__(self, forge: Forge, pid: int, stdout: IO[str] | None) -> None:
        self.pid = pid
        self.stdout = stdout
        self.returncode: int | None = None
        self._forge = forge

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal; None while it runs."""
        if self.returncode is None:
            self.returncode = self._forge.ask({"look": self.pid})
        return self.returncode

    def wait(self, timeout: float = 60) -> int:
        """Wait for its end.

        Raises:
            subprocess.TimeoutExpired: it still runs.
        """
        limit = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > limit:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(_PAUSE)
        return code

    def kill(self) -> None:
        """Kill it and all its children at once, as a power cut does."""
        os.killpg(self.pid, signal.SIGKILL)
        self.wait()


class Forge:
    """The process that forks; made when first needed, gone with the test process.

    Args:
        environment: the variables Django starts under.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._line, theirs = socket.socketpair()
        command = [sys.executable, "-W", "ignore", "-m", "tests.harness.forge", str(theirs.fileno())]
        self._process = subprocess.Popen(command, cwd=ROOT, env=dict(environment), pass_fds=[theirs.fileno()])
        theirs.close()

    def ask(self, wish: dict[str, Any], handed: Sequence[int] = ()) -> Any:
        """Say a wish and return what is answered."""
        socket.send_fds(self._line, [json.dumps(wish).encode()], list(handed))
        return json.loads(self._line.recv(_MOST))

    def start(self, program: str, *arguments: str, heard: bool = False) -> Process:
        """Run a program's text (or CELERY) in a fresh fork.

        Args:
            program: Python source; Django is set up before its first line.
            arguments: what it finds in `sys.argv[1:]`.
            heard: whether what it says is kept for `Process.stdout`; else it goes where ours goes.
        """
        wish = {"program": program, "arguments": arguments}
        if not heard:
            return Process(self, self.ask(wish), None)
        ours, theirs = os.pipe()
        pid = self.ask(wish, [theirs])
        os.close(theirs)
        return Process(self, pid, os.fdopen(ours))

    def close(self) -> None:
        """Let the forge end."""
        self._line.close()
        self._process.wait(30)


def serve(line: socket.socket) -> None:
    """Fork on demand until nobody asks any more."""
    while True:
        said, handed, _flags, _address = socket.recv_fds(line, _MOST, 1)
        if not said:
            return
        wish = json.loads(said)
        if "look" in wish:
            pid, status = os.waitpid(wish["look"], os.WNOHANG)
            line.send(json.dumps(os.waitstatus_to_exitcode(status) if pid else None).encode())
            continue
        pid = os.fork()
        if not pid:
            line.close()
            become(wish["program"], wish["arguments"], handed)
        line.send(json.dumps(pid).encode())
        for number in handed:
            os.close(number)


def become(program: str, arguments: list[str], handed: list[int]) -> None:
    """Be the wished-for process; never returns."""
    code = 1
    try:
        os.setsid()
        for number in handed:
            os.dup2(number, 1)
            os.dup2(number, 2)
            os.close(number)
        sys.argv = [program if program == CELERY else "-c", *arguments]
        if program == CELERY:
            celery.main()
        else:
            exec(compile(program, "<program>", "exec"), {"__name__": "__main__"})
        code = 0
    except SystemExit as told:
        code = told.code if isinstance(told.code, int) else int(told.code is not None)
    except Exception:  # noqa: BLE001 - a program may fail in any way: it says how, and ends
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


_forges: dict[frozenset[tuple[str, str]], Forge] = {}


def forge(environment: Mapping[str, str]) -> Forge:
    """Return the forge of an environment, started where there is none yet."""
    known = frozenset(item for item in environment.items() if item[0] != "PYTEST_CURRENT_TEST")
    if known not in _forges:
        _forges[known] = Forge(dict(known))
    return _forges[known]


def close_all() -> None:
    """Let all forges of this test process end."""
    while _forges:
        _forges.popitem()[1].close()


if __name__ == "__main__":
    django.setup()
    for beforehand in ("config.celery", "config.urls"):  # what nearly every process would import
        importlib.import_module(beforehand)
    serve(socket.socket(fileno=int(sys.argv[1])))
