"""A batch of 1,000 credit reports beside the typesetter alone on the same pages, and beside fpdf2.

Each measurement runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from bench.table import Row

REPORTS, FEW, RIVAL = 1_000, 100, 20
SHARE, MEMORY_MIB, FLAT = 1.75, 350.0, 1.25
DATABASE = "bench_reports"
Figures = dict[str, float]


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


def _execute(address: str, *commands: str) -> None:
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for command in commands:
            cursor.execute(command)
    connection.close()


def _measure(env: dict[str, str], folder: Path) -> list[Row]:
    _child(env, "prepare", folder, REPORTS)
    few = _child(env, "ours", folder, FEW)
    ours = _child(env, "ours", folder, REPORTS)
    _child(env, "dump", folder, REPORTS)
    bare = _child(env, "typst", folder, REPORTS)
    stock = _child(env, "fpdf", folder, RIVAL)
    return _rows(few, ours, bare, stock)


def _rows(few: Figures, ours: Figures, bare: Figures, stock: Figures) -> list[Row]:
    share = ours["seconds"] / bare["seconds"]
    each, rival = ours["seconds"] / REPORTS * 1000, stock["seconds"] / RIVAL * 1000
    flat = ours["memory"] / few["memory"]
    return [
        Row(
            f"{REPORTS:,} credit reports into one file",
            ours["seconds"],
            bare["seconds"],
            f"at most {SHARE:g} × the typesetter alone",
            share,
            "s",
            "gathered, issued, audited, set, zipped and sealed; rival: typst on the same words, nothing else",
            share <= SHARE,
        ),
        Row(
            "one credit report of the batch",
            each,
            rival,
            "at most 1 × fpdf2",
            each / rival,
            "ms",
            f"rival: fpdf2 on the same words in its plainest form, {RIVAL} reports",
            each <= rival,
        ),
        Row(
            f"peak memory at {REPORTS:,} reports",
            ours["memory"],
            few["memory"],
            f"< {MEMORY_MIB:g} MiB, ≤ {FLAT:g} × the small batch",
            flat,
            "MiB",
            f"rival: ourselves at {FEW} reports",
            ours["memory"] < MEMORY_MIB and flat <= FLAT,
        ),
    ]


def _child(env: dict[str, str], what: str, folder: Path, count: int) -> Figures:
    """Run one measurement in its own process; returns its figures."""
    command = [sys.executable, "-m", "bench.reports_measured", what, str(folder), str(count)]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"bench.reports_measured {what} failed:\n{done.stderr[-2000:]}")
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures
