"""One measurement of the intake benchmark, in a process of its own: what, file, number of rows."""

from __future__ import annotations

import csv
import json
import os
import sys
from datetime import date
from io import StringIO
from pathlib import Path
from time import perf_counter, process_time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 - Django must be set up before its models
from django.db import connection  # noqa: E402
from import_export.resources import modelresource_factory  # noqa: E402
from python_calamine import CalamineWorkbook  # noqa: E402
from tablib import Dataset  # noqa: E402

from bench.memory import peak  # noqa: E402
from bench.workbooks import write_workbook  # noqa: E402
from core import intake_run  # noqa: E402
from core.actors import SystemActor  # noqa: E402
from core.intake import submit  # noqa: E402
from core.sheets.columns import kind_named  # noqa: E402
from credit.services import ensure_body  # noqa: E402
from disclosure.models import Penalty  # noqa: E402
from disclosure.national import PENALTY_FIELDS  # noqa: E402

KIND = "penalty_legal"
KEY = ("authority_code", "document_no", "subject")
DAY = date(2026, 11, 22)
TABLES = "disclosure_penalty, credit_subject, core_deadline, core_intake, core_auditevent"


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
    subject = ensure_body(name="x", kind="organisation", division_code="410527", uscc="91110000600037341L")
    options = {"model": Penalty, "fields": (*names, "subject", "division_code"), "import_id_fields": KEY}
    resource = modelresource_factory(Penalty, meta_options=options)()
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1:]
    data = Dataset(headers=[*heads, "subject", "division_code"])
    kinds, days = heads.index("kinds"), [heads.index(name) for name in ("decided_on", "valid_to")]
    for row in rows:
        row[kinds] = json.dumps(str(row[kinds]).split("；"))
        for place in days:
            row[place] = str(row[place]).replace("/", "-")
        data.append([*row, subject.pk, "410527"])
    resource.import_data(data, raise_errors=True)


def _empty(_path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLES} CASCADE")


MEASURED = {"bare": _bare, "ours": _ours, "stock": _stock, "empty": _empty}


def main(what: str, path: Path, count: int) -> None:
    """Do one thing and print its figures as one object."""
    if what == "prepare":
        call_command("migrate", verbosity=0)
    elif what == "write":
        write_workbook(path, count)
    else:
        started, begun = perf_counter(), process_time()
        MEASURED[what](path)
        seconds = perf_counter() - started
        figures = {"rate": count / seconds, "seconds": seconds, "memory": peak()}
        print(json.dumps({**figures, "processor": process_time() - begun}))
        return
    print("{}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
