"""Taking in a ledger's workbook: all of it or nothing, every fault of every cell in one pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, vault
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.evidence import shown_name
from core.sheets.check import Checking, open_checking
from core.sheets.container import Limits
from core.sheets.context import Context
from core.sheets.errors import Unreadable
from core.sheets.findings import ERROR_LEVEL
from core.sheets.marked import shown
from credit.parties import must_be_own
from supervision.ledgers.rules import faults_of
from supervision.ledgers.saving import NewLine, hold, save_lines
from supervision.ledgers.selectors import Line, lines_of
from supervision.ledgers.sheet import FIELD_COLUMNS, KIND, read_stand, said_in
from supervision.ledgers.workbook_out import write_ledger
from supervision.models import Ledger, LedgerUpload

SHELF = "ledger-workbooks"
_MIB = 1 << 20
LIMITS = Limits(packed=5 * _MIB, unpacked=64 * _MIB)
Faults = dict[int, dict[str, list[str]]]


@dataclass(slots=True)
class _Read:
    """What was read: rows by the number of their line.

    Args:
        rows: number of the line → row of the sheet.
        cells: number of the line → the filled cells as they were written.
        lines: what is sent to be saved.
        faults: number of the line → column code → sentences; 0 for rows that belong to no line.
    """

    rows: dict[int, int] = field(default_factory=dict)
    cells: dict[int, dict[str, Any]] = field(default_factory=dict)
    lines: list[NewLine] = field(default_factory=list)
    faults: Faults = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))


def take_in(ledger: Ledger, upload: BinaryIO | Any, *, file_name: str, by: Actor) -> LedgerUpload:
    """Take a filled workbook into an open ledger.

    Where anything is wrong nothing of it is stored; the answer then keeps the faults and the workbook in
    which they are marked, with the versions that stand now, so that it can be mended and handed up again.

    Raises:
        Refusal: not the body's own, handed in already, or the file as a whole cannot be read.
    """
    must_be_own(ledger.subject_id, by)
    lines = lines_of(ledger)
    read = _read(ledger, lines, upload, file_name)
    with transaction.atomic():
        hold(ledger, by=by)
        if not read.faults:
            saved = save_lines(ledger, read.lines, by=by, firm=True)
            numbers = {line.item.pk: line.item.number for line in lines}
            for item in saved.conflicts:
                read.faults[numbers[item]]["LN_ANSWER"].append(
                    _("Somebody changed this line on the page meanwhile; look at it there, then decide.")
                )
        return _note(ledger, read, shown_name(file_name)[:200], by)


def _note(ledger: Ledger, read: _Read, name: str, by: Actor) -> LedgerUpload:
    """Keep what became of the workbook, and the marked one where there are faults."""
    row = LedgerUpload(ledger=ledger, file_name=name, by_label=by.label[:100])
    if read.faults:
        row.faults = [
            {"row": read.rows.get(number, 0), "line": number, "column": code, "says": says}
            for number, found in sorted(read.faults.items())
            for code, sentences in found.items()
            for says in sentences
        ]
        marked = write_ledger(ledger, lines_of(ledger), cells=read.cells, marks=read.faults)
        row.stored_as, _size, _digest = vault.keep(BytesIO(marked), SHELF)
    else:
        row.taken = len(read.lines)
    row.save()
    changes = {"file": ("", name), "lines": (0, row.taken), "faults": (0, len(row.faults))}
    audit.record(ledger, "ledger.workbook", by=by, changes=changes)
    return row


def _read(ledger: Ledger, lines: list[Line], upload: BinaryIO | Any, file_name: str) -> _Read:
    items = {line.item.number: line for line in lines}
    read = _Read()
    try:
        with open_checking(KIND, upload, file_name, Context(today()), LIMITS) as checking:
            _cells(checking, read)
            for chunk in checking.chunks():
                for place, row in enumerate(chunk.numbers):
                    clean = {code: values[place] for code, values in chunk.columns.items()}
                    _row(ledger, items, row, clean, read)
                for finding in chunk.findings:
                    if finding.finding.level == ERROR_LEVEL:
                        name = KIND.column(finding.code).name
                        number = next((n for n, at in read.rows.items() if at == finding.row), 0)
                        read.faults[number][finding.code].append(finding.finding.reason(name))
    except Unreadable as error:
        told = " ".join(finding.reason for finding in error.findings)
        raise Refusal(told, field="workbook") from error
    if not read.rows and not read.faults:
        raise Refusal(_("The workbook holds no line of this ledger; download it again."), field="workbook")
    return read


def _cells(checking: Checking, read: _Read) -> None:
    """Keep the filled cells as they were written, to hand them back beside their faults."""
    places = {code: found[0] for code, found in checking.header.places.items() if found}
    number_at = places.get("LN_NO", 0)
    for chunk in checking.reader.chunks():
        for row in chunk.rows:
            number = shown(row[number_at]) if number_at < len(row) else ""
            if number.isdecimal():
                read.cells[int(number)] = {
                    code: row[places[code]]
                    if not isinstance(row[places[code]], str)
                    else shown(row[places[code]])
                    for code in FIELD_COLUMNS.values()
                    if code in places and places[code] < len(row)
                }


def _row(ledger: Ledger, items: Mapping[int, Line], row: int, clean: dict[str, Any], read: _Read) -> None:
    number = clean.get("LN_NO")
    line = items.get(int(number)) if isinstance(number, str) else None
    if line is None:
        told = _("Row %(row)s, “Number”: no line of this ledger; delete the row.") % {"row": row}
        read.faults[0]["LN_NO"].append(told)
        return
    read.rows[line.item.number] = row
    guid, version, was = read_stand(clean.get("LN_STAND"))
    if guid != ledger.guid.hex:
        told = _(
            "This row belongs to another ledger, or its check mark was changed; download the workbook again."
        )
        read.faults[line.item.number]["LN_NO"].append(told)
        return
    if any(not isinstance(clean.get(code), str | None) for code in FIELD_COLUMNS.values()):
        return  # a broken cell is told by its own checker
    words = said_in(clean)
    if not words.blank:
        for fault in faults_of(line.item, words, opens_on=ledger.round.opens_on):
            read.faults[line.item.number][FIELD_COLUMNS[fault.field]].append(fault.sentence)
    if not words.blank or line.entry.version:
        read.lines.append(NewLine(line.item.pk, words, version, was=was))


def marked_of(upload: LedgerUpload) -> bytes:
    """Return the workbook in which the faults are marked.

    Raises:
        Refusal: its days are over.
    """
    try:
        with vault.open_kept(upload.stored_as or "-", SHELF) as stream:
            return stream.read()
    except FileNotFoundError as error:
        told = _("The marked workbook is no longer kept; upload yours again.")
        raise Refusal(told) from error
