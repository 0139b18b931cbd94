"""``manage.py serve``: the whole of Chengyi in one terminal, until Ctrl-C."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core import embedded
from core.serve import processes
from core.serve.child import Child
from core.serve.supervisor import ReadyError, Supervisor


class Command(BaseCommand):
    help = "Run web server, worker, clock, broker and sandbox platform together; Ctrl-C stops them all."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=settings.PORT, help="port of the web server")
        parser.add_argument(
            "--sandbox-port", type=int, default=settings.SANDBOX_PORT, help="port of the sandbox"
        )
        parser.add_argument(
            "--prepare",
            action="store_true",
            help="first compile translations, migrate, and fill an empty database with demonstration data",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        port, sandbox_port = options["port"], options["sandbox_port"]
        self._refuse_a_second_start(port, sandbox_port)
        if options["prepare"]:
            try:
                self._prepare()
            except KeyboardInterrupt as stopped:
                raise CommandError("Stopped before it was ready.") from stopped
        children = self._children(port, sandbox_port)
        supervisor = Supervisor(children, self._write)
        try:
            supervisor.run(when_ready=lambda: self._open(port, sandbox_port, prepare=options["prepare"]))
        except ReadyError as failed:
            raise CommandError(str(failed)) from failed
        self._write("Chengyi has stopped.")

    def _open(self, port: int, sandbox_port: int, *, prepare: bool) -> None:
        self._print_doors(port, sandbox_port)
        if prepare:
            self._migrate()

    def _write(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _refuse_a_second_start(self, port: int, sandbox_port: int) -> None:
        for name, number in (("PORT", port), ("SANDBOX_PORT", sandbox_port)):
            if processes.is_taken(number):
                raise CommandError(
                    f"Port {number} is taken by another program: stop it, or choose another one, "
                    f"for example `make run {name}={number + 1}`."
                )
        if processes.uses_embedded_broker() and embedded.answers(settings.CHENGYI_VAR):
            raise CommandError(
                f"Chengyi runs already from {settings.CHENGYI_VAR}: "
                "stop it first, or set CHENGYI_VAR to another folder."
            )

    def _prepare(self) -> None:
        call_command("compile_po", stdout=self.stdout)
        self._leave_an_older_demonstration()
        if self._is_behind():
            self._write("Bringing the database up to date")
            self._migrate()
        if settings.DEMO and not get_user_model().objects.exists():
            self._write("Filling the empty database with the demonstration county")
            self._load_demo()
        elif settings.DEMO:
            call_command("load_demo", address_only=True, stdout=self.stdout)

    def _leave_an_older_demonstration(self) -> None:
        """Make a demonstration of an earlier version anew; refuse any other database like that."""
        loader = MigrationExecutor(connection).loader
        gone = set(loader.applied_migrations or ()) - set(loader.disk_migrations or ())
        if not any(label in loader.migrated_apps for label, _name in gone):
            return
        if not settings.DEMO or not self._remove_own_database():
            raise CommandError(
                "The database was made by an earlier version of Chengyi which this one cannot bring up to "
                "date: export its content with that version, or set DATABASE_URL to an empty database."
            )
        self._write("The demonstration database is of an earlier version: it is made anew")

    def _remove_own_database(self) -> bool:
        """Remove the embedded default's database; tells whether that is the one in use."""
        own = Path(settings.CHENGYI_VAR) / "chengyi.sqlite3"
        if connection.vendor != "sqlite" or Path(connection.settings_dict["NAME"]) != own:
            return False
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{own}{suffix}").unlink(missing_ok=True)
        return True

    def _is_behind(self) -> bool:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

    def _migrate(self) -> None:
        """Also brings in the shipped rules of law, which change without a migration."""
        call_command("migrate", interactive=False, verbosity=0, stdout=self.stdout)

    def _load_demo(self) -> None:
        """All of the county or nothing: half a county would pass for a whole one at the next start."""
        try:
            call_command("load_demo", stdout=self.stdout)
        except BaseException:
            self._remove_own_database()
            raise

    def _children(self, port: int, sandbox_port: int) -> list[Child]:
        var = Path(settings.CHENGYI_VAR)
        var.mkdir(parents=True, exist_ok=True)
        first = [processes.broker(var)] if processes.uses_embedded_broker() else []
        rest = [
            processes.web(port),
            processes.sandbox(sandbox_port),  # answers before the worker pushes to it
            processes.worker(),
            processes.beat(var),
        ]
        address = {"PORT": str(port), "SANDBOX_PORT": str(sandbox_port)}
        for child in rest:
            child.env = {**child.env, **address}
        return [*first, *rest]

    def _print_doors(self, port: int, sandbox_port: int) -> None:
        home = f"http://127.0.0.1:{port}"
        doors = [
            (f"{home}/", _("public site")),
            (f"{home}/admin/", _("officers")),
            (f"{home}/portal/", _("institutions")),
            (f"{home}/api/docs/", _("open API, described at /api/schema/")),
            (f"http://127.0.0.1:{sandbox_port}/", _("sandbox platform: what it received")),
        ]
        lines = ["", _("Chengyi is running. Its doors:"), *(f"  {url:<34}{name}" for url, name in doors)]
        if settings.DEMO:
            lines += ["", _("Demonstration sign-ins (door, user name, password):")]
            lines += [
                f"  {one.door:<10}{one.username:<20}{one.password:<20}{one.description}"
                for one in import_string(settings.DEMO_SIGN_INS)
            ]
        self._write("\n".join([*lines, "", _("Ctrl-C stops everything."), ""]))
