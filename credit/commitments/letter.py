"""A commitment as a PDF: the exact words, who signed them, and the digest by which they can be checked."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Final

import pylopdf_fonts_zh_cn as fonts
import typst
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from credit.commitments.services import shown_text
from credit.models import Commitment

PAGE = Path(__file__).with_name("letter.typ")
ARCHIVAL: Final = "a-2b"
_one_at_a_time = Lock()


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.sans_path().parent]
    )
    return typst.Compiler(PAGE, font_paths=found)


def pdf_of(commitment: Commitment) -> bytes:
    """Set a commitment on A4; the same signed commitment always gives the same bytes."""
    at = commitment.signed_at or timezone.now()
    words = json.dumps(_document(commitment), ensure_ascii=False)
    with _one_at_a_time:
        made = _compiler().compile(
            sys_inputs={"document": words},
            format="pdf",
            pdf_standards=[ARCHIVAL],
            timestamp=int(at.timestamp()),
        )
    return bytes(made)  # type: ignore[arg-type]  # one PDF, never a list of pictures


def _document(commitment: Commitment) -> dict[str, object]:
    signed = commitment.signed_on
    signer = f"{commitment.signer_post} {commitment.signer_name}" if signed else ""
    foot = (
        [_("Text version %(number)s") % {"number": commitment.version.number}] if commitment.version else []
    )
    return {
        "title": commitment.template.title,
        "number_label": _("Number"),
        "number": commitment.number,
        "lines": [line for line in shown_text(commitment).split("\n") if line.strip()],
        "signature": [
            [_("Commitment given by"), commitment.subject.name],
            [_("Signer and post"), signer],
            [_("Date and seal"), date_format(signed, "DATE_FORMAT") if signed else ""],
        ],
        "foot": " · ".join([*foot, f"SM3 {commitment.text_digest}"]) if signed else "",
    }


def download(commitment: Commitment) -> HttpResponse:
    """Answer with the PDF as an attachment; the caller has checked that the reader may have it."""
    name = f"{commitment.number}.pdf"
    return HttpResponse(
        pdf_of(commitment),
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "Cache-Control": "private, no-store",
        },
    )
