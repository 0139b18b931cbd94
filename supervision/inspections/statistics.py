"""Figures of inspections: done, with problems, published in time, by speciality."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from accounts.charts import BAD, GOOD, OPEN, OTHER, Chart, bar_options, stacked_bars
from accounts.permissions import P
from core.actors import Actor
from core.clock import today
from supervision.inspections.choices import DONE, InspectionResult, InspectionState
from supervision.inspections.naming import speciality_words
from supervision.models import Inspection

PROBLEMS = (InspectionResult.ORDERED, InspectionResult.PENDING, InspectionResult.REFUSED)

COUNTED = ("tasks", "done", "problems", "published", "in_time", "late", "overdue")


@dataclass(frozen=True, slots=True)
class Figures:
    """Inspections of one speciality: tasks that were not dropped or withdrawn.

    Args:
        tasks: all of them.
        done: handed in, approved or published.
        problems: done, with a problem or a refusal.
        published: made public.
        in_time: made public by the day they had to be.
        late: not public though the day has passed, or public after it.
        overdue: not done though their day has passed.
    """

    name: str
    tasks: int
    done: int
    problems: int
    published: int
    in_time: int
    late: int
    overdue: int

    @property
    def done_rate(self) -> str:
        """Share of tasks done, in per cent."""
        return _share(self.done, self.tasks)

    @property
    def problem_rate(self) -> str:
        """Share of inspections done that found a problem, in per cent."""
        return _share(self.problems, self.done)

    @property
    def in_time_rate(self) -> str:
        """Share of results due by now or public that were public in time, in per cent."""
        return _share(self.in_time, self.in_time + self.late)


def by_speciality(*, by: Actor) -> list[Figures]:
    """Count the inspections an officer may see, by speciality (one statement)."""
    day = today()
    late = Q(published_on__gt=F("publish_by")) | Q(published_on__isnull=True, publish_by__lt=day)
    rows = (
        Inspection.objects.visible_to(by, P.FILE_VIEW)
        .exclude(state__in=(InspectionState.DROPPED, InspectionState.WITHDRAWN))
        .values("speciality")
        .annotate(
            tasks=Count("pk"),
            done=Count("pk", filter=Q(state__in=DONE)),
            problems=Count("pk", filter=Q(state__in=DONE, result__in=PROBLEMS)),
            published=Count("pk", filter=Q(state=InspectionState.PUBLISHED)),
            in_time=Count("pk", filter=Q(published_on__lte=F("publish_by"))),
            late=Count("pk", filter=late),
            overdue=Count("pk", filter=~Q(state__in=DONE) & Q(due_on__lt=day)),
        )
        .order_by("speciality")
    )
    return [
        Figures(speciality_words(row["speciality"]), *(row[name] for name in COUNTED))
        for row in map(_plain, rows)
    ]


def total(rows: Iterable[Figures]) -> Figures:
    """Add figures up."""
    kept = list(rows)
    return Figures(str(_("All specialities")), *(sum(getattr(row, name) for row in kept) for name in COUNTED))


def chart(rows: list[Figures]) -> Chart:
    """Draw published, waiting for publication, to be done and overdue as lying bars."""
    series = (
        (str(_("published")), GOOD, [row.published for row in rows]),
        (str(_("waiting for publication")), OTHER, [row.done - row.published for row in rows]),
        (str(_("to be done")), OPEN, [row.tasks - row.done - row.overdue for row in rows]),
        (str(_("overdue")), BAD, [row.overdue for row in rows]),
    )
    return Chart(
        _("Inspections by speciality"),
        _("Tasks that were not dropped; results that were withdrawn are left out."),
        stacked_bars([row.name for row in rows], series),
        bar_options(stacked=True, lying=True),
        tuple((words, colour) for words, colour, _figures in series),
        not rows,
    )


def _plain(row: Any) -> dict[str, Any]:
    return dict(row)


def _share(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.1f}%" if whole else "–"
