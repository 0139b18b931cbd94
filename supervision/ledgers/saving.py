"""Saving lines of a ledger: from the page as one types, from the whole form, from a workbook.

Each save names the version it was made from. What somebody else changed meanwhile is never overwritten: such
a line is told as a conflict, and the sender keeps its own words. The same save sent twice counts once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core import ruletables
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import redact
from credit.models.commitments import SigningWay
from credit.parties import OWN, Party, must_be_own
from supervision.ledgers.rules import FIELDS, LONGEST, TABLE, Said, digest, said, words_of
from supervision.models import CheckItem, Ledger, LedgerEntry
from supervision.models.ledgers import Answer

_LABELS = {
    "facts": pgettext_lazy("self-inspection", "Facts"),
    "measures": pgettext_lazy("self-inspection", "Measures"),
    "owner": pgettext_lazy("self-inspection", "Responsible person or office"),
}


@dataclass(frozen=True, slots=True)
class NewLine:
    """One line as it is sent.

    Args:
        item_id: which line of the list.
        said: what it says now.
        version: version of the entry it was made from, 0 where there was none.
        token: name the sender gave this save; the same name again changes nothing.
        was: digest of what stood there before the sender wrote; the whole form sends it, so that lines which
            nobody touched are no conflict.
    """

    item_id: int
    said: Said
    version: int
    token: str = ""
    was: str = ""


@dataclass(slots=True)
class Saved:
    """What became of the lines.

    Args:
        entries: item id → entry as it stands now.
        conflicts: ids of items that somebody else had changed; nothing was written there.
        masked: ids of items in whose words personal numbers were masked.
        changed: how many entries were written.
    """

    entries: dict[int, LedgerEntry] = field(default_factory=dict)
    conflicts: list[int] = field(default_factory=list)
    masked: list[int] = field(default_factory=list)
    changed: int = 0


def save_lines(ledger: Ledger, lines: Sequence[NewLine], *, by: Actor, firm: bool = False) -> Saved:
    """Save lines of a ledger that is still open.

    Args:
        lines: what is sent; an item stands in it once.
        by: the `Party` in the portal.
        firm: with a conflict nothing at all is written.

    Raises:
        Refusal: not the body's own, already handed in, a line of another list, a text too long.
    """
    must_be_own(ledger.subject_id, by)
    if not by.may(OWN, ledger.division_code):
        raise Refusal(_("Only the body fills in its ledger, or an officer who checks ledgers, from paper."))
    cleaned = [_clean(line) for line in lines]
    with transaction.atomic():
        held = hold(ledger, by=by)
        _check_items(held, cleaned)
        return _Saving(held, by, firm).run(cleaned)


def hold(ledger: Ledger, *, by: Actor) -> Ledger:
    """Lock a ledger and return it as it is now: all who write in it wait for each other.

    Raises:
        Refusal: it is handed in, so that nobody may write; or it is the other side's to fill in.
    """
    held = Ledger.objects.select_for_update(of=("self",)).select_related("round").get(pk=ledger.pk)
    if not held.writable:
        raise Refusal(
            _(
                "This ledger was handed in and can no longer be changed; "
                "ask the health department to return it."
            )
        )
    if isinstance(by, Party):
        if held.at_the_desk:
            raise Refusal(
                _("The health department is entering this ledger from your paper; ask it to leave it to you.")
            )
    elif held.way != SigningWay.PAPER:
        raise Refusal(_("The body fills in this ledger itself; first choose “Enter from paper”."))
    return held


def entry_for(ledger: Ledger, item_id: int, *, by: Actor) -> LedgerEntry:
    """Return the line to which evidence is added, made where nothing was said about it yet.

    Raises:
        Refusal: not the body's own, handed in already, or a line of another list.
    """
    must_be_own(ledger.subject_id, by)
    with transaction.atomic():
        held = hold(ledger, by=by)
        _check_items(held, [NewLine(item_id, Said(), 0)])
        row, _made = LedgerEntry.objects.get_or_create(
            ledger=held,
            item_id=item_id,
            defaults={
                "changed_by": by.actor_id,
                "changed_by_label": by.label[:100],
                "changed_at": timezone.now(),
            },
        )
    return row


def _clean(line: NewLine) -> NewLine:
    words = line.said
    for name, most in LONGEST.items():
        if len(getattr(words, name)) > most:
            raise Refusal(
                _("“%(field)s” has %(length)s characters; at most %(most)s are allowed, shorten it.")
                % {"field": _LABELS[name], "length": len(getattr(words, name)), "most": most},
                field=name,
            )
    if words.answer not in ("", *Answer.values):
        raise Refusal(_("“Result”: choose found, not found, or does not concern us."), field="answer")
    texts = {name: getattr(words, name).replace("\r\n", "\n").strip() for name in LONGEST}
    return replace(line, said=replace(words, **texts))


def _check_items(ledger: Ledger, lines: Sequence[NewLine]) -> None:
    wanted = {line.item_id for line in lines}
    known = CheckItem.objects.filter(checklist_id=ledger.round.checklist_id, pk__in=wanted)
    if known.count() != len(wanted) or len(wanted) != len(lines):
        raise Refusal(_("A line does not belong to this ledger; load the page again."))


class _Saving:
    """One save of several lines, under the lock of the ledger."""

    def __init__(self, ledger: Ledger, by: Actor, firm: bool) -> None:
        self._ledger, self._by, self._firm = ledger, by, firm
        rule = ruletables.rule(TABLE, "copied", on=today(), place=ledger.division_code)
        self._letters = int(rule["letters"])
        self._now = timezone.now()
        self._new: list[LedgerEntry] = []
        self._old: list[LedgerEntry] = []
        self._saved = Saved()

    def run(self, lines: Sequence[NewLine]) -> Saved:
        """Judge every line, then write with two statements."""
        known = self._ledger.entries.filter(item_id__in=[line.item_id for line in lines])
        entries = {entry.item_id: entry for entry in known}
        for line in lines:
            self._line(line, entries.get(line.item_id))
        if self._firm and self._saved.conflicts:
            return self._saved
        LedgerEntry.objects.bulk_create(self._new)
        LedgerEntry.objects.bulk_update(
            self._old, [*FIELDS, "version", "token", "words", "changed_by", "changed_by_label", "changed_at"]
        )
        self._saved.changed = len(self._new) + len(self._old)
        if self._saved.changed:
            # A body that mends in the portal what was returned to it on paper takes it over.
            way = SigningWay.PORTAL if isinstance(self._by, Party) else SigningWay.PAPER
            Ledger.objects.filter(pk=self._ledger.pk).update(
                changed_by=self._by.actor_id, changed_at=self._now, way=way
            )
        return self._saved

    def _line(self, line: NewLine, entry: LedgerEntry | None) -> None:
        words = self._masked(line)
        if entry is None:
            if not words.blank:
                made = LedgerEntry(ledger=self._ledger, item_id=line.item_id, version=0)
                self._new.append(self._write(made, words, line.token))
            return
        self._saved.entries[line.item_id] = entry
        if (line.token and line.token == entry.token) or said(entry) == words:
            return
        if line.version != entry.version:
            if line.was != digest(line.said):
                self._saved.conflicts.append(line.item_id)
            return
        self._old.append(self._write(entry, words, line.token))

    def _masked(self, line: NewLine) -> Said:
        """Mask personal numbers: what is kept is read by officers and copied into rectifications."""
        shown: dict[str, Any] = {name: redact(getattr(line.said, name)) for name in LONGEST}
        words = replace(line.said, **shown)
        if words != line.said:
            self._saved.masked.append(line.item_id)
        return words

    def _write(self, entry: LedgerEntry, words: Said, token: str) -> LedgerEntry:
        for name in FIELDS:
            setattr(entry, name, getattr(words, name))
        entry.version += 1
        entry.token = token[:40]
        entry.words = words_of(words.facts, self._letters) if words.answer == Answer.FOUND else ""
        entry.changed_by, entry.changed_by_label = self._by.actor_id, self._by.label[:100]
        entry.changed_at = self._now
        self._saved.entries[entry.item_id] = entry
        return entry
