"""Looking at an upload before anything is read from it: is it a workbook, whole, open and harmless?"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.sheets.errors import Unreadable, refuse

_MIB = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


@dataclass(frozen=True, slots=True)
class Limits:
    """What is safe to open.

    Args:
        packed: largest upload in bytes.
        unpacked: largest sum of the parts in bytes.
        ratio: largest unpacked:packed ratio once the parts exceed `ratio_from` bytes.
        part: largest part that is read as a whole (workbook, relations, styles), in bytes.
    """

    packed: int = 256 * _MIB
    unpacked: int = 8192 * _MIB
    ratio: int = 400
    ratio_from: int = 64 * _MIB
    part: int = 32 * _MIB


def open_package(stream: BinaryIO, file_name: str, limits: Limits) -> zipfile.ZipFile:
    """Open an upload as the archive of a workbook.

    Args:
        stream: the upload, seekable.
        file_name: its name as the clerk knows it.
        limits: what is safe to open.

    Raises:
        Unreadable: the file is no workbook, or is broken, locked or hostile.
    """
    size = stream.seek(0, 2)
    stream.seek(0)
    if size > limits.packed:
        raise refuse("file_too_large", limit=f"{limits.packed // _MIB} MiB")
    head = stream.read(4096)
    stream.seek(0)
    if not head.startswith(b"PK"):
        raise _disguise(stream, head, Path(file_name).suffix.lower())
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise refuse("damaged_file") from error
    _guard(archive, size, limits)
    return archive


def _guard(archive: zipfile.ZipFile, size: int, limits: Limits) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 0x1 for part in parts):
        raise refuse("encrypted_file")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked or (
        unpacked > limits.ratio_from and unpacked > limits.ratio * max(size, 1)
    ):
        raise refuse("unpacks_too_large")
    if "xl/workbook.bin" in names:
        raise refuse("extension_mismatch", "mismatch_xlsb")
    if "content.xml" in names:
        raise refuse("extension_mismatch", "mismatch_ods")
    if "[Content_Types].xml" not in names or not any(name.endswith("workbook.xml") for name in names):
        raise refuse("extension_mismatch", "mismatch_zip")


def _disguise(stream: BinaryIO, head: bytes, suffix: str) -> Unreadable:
    """Name what the file really is."""
    if head.startswith(_OLE):
        return _ole(stream, suffix)
    if not head.strip(b"\x00\r\n\t "):
        return refuse("damaged_file")
    if head.startswith(b"%PDF"):
        return refuse("extension_mismatch", "mismatch_pdf")
    if head.startswith(_IMAGES) or head[8:12] == b"WEBP":
        return refuse("extension_mismatch", "mismatch_image")
    start = head.lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")) or b"<html" in start[:1024]:
        return refuse("extension_mismatch", "mismatch_html")
    if start.startswith(b"<") or b"\x00" not in head:
        return refuse("extension_mismatch", "mismatch_text")
    return refuse("extension_mismatch", "mismatch_other")


def _ole(stream: BinaryIO, suffix: str) -> Unreadable:
    """A compound file is a locked workbook, an old workbook, or some other Office document."""
    body = stream.read(16 * _MIB)
    stream.seek(0)
    if _ENCRYPTED_STREAM in body:
        return refuse("encrypted_file")
    if any(name in body for name in _WORKBOOK_STREAMS):
        return refuse("extension_mismatch", "mismatch_xls", suffix=suffix or ".xlsx")
    return refuse("extension_mismatch", "mismatch_other")
