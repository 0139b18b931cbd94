"""Addresses of the embedded broker and of the cache beside it."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

SOCKET_PATH_LIMIT = 100  # bytes; the kernel refuses longer addresses (108 with the closing zero on Linux)


def socket_path(folder: Path) -> Path:
    """Where the broker of a var folder listens: inside it, or in a private folder of a shorter path."""
    inside = folder / "broker.sock"
    if len(os.fsencode(inside)) <= SOCKET_PATH_LIMIT:
        return inside
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"chengyi-{os.getuid()}-{mark}" / "broker.sock"


def url(folder: Path) -> str:
    """The broker address for Celery."""
    return f"redis+socket://{socket_path(folder)}"


def cache_url(broker_url: str) -> str:
    """The address of the cache that lives beside the broker: the same server, its next database."""
    if broker_url.startswith("redis+socket://"):
        return f"unix://{broker_url.removeprefix('redis+socket://').split('?')[0]}?db=1"
    return re.sub(r"/\d*$", "", broker_url.rstrip("/")) + "/1"
