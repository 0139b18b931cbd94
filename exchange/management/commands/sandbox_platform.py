"""``manage.py sandbox_platform``: the stand-in for an outside credit platform, a service of its own."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from exchange.sandbox.server import SandboxServer


class Command(BaseCommand):
    help = "Run the sandbox credit platform: it receives, checks, answers, and can be told to fail."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=settings.SANDBOX_PORT)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--store", type=Path, default=Path(settings.CHENGYI_VAR) / "sandbox.sqlite3")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SANDBOX_SECRET:
            raise CommandError(
                "SANDBOX_SECRET is not set: give it a value, or set CHENGYI_DEMO=1 for a demonstration."
            )
        store: Path = options["store"]
        store.parent.mkdir(parents=True, exist_ok=True)
        try:
            server = SandboxServer(
                (options["host"], options["port"]),
                store,
                secret=settings.SANDBOX_SECRET,
                token=settings.SANDBOX_TOKEN,
                open_control=settings.DEMO,
            )
        except OSError as error:
            raise CommandError(f"Port {options['port']} cannot be used: {error.strerror}.") from error
        self._serve(server)

    def _serve(self, server: SandboxServer) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        threading.Thread(target=server.serve_forever, name="sandbox", daemon=True).start()
        self.stdout.write(f"Sandbox platform listens on {server.url}")
        self.stdout.flush()
        stop.wait()
        server.stop()
