"""A ledger's form between page and service, for the portal and for an officer who enters it from paper.

Lines are read from the form, kept with their files, and drawn with files, faults and conflicts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.evidence import Shown
from core import evidence
from core.actors import Actor
from core.clock import CHINA
from core.errors import Refusal
from core.models import EvidenceFile
from supervision.ledgers.rules import Fault, Said, digest, said
from supervision.ledgers.saving import NewLine, Saved, entry_for, save_lines
from supervision.ledgers.selectors import Line, lines_of
from supervision.models import CheckItem, Ledger, LedgerEntry
from supervision.models.ledgers import Answer


@dataclass(frozen=True, slots=True)
class Side:
    """Who fills in a ledger, and through which door.

    Args:
        by: the `Party` in the portal, or an officer `OnPaper`.
        line_url: address at which one line is kept, by the id of its item.
        shown: the files that this side may read, as they are listed.
    """

    by: Actor
    line_url: Callable[[int], str]
    shown: Callable[[Iterable[EvidenceFile]], list[Shown]]


@dataclass(slots=True)
class Drawn:
    """One line on the page.

    Args:
        words: what stands in its fields: what is stored, or what the sender wrote in a conflict.
        version: of the entry from which the fields were filled.
        was: digest of the words as shown.
        url: where the page's script keeps it.
        theirs: what stands stored where somebody else changed it meanwhile.
        faults: field → sentences.
    """

    item: CheckItem
    words: Said
    version: int
    was: str
    url: str
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
    side: Side,
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
            side.line_url(line.item.pk),
            side.shown(files.get(line.entry.about, [])) if line.entry.pk else [],
            told.get(line.item.pk, {}),
            (mine or {}).get(line.item.pk),
        )
        for line in lines
    ]
    return [(group, list(found)) for group, found in groupby(rows, key=lambda row: row.item.group)]


def _drawn(
    line: Line, url: str, files: list[Shown], faults: dict[str, list[str]], mine: Said | None
) -> Drawn:
    stored = said(line.entry)
    theirs = stored if mine is not None else None
    return Drawn(
        line.item,
        mine or stored,
        line.entry.version,
        digest(stored),
        url,
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


def figures(lines: Sequence[Line]) -> dict[str, int]:
    """Count lines, answers and problems."""
    answers = [line.entry.answer for line in lines]
    return {
        "total": len(answers),
        "answered": sum(bool(answer) for answer in answers),
        "found": answers.count(Answer.FOUND),
    }


def keep_form(request: HttpRequest, row: Ledger, side: Side) -> tuple[Saved, dict[int, Said]]:
    """Save the whole form with its files; returns the words that met a conflict, by line.

    Raises:
        Refusal: see `save_lines`; or a file is refused.
    """
    sent = [
        read_line(request.POST, line.item.pk, f"{line.item.pk}-")
        for line in lines_of(row)
        if f"{line.item.pk}-version" in request.POST
    ]
    saved = save_lines(row, sent, by=side.by)
    for line in sent:
        if uploads := request.FILES.getlist(f"{line.item_id}-evidence"):
            _keep_files(row, line.item_id, uploads, side)
    return saved, {line.item_id: line.said for line in sent if line.item_id in saved.conflicts}


def _keep_files(row: Ledger, item: int, uploads: Iterable[Any], side: Side) -> LedgerEntry:
    entry = entry_for(row, item, by=side.by)
    evidence.keep_all(
        uploads,
        about=entry.about,
        division_code=row.division_code,
        by=side.by,
        party=f"credit.subject:{row.subject_id}",
    )
    return entry


def keep_line(request: HttpRequest, row: Ledger, item: int, side: Side) -> JsonResponse:
    """Save one line as it is typed, and the files chosen for it; the page's script reads the answer."""
    try:
        saved = save_lines(row, [read_line(request.POST, item)], by=side.by)
        entry = saved.entries.get(item)
        if uploads := request.FILES.getlist("evidence"):
            entry = _keep_files(row, item, uploads, side)
    except Refusal as refusal:
        return JsonResponse({"says": str(refusal), "field": refusal.field}, status=400)
    entry = entry or LedgerEntry(version=0)
    answer = {
        "version": entry.version,
        "stored": as_json(entry),
        "masked": item in saved.masked,
        "at": timezone.now().astimezone(CHINA).strftime("%H:%M"),
        **figures(lines_of(row)),
    }
    if entry.pk:
        shown = side.shown(evidence.of(entry.about))
        answer["files"] = [{"name": file.name, "url": file.url} for file in shown]
    if saved.conflicts:
        return JsonResponse({**answer, "says": conflict_words(1)}, status=409)
    return JsonResponse(answer)


def conflict_words(count: int) -> str:
    """Say that somebody else changed lines meanwhile."""
    words = ngettext(
        "%(count)s line was changed by somebody else meanwhile. Nothing was overwritten: your words stand "
        "in its fields, theirs beside them.",
        "%(count)s lines were changed by somebody else meanwhile. Nothing was overwritten: your words "
        "stand in their fields, theirs beside them.",
        count,
    )
    return words % {"count": count}
