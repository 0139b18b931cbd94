"""A search as a table to take away: comma-separated, readable by an official's Excel, harmless in it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from disclosure.choices import PublicKind
from disclosure.models import PublicEntry
from disclosure.site.selectors import download_rows

MOST_ROWS = 10_000
COLUMNS = (
    "kind",
    "party_name",
    "uscc",
    "title",
    "document_no",
    "decided_on",
    "authority_name",
    "division_code",
    "published_on",
    "shown_until",
    "disputed_since",
)
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_ROWS_IN_A_PIECE = 200


class _Echo:
    """Takes what the CSV writer writes and hands it back."""

    def write(self, text: str) -> str:
        return text


def lines(entries: QuerySet[PublicEntry]) -> Iterator[str]:
    """Yield the table in pieces of text: headings, then the newest entries, at most `MOST_ROWS`."""
    kinds = {value: str(label) for value, label in PublicKind.choices}
    writer = csv.writer(_Echo())
    piece = [writer.writerow(headings())]
    for number, row in enumerate(download_rows(entries, COLUMNS, MOST_ROWS), start=1):
        piece.append(writer.writerow([kinds[row[0]], *map(harmless, row[1:])]))
        if number % _ROWS_IN_A_PIECE == 0:
            yield "".join(piece)
            piece.clear()
    yield "".join(piece)


def encoded(pieces: Iterable[str], encoding: str) -> Iterator[bytes]:
    """Encode pieces of text; UTF-8 gets the mark by which Excel knows it."""
    if encoding == "utf-8":
        yield b"\xef\xbb\xbf"
    for piece in pieces:
        yield piece.encode(encoding, errors="replace")


def headings() -> list[str]:
    """Return the column headings in the reader's language."""
    return [
        _("Kind"),
        _("Party"),
        _("Unified social credit code"),
        _("Subject matter"),
        _("Document number"),
        _("Decided on"),
        _("Deciding authority"),
        _("Division code"),
        _("Published on"),
        _("Shown until"),
        _("Disputed since"),
    ]


def harmless(value: Any) -> str:
    """Return a cell that no spreadsheet runs as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
