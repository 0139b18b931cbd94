"""The sentences of an explanation, in the active language and in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from credit.rules.cycles import Cycle
from credit.rules.decay import Cut, weighted
from credit.rules.standard import CriterionData, StandardData
from credit.rules.terms import CycleBasis, Per, Reason, Scale


def plain(value: Decimal) -> str:
    """Write points without idle zeros and without an exponent."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def title_of(criterion: CriterionData) -> str:
    """Return the criterion's title in the active language, Chinese where there is no English one."""
    chinese = (get_language() or "").startswith("zh")
    return criterion.title if chinese or not criterion.title_en else criterion.title_en


def label_of(standard: StandardData, label: str) -> str:
    """Return a grade or action in the active language."""
    chinese = (get_language() or "").startswith("zh")
    english = next((band.label_en for band in standard.bands if band.label == label), "")
    return label if chinese or not english else english


def cycle(running: Cycle) -> str:
    """Say from when until when points add up, and how that was found."""
    return _("Cycle from %(start)s to %(end)s (%(basis)s); counting starts again at zero on %(reset)s.") % {
        "start": running.start.isoformat(),
        "end": running.end.isoformat(),
        "basis": found_by(running.basis, running.day),
        "reset": running.resets_on.isoformat(),
    }


def found_by(basis: CycleBasis, day: date | None) -> str:
    """Say how a cycle was found, and by which day of the subject's own."""
    if day is None:
        return str(basis.label)
    words = {"day": day.isoformat()}
    if basis == CycleBasis.VALIDITY:
        return (
            _(
                "inferred in whole cycles from the end of verification's validity, %(day)s, because no day "
                "of passed verification is known"
            )
            % words
        )
    if basis == CycleBasis.LICENCE:
        return _("from the licence of %(day)s") % words
    return _("from the verification passed on %(day)s") % words


def base(standard: StandardData) -> str:
    """Say where counting starts."""
    if standard.scale == Scale.ACTIONS:
        return _("Points add up from 0; the full number is %(full)s.") % {"full": plain(standard.base)}
    return _("Base score %(base)s.") % {"base": plain(standard.base)}


def counted(criterion: CriterionData, count: int) -> str:
    """Say what a record is worth by itself."""
    words = {
        "item": criterion.item,
        "title": title_of(criterion),
        "points": plain(criterion.points),
        "count": count,
    }
    if criterion.per == Per.PERSON:
        return _("%(item)s %(title)s: %(points)s per person, %(count)s persons") % words
    if criterion.per == Per.DEPARTMENT:
        return _("%(item)s %(title)s: %(points)s per department, %(count)s departments") % words
    return _("%(item)s %(title)s: %(points)s") % words


def aged(text: str, points: Decimal, full: Decimal, happened_on: date, days: Sequence[Cut]) -> str:
    """Say that a record counts for less by its age; with the step, where the standard still has it."""
    words = {"text": text, "points": plain(points)}
    for cut in days:
        if happened_on <= cut.until and weighted(full, cut.percent) == points:
            words |= {"percent": str(cut.percent), "months": str(cut.step.from_months)}
            told = _(
                "%(text)s; counts for %(percent)s%%, %(points)s, because it is %(months)s months old or more"
            )
            return told % words
    return _("%(text)s; counts for %(points)s because of its age") % words


def item_capped(text: str, allowed: Decimal, criterion: CriterionData) -> str:
    """Say that an item has reached its cap."""
    return _("%(text)s; only %(allowed)s of it, because item %(item)s counts for %(cap)s at most") % {
        "text": text,
        "allowed": plain(allowed),
        "item": criterion.item,
        "cap": plain(criterion.cap or Decimal(0)),
    }


def all_capped(text: str, allowed: Decimal, most: Decimal, *, bonus: bool) -> str:
    """Say that everything together has reached the standard's cap."""
    words = {"text": text, "allowed": plain(allowed), "cap": plain(most)}
    if bonus:
        return _("%(text)s; only %(allowed)s of it, because bonus points end at %(cap)s") % words
    return _("%(text)s; only %(allowed)s of it, because all records together cost %(cap)s at most") % words


def ignored(item: str, criterion: CriterionData | None, title: str, reason: Reason) -> str:
    """Say why a record does not count."""
    return _("%(item)s %(title)s: does not count (%(reason)s)") % {
        "item": item,
        "title": title_of(criterion) if criterion else title,
        "reason": reason.label,
    }


def band(standard: StandardData, reached: int, result: Decimal) -> str:
    """Say into which band the score or the points fall by themselves."""
    words = {"result": plain(result)}
    if reached < 0:
        words["next"] = plain(standard.bands[0].minimum)
        return _("%(result)s points reach no threshold; the first is %(next)s.") % words
    row = standard.bands[reached]
    words |= {"label": label_of(standard, row.label), "minimum": plain(row.minimum)}
    if standard.scale == Scale.GRADES:
        return _("A score of %(result)s falls into “%(label)s” (from %(minimum)s).") % words
    return _("%(result)s points reach the threshold “%(label)s” (from %(minimum)s).") % words


def veto(standard: StandardData, criteria: Iterable[CriterionData], rank: int) -> str:
    """Say which items veto a better grade."""
    return _("Veto by %(titles)s: %(grade)s at best.") % _held(standard, criteria, rank)


def direct(standard: StandardData, criteria: Iterable[CriterionData], rank: int) -> str:
    """Say which items put the grade directly."""
    return _("Put at %(grade)s directly by %(titles)s, whatever the score.") % _held(standard, criteria, rank)


def listed(standard: StandardData) -> str:
    """Say that a serious list holds the grade down."""
    grade = label_of(standard, standard.serious_list_grade)
    return _("On a serious-dishonesty list: %(grade)s at best.") % {"grade": grade}


def result(standard: StandardData, as_of: date, *, score: Decimal, points: Decimal, label: str) -> str:
    """Say what came out."""
    words = {
        "day": as_of.isoformat(),
        "score": plain(score),
        "points": plain(points),
        "full": plain(standard.base),
        "label": label_of(standard, label),
    }
    if standard.scale == Scale.GRADES:
        return _("As of %(day)s: score %(score)s, grade %(label)s.") % words
    if not label:
        return _("As of %(day)s: %(points)s of %(full)s points, no action due.") % words
    return _("As of %(day)s: %(points)s of %(full)s points: %(label)s.") % words


def _held(standard: StandardData, criteria: Iterable[CriterionData], rank: int) -> dict[str, str]:
    titles = dict.fromkeys(f"{row.item} {title_of(row)}" for row in criteria)
    return {"titles": ", ".join(titles), "grade": label_of(standard, standard.bands[rank].label)}
