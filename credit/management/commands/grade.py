"""Grade everybody, or some, from the terminal."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from tqdm import tqdm

from core.actors import SystemActor
from core.clock import today
from core.errors import Refusal
from credit.grading.runs import carry_out, request_run
from credit.grading.services import regrade
from credit.grading.writing import distribution
from credit.models import GradeRun, Standard
from credit.models.grades import Cause, RunState


class Command(BaseCommand):
    help = str(gettext_lazy("Compute grades under the standards in force, one transaction each."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--standard", action="append", metavar="CODE", help=_("only this standard (may be repeated)")
        )
        parser.add_argument(
            "--as-of", type=date.fromisoformat, metavar="DATE", help=_("as of this day; today if not given")
        )
        parser.add_argument(
            "--subject",
            action="append",
            type=int,
            metavar="ID",
            help=_("only this subject, under every standard in force (may be repeated)"),
        )
        parser.add_argument(
            "--dry-run", action="store_true", help=_("show how many would hold each grade; store nothing")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        day = options["as_of"] or today()
        if options["subject"]:
            self._some(options["subject"], day)
            return
        standards = self._standards(options["standard"], day)
        for standard in tqdm(standards, disable=None, leave=False):
            if options["dry_run"]:
                self._show(standard, day)
            else:
                self._run(standard, day)

    def _standards(self, codes: list[str] | None, day: date) -> list[Standard]:
        standards = list(Standard.objects.in_force(day).order_by("code"))
        unknown = set(codes or ()) - {standard.code for standard in standards}
        if unknown:
            raise CommandError(
                _("No standard %(codes)s is in force on %(day)s.")
                % {"codes": ", ".join(sorted(unknown)), "day": day.isoformat()}
            )
        return [standard for standard in standards if not codes or standard.code in codes]

    def _some(self, subject_ids: list[int], day: date) -> None:
        written = regrade(subject_ids, as_of=day, cause=Cause.DEMAND)
        text = ngettext("%(count)s grade written.", "%(count)s grades written.", written.grades)
        self.stdout.write(text % {"count": written.grades})

    def _show(self, standard: Standard, day: date) -> None:
        counts = distribution(standard, as_of=day)
        for band in standard.bands.order_by("-minimum"):
            self.stdout.write(f"{standard.code} {band.label}: {counts.get(band.label, 0)}")
        if "" in counts:
            self.stdout.write(
                _("%(code)s no action due: %(count)s") % {"code": standard.code, "count": counts[""]}
            )

    def _run(self, standard: Standard, day: date) -> None:
        try:
            asked = request_run(standard, as_of=day, cause=Cause.DEMAND, by=SystemActor("manage.py grade"))
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        run = carry_out(asked.pk)
        if run.state != RunState.DONE:
            raise CommandError(_("Another run of %(standard)s is at work.") % {"standard": standard})
        self.stdout.write(self._told(standard, run))

    def _told(self, standard: Standard, run: GradeRun) -> str:
        return _(
            "%(code)s %(version)s as of %(day)s: %(graded)s subjects, %(written)s grades written,"
            " %(relabelled)s grades or actions changed."
        ) % {
            "code": standard.code,
            "version": standard.version,
            "day": run.as_of.isoformat(),
            "graded": run.graded,
            "written": run.written,
            "relabelled": run.relabelled,
        }
