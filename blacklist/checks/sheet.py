"""The answer sheet as a PDF, set from the kept answer alone: the same bytes whenever it is asked for."""

from __future__ import annotations

import io
import json
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

import pylopdf_fonts_zh_cn as fonts
import segno
import typst
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from blacklist.checks.choices import Result
from blacklist.checks.showing import note, result_words, scope_words, shown_hits
from blacklist.models import Check, CheckedName
from core.clock import CHINA
from credit.report.terms import Language, spaced

PAGE = Path(__file__).with_name("sheet.typ")
ARCHIVAL: Final = "a-2b"
MOST_ROWS = 500
"""Rows of one sheet; of a larger workbook the sheet names those with a hit, the workbook holds all."""
_one_at_a_time = Lock()


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.sans_path().parent]
    )
    return typst.Compiler(PAGE, font_paths=found)


def pdf_of(check: Check) -> bytes:
    """Set the sheet of a finished check as PDF/A."""
    words = json.dumps(document(check), ensure_ascii=False)
    with _one_at_a_time:
        made = _compiler().compile(
            sys_inputs={"document": words},
            format="pdf",
            pdf_standards=[ARCHIVAL],
            timestamp=int(check.cut_off.timestamp()),
        )
    return bytes(made)  # type: ignore[arg-type]  # one PDF, never a list of pictures


def verify_address(check: Check) -> str:
    """Return the address that the QR code leads to."""
    return str(settings.PUBLIC_URL).rstrip("/") + reverse("credit:verify", args=[check.check_code])


def document(check: Check) -> dict[str, Any]:
    """Return everything that is printed, as plain texts in the sheet's language."""
    with translation.override(check.language):
        return _document(check)


def _document(check: Check) -> dict[str, Any]:
    chinese = check.language == Language.CHINESE
    address = verify_address(check)
    rows = list(_rows(check))
    return {
        "language": "zh" if chinese else "en",
        "region": "cn" if chinese else "gb",
        "title": pgettext("check", "Answer to a credit check"),
        "number": check.number,
        "code": spaced(check.check_code),
        "issuer": check.asker_body,
        "qr": _qr(address),
        "verify_address": address,
        "labels": _labels(),
        "facts": _facts(check),
        "summary": _summary(check),
        "rows": [_printed(row) for row in rows],
        "more": ""
        if len(rows) == check.done
        else _("The sheet names the hits; the workbook holds every name."),
        "notes": [
            scope_words(),
            _(
                "“On a list” by number, or by name with a score of 0.90 or more. “Possible” is no finding: "
                "compare number and documents first. The score says how alike two names are."
            ),
            _(
                "The answer holds for the day and the purpose named. It replaces no decision; a restriction "
                "needs its own legal basis."
            ),
        ],
    }


def _rows(check: Check) -> list[CheckedName]:
    rows = check.names.order_by("row")
    if check.done > MOST_ROWS:
        rows = rows.exclude(result=Result.CLEAR)
    return list(rows[:MOST_ROWS])


def _labels() -> dict[str, str]:
    before, between, after = (
        pgettext("report", "Page {page} of {pages}").replace("{pages}", "{page}").split("{page}")
    )
    return {
        "number": pgettext("report", "Number"),
        "code": _("Check code"),
        "scan": _("Scan to check this sheet"),
        "page_before": before,
        "page_between": between,
        "page_after": after,
    }


def _facts(check: Check) -> list[list[str]]:
    purpose = " · ".join(filter(None, [str(check.get_purpose_display()), check.purpose_note]))
    pairs = [
        (pgettext("report", "Number"), check.number),
        (_("Check code"), spaced(check.check_code)),
        (pgettext("report", "Purpose"), purpose),
        (_("Number of the matter"), check.case_no),
        (pgettext("check", "Asked for by"), f"{check.asker_body} {check.asked_by_label}".strip()),
        (pgettext("check", "As of"), check.as_of.isoformat()),
        (_("Data cut-off"), date_format(check.cut_off.astimezone(CHINA), "Y-m-d H:i")),
    ]
    return [[label, value] for label, value in pairs if value]


def _summary(check: Check) -> list[list[str]]:
    return [
        [_("Names"), str(check.done)],
        [str(Result.FOUND.label), str(check.found)],
        [str(Result.POSSIBLE.label), str(check.possible)],
        [str(Result.CLEAR.label), str(check.clear)],
        [str(Result.UNCLEAR.label), str(check.unclear)],
    ]


def _printed(row: CheckedName) -> dict[str, Any]:
    return {
        "row": str(row.row),
        "name": row.name or "–",
        "number": row.number_shown,
        "result": result_words(row),
        "state": str(row.result),
        "note": note(row),
        "hits": [
            {
                "list": f"{hit.list_name}（{hit.source}）" if hit.source else hit.list_name,
                "days": " – ".join(filter(None, [hit.since, hit.until])),
                "name": f"{hit.name} {hit.number}".strip(),
                "why": f"{hit.score} · {hit.why}",
            }
            for hit in shown_hits(row)
        ],
    }


def _qr(address: str) -> str:
    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False, mask=4)
    code.save(out, kind="svg", border=2, dark="#12303b", xmldecl=False)
    return out.getvalue().decode()
