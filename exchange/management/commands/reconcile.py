"""``manage.py reconcile``: compare the platforms with what we know they hold, and list the differences."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exchange.models import Platform, Reconciliation
from exchange.reconciliation import Comparison, reconcile


class Command(BaseCommand):
    help = "Compare counts and hashes per table and decision day with each platform; fails when they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--platform", default="", help="code of one platform")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        platforms = Platform.objects.filter(active=True)
        if options["platform"]:
            platforms = platforms.filter(code=options["platform"])
            if not platforms:
                raise CommandError(f"There is no active platform “{options['platform']}”.")
        runs = [reconcile(platform) for platform in platforms]
        if options["json"]:
            self.stdout.write(json.dumps([_as_json(run) for run in runs], ensure_ascii=False, indent=1))
        else:
            for run in runs:
                self._print(run)
        if any(run.differences or run.failure for run in runs):
            raise CommandError("The two sides differ, or a platform did not answer.", returncode=1)

    def _print(self, run: Comparison) -> None:
        records = sum(row.our_count for row in run.rows)
        self.stdout.write(f"{run.platform.code}: {records} records here, {len(run.differences)} days differ")
        for row in run.differences:
            self.stdout.write(
                f"  {row.table} {row.day or '-'}: here {row.our_count}, there {row.their_count}; "
                f"missing there {row.missing_there}, unknown here {row.unknown_here}, "
                f"different {row.different}"
            )
        if run.failure:
            self.stdout.write(f"  broken off: {run.failure}")


def _as_json(run: Comparison) -> dict[str, Any]:
    return {
        "platform": run.platform.code,
        "days_compared": len(run.rows),
        "failure": run.failure,
        "differences": [_row(row) for row in run.differences],
    }


def _row(row: Reconciliation) -> dict[str, Any]:
    return {
        "table": row.table,
        "day": row.day.isoformat() if row.day else None,
        "here": row.our_count,
        "there": row.their_count,
        "missing_there": row.missing_there,
        "unknown_here": row.unknown_here,
        "different": row.different,
    }
