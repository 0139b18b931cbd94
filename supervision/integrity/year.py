"""What matters and government integrity tell the yearly report."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from supervision.campaigns.year import YearFigure, tell_year
from supervision.campaigns.year_figures import between
from supervision.integrity.choices import STANDING, AssessmentState
from supervision.matters.choices import MatterState
from supervision.models import Assessment, IntegrityBreach, IntegrityMeasure, Matter

FIGURES = (
    (
        "matters",
        _("tracked matters answered and closed"),
        between(Matter, "closed_on", Q(state=MatterState.ACCEPTED)),
    ),
    (
        "assessed",
        _("bodies and offices assessed for integrity"),
        between(Assessment, "decided_on", Q(state=AssessmentState.DECIDED)),
    ),
    (
        "breaches",
        _("breaches of government integrity confirmed"),
        between(IntegrityBreach, "confirmed_on", Q(state__in=STANDING)),
    ),
    ("consequences", _("integrity consequences imposed"), between(IntegrityMeasure, "starts_on")),
)
for _order, (_code, _title, _count) in enumerate(FIGURES, start=1):
    tell_year(YearFigure(_code, _title, "integrity", _count, _order * 10))
