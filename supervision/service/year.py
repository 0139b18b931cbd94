"""What approvals, ratings and benefits tell the yearly report."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from supervision.campaigns.year import YearFigure, tell_year
from supervision.campaigns.year_figures import between
from supervision.models import ApprovalCase, BenefitUse, Rating
from supervision.service.choices import POOR


def benefits_given(prefix: str, first: date, last: date) -> int:
    """Return how often benefits were given in the months of a period."""
    rows = BenefitUse.objects.filter(
        division_code__startswith=prefix, month__gte=first.replace(day=1), month__lte=last
    )
    return int(rows.aggregate(total=Sum("uses"))["total"] or 0)


FIGURES = (
    ("approvals", _("applications decided"), between(ApprovalCase, "decided_on")),
    (
        "approvals_late",
        _("of them after the promised day"),
        between(ApprovalCase, "decided_on", Q(decided_on__gt=F("due_on"))),
    ),
    ("ratings", _("visits rated"), between(Rating, "rated_on")),
    ("ratings_poor", _("of them poor"), between(Rating, "rated_on", Q(level__in=POOR))),
    ("benefits", _("benefits of keeping faith given"), benefits_given),
)
for _order, (_code, _title, _count) in enumerate(FIGURES, start=1):
    tell_year(YearFigure(_code, _title, "service", _count, _order * 10))
