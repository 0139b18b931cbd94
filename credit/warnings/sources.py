"""Where warnings come from: each source answers a rule for everybody, or for some, with a few statements.

Upper apps register theirs in a module named in their `registers` (licence days: institutions, repair:
disclosure, complaints: supervision). A rule whose source is not registered finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a rule is asked about.

    Args:
        place: division prefix of the rule, "" for everywhere.
        but_not: longer prefixes for which another version of the rule holds.
        subject_ids: only these subjects; None for everybody.
    """

    place: str = ""
    but_not: Collection[str] = ()
    subject_ids: Collection[int] | None = None

    def of(self, subject: str) -> Q:
        """Return the filter for a table.

        Args:
            subject: lookup path to the credit subject, such as "subject"; "" for the subjects' own table.
        """
        before = f"{subject}__" if subject else ""
        wanted = Q(**{f"{before}division_code__startswith": self.place}) if self.place else Q()
        for place in self.but_not:
            wanted &= ~Q(**{f"{before}division_code__startswith": place})
        if self.subject_ids is not None:
            wanted &= Q(**{f"{before}pk__in": list(self.subject_ids)})
        return wanted


@dataclass(frozen=True, slots=True)
class Found:
    """One subject for which a rule holds.

    Args:
        period: what makes it one warning and not another, such as the day a licence ends.
        event_on: the day it is about.
        words: placeholders of the rule's text, in Chinese; `words_en` those that differ in English.
    """

    subject_id: int
    period: str
    event_on: date | None
    words: Mapping[str, str]
    words_en: Mapping[str, str] = field(default_factory=dict)


Source = Callable[[Mapping[str, Any], Scope, date], Iterable[Found]]
_sources: dict[str, Source] = {}


def source(name: str) -> Callable[[Source], Source]:
    """Register a source under the name that rules call it by; a second one replaces the first.

    A source gets the content of the rule, the scope and the day.
    """

    def keep(function: Source) -> Source:
        _sources[name] = function
        return function

    return keep


def find(name: str) -> Source | None:
    """Return a source, None where no app has registered it."""
    return _sources.get(name)
