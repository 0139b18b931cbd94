"""Bulletins of a campaign: drafted with counted figures, issued by a second officer, frozen from then on."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from supervision.campaigns.clocks import stop_bulletin
from supervision.campaigns.content import freeze
from supervision.campaigns.figures import figures
from supervision.campaigns.texts import Texts, check_draft, write_texts
from supervision.campaigns.workflow import BULLETIN
from supervision.models import Bulletin, Campaign
from supervision.models.bulletins import BulletinKind, BulletinState
from supervision.models.campaigns import CampaignState

GONE = (BulletinState.DROPPED, BulletinState.WITHDRAWN)


def months_to_tell(campaign: Campaign, *, on: date | None = None) -> list[date]:
    """Return the first days of the months that have no bulletin yet, newest first."""
    last = min(on or today(), campaign.closed_on or campaign.ends_on)
    told = campaign.bulletins.filter(kind=BulletinKind.MONTHLY).exclude(state__in=GONE)
    known = set(told.values_list("begins_on", flat=True))
    month, found = (campaign.started_on or campaign.starts_on).replace(day=1), []
    while month <= last:
        if month not in known:
            found.append(month)
        month = _next(month)
    return found[::-1]


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def last_day(month: date) -> date:
    """Return the last day of a month."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def draft_monthly(campaign: Campaign, month: date, *, by: Actor) -> Bulletin:
    """Draft the bulletin of a month: what came within it, and how things stood at its end.

    While the month runs it is counted up to today; it is then counted again before it is issued.

    Raises:
        Refusal: no right, the campaign does not run, or the month is told already or lies outside.
    """
    first = month.replace(day=1)
    if first not in months_to_tell(campaign):
        raise Refusal(
            _("Month: choose one of the campaign's months that has no bulletin yet."), field="month"
        )
    title = _("%(campaign)s: bulletin of %(month)s") % {
        "campaign": campaign.title,
        "month": date_format(first, "YEAR_MONTH_FORMAT"),
    }
    return _draft(campaign, BulletinKind.MONTHLY, title, first, last_day(first), by)


def draft_final(campaign: Campaign, *, by: Actor) -> Bulletin:
    """Draft the final report of a campaign: what came since its start, and how things stand today.

    Raises:
        Refusal: no right, the campaign does not run, or there is one already.
    """
    title = _("%(campaign)s: final report") % {"campaign": campaign.title}
    return _draft(campaign, BulletinKind.FINAL, title, campaign.starts_on, campaign.ends_on, by)


def _draft(
    campaign: Campaign, kind: BulletinKind, title: str, begins_on: date, ends_on: date, by: Actor
) -> Bulletin:
    if not by.may(P.CAMPAIGN_KEEP, campaign.division_code):
        raise Refusal(_("You do not keep campaigns in this division."))
    if campaign.state != CampaignState.RUNNING:
        raise Refusal(_("Bulletins are drafted while the campaign runs; start it first."))
    number = campaign.bulletins.aggregate(last=Max("number"))["last"] or 0
    row = Bulletin(
        campaign=campaign,
        kind=kind,
        number=number + 1,
        title=title[:200],
        authority_name=campaign.authority_name,
        division_code=campaign.division_code,
        begins_on=begins_on,
        ends_on=ends_on,
        made_by=by.actor_id,
        made_by_label=by.label[:100],
    )
    _count(row)
    try:
        with transaction.atomic():
            row.save()
            audit.record(row, "bulletin.draft", by=by, changes={"counted_at": (None, row.counted_at)})
    except IntegrityError as error:  # two clerks drafted the same one at the same moment
        raise Refusal(_("There is a bulletin of this time already; open that one.")) from error
    return row


def _count(row: Bulletin) -> None:
    last = today() if row.kind == BulletinKind.FINAL else min(today(), row.ends_on)
    row.counted_at = timezone.now()
    row.content = freeze(row.campaign, figures(row.campaign, first=row.begins_on, last=last))


def recount(bulletin: Bulletin, *, by: Actor) -> Bulletin:
    """Count a draft's figures again.

    Raises:
        Refusal: no right, or it is no draft any more.
    """
    with transaction.atomic():
        row = Bulletin.objects.select_for_update(of=("self",)).get(pk=bulletin.pk)
        check_draft(row, by)
        old = row.counted_at
        _count(row)
        row.changed_by = by.actor_id
        row.save(update_fields=["counted_at", "content", "changed_by"])
        audit.record(row, "bulletin.recount", by=by, changes={"counted_at": (old, row.counted_at)})
    return row


def write_bulletin(bulletin: Bulletin, texts: Texts, *, by: Actor) -> Bulletin:
    """Write the words of a draft.

    Raises:
        Refusal: no right, no draft any more, no title, or personal data in the words.
    """
    with transaction.atomic():
        row = Bulletin.objects.select_for_update(of=("self",)).get(pk=bulletin.pk)
        write_texts(row, texts, by=by)
    return row


def issue_bulletin(bulletin: Bulletin, *, by: Actor, on: date | None = None) -> Bulletin:
    """Issue it with the figures that its draft shows; they never change again.

    Raises:
        Refusal: no right, own work, nothing written, or counted before its month was over.
    """
    with transaction.atomic():
        row = BULLETIN.apply(
            bulletin, "issue", by=by, issued_on=on or today(), issued_by_label=by.label[:100]
        )
        if row.kind == BulletinKind.MONTHLY:
            stop_bulletin(row.campaign)
    return row


def drop_bulletin(bulletin: Bulletin, *, reason: str, by: Actor) -> Bulletin:
    """Give up a draft."""
    return BULLETIN.apply(bulletin, "drop", by=by, reason=reason)


def withdraw_bulletin(bulletin: Bulletin, *, reason: str, by: Actor) -> Bulletin:
    """Withdraw an issued bulletin, with the reason; another one of its time may then be drafted."""
    return BULLETIN.apply(bulletin, "withdraw", by=by, reason=reason)
