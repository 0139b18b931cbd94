"""Bring the names that checks look through up to date with the lists."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext_lazy, ngettext

from blacklist.checks.entries import rebuild


class Command(BaseCommand):
    help = str(gettext_lazy("Bring the names that checks look through up to date with the lists."))

    def handle(self, *args: Any, **options: Any) -> None:
        count = rebuild()
        told = ngettext("%(count)s party was made anew.", "%(count)s parties were made anew.", count)
        self.stdout.write(told % {"count": count})
