"""What a delivery of another department is, and whether it can be taken in; the departments themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.permissions import P
from blacklist.foreign.choices import Extent, ForeignKind, Way
from blacklist.models import ForeignDelivery, ForeignEntry, ForeignSource
from core import audit
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.models import Intake


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a delivery is, before its rows are looked at.

    Args:
        source: the department.
        kind: red or black.
        of_persons: natural persons, or bodies.
        extent: the whole list, or additions.
        way: workbook or interface.
        list_on: the day whose state the list shows.
        look_first: nothing is ended before an officer has seen what would be.
        intake: the upload, for a workbook.
    """

    source: ForeignSource
    kind: ForeignKind
    of_persons: bool
    extent: Extent
    way: Way
    list_on: date
    look_first: bool = False
    intake: Intake | None = None


def check_parcel(parcel: Parcel, *, by: Actor) -> None:
    """Refuse a delivery that cannot be taken in at all.

    Raises:
        Refusal: no right, the source is closed, or a newer whole list is on file already.
    """
    source = parcel.source
    if not by.may(P.FOREIGN_LIST_KEEP, source.division_code):
        raise Refusal(_("You do not hold the right to take in this source's lists."), field="source")
    if source.closed_on is not None:
        raise Refusal(
            _("Source: its lists are no longer received since %(day)s; open the source again first.")
            % {"day": source.closed_on.isoformat()},
            field="source",
        )
    if parcel.list_on > today():
        raise Refusal(_("State of the list on: the day lies in the future; correct it."), field="list_on")
    if parcel.extent != Extent.FULL:
        return
    newer = _whole_lists(parcel).filter(list_on__gt=parcel.list_on).order_by("-list_on").first()
    if newer is not None:
        raise Refusal(
            _(
                "State of the list on: the whole list of %(day)s is on file; an older one cannot replace it. "
                "Send it as additions, or correct the day."
            )
            % {"day": newer.list_on.isoformat()},
            field="list_on",
        )


def save_source(source: ForeignSource, *, by: Actor) -> ForeignSource:
    """Enter a department whose lists are received, or save what was changed about it.

    Raises:
        Refusal: no right in its division.
    """
    if not by.may(P.FOREIGN_LIST_KEEP, source.division_code):
        raise Refusal(
            _("Division code: you do not hold the right to keep other departments' lists there."),
            field="division_code",
        )
    names = ("department", "division_code", "keeps", "basis", "contact", "every_days", "closed_on")
    with transaction.atomic():
        old = ForeignSource.objects.filter(pk=source.pk).first()
        source.save()
        pairs = {name: (getattr(old, name, None), getattr(source, name)) for name in names}
        changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
        audit.record(source, "foreignsource.change" if old else "foreignsource.enter", by=by, changes=changes)
    return source


def _whole_lists(parcel: Parcel) -> QuerySet[ForeignDelivery]:
    return ForeignDelivery.objects.filter(
        source=parcel.source, kind=parcel.kind, of_persons=parcel.of_persons, extent=Extent.FULL
    )


def in_force(parcel: Parcel) -> QuerySet[ForeignEntry]:
    """Return the entries that the list of a delivery is compared with."""
    return ForeignEntry.objects.filter(
        source=parcel.source, kind=parcel.kind, of_person=parcel.of_persons, ended_on__isnull=True
    )
