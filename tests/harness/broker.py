"""A real broker for the tests; it can be stopped and started again in the middle of one."""

import subprocess

import redis
from django.conf import settings

from core import broker_address, embedded
from core.serve.child import die_with_parent


class Broker:
    """The embedded broker at the address that the settings of this test process name."""

    def __init__(self) -> None:
        self.folder = settings.BROKER_FOLDER
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it answers; nothing happens where it runs already."""
        if self.process is None:
            command = embedded.command(self.folder)
            self.process = subprocess.Popen(
                command,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - one system call; a killed test run leaves no server
            )
            embedded.wait_until_up(self.folder, self.process)

    def stop(self) -> None:
        """Stop the server; what it held stays on disk, as in production."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)
            self.process = None

    def clear(self) -> None:
        """Forget every message."""
        with redis.Redis(unix_socket_path=str(broker_address.socket_path(self.folder))) as client:
            client.flushall()
