"""Checkers of text: short text, free text, names, document numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from core.masking import find_personal_data, may_hold_personal_data
from core.sheets.checkers import BLANKS, REMEMBERED, Checker, checker_type, half_width, plain_text
from core.sheets.findings import Finding, Found, error, warning

_YEAR = re.compile(r"[\[(（【［﹝〈<《{〖「『]\s*(\d{4})\s*[\])）】］﹞〉>》}〗」』]")
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_BLANK = re.compile(r"\s")
# A mark between joined texts, and how a text with a blank at its edge shows there.
_JOINT = "|"
_EDGES = ("| ", " |", "||")
_FEW = 16
_BRACKETS = str.maketrans({"(": "（", ")": "）"})


@checker_type("text")
class Text(Checker):
    """One line of text, cut to nothing but its length checked."""

    lines = False

    def column_of(self, cells: Sequence[Any]) -> list[Any]:
        """Judge a whole column; what is new in it is judged together where a glance finds it clean.

        One look at thousands of texts that were joined costs less than a call for each of them.
        """
        if len(self) > REMEMBERED:
            self.clear()
        # In the order of the file, in which shared strings lie too.
        fresh = [cell for cell in dict.fromkeys(cells) if cell not in self and cell.__class__ is str and cell]
        self._glance(fresh, list(map(self.strings.cell, fresh)))
        return super().column_of(cells)

    def _glance(self, cells: list[str], texts: list[str]) -> None:
        """Remember texts that are clean; where some are not, look at each half, and leave the last few."""
        if len(texts) < _FEW:
            return
        joined = _JOINT + _JOINT.join(texts) + _JOINT
        room = self.column.length or len(joined)
        blank = any(edge in joined for edge in _EDGES)
        if not blank and joined.isprintable() and max(map(len, texts)) <= room:
            if self.is_kept(joined, texts):
                self.update(zip(cells, texts, strict=True))
                return
            for cell, text in zip(cells, texts, strict=True):
                self.remember(cell, self.look(text))
            return
        half = len(texts) // 2
        self._glance(cells[:half], texts[:half])
        self._glance(cells[half:], texts[half:])

    def is_kept(self, joined: str, texts: list[str]) -> bool:
        """Tell from printable texts and the line of all of them that each is kept as it stands."""
        return True

    def __missing__(self, raw: Any) -> Any:
        """Take the short way with a text that needs no cleaning: nearly all do."""
        text = self.strings.cell(raw) if raw.__class__ is str else ""
        room = self.column.length or len(text)
        if not text or len(text) > room or not text.isprintable() or text[0] in BLANKS or text[-1] in BLANKS:
            return super().__missing__(raw)
        return self.remember(raw, self.look(text))

    def read(self, raw: Any) -> Any:
        """Clean the text; tell when it is too long."""
        text = plain_text(raw, lines=self.lines)
        if not text:
            return self.empty()
        limit = self.column.length
        if limit and len(text) > limit:
            return Found(None, error("value_too_long", length=len(text), limit=limit))
        return self.look(text)

    def look(self, text: str) -> Any:
        """Judge a clean text."""
        return text


@checker_type("free")
class Free(Text):
    """Free text that may be published: scanned for personal data."""

    lines = True

    def is_kept(self, joined: str, texts: list[str]) -> bool:
        """Texts that speak of nobody are kept."""
        return not may_hold_personal_data(joined)

    def look(self, text: str) -> Any:
        """Warn of personal numbers and patients' names."""
        finds = find_personal_data(text)
        return Found(text, personal_data(finds)) if finds else text


def personal_data(finds: tuple[str, ...]) -> Finding:
    """Build the warning about personal data in a text."""
    return warning("personal_data_in_text", finds=", ".join(finds))


@checker_type("name")
class Name(Text):
    """A registered name: brackets are full-width, blanks between Chinese characters go."""

    def is_kept(self, joined: str, texts: list[str]) -> bool:
        """Names without blanks and half-width brackets are kept."""
        return not any(mark in joined for mark in " ()")

    def look(self, text: str) -> Any:
        """Return the name in the width that registers use."""
        if text.isascii():
            return " ".join(text.split())
        return (
            "".join(text.split()).translate(_BRACKETS) if not re.search("[A-Za-z] +[A-Za-z]", text) else text
        )


@checker_type("docno")
class DocumentNumber(Text):
    """A document number; the year stands in 〔〕."""

    def is_kept(self, joined: str, texts: list[str]) -> bool:
        """Half-width numbers without blanks whose year stands where it should are kept."""
        return " " not in joined and not _FULL_WIDTH.search(joined) and all("〔" in text for text in texts)

    def look(self, text: str) -> Any:
        """Normalise the year's brackets and say so."""
        text = half_width_digits(_BLANK.sub("", text))
        if "〔" in text:
            return text
        mended = _YEAR.sub(r"〔\1〕", text, count=1)
        return text if mended == text else Found(mended, warning("document_number_brackets"))


def half_width_digits(text: str) -> str:
    """Turn full-width digits and letters into half-width ones and leave brackets as they are."""
    if _FULL_WIDTH.search(text) is None:
        return text
    return _FULL_WIDTH.sub(lambda match: half_width(match[0]), text)
