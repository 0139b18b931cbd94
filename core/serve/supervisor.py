"""Keeps a set of processes running until told to stop, then stops them all."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType

from core.serve.child import Child

LOOK_SECONDS = 0.2
READY_SECONDS = 60.0
GRACE_SECONDS = 8.0


class ReadyError(RuntimeError):
    """A process did not get ready in time, or ended first."""


class Supervisor:
    """Starts children one by one, each when the one before is ready; restarts the dead; stops them all.

    Args:
        children: in the order of starting.
        write: gets each finished line of output.
    """

    def __init__(self, children: Sequence[Child], write: Callable[[str], object]) -> None:
        self.children = list(children)
        self._write = write
        self._width = max((len(child.name) for child in children), default=0)
        self._stopping = False  # no Event: set in a signal handler it could wait for its own thread
        self._lock = threading.Lock()

    def say(self, name: str, line: str) -> None:
        """Print one whole line of a child, marked with its name."""
        with self._lock, contextlib.suppress(OSError):  # the terminal may be gone
            self._write(f"{name:<{self._width}} | {line}")

    def stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        """Ask the loop to end (also the signal handler)."""
        self._stopping = True

    def run(self, when_ready: Callable[[], None] = lambda: None) -> None:
        """Start everything, call ``when_ready``, tend the children until stopped, then stop them all.

        Raises:
            ReadyError: a child did not become ready at the first start; the others are stopped.
        """
        terminal = os.isatty(0)
        before = {
            number: signal.signal(number, self.stop)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        try:
            for child in self.children:
                if not self._stopping:
                    child.start(self.say)
                    self._wait_for(child)
            if not self._stopping:
                when_ready()
            while not self._stopping:
                time.sleep(LOOK_SECONDS)
                if terminal and not os.isatty(0):  # closed, and make keeps the signal to itself
                    self._stopping = True
                for child in self.children:
                    if not self._stopping:
                        child.tend(self.say)
        finally:
            self.stop_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _wait_for(self, child: Child) -> None:
        limit = time.monotonic() + READY_SECONDS
        while child.ready is not None and not self._stopping and not child.ready():
            if not child.alive:
                raise ReadyError(f"The process {child.name} ended at once; its lines above say why.")
            if time.monotonic() > limit:
                raise ReadyError(f"The process {child.name} was not ready within {READY_SECONDS:g} seconds.")
            time.sleep(0.05)

    def stop_all(self) -> None:
        """End every process group: ask, wait a little, then kill; foundations go last."""
        self._end([child for child in self.children if not child.foundation])
        self._end([child for child in self.children if child.foundation])  # outlives those who speak to it

    def _end(self, children: Sequence[Child]) -> None:
        for child in children:
            child.terminate()
        limit = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < limit and any(child.alive for child in children):
            time.sleep(0.05)
        for child in children:
            child.finish()
