"""Run acceptance cases through the product's own rules: whoever changes a rule runs this first."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.casebook import CaseFileError, CaseResult, run_file, shown


class Command(BaseCommand):
    help = str(gettext_lazy("Run files of acceptance cases through the rules; fails where one case fails."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help=_("a JSON file of cases"))

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        results: list[CaseResult] = []
        refused = [path for path in files if not self._ran(path, results)]
        failed = sum(not result.passed for result in results)
        # Read by scripts, so never translated.
        self.stdout.write(f"{len(results) - failed} passed, {failed} failed")
        if failed or refused:
            sys.exit(1)

    def _ran(self, path: Path, results: list[CaseResult]) -> bool:
        """Run one file; a file that cannot be used is told on the error stream."""
        try:
            found = run_file(path)
        except CaseFileError as sentence:
            self.stderr.write(str(sentence))
            return False
        for result in found:
            if not result.passed:
                self._tell(path, result)
        results.extend(found)
        return True

    def _tell(self, path: Path, result: CaseResult) -> None:
        self.stdout.write(
            _("%(file)s, case %(case)s: expected %(expected)s, got %(got)s")
            % {
                "file": path,
                "case": result.name,
                "expected": shown(result.expected),
                "got": shown(result.got),
            }
        )
