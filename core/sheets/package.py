"""The parts of a workbook package: which sheets it has, and its parts as streams of UTF-8 XML."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from core.sheets.container import Limits
from core.sheets.errors import refuse

_BLOCK = 1 << 20
_PROLOG = 1 << 16
_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_ROOT = re.compile(rb"<(?![?!])")
_UTF8 = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
READ_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class SheetRef:
    """One worksheet of the workbook."""

    name: str
    part: str
    hidden: bool


class Package:
    """A workbook archive whose parts may be read.

    Args:
        archive: the opened archive.
        limits: what is safe to open.

    Raises:
        Unreadable: parts are missing, broken, or carry a document type.
    """

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        self._names = {info.filename.lower(): info for info in archive.infolist()}
        book = self._workbook_part()
        root = self._tree(book)
        relations = self._relations(book)
        self.date1904 = any(
            _local(node.tag) == "workbookPr" and node.get("date1904", "0") in ("1", "true")
            for node in root.iter()
        )
        self.sheets = tuple(self._sheets(root, relations, book))
        self.styles = self.whole(self._of_type(relations, "/styles", "xl/styles.xml")) or b""
        self.strings_part = self._of_type(relations, "/sharedStrings", "xl/sharedStrings.xml")

    def size(self, part: str) -> int:
        """Return the unpacked size of a part in bytes (0 when absent)."""
        info = self._names.get(part.lower())
        return info.file_size if info else 0

    def blocks(self, part: str) -> Iterator[bytes]:
        """Yield a part in blocks of 1 MiB; an absent part yields nothing."""
        info = self._names.get(part.lower())
        if info is None:
            return
        try:
            with self._archive.open(info) as stream:
                while block := stream.read(_BLOCK):
                    yield block
        except READ_ERRORS as error:
            raise refuse("damaged_file") from error

    def whole(self, part: str) -> bytes | None:
        """Return a small part as a whole, or None when it is absent."""
        if part.lower() not in self._names:
            return None
        if self.size(part) > self._limits.part:
            raise refuse("unpacks_too_large")
        data = b"".join(self.blocks(part))
        guard_prolog(data)
        return data

    def _tree(self, part: str) -> ElementTree.Element:
        data = self.whole(part)
        try:
            return ElementTree.fromstring(data or b"")  # noqa: S314 - a document type was refused above
        except (ElementTree.ParseError, LookupError, ValueError) as error:
            raise refuse("damaged_file") from error

    def _workbook_part(self) -> str:
        for node in self._tree("_rels/.rels") if "_rels/.rels" in self._names else ():
            if node.get("Type", "").endswith("/officeDocument"):
                return posixpath.normpath(node.get("Target", "").lstrip("/"))
        return "xl/workbook.xml"

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Read a part's relations: id → (type, target part). Links to the outside are ignored."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path.lower() not in self._names:
            return {}
        found = {}
        for node in self._tree(path):
            if node.get("TargetMode") == "External":
                continue
            target = node.get("Target", "")
            full = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found[node.get("Id", "")] = (node.get("Type", ""), posixpath.normpath(full))
        return found

    def _sheets(
        self, root: ElementTree.Element, relations: dict[str, tuple[str, str]], book: str
    ) -> Iterator[SheetRef]:
        for node in root.iter():
            if _local(node.tag) != "sheet":
                continue
            key = next((value for name, value in node.attrib.items() if _local(name) == "id"), "")
            kind, part = relations.get(key, ("", ""))
            if kind.endswith("/worksheet") and part.lower() in self._names:
                yield SheetRef(node.get("name", ""), part, node.get("state", "visible") != "visible")

    @staticmethod
    def _of_type(relations: dict[str, tuple[str, str]], ending: str, default: str) -> str:
        return next((part for kind, part in relations.values() if kind.endswith(ending)), default)


def guard_prolog(data: bytes) -> None:
    """Refuse XML that brings a document type or entities before its root element."""
    root = _ROOT.search(data[:_PROLOG])
    prolog = data[: root.start()] if root else data[:_PROLOG]
    if _DOCTYPE.search(prolog) or _DOCTYPE.search(prolog.replace(b"\0", b"")):
        raise refuse("unsafe_content")


def plain_utf8(head: bytes, root: bytes) -> bool:
    """Tell whether a part is UTF-8 and its root element stands without a name-space prefix."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _UTF8.match(head.lstrip(b"\xef\xbb\xbf")):
        return False
    return re.search(rb"<" + root + rb"[\s>]", head[:_PROLOG]) is not None


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
