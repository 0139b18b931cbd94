"""The procedures of campaigns, bulletins and yearly reports as tables."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.permissions import P
from core.clock import today
from core.workflow import Transition, Workflow
from supervision.models import Bulletin, Campaign, YearlyReport
from supervision.models.bulletins import BulletinKind
from supervision.models.bulletins import BulletinState as B
from supervision.models.campaigns import CampaignState as S


def payload(row: Campaign, step: Transition) -> dict[str, Any]:
    """Tell of a campaign without its words."""
    return {"campaign": row.pk, "state": step.target, "division_code": row.division_code}


def missing(row: Campaign) -> str | Promise | None:
    """Say what a campaign needs before it starts, None where it is complete."""
    if not row.phases.exists():
        return _("Phases: enter at least one before the campaign starts.")
    if not row.checklist.items.exists():
        return _("Problem list: it is empty; take in a workbook or copy a list.")
    if not row.bodies.filter(left_on__isnull=True).exists():
        return _("Scope: no body is in it yet; choose the bodies first.")
    return None


def unreported(row: Campaign) -> str | Promise | None:
    """Say that a campaign has no final report yet, None where it has."""
    if row.bulletins.filter(kind="final", state=B.ISSUED).exists():
        return None
    return _("Final report: issue it first; its figures are those with which the campaign closes.")


def _says_something(row: Bulletin | YearlyReport) -> str | Promise | None:
    if len(row.work.strip()) >= LEAST_WORDS:
        return None
    return _("Work done: write at least %(n)s characters; figures alone tell no reader what was done.") % {
        "n": LEAST_WORDS
    }


def _counted_to_the_end(row: Bulletin) -> str | Promise | None:
    """A draft that was counted while its month ran says less than the month held."""
    if (told := _says_something(row)) is not None:
        return told
    last = row.counted_to
    if row.kind != BulletinKind.MONTHLY or last >= row.ends_on or today() <= row.ends_on:
        return None
    return _("Figures: they stand as of %(last)s, and the month went on; count them again first.") % {
        "last": last.isoformat()
    }


LEAST_WORDS = 10

CAMPAIGN: Workflow[Campaign] = Workflow(
    Campaign,
    Transition(
        "start",
        frozenset({S.DRAFT}),
        S.RUNNING,
        P.CAMPAIGN_ISSUE,
        pgettext_lazy("campaign", "Start"),
        guard=missing,
        topic="supervision.campaign.started",
        four_eyes=True,
    ),
    Transition(
        "close",
        frozenset({S.RUNNING}),
        S.CLOSED,
        P.CAMPAIGN_ISSUE,
        pgettext_lazy("campaign", "Close"),
        guard=unreported,
        topic="supervision.campaign.closed",
    ),
    Transition(
        "reopen",
        frozenset({S.CLOSED}),
        S.RUNNING,
        P.CAMPAIGN_ISSUE,
        pgettext_lazy("campaign", "Open again"),
        topic="supervision.campaign.started",
        needs_reason=True,
    ),
    Transition(
        "drop",
        frozenset({S.DRAFT}),
        S.DROPPED,
        P.CAMPAIGN_KEEP,
        pgettext_lazy("campaign", "Give up"),
        needs_reason=True,
    ),
    title=_("Campaigns"),
    payload=payload,
    related=("checklist",),
)

_ISSUE = pgettext_lazy("bulletin", "Issue")
_DROP = pgettext_lazy("bulletin", "Give up")
_WITHDRAW = pgettext_lazy("bulletin", "Withdraw")

BULLETIN: Workflow[Bulletin] = Workflow(
    Bulletin,
    Transition(
        "issue",
        frozenset({B.DRAFT}),
        B.ISSUED,
        P.CAMPAIGN_ISSUE,
        _ISSUE,
        guard=_counted_to_the_end,
        topic="supervision.bulletin.issued",
        four_eyes=True,
    ),
    Transition("drop", frozenset({B.DRAFT}), B.DROPPED, P.CAMPAIGN_KEEP, _DROP, needs_reason=True),
    Transition(
        "withdraw", frozenset({B.ISSUED}), B.WITHDRAWN, P.CAMPAIGN_ISSUE, _WITHDRAW, needs_reason=True
    ),
    title=_("Bulletins of campaigns"),
)

YEARLY: Workflow[YearlyReport] = Workflow(
    YearlyReport,
    Transition(
        "issue",
        frozenset({B.DRAFT}),
        B.ISSUED,
        P.CAMPAIGN_ISSUE,
        _ISSUE,
        guard=_says_something,
        four_eyes=True,
    ),
    Transition(
        "send",
        frozenset({B.ISSUED}),
        B.SENT,
        P.CAMPAIGN_KEEP,
        pgettext_lazy("bulletin", "Note as sent"),
    ),
    Transition("drop", frozenset({B.DRAFT}), B.DROPPED, P.CAMPAIGN_ISSUE, _DROP, needs_reason=True),
    Transition(
        "withdraw", frozenset({B.ISSUED, B.SENT}), B.WITHDRAWN, P.CAMPAIGN_ISSUE, _WITHDRAW, needs_reason=True
    ),
    title=_("Yearly reports"),
)
