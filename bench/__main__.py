"""`make bench`: every hot path beside its rival and its limit, in one run, on a PostgreSQL started for it.

`python -m bench [intake] [grading] [search] [reports] [checks]` measures some; only a full run writes.
"""

from __future__ import annotations

import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("CHENGYI_DEMO", "1")
django.setup()

import bench.checks as checks  # noqa: E402 - Django must be set up before its models are imported
import bench.grading as grading  # noqa: E402
import bench.intake as intake  # noqa: E402
import bench.reports as reports  # noqa: E402
import bench.search as search  # noqa: E402
from bench.table import Row, markdown  # noqa: E402

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
HEAD = """# Performance

Written by `make bench` on {when}: Python {python}, {cores} cores, PostgreSQL started for the run with
durability off for both sides alike. Every line stands beside its rival, measured in the same run; ratios say
more than seconds.

"""
BENCHES = {
    "intake": intake.run,
    "grading": grading.run,
    "search": search.run,
    "reports": reports.run,
    "checks": checks.run,
}


def main(wanted: list[str]) -> int:
    """Measure, print the table, and write the page after a full run; 1 when a limit is not kept."""
    address = os.environ["DATABASE_URL"]
    rows: list[Row] = []
    for name in wanted or list(BENCHES):
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        rows += BENCHES[name](address)
    table = markdown(rows)
    print(table)
    if not wanted:
        head = HEAD.format(
            when=datetime.now(UTC).date(), python=platform.python_version(), cores=os.cpu_count()
        )
        PAGE.write_text(head + table, encoding="utf-8")
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
