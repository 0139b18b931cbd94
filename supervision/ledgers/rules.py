"""What a ledger must say before it is handed in, and when its words look empty or copied: plain functions."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from django.utils.translation import gettext as _

from supervision.models import CheckItem
from supervision.models.ledgers import Answer

TABLE = "supervision.ledgers"
LONGEST = {"facts": 2000, "measures": 2000, "owner": 100}
_DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Said:
    """What a body says about one line.

    Args:
        answer: `Answer`, "" where nothing is said yet.
        due_on: by when it is put right.
        permanent: it is kept up for good.
    """

    answer: str = ""
    facts: str = ""
    measures: str = ""
    owner: str = ""
    due_on: date | None = None
    permanent: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing is said at all."""
        return self == Said()


FIELDS = ("answer", "facts", "measures", "owner", "due_on", "permanent")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that keeps a ledger from being handed in.

    Args:
        item: the line.
        field: which of `FIELDS`.
        sentence: what is wrong and how to mend it.
    """

    item: CheckItem
    field: str
    sentence: str


def said(row: Any) -> Said:
    """Return what an entry says."""
    return Said(**{name: getattr(row, name) for name in FIELDS})


def digest(words: Said) -> str:
    """Return a short digest of what is said, to tell whether a line was touched."""
    parts = (*(str(getattr(words, name) or "") for name in FIELDS[:-1]), "1" if words.permanent else "")
    return _short("\x1f".join(part.replace("\r\n", "\n").strip() for part in parts))


def words_of(facts: str, letters: int) -> str:
    """Return the digest by which facts are compared between ledgers, "" where they are too short.

    Blanks, marks and the width of letters do not count: a copy with another comma is a copy.

    Args:
        letters: fewest letters and digits that are worth comparing.
    """
    bare = bare_words(facts)
    return _short(bare) if len(bare) >= letters else ""


def bare_words(text: str) -> str:
    """Return only letters and digits of a text, half-width and small."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(mark for mark in folded if mark.isalnum())


def _short(text: str) -> str:
    return blake2b(text.encode(), digest_size=_DIGEST_BYTES).hexdigest()


def faults_of(item: CheckItem, words: Said, *, opens_on: date) -> list[Fault]:
    """Return what one line still lacks.

    Args:
        opens_on: day on which the round opened; nothing can be due before.
    """
    line = {"line": item.number}
    if not words.answer:
        told = _("Line %(line)s, “Result”: choose found, not found, or does not concern us.")
        return [Fault(item, "answer", told % line)]
    if words.answer != Answer.FOUND:
        return []
    found = []
    if not words.facts:
        told = _("Line %(line)s, “Facts”: say what was found, where and since when.")
        found.append(Fault(item, "facts", told % line))
    if not words.measures:
        told = _("Line %(line)s, “Measures”: say what is done about it.")
        found.append(Fault(item, "measures", told % line))
    if not words.owner:
        told = _("Line %(line)s, “Responsible person or office”: name who sees to it.")
        found.append(Fault(item, "owner", told % line))
    return [*found, *_due_faults(item, words, opens_on)]


def _due_faults(item: CheckItem, words: Said, opens_on: date) -> list[Fault]:
    if words.due_on is None and not words.permanent:
        told = _("Line %(line)s, “Due on”: give the day by which it is put right, or tick “permanent”.")
        return [Fault(item, "due_on", told % {"line": item.number})]
    if words.due_on is not None and words.due_on < opens_on:
        told = _("Line %(line)s, “Due on”: give a day not before %(day)s, when the self-inspection opened.")
        return [Fault(item, "due_on", told % {"line": item.number, "day": opens_on.isoformat()})]
    return []


def looks_empty(answers: Sequence[str], rule: Mapping[str, Any]) -> bool:
    """Tell whether a ledger hides more than it tells: too little found, or too much that concerns nobody.

    Args:
        answers: the answers of all its lines.
        rule: `found`, fewest problems; `not_here`, largest share in percent of lines that do not concern.
    """
    if not answers:
        return True
    not_here = sum(answer == Answer.NOT_HERE for answer in answers)
    found = sum(answer == Answer.FOUND for answer in answers)
    return found < int(rule["found"]) or not_here * 100 > int(rule["not_here"]) * len(answers)
