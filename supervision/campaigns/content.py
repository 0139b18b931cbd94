"""The figures of a bulletin as they are kept: plain data with its words in both languages.

Whatever a part counts tomorrow, or how it calls it, a bulletin that was issued says what it said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.functional import Promise

from supervision.campaigns.figures import Figures, Line
from supervision.campaigns.progress import Counter
from supervision.models import Bulletin, Campaign

Content = dict[str, Any]
LANGUAGES = ("zh-hans", "en")


def freeze(campaign: Campaign, found: Figures, before: Bulletin | None) -> Content:
    """Return what is kept of the figures.

    Args:
        before: the last bulletin that was issued, for what has changed since.
    """
    codes = [counter.code for counter in found.counters]
    return {
        "bodies": found.bodies,
        "problems": found.problems,
        "counters": [_counter(counter) for counter in found.counters],
        "totals": _counts(found.totals, codes),
        "before": _before(before, codes),
        "phases": [
            {"title": phase.title, "first": phase.starts_on.isoformat(), "last": phase.ends_on.isoformat()}
            for phase in campaign.phases.all()
        ],
        "regions": _lines(found.regions, codes),
        "categories": _lines(found.categories, codes),
        "areas": _lines(found.areas, codes),
        "by_problem": _lines(found.by_problem, codes),
        "by_body": _lines(found.by_body, codes),
    }


def words(content: Content) -> list[str]:
    """Return the headings of the figures in the reader's language."""
    chinese = (translation.get_language() or "").startswith("zh")
    return [counter["zh-hans" if chinese else "en"] for counter in content["counters"]]


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


def _before(before: Bulletin | None, codes: Sequence[str]) -> dict[str, Any] | None:
    if before is None:
        return None
    return {"number": before.number, "totals": [total(before.content, code) for code in codes]}


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
