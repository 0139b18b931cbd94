"""A process that stops at a place, says so by a file, and is killed there."""

from __future__ import annotations

import time
from pathlib import Path

from django.db import connection

from tests.harness.forge import forge
from tests.harness.worker import environment

PATIENCE = 120


def killed_at_sign(sign: Path, program: str, *arguments: object) -> None:
    """Run a program until it makes the file `sign`, and kill it.

    Args:
        sign: the file; the program touches it and then stands still.
        program: Python source; Django is set up before its first line.
        arguments: what it finds in `sys.argv[1:]`.
    """
    connection.close()
    process = forge(environment()).start(program, *map(str, arguments))
    limit = time.monotonic() + PATIENCE
    while not sign.exists():
        assert process.poll() is None, "the process ended by itself"
        assert time.monotonic() < limit, "the process did not get there"
        time.sleep(0.02)
    process.kill()
