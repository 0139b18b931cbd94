"""Files that hold personal data, kept encrypted outside the web root.

A stored file is a row of frames of one MiB, each sealed by itself (SM4-GCM) and bound to the file's name and
its place, so that it can be read from anywhere without being decrypted as a whole, and no frame can be moved.
"""

from __future__ import annotations

import io
import os
import re
import secrets
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives import hashes
from django.conf import settings

from core.crypto import key_of_bytes, seal_bytes, sealing_key, unseal_bytes

FRAME = 1 << 20
_HEAD = struct.Struct(">I")
_MOST_FRAMES_KEPT = 4
_NAME = re.compile(r"[0-9a-f]{32}")


def folder(shelf: str) -> Path:
    """Return the folder of a shelf, made when absent, readable by the owner only."""
    path = Path(settings.CHENGYI_VAR) / shelf
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep(stream: BinaryIO, shelf: str) -> tuple[str, int, str]:
    """Encrypt and keep a file.

    Args:
        stream: the plain file.
        shelf: name of the folder under the data folder.

    Returns:
        The name under which it is kept, its plain size in bytes, its SM3 digest.
    """
    name = secrets.token_hex(16)
    path = folder(shelf) / name
    digest = hashes.Hash(hashes.SM3())
    size = index = 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        while True:
            frame = stream.read(FRAME)
            if not frame and index:
                break
            digest.update(frame)
            size += len(frame)
            sealed = seal_bytes(frame, f"{name}:{index}")
            target.write(_HEAD.pack(len(sealed)) + sealed)
            index += 1
            if len(frame) < FRAME:
                break
        target.flush()
        os.fsync(target.fileno())
    return name, size, digest.finalize().hex()


def discard(name: str, shelf: str) -> None:
    """Delete a kept file; one that is gone already is fine."""
    (folder(shelf) / Path(name).name).unlink(missing_ok=True)


def kept_before(shelf: str, *, days: int) -> list[str]:
    """Return the names of kept files that are older than so many days."""
    limit = time.time() - days * 86400
    return [path.name for path in folder(shelf).iterdir() if path.stat().st_mtime < limit]


def kept_files() -> list[Path]:
    """Return the kept files of all shelves."""
    folders = Path(settings.CHENGYI_VAR).glob("*/")
    return [path for shelf in folders for path in shelf.iterdir() if _NAME.fullmatch(path.name)]


def reseal(path: Path) -> bool:
    """Seal a kept file anew with the newest key, frame by frame; whoever reads it meanwhile reads on.

    Returns:
        Whether a frame of it was under an older key.

    Raises:
        FileNotFoundError: it was discarded meanwhile.
        SealBrokenError: a frame was altered, or its key is not listed; the file stays as it is.
    """
    fresh = Path(settings.CHENGYI_VAR) / f"resealing-{path.name}"  # on no shelf: nobody sweeps it away
    stale = False
    try:
        with path.open("rb") as source, os.fdopen(_private(fresh), "wb") as target:
            for index, frame in enumerate(_sealed_frames(source)):
                stale = stale or key_of_bytes(frame) != sealing_key()
                place = f"{path.name}:{index}"
                sealed = seal_bytes(unseal_bytes(frame, place), place)
                target.write(_HEAD.pack(len(sealed)) + sealed)
            target.flush()
            os.fsync(target.fileno())
        if stale:
            kept = path.stat()
            os.utime(fresh, (kept.st_atime, kept.st_mtime))  # its age decides when it is deleted
            fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return stale


def _sealed_frames(source: BinaryIO) -> Iterator[bytes]:
    while head := source.read(_HEAD.size):
        (length,) = _HEAD.unpack(head)
        yield source.read(length)


def _private(path: Path) -> int:
    """Open a file of ours to be written anew; one that a killed process left is written over."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)


def open_kept(name: str, shelf: str) -> BinaryIO:
    """Open a kept file for reading in plain, with free seeking.

    Raises:
        FileNotFoundError: no such file is kept.
        SealBrokenError: while reading, a frame was altered.
    """
    return io.BufferedReader(_Opened(folder(shelf) / Path(name).name), 1 << 16)


class _Opened(io.RawIOBase):
    """A kept file in plain; a few frames are held decrypted."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._file = path.open("rb")
        self._frames: list[tuple[int, int]] = []
        self._kept: dict[int, bytes] = {}
        self._place = 0
        self._index()

    def _index(self) -> None:
        place = 0
        end = self._file.seek(0, io.SEEK_END)
        while place + _HEAD.size <= end:
            self._file.seek(place)
            (length,) = _HEAD.unpack(self._file.read(_HEAD.size))
            self._frames.append((place + _HEAD.size, length))
            place += _HEAD.size + length
        last = self._frame(len(self._frames) - 1) if self._frames else b""
        self._size = max(len(self._frames) - 1, 0) * FRAME + len(last)

    def _frame(self, index: int) -> bytes:
        if index not in self._kept:
            start, length = self._frames[index]
            self._file.seek(start)
            plain = unseal_bytes(self._file.read(length), f"{self._name}:{index}")
            if len(self._kept) >= _MOST_FRAMES_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[index] = plain
        return self._kept[index]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(base + offset, 0)
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # io gives a writable buffer
        if self._place >= self._size:
            return 0
        index, offset = divmod(self._place, FRAME)
        part = self._frame(index)[offset : offset + len(view)]
        view[: len(part)] = part
        self._place += len(part)
        return len(part)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()
