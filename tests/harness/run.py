"""The whole suite on SQLite, and what touches a database also on a real PostgreSQL, both at once.

Each run waits now and then, for a worker, a browser, a server: the other uses the core meanwhile.
``python -m tests.harness.run [pytest arguments]``; ``--only sqlite`` or ``--only postgres`` takes one half.
Without xdist's ``-n`` in the arguments each has two processes.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from tests.harness.postgres import postgres

ROOT = Path(__file__).resolve().parents[2]
NO_TESTS_RAN = 5
CLOSING_LINE = re.compile(r"\b(\d+) (passed|failed|skipped|errors?|xfailed|xpassed)\b")
KIND = {"error": "failed", "errors": "failed", "xpassed": "failed", "xfailed": "skipped"}


class Run:
    """Pytest in a process of its own. What it says is kept until it is told.

    Args:
        title: what stands above its output.
        arguments: pytest's arguments.
        variables: environment variables beside ours.
    """

    def __init__(self, title: str, arguments: list[str], variables: dict[str, str]) -> None:
        chosen = any(argument.startswith("-n") for argument in arguments)
        parallel = [] if chosen else ["-n", "2", "--dist", "worksteal"]
        command = [sys.executable, "-m", "pytest", "-q", "--color=no", "--durations=5", *parallel, *arguments]
        env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self._title = title
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=env | variables, stdout=subprocess.PIPE, text=True
        )
        self._said: SimpleQueue[str | None] = SimpleQueue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self._said.put(line)
        self._said.put(None)

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.terminate()
        self._process.wait()
        self._reader.join()

    def tell(self) -> Counter[str]:
        """Print what it has said and goes on saying, to its end.

        Returns:
            How many tests passed, failed (errors included) and were skipped. A run that broke before it
            could count gives one failure.
        """
        print(f"\n===== {self._title} =====", flush=True)
        closing = ""
        for line in iter(self._said.get, None):
            print(line, end="", flush=True)
            if CLOSING_LINE.search(line) and re.search(r" in \d+[.:]\d+", line):
                closing = line
        code = self._process.wait()
        counts: Counter[str] = Counter()
        for number, kind in CLOSING_LINE.findall(closing):
            counts[KIND.get(kind, kind)] += int(number)
        if code not in (0, NO_TESTS_RAN) and not counts["failed"]:
            counts["failed"] += 1
        return counts


def main(arguments: list[str]) -> int:
    """Run the suite and print, as the very last line, both runs' counts summed.

    Returns:
        The exit code: 1 where a test failed or none ran.
    """
    signal.signal(
        signal.SIGTERM, lambda number, frame: sys.exit(128 + number)
    )  # servers are stopped on the way
    only = ""
    if arguments[:1] == ["--only"]:
        only, arguments = arguments[1], arguments[2:]
    started = time.monotonic()
    with ExitStack() as running:
        runs = []
        if only != "postgres":
            runs.append(running.enter_context(Run("SQLite", arguments, {"CHENGYI_TESTS": "all"})))
        if only != "sqlite":
            scope = {"CHENGYI_TESTS": "all" if only else "database"}
            scope["DATABASE_URL"] = running.enter_context(postgres())
            runs.append(running.enter_context(Run("PostgreSQL", arguments, scope)))
        found = [run.tell() for run in runs]
    counts = sum(found, Counter[str]())
    print(f"\nAll took {time.monotonic() - started:.0f} s.")
    if not only:
        first, second = map(Counter.total, found)
        print(
            f"Of {first} tests {second} ran on both databases; no database can change what the others find."
        )
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped", flush=True)
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
