"""Grading 200,000 subjects with 2,000,000 records, in a database and a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from bench.table import Row

DATABASE = "bench_grading"


def run(dsn: str) -> list[Row]:
    """Measure in a database of its own and return the lines of the table.

    Args:
        dsn: address of a throwaway PostgreSQL server.
    """
    _execute(dsn, f"DROP DATABASE IF EXISTS {DATABASE}", f"CREATE DATABASE {DATABASE}")
    own = urlunsplit(urlsplit(dsn)._replace(path=f"/{DATABASE}"))
    try:
        command = [sys.executable, "-m", "bench.grading_measured"]
        env = {**os.environ, "DATABASE_URL": own, "CHENGYI_DEMO": "1"}
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True)
        if done.returncode:
            raise RuntimeError("bench.grading failed")
        return [Row(**line) for line in json.loads(done.stdout.splitlines()[-1])]
    finally:
        _execute(dsn, f"DROP DATABASE IF EXISTS {DATABASE}")


def _execute(dsn: str, *commands: str) -> None:
    connection = psycopg2.connect(dsn)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for command in commands:
            cursor.execute(command)
    connection.close()
