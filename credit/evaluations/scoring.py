"""Scoring a sheet: points got, points applicable, standardised score, key items. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from core.errors import Refusal
from credit.evaluations.schemes import Scheme, SheetItem

HUNDRED = Decimal(100)
TENTH = Decimal("0.1")
Answers = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Tally:
    """What a filled sheet adds up to.

    Args:
        got: points given.
        applicable: points that could be given, reasonable missing items left out.
        score: got / applicable × 100, rounded to one decimal.
        failed: key items that did not get all their points.
    """

    got: Decimal
    applicable: Decimal
    score: Decimal
    failed: tuple[SheetItem, ...]


def clean_answers(items: Sequence[SheetItem], given: Answers, *, complete: bool) -> dict[str, dict[str, Any]]:
    """Check what was filled in, line by line.

    Args:
        items: the lines of the sheet.
        given: code of the line → {"points": text or "", "missing": bool, "note": text}.
        complete: every line must be answered (before it is signed).

    Raises:
        Refusal: names the line and what is wrong with it.
    """
    cleaned = {}
    for item in items:
        answer = given.get(item.code) or {}
        points = str(answer.get("points") or "").strip()
        missing = bool(answer.get("missing"))
        note = str(answer.get("note") or "").strip()[:200]
        if missing and not item.may_be_missing:
            raise _refusal(item, _("is never left out as a missing item; give points."))
        if missing:
            points = ""
        elif points:
            points = _points(item, points)
        elif complete:
            raise _refusal(item, _("has no points; judge it before signing."))
        cleaned[item.code] = {"points": points, "missing": missing, "note": note}
    return cleaned


def _points(item: SheetItem, text: str) -> str:
    try:
        points = Decimal(text)
    except InvalidOperation as error:
        raise _refusal(item, _("takes a number; halves are written 0.5.")) from error
    if not points.is_finite() or points < 0 or points > item.points:
        raise _refusal(item, _("takes 0 to %s points.") % item.points)
    if points * 2 != (points * 2).to_integral_value():
        raise _refusal(item, _("takes whole and half points."))
    return f"{points.normalize():f}"


def _refusal(item: SheetItem, rest: str) -> Refusal:
    sentence = _("Item %(code)s “%(title)s” %(rest)s")
    return Refusal(
        sentence % {"code": item.code, "title": item.shown, "rest": rest}, field=f"points_{item.code}"
    )


def tally(items: Sequence[SheetItem], answers: Answers) -> Tally:
    """Add up a completely filled sheet (standardised score = got / applicable × 100).

    Raises:
        Refusal: every line was left out as missing.
    """
    counted = [item for item in items if not answers[item.code]["missing"]]
    applicable = sum((item.points for item in counted), Decimal(0))
    if not applicable:
        raise Refusal(_("Every item is left out as missing: nothing can be scored."))
    got = sum((Decimal(answers[item.code]["points"]) for item in counted), Decimal(0))
    score = (got / applicable * HUNDRED).quantize(TENTH, ROUND_HALF_UP)
    failed = tuple(
        item for item in counted if item.key and Decimal(answers[item.code]["points"]) < item.points
    )
    return Tally(got, applicable, score, failed)


def result_of(scheme: Scheme, tally: Tally) -> str:
    """Return the result of a sheet under its scheme; "" when it is not rated."""
    if tally.failed:
        return scheme.key_item_result
    return next((cut.result for cut in scheme.cuts if tally.score >= cut.minimum), "")
