"""Figures of tracked matters: by kind and by body, of a year of receipt."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.charts import BAD, GOOD, OPEN, Chart, bar_options, stacked_bars
from accounts.permissions import P
from core.actors import Actor
from core.clock import today
from supervision.matters.choices import OPEN_STATES, WITH_THE_BODY, MatterKind, MatterState
from supervision.models import Matter

YEARS = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of the matters of one line; the figures stand in the order of `_counts`.

    Args:
        received: all that came in the year.
        in_time: answered by the due day.
        late: answered later, or with the body past the due day.
        waiting: open and not late.
        refused: with a refusal to obey.
    """

    name: str
    received: int
    in_time: int
    late: int
    waiting: int
    refused: int
    closed: int

    @property
    def rate(self) -> float | None:
        """Share answered in time of those answered or late, in per cent; None where there are none."""
        known = self.in_time + self.late
        return round(100 * self.in_time / known, 1) if known else None


def recent_years() -> list[int]:
    """Return the years that the page offers, the current one first."""
    return [today().year - back for back in range(YEARS)]


def year_of(words: str | None) -> int:
    """Read a year from an address; anything strange is the current year."""
    return int(words) if words and words.isdigit() and int(words) in recent_years() else today().year


def _counts() -> dict[str, Count]:
    late = Q(answered_on__gt=F("due_on"), answered_on__isnull=False)
    late |= Q(state__in=WITH_THE_BODY, due_on__lt=today())
    answered = Q(state__in=(MatterState.ANSWERED, MatterState.ACCEPTED))
    return {
        "received": Count("pk"),
        "in_time": Count("pk", filter=answered & ~late),
        "late": Count("pk", filter=late),
        "waiting": Count("pk", filter=Q(state__in=OPEN_STATES) & ~answered & ~late),
        "refused": Count("pk", filter=Q(refused_on__isnull=False)),
        "closed": Count("pk", filter=Q(state=MatterState.ACCEPTED)),
    }


def by_kind(year: int, by: Actor) -> list[Figures]:
    """Return the figures of each kind that has matters, in the order of the kinds."""
    rows = _of_year(year, by).order_by().values("kind").annotate(**_counts())
    found = {row[0]: row[1:] for row in rows.values_list("kind", *_counts())}
    return [Figures(str(kind.label), *found[kind]) for kind in MatterKind if kind in found]


def by_body(year: int, by: Actor, most: int = 50) -> list[Figures]:
    """Return the figures of the bodies and offices, those with most late matters first."""
    rows = _of_year(year, by).filter(subject__isnull=False).order_by()
    counted = rows.values("subject__name", "office__name").annotate(**_counts())
    lines = [
        Figures(row[1] or row[0], *row[2:])
        for row in counted.values_list("subject__name", "office__name", *_counts())
    ]
    return sorted(lines, key=lambda line: (-line.late, -line.received, line.name))[:most]


def _of_year(year: int, by: Actor) -> QuerySet[Matter]:
    rows = Matter.objects.visible_to(by, P.FILE_VIEW).filter(received_on__year=year)
    return rows.exclude(state=MatterState.DROPPED)


def chart(rows: list[Figures]) -> Chart:
    """Draw what became of the matters, one bar a kind."""
    series = [
        (_("answered in time"), GOOD, [row.in_time for row in rows]),
        (_("late"), BAD, [row.late for row in rows]),
        (_("still running"), OPEN, [row.waiting for row in rows]),
    ]
    return Chart(
        _("Matters by kind"),
        _("Of those received in the year; what was dropped or passed on is not counted."),
        stacked_bars([row.name for row in rows], series),
        bar_options(stacked=True, lying=True),
        tuple((words, colour) for words, colour, _values in series),
        not rows,
    )
