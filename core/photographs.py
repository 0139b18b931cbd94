"""Photographs without what the camera wrote into them: place, telephone, owner, hour.

Only pictures are touched, and nothing of the picture itself. What cannot be read as JPEG or PNG comes back as
it was: whether it is one at all, `core.evidence` decides.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
_SCAN, _END = 0xDA, 0xD9
_KEPT_APPS = frozenset({0xE0, 0xE2, 0xEE})
"""JFIF, colour profile, Adobe's colour transform: without them a picture looks different."""
_APPS = range(0xE0, 0xF0)
_COMMENT = 0xFE
_TOLD_IN_PNG = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_ORIENTATION = 0x0112


def bare(data: bytes) -> bytes:
    """Return a photograph without its marks; a JPEG keeps which way is up.

    Args:
        data: the whole file.
    """
    try:
        if data.startswith(_JPEG):
            return _bare_jpeg(data)
        if data.startswith(_PNG):
            return _bare_png(data)
    except (struct.error, IndexError, ValueError):
        return data
    return data


def _bare_jpeg(data: bytes) -> bytes:
    kept, up = [_JPEG], 0
    for marker, part in _segments(data):
        if marker == 0xE1:
            up = up or _orientation(part[4:])
        elif marker != _COMMENT and (marker not in _APPS or marker in _KEPT_APPS):
            kept.append(part)
    if up > 1:
        kept.insert(1, _orientation_alone(up))
    return b"".join(kept)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and bytes of each segment to the end of the picture; what hangs on after it falls away."""
    at = len(_JPEG)
    while True:
        if data[at] != 0xFF:
            raise ValueError("no marker where one must stand")
        marker = data[at + 1]
        if marker == _END:
            yield marker, data[at : at + 2]
            return
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if marker == _SCAN:
            end = _after_scan(data, end)
        yield marker, data[at:end]
        at = end


def _after_scan(data: bytes, at: int) -> int:
    """Return where the next marker stands: inside a scan FF is followed by 00 or by a restart."""
    while True:
        at = data.index(b"\xff", at)
        if data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        elif data[at + 1] == 0xFF:
            at += 1
        else:
            return at


def _orientation(exif: bytes) -> int:
    """Return which way is up (1 to 8) from an Exif segment's content, 0 where it says nothing."""
    if not exif.startswith(b"Exif\0\0"):
        return 0
    tiff = exif[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 0
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, first)
    for place in range(count):
        tag, _kind, _number, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * place)
        if tag == _ORIENTATION:
            return int(value) if 1 <= value <= 8 else 0
    return 0


def _orientation_alone(up: int) -> bytes:
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, up, 0)
    tiff = b"MM\0\x2a" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    content = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content


def _bare_png(data: bytes) -> bytes:
    kept, at = [_PNG], len(_PNG)
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if kind not in _TOLD_IN_PNG:
            kept.append(data[at:end])
        at = end
        if kind == b"IEND":
            break
    return b"".join(kept)
