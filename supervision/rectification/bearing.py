"""What honesty or concealment does to the record of a problem: a suggestion for whoever enters the record.

A body that reports a problem itself and puts it right in time is treated more mildly, one that conceals
it more severely (内卫〔2022〕146号 三(二), 六(三)). How much is rule data; the officer decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.clock import today
from credit.models import CatalogueItem
from credit.rules.phrases import plain
from credit.services import catalogue
from supervision.models import Rectification
from supervision.rectification.rules import Bearing, settings


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is suggested for the record of one problem.

    Args:
        mild: whether it mitigates; otherwise it aggravates.
        words: sentences for the officer.
        rule: the rule behind it.
        good_item: item of a good record that may be entered, "" for none or not yet.
        spared: whether no record is suggested at all.
    """

    mild: bool
    words: tuple[str, ...]
    rule: Bearing
    good_item: str
    spared: bool

    @property
    def text(self) -> str:
        """Everything in one paragraph, with the basis."""
        certainty = "" if self.rule.certain else _("local default, to be confirmed")
        basis = " · ".join(filter(None, (self.rule.basis, certainty)))
        return "\n".join((*self.words, basis))


def suggestion(row: Rectification) -> Suggestion | None:
    """Return what the rules suggest for a rectification, None where they say nothing.

    Raises:
        Refusal: the rule table holds no rule for it.
    """
    if not (row.self_reported or row.concealed):
        return None
    day = today()
    code = "self_reported" if row.self_reported else "concealed"
    rule = settings(day).bearing(code, row.division_code)
    item = catalogue().find(row.item_code, on=day, place=row.division_code) if row.item_code else None
    return _mild(row, rule, item) if row.self_reported else _severe(row, rule, item, day)


def in_time(row: Rectification) -> bool:
    """Tell whether it was crossed off, and handed in by its due day."""
    if row.crossed_off_on is None or row.handed_in_on is None:
        return False
    return row.due_on is None or row.handed_in_on <= row.due_on


def _mild(row: Rectification, rule: Bearing, item: CatalogueItem | None) -> Suggestion:
    words = [_("The body reported the problem itself: this mitigates.")]
    spared = item is not None and item.severity in rule.exempt and in_time(row)
    if spared:
        words.append(_("It is minor and was put right in time: no record is suggested."))
    elif item is not None and item.points:
        words.append(_points(item, rule))
    good = rule.good_item if in_time(row) else ""
    if good:
        told = _("It was put right in time: a good record may be entered (item %(item)s).")
        words.append(told % {"item": good})
    return Suggestion(True, tuple(words), rule, good, spared)


def _severe(row: Rectification, rule: Bearing, item: CatalogueItem | None, day: date) -> Suggestion:
    words = [_("The body concealed the problem: this aggravates.")]
    if item is not None and item.points:
        words.append(_points(item, rule))
    if rule.item and (own := catalogue().find(rule.item, on=day, place=row.division_code)):
        words.append(_("Record beside it: %(item)s.") % {"item": f"{own.code} {own.name}"})
    if rule.interview:
        words.append(_("An interview and public criticism are suggested."))
    return Suggestion(False, tuple(words), rule, "", False)


def _points(item: CatalogueItem, rule: Bearing) -> str:
    return _("The item gives %(points)s points; %(suggested)s are suggested.") % {
        "points": plain(item.points),
        "suggested": plain(item.points * rule.points_factor),
    }
