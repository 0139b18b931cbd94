"""What the system itself counts beside an indicator: matters and breaches of a body in the year.

They are shown to who scores and who reviews; no mark is given by a machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from core.clock import today
from supervision.integrity.choices import STANDING
from supervision.matters.choices import OPEN_STATES, WITH_THE_BODY, MatterKind, MatterState
from supervision.models import Assessment, IntegrityBreach, Matter

PROMISES = (MatterKind.PROMISE, MatterKind.CONTRACT)
DUTIES = (MatterKind.JUDGMENT, MatterKind.AWARD)
ANSWERS = (MatterKind.DEPUTY, MatterKind.MEMBER, MatterKind.PETITION, MatterKind.ADVICE)


def figures(row: Assessment, codes: Iterable[str]) -> dict[str, str]:
    """Return the figures of an assessment in words, by the code that its indicators name.

    Args:
        row: with its round.
        codes: those wanted; an unknown one is left out.
    """
    wanted = {code for code in codes if code in _FIGURES}
    return {code: _FIGURES[code](row) for code in sorted(wanted)}


def _matters(row: Assessment, kinds: Iterable[str]) -> QuerySet[Matter]:
    rows = Matter.objects.filter(subject_id=row.subject_id, kind__in=kinds, received_on__year=row.round.year)
    rows = rows.exclude(state=MatterState.DROPPED)
    return rows.filter(office_id=row.office_id) if row.office_id else rows


def _counted(row: Assessment, kinds: Iterable[str]) -> str:
    last = min(date(row.round.year, 12, 31), today())
    late = Q(answered_on__gt=F("due_on")) | Q(state__in=WITH_THE_BODY, due_on__lt=last)
    return _("%(all)s received, %(open)s open, %(late)s late, %(refused)s refused") % _matters(
        row, kinds
    ).aggregate(
        all=Count("pk"),
        open=Count("pk", filter=Q(state__in=OPEN_STATES)),
        late=Count("pk", filter=late),
        refused=Count("pk", filter=Q(refused_on__isnull=False)),
    )


def _breaches(row: Assessment) -> str:
    rows = IntegrityBreach.objects.filter(
        subject_id=row.subject_id, state__in=STANDING, happened_on__year=row.round.year
    )
    rows = rows.filter(office_id=row.office_id) if row.office_id else rows
    return _("%(all)s breaches confirmed, %(corrected)s of them corrected") % rows.aggregate(
        all=Count("pk"), corrected=Count("pk", filter=Q(corrected_on__isnull=False))
    )


_FIGURES: dict[str, Callable[[Assessment], str]] = {
    "promises": lambda row: _counted(row, PROMISES),
    "answers": lambda row: _counted(row, ANSWERS),
    "duties": lambda row: _counted(row, DUTIES),
    "breaches": _breaches,
}
