"""Make the names that checks look through anew, from the lists."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext_lazy, ngettext

from blacklist.checks.entries import rebuild


class Command(BaseCommand):
    help = str(gettext_lazy("Make the names that checks look through anew, from the lists."))

    def handle(self, *args: Any, **options: Any) -> None:
        count = rebuild()
        told = ngettext("%(count)s name is looked through.", "%(count)s names are looked through.", count)
        self.stdout.write(told % {"count": count})
