"""What an uploaded file really is, told from its content; neither its name nor the browser is believed."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import Refusal
from core.language import listed
from core.sheets.container import Limits
from core.sheets.package import READ_ERRORS

_MIB = 1 << 20
_PACKAGE = Limits(unpacked=512 * _MIB, ratio=200, ratio_from=32 * _MIB, part=4 * _MIB)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_STREAM = "EncryptedPackage".encode("utf-16-le")
_PNG = b"\x89PNG\r\n\x1a\n"
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PDF_LOCK = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")
_PDF_PROGRAM = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b")
_OFFICE_PROGRAM = re.compile(r"vbaproject\.bin$|vbadata\.xml$|/activex/|/embeddings/.*\.bin$", re.IGNORECASE)
_FRAME_MARKERS = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


@dataclass(frozen=True, slots=True)
class FileType:
    """A type that may be accepted.

    Args:
        code: as the rule table names it.
        media: media type under which it is handed out.
        suffixes: endings that its name may have.
    """

    code: str
    media: str
    suffixes: tuple[str, ...]


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
TYPES: dict[str, FileType] = {
    found.code: found
    for found in (
        FileType("pdf", "application/pdf", (".pdf",)),
        FileType("jpg", "image/jpeg", (".jpg", ".jpeg")),
        FileType("png", "image/png", (".png",)),
        FileType("xlsx", f"{_OPEN_XML}.spreadsheetml.sheet", (".xlsx",)),
        FileType("docx", f"{_OPEN_XML}.wordprocessingml.document", (".docx",)),
    )
}

OLD_OFFICE = "ole"
UNKNOWN: dict[str, str | Promise] = {
    OLD_OFFICE: gettext_lazy("an Office file of the old format"),
    "program": gettext_lazy("a program"),
    "archive": gettext_lazy("an archive"),
    "page": gettext_lazy("a web page"),
    "other": gettext_lazy("something else"),
}


class _NotSound(Exception):
    """The content is of a type, but locked, broken or armed; the argument says which."""


def recognise(data: bytes, suffix: str, *, name: str, allowed: tuple[str, ...]) -> FileType:
    """Return the type that a file really has.

    Args:
        data: the whole file.
        suffix: ending of its name in small letters, with the dot.
        name: the name, for the sentence of a refusal.
        allowed: codes of the types that are accepted here.

    Raises:
        Refusal: another type, another type than the name says, locked, broken, or carrying programs.
    """
    code = real_type(data)
    known = TYPES.get(code)
    if known is None or code not in allowed:
        raise _other_type(code, suffix, name, allowed)
    if suffix not in known.suffixes:
        raise _disguised(suffix, code.upper(), name)
    try:
        _SOUND[code](data)
    except _NotSound as found:
        raise Refusal(_SENTENCES[str(found)] % {"file": name}, field="evidence") from found
    return known


def real_type(data: bytes) -> str:
    """Return the code of the type, or a key of `UNKNOWN`."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf\x00\r\n\t ").lower()
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(_PNG):
        return "png"
    if data.startswith(_OLE):
        return "locked" if _LOCKED_STREAM in data else OLD_OFFICE
    if data.startswith(b"PK"):
        return _office_type(data)
    if data.startswith((b"MZ", b"\x7fELF", b"#!")):
        return "program"
    if start.startswith((b"<!doctype html", b"<html", b"<script", b"<svg", b"<?xml")):
        return "page"
    return "archive" if data.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")) else "other"


def _office_type(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {part.filename.lower() for part in archive.infolist()}
    except READ_ERRORS:
        return "broken"
    if "[content_types].xml" in names:
        if "word/document.xml" in names:
            return "docx"
        if "xl/workbook.xml" in names:
            return "xlsx"
    return "archive"


def _sound_pdf(data: bytes) -> None:
    if b"%%EOF" not in data[-2048:]:
        raise _NotSound("broken")
    plain = _NAME_ESCAPE.sub(lambda found: bytes((int(found[1], 16),)), data)
    if _PDF_LOCK.search(plain):
        raise _NotSound("locked")
    if _PDF_PROGRAM.search(plain):
        raise _NotSound("armed")


def _sound_jpg(data: bytes) -> None:
    """Walk the segments to the frame header, which holds height and width."""
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        (length,) = struct.unpack_from(">H", data, place + 2)
        if marker in _FRAME_MARKERS:
            if all(struct.unpack_from(">HH", data, place + 5)) and b"\xff\xd9" in data[place:]:
                return
            break
        place += 2 + max(length, 2)
    raise _NotSound("broken")


def _sound_png(data: bytes) -> None:
    place = len(_PNG)
    if data[place + 4 : place + 8] != b"IHDR":
        raise _NotSound("broken")
    while place + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, place)
        if data[place + 4 : place + 8] == b"IEND":
            return
        place += 12 + length
    raise _NotSound("broken")


def _sound_office(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _guard_package(parts, len(data))
            kinds = archive.read(next(p for p in parts if p.filename.lower() == "[content_types].xml"))
    except READ_ERRORS as error:
        raise _NotSound("broken") from error
    if b"macroenabled" in kinds.lower() or any(_OFFICE_PROGRAM.search(part.filename) for part in parts):
        raise _NotSound("armed")


def _guard_package(parts: list[zipfile.ZipInfo], size: int) -> None:
    if any(part.flag_bits & 0x1 for part in parts):
        raise _NotSound("locked")
    unpacked = sum(part.file_size for part in parts)
    listed = max(
        (part.file_size for part in parts if part.filename.lower() == "[content_types].xml"), default=0
    )
    if (
        listed > _PACKAGE.part
        or unpacked > _PACKAGE.unpacked
        or (unpacked > _PACKAGE.ratio_from and unpacked > _PACKAGE.ratio * size)
    ):
        raise _NotSound("swollen")


_SOUND: dict[str, Callable[[bytes], None]] = {
    "pdf": _sound_pdf,
    "jpg": _sound_jpg,
    "png": _sound_png,
    "xlsx": _sound_office,
    "docx": _sound_office,
}
_SENTENCES: dict[str, str | Promise] = {
    "locked": gettext_lazy("“%(file)s” is locked with a password; hand it in without one."),
    "broken": gettext_lazy("“%(file)s” is damaged or cut off; choose it again or save it anew."),
    "armed": gettext_lazy("“%(file)s” carries macros, scripts or embedded files; save it without them."),
    "swollen": gettext_lazy("“%(file)s” unpacks to far more than its size; save it anew."),
}


def _other_type(code: str, suffix: str, name: str, allowed: tuple[str, ...]) -> Refusal:
    if code in _SENTENCES:
        return Refusal(_SENTENCES[code] % {"file": name}, field="evidence")
    real = str(UNKNOWN.get(code, code.upper()))
    if any(suffix in TYPES[known].suffixes for known in allowed if known in TYPES):
        return _disguised(suffix, real, name)
    return Refusal(
        _("“%(file)s” is %(real)s, which is not accepted here; hand it in as %(types)s.")
        % {"file": name, "real": real, "types": listed(known.upper() for known in allowed)},
        field="evidence",
    )


def _disguised(suffix: str, real: str, name: str) -> Refusal:
    return Refusal(
        _("“%(file)s” is named “%(suffix)s” but its content is %(real)s; choose the right file.")
        % {"file": name, "suffix": suffix or "–", "real": real},
        field="evidence",
    )
