"""Intake of penalties beside the bare parse and COPY of the same file, and beside stock django-import-export.

Each measurement runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from datetime import date
from io import StringIO
from pathlib import Path
from time import perf_counter

from bench.table import Row

ROWS, SMALL, MANY = 100_000, 5_000, 1_000_000
HALF, TEN_TIMES, MEMORY_MIB = 0.5, 10.0, 500.0
FLAT = 1.5
KIND = "penalty_legal"
DAY = date(2026, 11, 22)
DATABASE = "bench_intake"


def run(address: str) -> list[Row]:
    """Measure and return the lines of the table.

    Args:
        address: of the PostgreSQL server; a database of its own is made there.
    """
    with tempfile.TemporaryDirectory(prefix="chengyi-bench-") as folder:
        env = {**os.environ, "DATABASE_URL": address, "CHENGYI_VAR": folder, "CHENGYI_DEMO": "1"}
        paths = {count: Path(folder) / f"{count}.xlsx" for count in (SMALL, ROWS, MANY)}
        for count, path in paths.items():
            _child(env, "write", path, count)
        _child(env, "migrate", paths[SMALL], 0)
        bare = _child(env, "bare", paths[ROWS], ROWS)
        ours = _child(env, "ours", paths[ROWS], ROWS)
        again = _child(env, "ours", paths[ROWS], ROWS)
        stock = _child(env, "stock", paths[SMALL], SMALL)
        small = _child(env, "ours", paths[SMALL], SMALL)
        many = _child(env, "ours", paths[MANY], MANY)
    return _rows(bare, ours, again, stock, small, many)


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
            "rival: bare calamine parse + COPY",
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
    command = [sys.executable, "-m", "bench.intake", what, str(path), str(count)]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"bench.intake {what} failed:\n{done.stderr[-2000:]}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _bare(path: Path) -> None:
    """What one would write without Chengyi: parse the workbook, COPY the cells into a plain table."""
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    rows = sheet.to_python()
    columns = ", ".join(f"c{number} text" for number in range(len(rows[0])))
    body = StringIO()
    csv.writer(body).writerows(rows[1:])
    body.seek(0)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS bench_bare; CREATE TABLE bench_bare ({columns})")
        cursor.copy_expert("COPY bench_bare FROM STDIN WITH (FORMAT csv)", body)


def _ours(path: Path) -> None:
    """The whole intake: kept encrypted, every check, staged, stored with subjects and clocks."""
    with path.open("rb") as stream:
        intake = submit(
            KIND, stream, "keep_good", SystemActor("bench"), file_name=path.name, as_of=DAY, told=False
        )
    intake_run.run(intake.pk)
    intake.refresh_from_db()
    if intake.state != "done" or intake.bad_rows:
        raise RuntimeError(f"{intake.state} {intake.failure} {intake.bad_rows} {intake.file_findings}")


def _stock(path: Path) -> None:
    """Stock django-import-export: a ModelResource over the same fields."""
    names = [item.attribute for item in PENALTY_FIELDS if item.attribute not in ("id_number", "shown_until")]
    by_code = {item.code: item.attribute for item in PENALTY_FIELDS}
    heads = [by_code.get(column.code, column.code) for column in kind_named(KIND).columns]
    subject = Subject.objects.first()
    if subject is None:
        raise RuntimeError("the bench needs one subject")

    class PenaltyResource(resources.ModelResource):
        class Meta:
            model = Penalty
            fields = (*names, "subject", "division_code")
            import_id_fields = ("authority_code", "document_no", "subject")

    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1:]
    data = Dataset(headers=[*heads, "subject", "division_code"])
    kinds, days = heads.index("kinds"), [heads.index(name) for name in ("decided_on", "valid_to")]
    for row in rows:
        row[kinds] = json.dumps(str(row[kinds]).split("；"))
        for place in days:
            row[place] = str(row[place]).replace("/", "-")
        data.append([*row, subject.pk, "410527"])
    result = PenaltyResource().import_data(data, raise_errors=True)
    if result.has_errors():
        raise RuntimeError("stock import failed")
    Penalty.objects.filter(intake_id__isnull=True).delete()


def main(what: str, path: Path, count: int) -> None:
    """Do one measurement and print its figures as one object."""
    if what == "write":
        write_workbook(path, count)
        print("{}")
        return
    if what == "migrate":
        call_command("migrate", verbosity=0)
        print("{}")
        return
    if what == "stock" and not Subject.objects.exists():
        ensure_body(name="x", kind="organisation", division_code="410527", uscc="91110000600037341L")
    started = perf_counter()
    {"bare": _bare, "ours": _ours, "stock": _stock}[what](path)
    seconds = perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rate": count / seconds, "seconds": seconds, "memory": memory}))


if __name__ == "__main__":
    import csv

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

    from django.core.management import call_command
    from django.db import connection
    from python_calamine import CalamineWorkbook

    from bench.workbooks import write_workbook
    from core import intake_run
    from core.actors import SystemActor
    from core.intake import submit
    from core.sheets.columns import kind_named
    from credit.models import Subject
    from credit.services import ensure_body
    from disclosure.models import Penalty
    from disclosure.national import PENALTY_FIELDS

    if sys.argv[1] == "stock":
        from import_export import resources
        from tablib import Dataset

    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
