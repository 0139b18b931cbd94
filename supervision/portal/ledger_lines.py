"""Lines of a ledger between page and service: read from a form, drawn with files, faults and conflicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.evidence import Shown
from core import evidence
from core.errors import Refusal
from institutions.models import Institution
from institutions.portal.evidence import for_body
from supervision.ledgers.rules import Fault, Said, digest, said
from supervision.ledgers.saving import NewLine
from supervision.ledgers.selectors import Line
from supervision.models import CheckItem, LedgerEntry
from supervision.models.ledgers import Answer


@dataclass(slots=True)
class Drawn:
    """One line on the page.

    Args:
        words: what stands in its fields: what is stored, or what the sender wrote in a conflict.
        version: of the entry from which the fields were filled.
        was: digest of the words as shown.
        theirs: what stands stored where somebody else changed it meanwhile.
        faults: field → sentences.
    """

    item: CheckItem
    words: Said
    version: int
    was: str
    files: list[Shown] = field(default_factory=list)
    theirs: Said | None = None
    faults: dict[str, list[str]] = field(default_factory=dict)

    @property
    def answer_words(self) -> str:
        """The answer as it is read."""
        return _answer(self.words.answer)

    @property
    def theirs_words(self) -> str:
        """The answer that stands stored in a conflict."""
        return _answer(self.theirs.answer) if self.theirs else ""

    @property
    def due_words(self) -> str:
        """The time limit of the list: as it was written, else its day."""
        if self.item.due_text:
            return self.item.due_text
        day = date_format(self.item.due_on) if self.item.due_on else ""
        kept = _("permanent") if self.item.permanent else ""
        return "，".join(part for part in (day, kept) if part)


def _answer(answer: str) -> str:
    return str(Answer(answer).label) if answer else _("no answer")


def draw(
    body: Institution,
    lines: Sequence[Line],
    *,
    faults: Iterable[Fault] = (),
    mine: Mapping[int, Said] | None = None,
) -> list[tuple[str, list[Drawn]]]:
    """Return groups of lines as the page shows them.

    Args:
        faults: what is to be told beside the fields.
        mine: item id → words that the sender wrote and that conflict with what is stored.
    """
    files = evidence.of_many(line.entry.about for line in lines if line.entry.pk)
    told: dict[int, dict[str, list[str]]] = {}
    for fault in faults:
        told.setdefault(fault.item.pk, {}).setdefault(fault.field, []).append(fault.sentence)
    rows = [
        _drawn(
            line,
            for_body(body, files.get(line.entry.about, [])) if line.entry.pk else [],
            told.get(line.item.pk, {}),
            (mine or {}).get(line.item.pk),
        )
        for line in lines
    ]
    return [(group, list(found)) for group, found in groupby(rows, key=lambda row: row.item.group)]


def _drawn(line: Line, files: list[Shown], faults: dict[str, list[str]], mine: Said | None) -> Drawn:
    stored = said(line.entry)
    theirs = stored if mine is not None else None
    return Drawn(
        line.item,
        mine or stored,
        line.entry.version,
        digest(stored),
        files=files,
        theirs=theirs,
        faults=faults,
    )


def read_line(post: QueryDict, item_id: int, prefix: str = "") -> NewLine:
    """Read one line of a form.

    Raises:
        Refusal: the day cannot be read.
    """

    def told(name: str) -> str:
        return str(post.get(prefix + name, "")).strip()

    version = told("version")
    return NewLine(
        item_id,
        Said(
            answer=told("answer"),
            facts=told("facts"),
            measures=told("measures"),
            owner=told("owner"),
            due_on=_day(told("due_on")),
            permanent=bool(told("permanent")),
        ),
        int(version) if version.isdecimal() and len(version) < 10 else 0,
        token=told("token")[:40],
        was=told("was")[:40],
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(
            _("“Due on” cannot be read as a date; choose a day or write it like 2026-11-22."), field="due_on"
        ) from error


def as_json(entry: LedgerEntry) -> dict[str, Any]:
    """Return what stands stored, for the page's own script."""
    return {
        "answer": entry.answer,
        "facts": entry.facts,
        "measures": entry.measures,
        "owner": entry.owner,
        "due_on": entry.due_on.isoformat() if entry.due_on else "",
        "permanent": entry.permanent,
        "answer_words": entry.get_answer_display() if entry.answer else "",
    }
