"""`manage.py reports --asker … FILE.zip`: issue the reports of many subjects into one file."""

from __future__ import annotations

import shutil
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from core import vault
from core.actors import SystemActor
from core.errors import Refusal
from credit.choices import SubjectKind
from credit.models import ReportBatch
from credit.report.batches import SHELF, carry_out, request_batch, select
from credit.report.services import Terms
from credit.report.terms import BatchState, Language, Purpose


class Command(BaseCommand):
    """Issue many credit reports with a progress bar; one that was broken off goes on with --batch."""

    help = "Issue credit reports about many subjects into one zip file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", metavar="FILE", type=Path, help="the zip file to write")
        parser.add_argument("--batch", type=int, help="go on with this batch instead of ordering one")
        parser.add_argument("--asker", default="", help="who asked for the reports")
        parser.add_argument("--purpose", choices=Purpose.values, default=Purpose.SUPERVISION)
        parser.add_argument("--note", default="", help="the purpose in words")
        parser.add_argument("--authorisation", default="", help="date or number of the agreement")
        parser.add_argument("--language", choices=Language.values, default=Language.CHINESE)
        parser.add_argument("--kind", choices=SubjectKind.values, default="", help="default: all bodies")
        parser.add_argument("--place", default="", help="beginning of a division code")
        parser.add_argument("--first", type=int, default=None, metavar="N", help="only the first N subjects")

    def handle(self, *args: Any, **options: Any) -> None:
        """Order, write, and lay the file where it was asked for."""
        target: Path = options["file"]
        if not target.parent.is_dir():
            raise CommandError(_("There is no folder %(path)s.") % {"path": target.parent})
        batch = self._batch(options)
        self.stderr.write(_("Batch %(n)s: %(total)s reports.") % {"n": batch.pk, "total": batch.total})
        with tqdm(
            total=batch.total, initial=batch.done, unit="report", disable=not sys.stderr.isatty()
        ) as bar:
            carry_out(batch.pk, told=lambda done: bar.update(done - bar.n))
        batch.refresh_from_db()
        if batch.state != BatchState.DONE:
            raise CommandError(
                _("The batch is “%(state)s”; go on with --batch %(n)s.")
                % {"state": batch.get_state_display(), "n": batch.pk}
            )
        with vault.open_kept(batch.stored_as, SHELF) as kept, target.open("wb") as out:
            shutil.copyfileobj(kept, out, vault.FRAME)
        self.stdout.write(_("%(n)s reports stand in %(path)s.") % {"n": batch.done, "path": target})

    def _batch(self, options: dict[str, Any]) -> ReportBatch:
        if options["batch"]:
            found = ReportBatch.objects.filter(pk=options["batch"]).first()
            if found is None:
                raise CommandError(_("There is no batch %(n)s.") % {"n": options["batch"]})
            return found
        by = SystemActor("reports")
        terms = Terms(
            options["language"],
            options["purpose"],
            options["asker"],
            options["note"],
            options["authorisation"],
        )
        chosen = select(by=by, kind=options["kind"], place=options["place"])[: options["first"]]
        try:
            return request_batch(chosen, terms, by=by, told=False)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
