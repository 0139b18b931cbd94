"""``python -m tools.with_postgres COMMAND…``: run a command with DATABASE_URL naming a fresh PostgreSQL."""

import os
import signal
import subprocess
import sys

from tests.harness.postgres import postgres


def main(command: list[str]) -> int:
    """Start the server (or take the one DATABASE_URL names), run the command, stop the server."""
    signal.signal(
        signal.SIGTERM, lambda number, frame: sys.exit(128 + number)
    )  # the server is stopped on the way
    with postgres() as address:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
