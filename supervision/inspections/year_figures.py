"""What the yearly report counts of inspections."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import pgettext_lazy

from supervision.campaigns.year import YearFigure, tell_year
from supervision.campaigns.year_figures import between
from supervision.inspections.choices import DONE, InspectionResult
from supervision.models import Inspection, InspectionNotice

PROBLEMS = Q(result__in=(InspectionResult.ORDERED, InspectionResult.PENDING, InspectionResult.REFUSED))
DONE_ONES = Q(state__in=DONE)

for figure in (
    YearFigure(
        "inspections_done",
        pgettext_lazy("yearly report", "inspections carried out"),
        "supervision",
        between(Inspection, "handed_in_on", DONE_ONES),
        30,
    ),
    YearFigure(
        "inspections_problems",
        pgettext_lazy("yearly report", "of these with problems"),
        "supervision",
        between(Inspection, "handed_in_on", DONE_ONES & PROBLEMS),
        31,
    ),
    YearFigure(
        "inspections_published",
        pgettext_lazy("yearly report", "results of inspections published"),
        "supervision",
        between(InspectionNotice, "published_on", Q(withdrawn_on__isnull=True)),
        32,
    ),
):
    tell_year(figure)
