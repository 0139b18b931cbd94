"""What the yearly report counts of credit work, lists, campaigns and rectifications."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from blacklist.models import Listing
from credit.choices import RecordState
from credit.models import Commitment, ConductRecord, CreditReport, Objection, Repair
from credit.repair.choices import Outcome
from supervision.campaigns.year import Count, YearFigure, tell_year
from supervision.choices import RectificationState
from supervision.models import Bulletin, Campaign, CampaignBody, Rectification
from supervision.models.bulletins import BulletinState


def between(
    model: type[models.Model], field: str, only: Q | None = None, *, place: str = "division_code"
) -> Count:
    """Return the count of rows of a division whose day lies in the time.

    Args:
        field: name of the day, or "<moment>__date".
        only: which rows count.
        place: lookup path of the division code.
    """

    def count(prefix: str, first: date, last: date) -> int:
        told = {f"{field}__gte": first, f"{field}__lte": last, f"{place}__startswith": prefix}
        return model._default_manager.filter(only or Q(), **told).count()

    return count


def _figure(group: str, code: str, title: str | Promise, count: Count, order: int) -> None:
    tell_year(YearFigure(code, title, group, count, order))


_figure(
    "credit",
    "records",
    pgettext_lazy("yearly report", "conduct records"),
    between(ConductRecord, "happened_on", ~Q(state=RecordState.WITHDRAWN)),
    10,
)
_figure(
    "credit",
    "listings",
    pgettext_lazy("yearly report", "entries on red and black lists"),
    between(Listing, "listed_on"),
    20,
)
_figure(
    "credit",
    "commitments",
    pgettext_lazy("yearly report", "commitments signed"),
    between(Commitment, "signed_on"),
    30,
)
_figure(
    "credit",
    "objections",
    pgettext_lazy("yearly report", "objections received"),
    between(Objection, "received_on"),
    40,
)
_figure(
    "credit",
    "repairs",
    pgettext_lazy("yearly report", "credit repairs granted"),
    between(Repair, "decided_on", Q(outcome=Outcome.GRANTED) | Q(state__in=("approved", "synced"))),
    50,
)
_figure(
    "credit",
    "reports",
    pgettext_lazy("yearly report", "credit reports issued"),
    between(CreditReport, "cut_off__date"),
    60,
)
_figure(
    "supervision",
    "campaigns",
    pgettext_lazy("yearly report", "campaigns started"),
    between(Campaign, "started_on"),
    10,
)
_figure(
    "supervision",
    "campaign_bodies",
    pgettext_lazy("yearly report", "bodies covered by campaigns"),
    between(CampaignBody, "campaign__started_on", Q(left_on__isnull=True)),
    11,
)
_figure(
    "supervision",
    "bulletins",
    pgettext_lazy("yearly report", "bulletins issued"),
    between(Bulletin, "issued_on", Q(state=BulletinState.ISSUED)),
    12,
)
_figure(
    "supervision",
    "rectifications",
    pgettext_lazy("yearly report", "problems taken up for rectification"),
    between(Rectification, "opened_on", ~Q(state=RectificationState.DROPPED)),
    40,
)
_figure(
    "supervision",
    "crossed_off",
    pgettext_lazy("yearly report", "problems crossed off"),
    between(Rectification, "crossed_off_on", Q(state=RectificationState.CROSSED_OFF)),
    41,
)
