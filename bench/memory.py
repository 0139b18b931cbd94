"""How much memory a process of a measurement took at most."""

from __future__ import annotations

import resource
from pathlib import Path

STATUS = Path("/proc/self/status")


def peak() -> float:
    """Return the largest resident memory of this process so far, in MiB.

    Linux tells it of the program that runs now. `getrusage` would count the process it was started from too,
    which the bench is, with the measurements before still in its memory.
    """
    if STATUS.exists():
        for line in STATUS.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
