"""What the yearly report counts of interviews."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from supervision.campaigns.year import YearFigure, tell_year
from supervision.campaigns.year_figures import between
from supervision.models import Interview

HELD = tell_year(
    YearFigure(
        "interviews",
        pgettext_lazy("yearly report", "interviews held"),
        "supervision",
        between(Interview, "held_on"),
        50,
    )
)
