"""`manage.py intake KIND FILE`: check a workbook, and store it unless told otherwise."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from core import intake_run
from core.actors import SystemActor
from core.clock import today
from core.errors import Refusal
from core.intake import limits, submit
from core.intake_report import stored_report
from core.models import Intake
from core.sheets.check import Checked, Checking
from core.sheets.columns import kind_named, kinds
from core.sheets.context import Context
from core.sheets.report import Report, check_file


class Command(BaseCommand):
    """Take in a workbook, or only check it."""

    help = "Check a workbook cell by cell and store its good rows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("kind", metavar="KIND", choices=sorted(kinds()), help=", ".join(sorted(kinds())))
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check only, store nothing")
        parser.add_argument(
            "--all-or-nothing", action="store_true", help="store nothing when a row is faulty"
        )
        parser.add_argument(
            "--as-of", type=date.fromisoformat, default=None, help="day of intake, YYYY-MM-DD"
        )
        parser.add_argument("--json", action="store_true", help="print one object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check or take in; exit status 1 when the file is rejected and no object was asked for."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(_("There is no file %(path)s.") % {"path": path})
        as_of = options["as_of"] or today()
        bar = tqdm(total=100, unit="%", desc=path.name, disable=not sys.stderr.isatty() or None)
        with bar:
            if options["dry_run"]:
                report = self._check(options["kind"], path, as_of, bar)
            else:
                report = self._store(options["kind"], path, as_of, options["all_or_nothing"])
                bar.update(100)
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        self._tell(report)
        if report["verdict"] != "accepted":
            raise CommandError(_("The workbook was not taken in."))

    def _check(self, kind: str, path: Path, as_of: date, bar: tqdm[Any]) -> Report:
        def show(_checking: Checking, chunk: Checked) -> None:
            bar.update(round(chunk.share * 100) - bar.n)

        with path.open("rb") as stream:
            return check_file(kind_named(kind), stream, path.name, Context(as_of), limits(), show)

    def _store(self, kind: str, path: Path, as_of: date, all_or_nothing: bool) -> Report:
        mode = Intake.Mode.ALL_OR_NOTHING if all_or_nothing else Intake.Mode.KEEP_GOOD
        try:
            with path.open("rb") as stream:
                intake = submit(
                    kind, stream, mode, SystemActor("intake"), file_name=path.name, as_of=as_of, told=False
                )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        intake_run.run(intake.pk)
        intake.refresh_from_db()
        if intake.state in (Intake.State.QUEUED, Intake.State.FAILED):
            raise CommandError(_("The intake broke off: %(why)s.") % {"why": intake.failure})
        return stored_report(intake)

    def _tell(self, report: Report) -> None:
        for entry in (*report["file_errors"], *report["file_warnings"]):
            self.stdout.write(entry["reason"])
        for level in ("errors", "warnings"):
            for entry in report[level]:
                self.stdout.write(f"{entry['row']}\t{entry['code']}\t{entry['kind']}\t{entry['reason']}")
        figures = {name: report[name] for name in ("data_rows", "good_rows", "bad_rows")}
        self.stdout.write(_("%(data_rows)s rows, %(good_rows)s good, %(bad_rows)s faulty.") % figures)
