"""Seal all personal data anew under the newest key, so that an old key can be taken out of use."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.crypto import sealing_key
from core.resealing import (
    Progress,
    document_models,
    reseal,
    reseal_documents,
    reseal_files,
    sealed_models,
)


class Command(BaseCommand):
    help = str(gettext_lazy("Seal all sealed values anew with the first key of CHENGYI_SEAL_KEYS."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, default=1000, help=_("rows in one transaction"))
        parser.add_argument("--database", default="default", help=_("which database"))

    def handle(self, *args: Any, batch: int, database: str, **options: Any) -> None:
        total = Progress(0, 0, 0)
        for model, _columns in sealed_models():
            name = str(model._meta.verbose_name_plural)
            total = self._reseal(name, total, reseal(model, batch=batch, using=database))
        for model in document_models():
            name = str(model._meta.verbose_name_plural)
            total = self._reseal(name, total, reseal_documents(model, batch=batch, using=database))
        files = self._reseal(_("Kept files"), Progress(0, 0, 0), reseal_files())
        told = _("%(rows)d rows read, %(resealed)d values sealed anew with the key “%(key)s”.")
        self.stdout.write(told % {**total._asdict(), "key": sealing_key()})
        told = _("%(rows)d kept files read, %(resealed)d of them sealed anew.")
        self.stdout.write(told % files._asdict())
        if total.broken:
            self.stderr.write(_broken(total.broken))
        if files.broken:
            self.stderr.write(_broken_files(files.broken))
        if total.broken or files.broken:
            sys.exit(1)

    def _reseal(self, name: str, total: Progress, batches: Any) -> Progress:
        rows = 0
        for step in batches:
            total = Progress(*map(sum, zip(total, step, strict=True)))
            rows += step.rows
            if self.stderr.isatty():
                self.stderr.write(f"\r{name}: {rows}", ending="")
        if self.stderr.isatty():
            self.stderr.write("")
        return total


def _broken(number: int) -> str:
    sentence = ngettext(
        "%(number)d value opens with no key of CHENGYI_SEAL_KEYS: add its key and run this again.",
        "%(number)d values open with no key of CHENGYI_SEAL_KEYS: add their key and run this again.",
        number,
    )
    return sentence % {"number": number}


def _broken_files(number: int) -> str:
    sentence = ngettext(
        "%(number)d kept file opens with no key of CHENGYI_SEAL_KEYS: add its key and run this again.",
        "%(number)d kept files open with no key of CHENGYI_SEAL_KEYS: add their key and run this again.",
        number,
    )
    return sentence % {"number": number}
