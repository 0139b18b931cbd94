"""The figures of a bulletin as they are kept: plain data with its words in both languages.

Whatever a part counts tomorrow, or how it calls it, a bulletin that was issued says what it said.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.functional import Promise

from supervision.campaigns.figures import Figures, Line
from supervision.campaigns.progress import Counter
from supervision.models import Campaign

Content = dict[str, Any]
LANGUAGES = ("zh-hans", "en")


def freeze(campaign: Campaign, found: Figures) -> Content:
    """Return what is kept of the figures."""
    codes = [counter.code for counter in found.counters]

    def lines(rows: Sequence[Line]) -> list[dict[str, Any]]:
        told = _lines(rows, codes)
        for row, line in zip(rows, told, strict=True):
            line["within"] = _within(row.within, found.counters, found.first)
        return told

    return {
        "first": found.first.isoformat() if found.first else "",
        "last": found.last.isoformat(),
        "bodies": found.bodies,
        "problems": found.problems,
        "counters": [_counter(counter) for counter in found.counters],
        "totals": _counts(found.totals, codes),
        "within": _within(found.within, found.counters, found.first),
        "phases": [
            {"title": phase.title, "first": phase.starts_on.isoformat(), "last": phase.ends_on.isoformat()}
            for phase in campaign.phases.all()
        ],
        "regions": lines(found.regions),
        "categories": lines(found.categories),
        "areas": _lines(found.areas, codes),
        "by_problem": _lines(found.by_problem, codes),
        "by_body": lines(found.by_body),
    }


def words(content: Content) -> list[str]:
    """Return the headings of the figures in the reader's language."""
    chinese = (translation.get_language() or "").startswith("zh")
    return [counter["zh-hans" if chinese else "en"] for counter in content["counters"]]


def came_within(content: Content, code: str) -> int | None:
    """Return what came to one figure within the time, None where that was not counted."""
    codes = [counter["code"] for counter in content.get("counters", ())]
    return content["within"][codes.index(code)] if code in codes and content.get("within") else None


def last_day(content: Content) -> date:
    """Return the day at whose end things stood as the figures say."""
    return date.fromisoformat(content["last"])


def total(content: Content, code: str) -> int:
    """Return one figure of the whole campaign, 0 where it was not counted then."""
    codes = [counter["code"] for counter in content.get("counters", ())]
    return int(content["totals"][codes.index(code)] or 0) if code in codes else 0


def said_of(said: str | Promise) -> dict[str, str]:
    """Return a lazily translated text in every language of the house."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = str(said)
    return found


def _counter(counter: Counter) -> dict[str, Any]:
    about = {"code": counter.code, "of": counter.of, "bad": counter.bad, "bodies": counter.bodies}
    return {**about, **said_of(counter.title)}


def _within(counts: dict[str, int], counters: Sequence[Counter], first: date | None) -> list[int | None]:
    """A figure that is not dated has no count of its own within a time; one that is has at least 0."""
    if first is None:
        return []
    return [counts.get(counter.code, 0) if counter.within else None for counter in counters]


def _counts(counts: dict[str, int], codes: Sequence[str]) -> list[int | None]:
    return [counts.get(code) for code in codes]


def _lines(rows: Sequence[Line], codes: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "key": row.key,
            "label": row.label,
            "note": row.note,
            "bodies": row.bodies,
            "counts": _counts(row.counts, codes),
        }
        for row in rows
    ]
