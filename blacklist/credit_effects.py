"""A listing stands and falls with its grounds (`credit.effects`): what becomes of it when records change.

Where no ground is left, the listing is revoked with the fallen decision (as under 市场监管总局令第44号)
or, where the grounds were repaired and the scheme says so, ended by repair. Where the scheme asks for an
application of its own, or other grounds stand, an officer looks at it again within the days of the rule table
`blacklist.exit`.

Lock order: the caller holds the credit file and the records; listings are locked after them, then what hangs
on listings. Ending a listing changes no record, so nothing comes back here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blacklist.choices import LIVE_STATES, ListingState
from blacklist.exit import clocks
from blacklist.exit.selectors import STANDS
from blacklist.listing.ends import end_listings
from blacklist.models import Listing, ListingGround
from core.actors import Actor, ByDecision
from credit.choices import Change, RecordState
from credit.effects import EffectDone, register
from credit.models import ConductRecord

FALLEN = (Change.WITHDRAWN, Change.ANNULLED, Change.REPAIRED)
SEEN = (*FALLEN, Change.SUPERSEDED, Change.SHIELDED)
VOID = frozenset({RecordState.WITHDRAWN, RecordState.ANNULLED})


@register("listings")
def follow_grounds(
    change: Change, records: Sequence[ConductRecord], *, on: date, by: Actor, reason: str
) -> list[EffectDone]:
    """End, revoke or have looked at the listings that rest on these records."""
    if change not in SEEN:
        return []
    touched = [row.pk for row in records]
    if change == Change.SUPERSEDED:
        _follow_corrections(touched)
        touched += list(ConductRecord.objects.filter(supersedes__in=touched).values_list("pk", flat=True))
    rows = _resting_on(touched)
    if not rows:
        return []
    gone = _ends(rows, change)
    revoked = _end(gone[ListingState.REVOKED], ListingState.REVOKED, on=on, by=by, reason=reason)
    repaired = _end(gone[ListingState.REPAIRED], ListingState.REPAIRED, on=on, by=by, reason=reason)
    ended = {row.pk for group in gone.values() for row in group}
    review = [row for row in rows if row.pk not in ended]
    titles = [(row, f"{row.scheme.name}：{row.subject.in_tasks}") for row in review]
    clocks.start(clocks.REVIEW, titles, "review_grounds", on=on)
    return [
        EffectDone("listings", revoked, gettext_lazy("The listing that rested on it alone is revoked.")),
        EffectDone("listings", repaired, gettext_lazy("The listing that rested on it has ended.")),
        EffectDone("listings", len(review), gettext_lazy("An officer looks at the listing again.")),
    ]


def _resting_on(records: Sequence[int]) -> list[Listing]:
    """Return the listings under way or in force with a ground among these records, locked, by key.

    Persons listed together with a body move with the body's listing.
    """
    found = ListingGround.objects.filter(record__in=records, listing__parent__isnull=True)
    rows = Listing.objects.select_for_update(of=("self",)).filter(
        pk__in=found.values("listing"), state__in=[str(state) for state in LIVE_STATES]
    )
    return list(rows.select_related("scheme", "subject").order_by("pk"))


def _follow_corrections(old: Sequence[int]) -> None:
    """Let grounds rest on the corrected record; an officer looks whether they still carry the listing."""
    for corrected in ConductRecord.objects.filter(supersedes__in=old).only("pk", "supersedes"):
        ListingGround.objects.filter(record=corrected.supersedes_id).update(record=corrected.pk)


def _ends(rows: Sequence[Listing], change: Change) -> dict[ListingState, list[Listing]]:
    """Choose which listings in force end with this change, and how."""
    ends: dict[ListingState, list[Listing]] = {ListingState.REVOKED: [], ListingState.REPAIRED: []}
    if change not in FALLEN:
        return ends
    grounds = ListingGround.objects.filter(listing__in=rows)
    standing = set(grounds.filter(STANDS).values_list("listing", flat=True))
    states: dict[int, set[str]] = {}
    for listing, state in grounds.exclude(STANDS).values_list("listing", "record__state"):
        states.setdefault(listing, set()).add(state)
    for row in rows:
        if row.state not in (ListingState.DECIDED, ListingState.LISTED) or row.pk in standing:
            continue
        if states.get(row.pk, set()) <= VOID:
            ends[ListingState.REVOKED].append(row)
        elif row.state == ListingState.LISTED and ends_with_repair(row.scheme.exit_rules):
            ends[ListingState.REPAIRED].append(row)
    return ends


def ends_with_repair(exit_rules: dict[str, Any]) -> bool:
    """Tell whether a scheme ends a listing together with the repair of its last ground."""
    repair = exit_rules.get("repair")
    return isinstance(repair, dict) and bool(repair.get("with_ground"))


def _end(rows: Sequence[Listing], state: ListingState, *, on: date, by: Actor, reason: str) -> int:
    if not rows:
        return 0
    told = _("no ground of the listing stands any more: %(reason)s") % {"reason": reason or "–"}
    for day, part in _by_day(rows, on).items():
        end_listings(part, state, on=day, by=ByDecision(by), reason=told[:255])
    return len(rows)


def _by_day(rows: Sequence[Listing], on: date) -> dict[date, list[Listing]]:
    """Nobody leaves a list before the day of entry, even where the change reaches further back."""
    found: dict[date, list[Listing]] = {}
    for row in rows:
        found.setdefault(max(on, row.listed_on or row.decided_on or on), []).append(row)
    return found
