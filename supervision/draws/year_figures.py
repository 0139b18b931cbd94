"""What the yearly report counts of random inspection."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import pgettext_lazy

from supervision.campaigns.year import YearFigure, tell_year
from supervision.campaigns.year_figures import between
from supervision.draws.choices import HOLDS, DrawState
from supervision.models import Draw, DrawnObject

HELD = Q(state__in=[str(state) for state in HOLDS])

tell_year(
    YearFigure(
        "draws_held",
        pgettext_lazy("yearly report", "random draws held"),
        "supervision",
        between(Draw, "draw_on", HELD),
        24,
    )
)
tell_year(
    YearFigure(
        "draws_opened",
        pgettext_lazy("yearly report", "random draws opened to be recomputed"),
        "supervision",
        between(Draw, "draw_on", Q(state=DrawState.OPENED)),
        25,
    )
)
tell_year(
    YearFigure(
        "bodies_drawn",
        pgettext_lazy("yearly report", "bodies drawn for inspection"),
        "supervision",
        between(
            DrawnObject,
            "draw__draw_on",
            Q(draw__state__in=[str(state) for state in HOLDS], replaced=False),
            place="draw__division_code",
        ),
        26,
    )
)
