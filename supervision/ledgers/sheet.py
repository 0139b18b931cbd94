"""The workbook of one ledger: its columns, and how the words of its cells stand for what a line says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.sheets.columns import Kind, columns_from
from supervision.ledgers.rules import Said, digest, said
from supervision.models import Ledger, LedgerEntry
from supervision.models.ledgers import Answer

_FILE = Path(__file__).with_name("columns.json")
KIND = Kind(
    name="self_inspection_ledger",
    title=_("Self-inspection ledger"),
    columns=columns_from(json.loads(_FILE.read_text(encoding="utf-8"))),
    anchor="LN_NO",
    key=("LN_NO",),
)
FIELD_COLUMNS = {
    "answer": "LN_ANSWER",
    "facts": "LN_FACTS",
    "measures": "LN_MEASURES",
    "owner": "LN_OWNER",
    "due_on": "LN_DUE",
    "permanent": "LN_PERMANENT",
}
WORDS = dict(zip(Answer.values, KIND.column("LN_ANSWER").choices, strict=True))
"""Answer → the word that stands in the cell."""
_ANSWERS = {word: answer for answer, word in WORDS.items()}
YES, NO = "是", "否"


def stand_of(ledger: Ledger, entry: LedgerEntry) -> str:
    """Return the mark that a row carries: which ledger, which version, what stood there."""
    return f"{ledger.guid.hex}-{entry.version}-{digest(said(entry))}"


def read_stand(mark: str | None) -> tuple[str, int, str]:
    """Return ledger, version and digest of a row's mark; ("", 0, "") where it was changed or lost."""
    parts = (mark or "").split("-")
    if len(parts) != 3 or not parts[1].isdecimal():
        return "", 0, ""
    return parts[0], int(parts[1]), parts[2]


def said_in(cells: dict[str, Any]) -> Said:
    """Return what a row says from its clean cells."""
    due = cells.get("LN_DUE")
    return Said(
        answer=_ANSWERS.get(cells.get("LN_ANSWER") or "", ""),
        facts=cells.get("LN_FACTS") or "",
        measures=cells.get("LN_MEASURES") or "",
        owner=cells.get("LN_OWNER") or "",
        due_on=date.fromisoformat(due) if due else None,
        permanent=cells.get("LN_PERMANENT") == "t",
    )


def cells_of(entry: LedgerEntry) -> dict[str, Any]:
    """Return the cells of the columns that a body fills in."""
    return {
        "LN_ANSWER": WORDS.get(entry.answer, ""),
        "LN_FACTS": entry.facts,
        "LN_MEASURES": entry.measures,
        "LN_OWNER": entry.owner,
        "LN_DUE": entry.due_on,
        "LN_PERMANENT": YES if entry.permanent else "",
    }
