"""Setting the pages: one compiler in each process, with the fonts of the wheel and none of the machine."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import pylopdf_fonts_zh_cn as fonts
import typst

PAGE = Path(__file__).with_name("page.typ")
ARCHIVAL = "a-2b"
"""PDF/A-2b: fonts inside, no outside reference; the file can be kept for decades."""
_one_at_a_time = Lock()


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    # Static fonts only: of a variable one typst silently takes the thinnest.
    found = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[fonts.sans_path().parent],
    )
    return typst.Compiler(PAGE, font_paths=found)


def pdf(document: dict[str, Any], *, timestamp: int) -> bytes:
    """Set a document.

    Args:
        document: the words, as `credit.report.document` gives them.
        timestamp: seconds since 1970 that the file names as its time; with it the bytes are always the same.
    """
    return _set(document, format="pdf", pdf_standards=[ARCHIVAL], timestamp=timestamp)


def pictures(document: dict[str, Any]) -> list[bytes]:
    """Return the pages as PNG pictures."""
    pages = _set(document, format="png", ppi=110)
    return pages if isinstance(pages, list) else [pages]


def _set(document: dict[str, Any], **options: Any) -> Any:
    words = json.dumps(document, ensure_ascii=False)
    with _one_at_a_time:
        return _compiler().compile(sys_inputs={"document": words}, **options)
