"""`manage.py load_demo`: the made-up demonstration county."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.demo import SIGN_INS
from disclosure.demo import story
from exchange.services import ensure_demo_platform


class Command(BaseCommand):
    help = "Load the made-up demonstration county into an empty database (CHENGYI_DEMO=1 only)."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--address-only` follows a new port of the sandbox platform and loads nothing."""
        parser.add_argument(
            "--address-only",
            action="store_true",
            help="only tell the sandbox platform's address of this start",
        )

    def handle(self, *args: Any, address_only: bool, **options: Any) -> None:
        """Load the county once; say so when it is there already."""
        if not settings.DEMO:
            raise CommandError(
                _("The demonstration county belongs into a demonstration only: set CHENGYI_DEMO=1.")
            )
        ensure_demo_platform()  # its address follows the port of this start
        if address_only:
            return
        if story.is_loaded():
            self.stdout.write(_("The demonstration county is there already."))
            return
        story.load(lambda sentence: self.stdout.write(f"  {sentence}"))
        for sign_in in SIGN_INS:
            self.stdout.write(
                f"{sign_in.door:9} {sign_in.username:18} {sign_in.password}  {sign_in.description}"
            )
