"""Rows of a register of commitments, held against the files: whose they are, which letter, what is known.

A row is recognised by its number. One without a number, or whose number is not on file, may still be a
commitment that was entered on a page and got a number of ours: then body, kind, day and matter tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import ruletables
from core.masking import redact
from core.search import normalise
from core.sheets.findings import Finding, error, warning
from credit.commitments.deadlines import TABLE
from credit.models import Commitment, CommitmentTemplate, Subject
from credit.models.commitments import CommitmentState as S
from credit.models.commitments import Performance
from credit.services import applies_to

RUNNING = "running"
FULL = str(Performance.FULL)
BROKEN = (str(Performance.PARTLY), str(Performance.NOT))
OPEN = (S.SIGNED, S.PUBLISHED)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """What one row of the register says, clean; `performance` is "running" or a `Performance`."""

    row_no: int
    identity: str
    name: str
    number: str
    kind: str
    title: str
    matter: str
    matter_code: str
    version: str
    signer: str
    post: str
    signed_on: date
    published_on: date | None
    due_on: date | None
    performance: str
    checker: str
    found_on: date | None
    breach: str

    @property
    def whose(self) -> str:
        """The column with the number of whom it is about."""
        return "CN_ZJHM" if self.identity.startswith("P:") else "CN_XDR_SHXYM"

    @property
    def outcome(self) -> str:
        """How it was kept, as far as it may be noted: a breach needs words."""
        if self.performance in BROKEN:
            return self.performance if self.breach else ""
        return FULL if self.performance == FULL else ""

    @property
    def findings(self) -> str:
        """What is noted about a breach."""
        return redact(self.breach) if self.outcome in BROKEN else ""

    def found(self, as_of: date) -> date:
        """Return the day of the finding: as written; else its last day, where that has passed."""
        return self.found_on or min(self.due_on or as_of, as_of)


class Desk:
    """What some rows are held against, read at once.

    Args:
        rows: the rows.
        as_of: day of the intake.
    """

    def __init__(self, rows: Sequence[RegisterRow], as_of: date) -> None:
        self.rows, self.as_of = rows, as_of
        found = Subject.objects.filter(identity__in={row.identity for row in self.rows})
        self.subjects = {subject.identity: subject for subject in found}
        self._letters = list(CommitmentTemplate.objects.filter(in_use=True).order_by("code"))
        self._book = ruletables.book(TABLE)
        known = Commitment.objects.select_related("template", "subject")
        numbers = {row.number for row in self.rows if row.number}
        self._by_number = {row.number: row for row in known.filter(number__in=numbers)}
        self._by_facts: dict[tuple[int, str, date], list[Commitment]] = defaultdict(list)
        days = {row.signed_on for row in self.rows}
        for one in known.filter(subject__in=self.subjects.values(), signed_on__in=days).order_by("pk"):
            if one.signed_on:
                self._by_facts[one.subject_id, one.template.kind, one.signed_on].append(one)

    def letters(self, row: RegisterRow) -> list[CommitmentTemplate]:
        """Return the form letters of the row's kind for its subject, the nearest and usual one first."""
        subject = self.subjects[row.identity]
        place, who = subject.division_code, applies_to(subject)
        usual = self._rule("register_templates", subject).get(row.kind, "")
        fitting = [
            one
            for one in self._letters
            if one.kind == row.kind and one.applies_to == who and place.startswith(one.place)
        ]
        return sorted(
            fitting,
            key=lambda one: (
                not (row.matter_code and one.matter_code == row.matter_code),
                one.code != usual,
                -len(one.place),
            ),
        )

    def letter(self, row: RegisterRow) -> CommitmentTemplate | None:
        """Return the form letter of a row: the one it names, else the usual one of its kind."""
        named = (one for one in self.letters(row) if not row.title or one.title == row.title)
        return next(named, None)

    def words(self, row: RegisterRow, kind: str) -> str:
        """Return what is kept in place of the letter's words, which the register does not bring.

        Args:
            kind: the kind of commitment in the register's language.
        """
        subject = self.subjects[row.identity]
        rule = self._rule("register_words", subject)
        told = {
            "name": subject.name,
            "code": subject.uscc,
            "kind": kind,
            "matter": redact(row.matter),
            "matter_code": row.matter_code,
            "version": row.version,
        }
        empty = [f"{{{name}}}" for name, value in told.items() if not value]
        lines = [line for line in rule["text"].split("\n") if not any(name in line for name in empty)]
        return "\n".join(lines).format_map(told)

    def _rule(self, code: str, subject: Subject) -> Any:
        """Return what the rule table says for bodies, or for persons."""
        name = f"{code}_of_persons" if subject.is_person else code
        return self._book.value(name, on=self.as_of, place=subject.division_code)

    def known(self, row: RegisterRow) -> list[Commitment]:
        """Return the commitments on file that the row may be about; more than one only without a number."""
        if row.number in self._by_number:
            return [self._by_number[row.number]]
        alike = self._by_facts.get((self.subjects[row.identity].pk, row.kind, row.signed_on), [])
        return [
            one
            for one in alike
            if not (row.number and not _numbered_here(one))
            and not (row.matter_code and one.matter_code and row.matter_code != one.matter_code)
        ]

    def identity(self, row: RegisterRow) -> Hashable:
        """Return what a row of the file is told apart by beside its number; None where the number does."""
        if row.identity not in self.subjects:
            return None
        for one in self.known(row):
            return one.pk
        return None if row.number else (row.identity, row.kind, row.signed_on, row.matter_code)

    def faults(self, row: RegisterRow, covers: Sequence[str]) -> Iterator[tuple[str, Finding]]:
        """Yield what only the files can tell about a row: column code and finding."""
        subject = self.subjects.get(row.identity)
        if subject is None:
            nobody = error("unknown_subject", "subject_without_file")
            yield row.whose, nobody if row.identity.startswith("P:") else error("unknown_body")
            return
        if not any(subject.division_code.startswith(prefix) for prefix in covers):
            yield row.whose, error("outside_jurisdiction")
            return
        if normalise(row.name) not in {normalise(name) for name in (subject.name, *subject.former_names)}:
            yield "CN_XDR_MC", error("name_differs", "name_of_another_file")
        if subject.is_person and normalise(row.signer) != normalise(row.name):
            yield "CN_QSR", error("commitment_own_signer")
        known = self.known(row)
        if len(known) > 1:
            yield "CN_BH", error("commitment_several")
        elif known:
            yield from _against(row, known[0], subject)
        else:
            yield from self._new(row)

    def _new(self, row: RegisterRow) -> Iterator[tuple[str, Finding]]:
        letter, choices = self.letter(row), self.letters(row)
        if not choices:
            yield "CN_LX", error("commitment_no_letter")
        elif letter is None:
            titles = "、".join(dict.fromkeys(one.title for one in choices))
            yield "CN_MC", error("commitment_no_such_letter", choices=titles)
        else:
            yield from _not_meant(row, letter)


def _numbered_here(row: Commitment) -> bool:
    """Tell whether a commitment bears a number that was given here (`services.own_number`)."""
    return row.number.startswith("CN") and row.number[10:].startswith(f"{row.pk:04d}")


def _not_meant(row: RegisterRow, letter: CommitmentTemplate) -> Iterator[tuple[str, Finding]]:
    if row.published_on and not letter.published:
        yield "CN_GSRQ", error("commitment_not_shown")
    if row.outcome and not letter.checked:
        yield "CN_LYQK", error("commitment_not_checked")


def _against(row: RegisterRow, known: Commitment, subject: Subject) -> Iterator[tuple[str, Finding]]:
    """Hold a row against the commitment on file that it is about."""
    number = {"number": known.number}
    if known.subject_id != subject.pk:
        yield "CN_BH", error("commitment_of_another")
        return
    if known.state == S.DRAFT:
        yield "CN_BH", error("commitment_unsigned", **number)
        return
    signed = {
        "CN_LX": (row.kind, known.template.kind),
        "CN_QSR": (row.signer, known.signer_name),
        "CN_QSRQ": (row.signed_on, known.signed_on),
    }
    other = [code for code, (says, on_file) in signed.items() if says != on_file]
    if other:
        yield other[0], error("commitment_differs", **number)
    elif known.state == S.ENDED:
        yield "CN_BH", warning("commitment_over", **number)
    elif known.state not in OPEN:
        if row.outcome and row.outcome != known.performance:
            yield "CN_LYQK", error("commitment_settled", **number)
    elif was_rejected(row, known):
        yield "CN_LYQK", warning("commitment_rejected", **number)
    else:
        yield from _not_meant(row, known.template)


def was_rejected(row: RegisterRow, known: Commitment) -> bool:
    """Tell whether a second officer has rejected the breach of which the row tells again."""
    return row.outcome in BROKEN and known.found_on is not None and known.findings == row.findings
