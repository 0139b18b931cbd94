"""`make bench`: every hot path beside its rival and its limit, in one run, on a PostgreSQL started for it.

`python -m bench [intake] [grading] [search] [reports] [checks] [ledgers]` measures some of them; each writes
its own section of the page.
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
import bench.ledgers as ledgers  # noqa: E402
import bench.reports as reports  # noqa: E402
import bench.search as search  # noqa: E402
from bench.table import Row, markdown  # noqa: E402

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
HEAD = """# Performance

Written by `make bench`, a section for each bench, with PostgreSQL started for the run and durability off
for both sides alike. Every line stands beside its rival, measured in the same run; ratios say more than
seconds.
"""
SECTION = """
Measured on {when}: Python {python}, {cores} cores.

{table}"""
BENCHES = {
    "intake": intake.run,
    "grading": grading.run,
    "search": search.run,
    "reports": reports.run,
    "checks": checks.run,
    "ledgers": ledgers.run,
}


def write(name: str, table: str) -> None:
    """Put a bench's table into its section of the page; the other sections stay as they are."""
    page = PAGE.read_text(encoding="utf-8")
    sections = {part.split("\n", 1)[0]: part.split("\n", 1)[1] for part in page.split("\n## ")[1:]}
    sections[name] = SECTION.format(
        when=datetime.now(UTC).date(),
        python=platform.python_version(),
        cores=os.cpu_count(),
        table=table.strip() + "\n",
    )
    known = [title for title in BENCHES if title in sections]
    PAGE.write_text(HEAD + "".join(f"\n## {title}\n{sections[title]}" for title in known), encoding="utf-8")


def main(wanted: list[str]) -> int:
    """Measure, print the tables and write them into the page; 1 when a limit is not kept."""
    address = os.environ["DATABASE_URL"]
    rows: list[Row] = []
    for name in wanted or list(BENCHES):
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        before = len(rows)
        rows += BENCHES[name](address)
        table = markdown(rows[before:])
        print(table, flush=True)
        write(name, table)
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
