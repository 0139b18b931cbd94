"""``manage.py push``: send what is due, once or until stopped."""

from __future__ import annotations

import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exchange.models import Platform
from exchange.push import push_due

PAUSE_SECONDS = 3.0


class Command(BaseCommand):
    help = "Send waiting deliveries to the outside platforms (the worker does this by itself)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due now and end")
        parser.add_argument("--platform", default="", help="code of one platform")

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["platform"]
        if code and not Platform.objects.filter(code=code).exists():
            known = ", ".join(Platform.objects.values_list("code", flat=True)) or "none"
            raise CommandError(f"There is no platform “{code}”. Known: {known}.")
        stop = threading.Event()
        while True:
            tally = push_due(only=code)
            if options["once"] or tally.batches or tally.overtaken:
                self.stdout.write(str(tally))
            if options["once"] or stop.wait(PAUSE_SECONDS):
                return
