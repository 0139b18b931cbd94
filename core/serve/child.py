"""One process under the supervisor, with everything it starts itself."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

PR_SET_PDEATHSIG = 1  # linux/prctl.h: the kernel's signal to a child whose parent died
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a restart; doubled at each early death
STEADY_SECONDS = 30.0  # a process that lived this long has started well: the pause begins anew

GONE_SECONDS = 1.0  # a killed group is gone at once; its zombies may stay where no init collects them

_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Ask the kernel to signal this process when its parent is gone, even by kill -9 (Linux only)."""
    if _prctl is not None:
        _prctl(PR_SET_PDEATHSIG, number)


@dataclass
class Child:
    """A process to keep alive.

    Attributes:
        name: what its lines are marked with.
        command: program and arguments.
        ready: asked until it holds, then the next one starts; None counts as ready at once.
        foundation: whether the others speak to it to the end: it is stopped after them.
        mute: a line that holds this text is not passed on; "" passes every line.
        env: variables added to the supervisor's own.
    """

    name: str
    command: Sequence[str]
    ready: Callable[[], bool] | None = None
    foundation: bool = False
    mute: str = ""
    env: Mapping[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[str] | None" = field(default=None, init=False)
    restarts: int = field(default=0, init=False)
    _started: float = field(default=0.0, init=False)
    _pause: float = field(default=FIRST_PAUSE, init=False)
    _again_at: float = field(default=0.0, init=False)

    def start(self, say: Callable[[str, str], None]) -> None:
        """Start the process in a group of its own; ``say(name, line)`` gets each line it writes."""
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.env, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - calls one system call and allocates nothing
        )
        self._started = time.monotonic()
        threading.Thread(target=self._pass_on, args=(self.process.stdout, say), daemon=True).start()

    def _pass_on(self, stream: IO[str], say: Callable[[str, str], None]) -> None:
        with stream:
            for line in stream:
                if line.strip() and not (self.mute and self.mute in line):
                    say(self.name, line.rstrip())

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def tend(self, say: Callable[[str, str], None]) -> None:
        """Start it again where it died: soon the first time, later and later where it keeps dying."""
        if self.alive or self.process is None:
            return
        now = time.monotonic()
        if not self._again_at:
            self._pause = FIRST_PAUSE if now - self._started > STEADY_SECONDS else self._pause
            say(self.name, f"ended with code {self.process.returncode}; starting again in {self._pause:g} s")
            self._again_at = now + self._pause
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
            self.finish()  # whatever it left behind in its group
        elif now >= self._again_at:
            self._again_at = 0.0
            self.restarts += 1
            self.start(say)

    def terminate(self) -> None:
        """Ask the process itself to end; it ends its own children in good order."""
        if self.process is not None and self.alive:
            self.process.terminate()

    def finish(self) -> None:
        """Kill what is left of the whole process group, and wait a moment until it is gone."""
        if self.process is None:
            return
        limit = time.monotonic() + GONE_SECONDS
        with contextlib.suppress(ProcessLookupError, PermissionError):
            while time.monotonic() < limit:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
                time.sleep(0.005)
        self.process.wait()
