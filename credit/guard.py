"""The never-collect guard: what may enter no credit file, whichever door it comes by.

Religion, genes, fingerprints, blood type, disease and medical history are never collected (浙江省公共信用信息
管理条例 art. 14; the acts of Henan, Shandong and Shanghai say the same). A health department holds disease
data for other ends; it must not reach a record by form, workbook, API or another procedure.

The words are rule data (`credit.never_collect`): `words` name the matter, `says` are the ways in which a
sentence says it of a person ({words} stands for any of the words), `unless` is wording of violations that is
taken out first (血源, 传染病报告, 病历书写 are conduct, not somebody's disease), `headers` are columns that
no file may bring. Patterns are read on folded text: half width, upper case, no blanks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from core import ruletables
from core.clock import today
from core.errors import Refusal
from core.models import Rule
from credit.choices import NeverCollected

TABLE = "credit.never_collect"
_PUNCTUATION = str.maketrans("，；：！？、．\n", ",;:!?,。。")
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


@dataclass(frozen=True, slots=True)
class Forbidden:
    """What was found in a text.

    Args:
        field: name of the field, "" for a single text.
        kind: what it is, in words.
        word: the word that gave it away.
        basis: the document and article that forbid it.
    """

    field: str
    kind: str
    word: str
    basis: str

    def sentence(self, label: str) -> str:
        """Tell the clerk why, and what to do."""
        return _(
            "%(field)s: “%(word)s” tells of %(kind)s, which no credit file may hold (%(basis)s). "
            "Describe the conduct without it."
        ) % {"field": label, "word": self.word, "kind": self.kind, "basis": self.basis}


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: str
    basis: str
    headers: tuple[str, ...]
    words: re.Pattern[str]
    says: re.Pattern[str]
    unless: re.Pattern[str] | None


class Guard:
    """The words of one day and place, read once per operation."""

    def __init__(self, patterns: Iterable[_Pattern]) -> None:
        self._patterns = tuple(patterns)

    def find(self, text: str, *, field: str = "") -> Forbidden | None:
        """Return what a text holds that no credit file may hold; None for ordinary wording."""
        folded = fold(text)
        if not folded:
            return None
        for pattern in self._patterns:
            hit = pattern.says.search(folded)
            if hit is not None and pattern.unless is not None:
                hit = pattern.says.search(pattern.unless.sub("。", folded))
            if hit is not None:
                word = pattern.words.search(hit.group())
                return Forbidden(field, pattern.kind, (word or hit).group()[:12], pattern.basis)
        return None

    def find_all(self, texts: Mapping[str, str]) -> list[Forbidden]:
        """Return what the fields of one record hold; at most one finding a field."""
        found = (self.find(text, field=field) for field, text in texts.items())
        return [one for one in found if one is not None]

    def find_header(self, header: str) -> Forbidden | None:
        """Return why a column or a field of this name may not be in a file at all."""
        folded = fold(header)
        for pattern in self._patterns:
            word = next((word for word in pattern.headers if fold(word) in folded), None)
            if word is not None:
                return Forbidden(header, pattern.kind, word, pattern.basis)
        return None

    def check(self, texts: Mapping[str, str], labels: Mapping[str, str]) -> None:
        """Refuse a record that holds what no credit file may hold.

        Args:
            texts: field name → text.
            labels: field name → how the clerk's form calls it.

        Raises:
            Refusal: in one sentence, with the field.
        """
        if found := self.find_all(texts):
            first = found[0]
            raise Refusal(first.sentence(str(labels.get(first.field, first.field))), field=first.field)

    def cleared(self, text: str, *, instead: str = "") -> str:
        """Return a text for the credit file: itself, or a note where it may not be taken over.

        For facts that another procedure keeps lawfully, such as the text of a decision.
        """
        found = self.find(text)
        if found is None:
            return text
        return instead or f"（原文涉及{found.word}等不得采集的信息，依{found.basis}未采集）"


def guard(*, on: date | None = None, place: str = "") -> Guard:
    """Read the guard's words for a day and place.

    Raises:
        Refusal: a pattern that somebody entered cannot be read; nothing is let through meanwhile.
    """
    rules = ruletables.book(TABLE).in_force(on=on or today(), place=place)
    return Guard([_pattern(rule) for _code, rule in sorted(rules.items())])


def fold(text: str) -> str:
    """Return a text as the patterns read it: half width, upper case, without blanks, one form of commas."""
    narrow = unicodedata.normalize("NFKC", text.translate(_PUNCTUATION)).upper()
    return _BLANKS.sub("", narrow.translate(_PUNCTUATION))


def _pattern(rule: Rule) -> _Pattern:
    value = rule.value
    try:
        parts = [tuple(value[name]) for name in ("headers", "words", "says", "unless")]
        words, says, unless = _compiled(*parts[1:])
    except (re.error, KeyError, TypeError) as broken:
        raise Refusal(
            _("The rule “%(code)s” of the table “%(table)s” cannot be read; an administrator must mend it.")
            % {"code": rule.code, "table": TABLE}
        ) from broken
    return _Pattern(_kind(rule), f"{rule.document} {rule.article}".strip(), parts[0], words, says, unless)


def _kind(rule: Rule) -> str:
    return str(NeverCollected(rule.code).label) if rule.code in NeverCollected.values else rule.title


@lru_cache(maxsize=64)
def _compiled(
    words: tuple[str, ...], says: tuple[str, ...], unless: tuple[str, ...]
) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str] | None]:
    named = "|".join(re.escape(fold(word)) for word in sorted(words, key=len, reverse=True))
    ways = "|".join(way.replace("{words}", named) for way in says)
    return re.compile(named), re.compile(ways), re.compile("|".join(unless)) if unless else None
