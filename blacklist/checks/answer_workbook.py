"""The answers of a check as a workbook: every name in its row, result coloured, hits and reasons beside it.

Text is written as text: no cell ever runs as a formula. Personal numbers are masked.
"""

from __future__ import annotations

from typing import Any, BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from blacklist.checks.choices import Result
from blacklist.checks.showing import note, result_words, scope_words, shown_hits
from blacklist.models import Check, CheckedName

RISKY = ("=", "+", "-", "@", "\t", "\r", "|", "%")
COLOURS = {Result.FOUND: "#F8CBAD", Result.POSSIBLE: "#FFF2CC", Result.UNCLEAR: "#E7E6E6"}
_LONGEST = 32_000


def write_answers(check: Check, target: BinaryIO) -> None:
    """Write the answers of a finished check.

    Args:
        check: the check.
        target: a file open for writing.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    formats = {colour: _format(book, colour) for colour in ("", *COLOURS.values())}
    sheet = book.add_worksheet(_("Answers")[:31])
    bold = book.add_format({"bold": True, "bg_color": "#E7EEF4", "border": 1, "text_wrap": True})
    for column, (title, width) in enumerate(_columns()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, bold)
    sheet.freeze_panes(1, 2)
    for line, row in enumerate(check.names.order_by("row").iterator(chunk_size=1000), 1):
        style = formats[COLOURS.get(Result(row.result), "")]
        for column, text in enumerate(_cells(row)):
            if text:
                sheet.write_string(line, column, text[:_LONGEST], style[text.startswith(RISKY)])
    _about(book, check, bold, formats[""][0])
    book.close()


def _format(book: Any, colour: str) -> tuple[Any, Any]:
    made = []
    for guarded in (False, True):
        style = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        if colour:
            style.set_bg_color(colour)
        if guarded:
            style.set_quote_prefix()
        made.append(style)
    return made[0], made[1]


def _columns() -> list[tuple[str, int]]:
    return [
        (_("Row"), 6),
        (_("Name"), 34),
        (_("Credit code or masked number"), 24),
        (pgettext("check", "Result"), 16),
        (_("List"), 34),
        (_("Kept by"), 24),
        (_("Since"), 12),
        (_("Until"), 12),
        (_("Name on the list"), 34),
        (_("Score"), 8),
        (_("Why"), 44),
    ]


def _cells(row: CheckedName) -> list[str]:
    hits = list(shown_hits(row))
    lines = [[getattr(hit, name) for hit in hits] for name in _OF_A_HIT]
    why = [note(row)] if row.note else []
    return [
        str(row.row),
        row.name,
        row.number_shown,
        result_words(row),
        *("\n".join(column) for column in lines),
        "\n".join([*(hit.why for hit in hits), *why]),
    ]


_OF_A_HIT = ("list_name", "source", "since", "until", "name", "score")


def _about(book: Any, check: Check, bold: Any, plain: Any) -> None:
    page = book.add_worksheet(_("Note")[:31])
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 70)
    facts = [
        (pgettext("report", "Number"), check.number),
        (pgettext("report", "Purpose"), f"{check.get_purpose_display()} {check.purpose_note}".strip()),
        (_("Number of the matter"), check.case_no),
        (pgettext("check", "Asked for by"), check.asker_body),
        (pgettext("check", "As of"), check.as_of.isoformat()),
        (_("Note"), scope_words()),
    ]
    for line, (label, value) in enumerate(facts):
        page.write_string(line, 0, label, bold)
        page.write_string(line, 1, value, plain)
