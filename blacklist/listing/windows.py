"""Windows that were counted with a calendar still to come: counted again once it is known."""

from __future__ import annotations

from blacklist.choices import OPEN_STATES
from blacklist.listing import cases, clocks
from blacklist.models import Listing
from core import audit
from core.actors import SystemActor
from core.workdays import current_calendar

BY = SystemActor("recompute windows")


def recompute() -> int:
    """Count provisional windows again; returns how many moved. A window moves back, never forward."""
    moved = 0
    calendar = current_calendar()
    rows = Listing.objects.filter(
        statement_provisional=True, state__in=[str(state) for state in OPEN_STATES]
    ).select_related("scheme", "subject")
    for row in rows:
        before = (row.statement_until, row.publicised_until)
        row.statement_until = cases.statement_until(row)
        row.publicised_until = cases.publicised_until(row)
        until = row.statement_until or row.publicised_until
        row.statement_provisional = until is not None and until.year not in calendar.years_covered
        row.save(update_fields=["statement_until", "publicised_until", "statement_provisional"])
        if before != (row.statement_until, row.publicised_until):
            moved += 1
            audit.record(row, "listing.window", by=BY, changes={"until": (before[0] or before[1], until)})
            clocks.keep(row)
    return moved
