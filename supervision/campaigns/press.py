"""Setting papers of the authority (bulletins, reports) as PDF/A, from words and figures alone."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

import pylopdf_fonts_zh_cn as fonts
import typst
from django.utils.translation import pgettext

PAGE = Path(__file__).with_name("page.typ")
ARCHIVAL: Final = "a-2b"
_one_at_a_time = Lock()
Document = dict[str, Any]


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.sans_path().parent]
    )
    return typst.Compiler(PAGE, font_paths=found)


def pdf(document: Document, *, timestamp: int) -> bytes:
    """Set a paper.

    Args:
        document: `frame` with "masthead" ("" for none), "title", "number", "issuer", "day", "facts" (pairs),
            "sections" (as `section` gives them) and "signature" (lines).
        timestamp: seconds since 1970 that the file names as its time; with it the bytes are always the same.
    """
    words = json.dumps(document, ensure_ascii=False)
    with _one_at_a_time:
        made = _compiler().compile(
            sys_inputs={"document": words}, format="pdf", pdf_standards=[ARCHIVAL], timestamp=timestamp
        )
    return bytes(made)  # type: ignore[arg-type]  # one PDF, never a list of pictures


def frame(*, chinese: bool) -> Document:
    """Return what every paper needs beside its words: language and the words of the footer."""
    before, between, after = (
        pgettext("report", "Page {page} of {pages}").replace("{pages}", "{page}").split("{page}")
    )
    return {
        "language": "zh" if chinese else "en",
        "region": "cn" if chinese else "gb",
        "labels": {"page_before": before, "page_between": between, "page_after": after},
    }


def section(
    title: str,
    *,
    paragraphs: list[str] | None = None,
    tables: list[Document] | None = None,
    bars: list[Document] | None = None,
    none: str = "",
) -> Document:
    """Return one section of a paper.

    Args:
        tables: each with "title", "head", "widths" (shares), "numeric" (per column) and "rows" of texts.
        bars: charts, each with "title", "legend" (pairs of words and colour) and "rows" of "label", "parts"
            (pairs of number and colour) and "note".
        none: what is said where there is nothing.
    """
    return {
        "title": title,
        "paragraphs": paragraphs or [],
        "tables": tables or [],
        "bars": bars or [],
        "none": none,
    }


def paragraphs_of(text: str) -> list[str]:
    """Return the paragraphs of a typed text."""
    return [line.strip() for line in text.splitlines() if line.strip()]
