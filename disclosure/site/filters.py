"""The filters beside the search box, read from the address. What cannot be read is named and left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure.choices import PublicKind
from disclosure.site.question import Question, understand

_DIVISION = re.compile(r"(?:\d{2}){1,3}", re.ASCII)
_ROW = re.compile(r"\d{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for, and from which row on.

    Args:
        question: the search box.
        kind: "penalty", "permit", "listing" or "" for all.
        since: first day of the decision.
        until: last day of the decision.
        division: prefix of the authority's division code.
        after: show the rows older than this one.
        before: show the rows newer than this one.
        problems: sentences about what could not be read.
    """

    question: Question
    kind: str = ""
    since: date | None = None
    until: date | None = None
    division: str = ""
    after: int | None = None
    before: int | None = None
    problems: tuple[str | Promise, ...] = ()

    @property
    def narrowed(self) -> bool:
        """Whether anything but the search box and the kind narrows the list."""
        return bool(self.since or self.until or self.division)

    def address(self, **changes: object) -> str:
        """Return the query string of the same list with some values changed; always from its first page."""
        values: dict[str, object] = {
            "q": self.question.text,
            "kind": self.kind,
            "since": self.since,
            "until": self.until,
            "division": self.division,
        }
        values.update(changes)
        return urlencode({name: value for name, value in values.items() if value not in (None, "")})


def read(asked: Mapping[str, str]) -> Filters:
    """Read the filters from a query string."""
    problems: list[str | Promise] = []
    since = _day(asked.get("since", ""), problems)
    until = _day(asked.get("until", ""), problems)
    if since and until and since > until:
        problems.append(_("The first day is after the last one; the two were exchanged."))
        since, until = until, since
    kind, division = asked.get("kind", ""), asked.get("division", "")
    return Filters(
        question=understand(asked.get("q", "")),
        kind=kind if kind in PublicKind.values else "",
        since=since,
        until=until,
        division=division if _DIVISION.fullmatch(division) else "",
        after=_row(asked.get("after", "")),
        before=_row(asked.get("before", "")),
        problems=tuple(problems),
    )


def _day(text: str, problems: list[str | Promise]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(_("A date is written as 2026-01-31; this one was left out of the search."))
        return None


def _row(text: str) -> int | None:
    return int(text) if _ROW.fullmatch(text) else None
