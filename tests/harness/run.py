"""The whole suite: once on SQLite, then what touches a database again on a real PostgreSQL.

``python -m tests.harness.run [pytest arguments]``; ``--only sqlite`` or ``--only postgres`` takes one half.
Without xdist's ``-n`` in the arguments both cores are used.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.harness.postgres import postgres

ROOT = Path(__file__).resolve().parents[2]
NO_TESTS_RAN = 5
CLOSING_LINE = re.compile(r"\b(\d+) (passed|failed|skipped|errors?|xfailed|xpassed)\b")
KIND = {"error": "failed", "errors": "failed", "xpassed": "failed", "xfailed": "skipped"}


def run_pytest(title: str, arguments: list[str], variables: dict[str, str]) -> Counter[str]:
    """Run pytest in a process of its own, its output passed through as it comes.

    Returns:
        How many tests passed, failed (errors included) and were skipped. A run that broke before it could
        count gives one failure.
    """
    print(f"\n===== {title} =====", flush=True)
    chosen = any(argument.startswith("-n") for argument in arguments)
    parallel = [] if chosen else ["-n", "2", "--dist", "worksteal"]
    command = [sys.executable, "-m", "pytest", "-q", "--color=no", "--durations=5", *parallel, *arguments]
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    process = subprocess.Popen(command, cwd=ROOT, env=env | variables, stdout=subprocess.PIPE, text=True)
    closing = ""
    assert process.stdout is not None
    try:
        for line in process.stdout:
            print(line, end="", flush=True)
            if CLOSING_LINE.search(line) and re.search(r" in \d+[.:]\d+", line):
                closing = line
        code = process.wait()
    finally:
        process.stdout.close()
        process.terminate()
        process.wait()
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
    counts: Counter[str] = Counter()
    if only != "postgres":
        counts += run_pytest("SQLite", arguments, {"CHENGYI_TESTS": "all"})
    if only != "sqlite":
        with postgres() as address:
            scope = "all" if only else "database"
            counts += run_pytest("PostgreSQL", arguments, {"CHENGYI_TESTS": scope, "DATABASE_URL": address})
    print(f"\nBoth runs took {time.monotonic() - started:.0f} s.")
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped", flush=True)
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
