"""Intake of penalties beside the bare parse and COPY of the same file, and beside stock django-import-export.

Each measurement runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from bench.table import Row

ROWS, SMALL, MANY = 100_000, 5_000, 1_000_000
HALF, TEN_TIMES, MEMORY_MIB = 0.5, 10.0, 500.0
FLAT = 1.5
PAIRS = 3
DATABASE = "bench_intake"


def run(address: str) -> list[Row]:
    """Measure and return the lines of the table.

    Args:
        address: of the PostgreSQL server; a database of its own is made there.
    """
    _execute(address, f"DROP DATABASE IF EXISTS {DATABASE}", f"CREATE DATABASE {DATABASE}")
    own = urlunsplit(urlsplit(address)._replace(path=f"/{DATABASE}"))
    try:
        with tempfile.TemporaryDirectory(prefix="chengyi-bench-") as folder:
            env = {**os.environ, "DATABASE_URL": own, "CHENGYI_VAR": folder, "CHENGYI_DEMO": "1"}
            return _measure(env, Path(folder))
    finally:
        _execute(address, f"DROP DATABASE IF EXISTS {DATABASE}")


def _measure(env: dict[str, str], folder: Path) -> list[Row]:
    paths = {count: folder / f"{count}.xlsx" for count in (SMALL, ROWS, MANY)}
    _child(env, "prepare", paths[SMALL], 0)
    for count, path in paths.items():
        _child(env, "write", path, count)
    pairs = [_pair(env, paths[ROWS]) for _time in range(PAIRS)]
    bare, ours = (_middle(figures) for figures in zip(*pairs, strict=True))
    again = _child(env, "ours", paths[ROWS], ROWS)
    _child(env, "empty", paths[ROWS], 0)
    stock = _child(env, "stock", paths[SMALL], SMALL)
    small = _child(env, "ours", paths[SMALL], SMALL)
    _child(env, "empty", paths[ROWS], 0)
    many = _child(env, "ours", paths[MANY], MANY)
    return _rows(bare, ours, again, stock, small, many)


def _pair(env: dict[str, str], path: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Measure the rival and ourselves one after the other: what else the machine does meets both."""
    _child(env, "empty", path, 0)
    return _child(env, "bare", path, ROWS), _child(env, "ours", path, ROWS)


def _middle(figures: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return the figures of the run whose rate is the median."""
    return sorted(figures, key=lambda figure: figure["rate"])[len(figures) // 2]


def _execute(address: str, *commands: str) -> None:
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for command in commands:
            cursor.execute(command)
    connection.close()


def _rows(
    bare: dict[str, float],
    ours: dict[str, float],
    again: dict[str, float],
    stock: dict[str, float],
    small: dict[str, float],
    many: dict[str, float],
) -> list[Row]:
    share, times = ours["rate"] / bare["rate"], small["rate"] / stock["rate"]
    flat = many["memory"] / ours["memory"]
    title = f"intake of {ROWS:,} penalties × 28 columns"
    return [
        Row(
            title,
            ours["rate"],
            bare["rate"],
            "≥ 0.5 ×",
            share,
            "rows/s",
            f"median of {PAIRS}, in turns; rival: bare calamine parse + COPY; processor time of the two "
            f"programs {ours['processor']:.1f} s and {bare['processor']:.1f} s",
            share >= HALF,
        ),
        Row(
            "the same file again (nothing changes)",
            again["rate"],
            bare["rate"],
            "",
            again["rate"] / bare["rate"],
            "rows/s",
            "rival: as above",
        ),
        Row(
            f"intake of {SMALL:,} penalties",
            small["rate"],
            stock["rate"],
            "≥ 10 ×",
            times,
            "rows/s",
            "rival: stock django-import-export without our checks",
            times >= TEN_TIMES,
        ),
        Row(
            f"peak memory at {ROWS:,} rows",
            ours["memory"],
            bare["memory"],
            "< 500 MiB",
            ours["memory"] / MEMORY_MIB,
            "MiB",
            "rival: bare parse + COPY",
            ours["memory"] < MEMORY_MIB,
        ),
        Row(
            f"peak memory at {MANY:,} rows",
            many["memory"],
            ours["memory"],
            "< 500 MiB, ≤ 1.5 × the smaller file",
            flat,
            "MiB",
            f"rival: ourselves at {ROWS:,} rows; {many['rate']:,.0f} rows/s",
            many["memory"] < MEMORY_MIB and flat <= FLAT,
        ),
    ]


def _child(env: dict[str, str], what: str, path: Path, count: int) -> dict[str, float]:
    """Run one measurement in its own process; returns its figures."""
    command = [sys.executable, "-m", "bench.intake_measured", what, str(path), str(count)]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"bench.intake_measured {what} failed:\n{done.stderr[-2000:]}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures
