"""What the yearly report counts of complaints."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from supervision.campaigns.year import YearFigure, tell_year
from supervision.campaigns.year_figures import between
from supervision.complaints.choices import UPHELD, RewardState
from supervision.models import Complaint, ComplaintReward

RECEIVED = tell_year(
    YearFigure(
        "complaints_received",
        _("Complaints and reports received"),
        "supervision",
        between(Complaint, "received_on"),
        80,
    )
)
FOUND_RIGHT = tell_year(
    YearFigure(
        "complaints_upheld",
        _("Complaints and reports upheld"),
        "supervision",
        between(Complaint, "decided_on", Q(finding__in=UPHELD)),
        81,
    )
)
REWARDED = tell_year(
    YearFigure(
        "rewards_paid",
        _("Rewards for reports paid"),
        "supervision",
        between(ComplaintReward, "paid_on", Q(state=RewardState.PAID)),
        82,
    )
)
