"""Bars on new applications after false material, gross untruth or a deliberately broken commitment."""

from __future__ import annotations

from core import audit, ruletables
from core.actors import Actor
from core.clock import today
from credit.models import Repair, RepairBar
from credit.repair.governing import SETTINGS
from credit.rules.cycles import add_months

BAR_YEARS = "bar_years"


def bar_subject(repair: Repair, *, reason: str, by: Actor) -> RepairBar:
    """Bar an applicant from new applications for the years of the rule table (inside a transaction)."""
    day = today()
    book = ruletables.book(SETTINGS)
    years = int(book.value(BAR_YEARS, on=day, place=repair.division_code))
    rule = book.find(BAR_YEARS, on=day, place=repair.division_code)
    bar = RepairBar.objects.create(
        subject_id=repair.subject_id,
        division_code=repair.division_code,
        repair=repair,
        reason=reason.strip()[:255],
        from_on=day,
        until_on=add_months(day, 12 * years),
        basis=rule.document[:200] if rule else "",
        made_by_label=by.label[:100],
    )
    audit.record(bar, "repairbar.add", by=by, reason=reason, changes={"until_on": (None, bar.until_on)})
    return bar
