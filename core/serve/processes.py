"""Which processes make up a running Chengyi, and how to tell that each is there."""

import http.client
import socket
import sys
from pathlib import Path

from django.conf import settings

from core import broker_address, embedded
from core.serve.child import Child

HOST = "127.0.0.1"
WEB_PROCESSES, WEB_THREADS, WORKER_PROCESSES = 2, 4, 2


def answers_http(port: int, address: str) -> bool:
    """Whether a server on this machine answers 200 at this address."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", address, headers={"Host": "localhost"})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def is_taken(port: int) -> bool:
    """Whether another program listens on this port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def accepts(port: int) -> bool:
    """Whether a server on this machine takes connections on this port."""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def uses_embedded_broker() -> bool:
    """Whether the settings name the broker that comes in a wheel, in our own folder."""
    return bool(broker_address.url(settings.CHENGYI_VAR) == settings.BROKER_URL)


def broker(var: Path) -> Child:
    """The embedded broker."""
    return Child(
        "broker",
        embedded.command(var),
        ready=lambda: embedded.answers(var),
        foundation=True,
        mute="Memory overcommit",  # advice to the machine's owner; this broker is small
    )


def web(port: int) -> Child:
    """The web server."""
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}"]
    command += ["--workers", str(WEB_PROCESSES), "--threads", str(WEB_THREADS), "--log-level", "warning"]
    command += ["--graceful-timeout", "5", "--timeout", "60", "--preload"]
    if Path("/dev/shm").is_dir():  # noqa: S108 - gunicorn's heartbeat file: never blocks on a slow disk there
        command += ["--worker-tmp-dir", "/dev/shm"]  # noqa: S108
    return Child("web", command, ready=lambda: answers_http(port, "/healthz"))


def worker() -> Child:
    """The processes that do the work behind the pages."""
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "config", "worker", "--loglevel", "WARNING"]
    command += ["--concurrency", str(WORKER_PROCESSES), "--without-gossip", "--without-mingle"]
    # The embedded broker answers to this account alone, so celery's advice against root does not apply.
    return Child("worker", command, env={"PYTHONWARNINGS": "ignore:You're running the worker with superuser"})


def beat(var: Path) -> Child:
    """The clock of recurring work."""
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "config", "beat", "--loglevel", "WARNING"]
    return Child("beat", [*command, "--schedule", str(var / "beat-schedule"), "--pidfile="])


def sandbox(port: int) -> Child:
    """The stand-in for the outside credit platform."""
    manage = str(Path(settings.BASE_DIR) / "manage.py")
    command = [sys.executable, manage, "sandbox_platform", "--port", str(port)]
    return Child("sandbox", command, ready=lambda: accepts(port))
