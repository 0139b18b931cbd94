"""What is still open when a campaign is to be closed, in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from supervision.campaigns.workflow import unreported
from supervision.choices import RectificationState
from supervision.models import Campaign, Ledger, Rectification
from supervision.models.bulletins import BulletinKind, BulletinState
from supervision.models.ledgers import WRITABLE, LedgerState

OVER = (RectificationState.CROSSED_OFF, RectificationState.DROPPED)


def still_open(row: Campaign) -> str:
    """Tell the officer what keeps it from being closed, or what closing leaves unfinished; "" for nothing."""
    if (says := unreported(row)) is not None:
        return str(says)
    told = list(_told(row))
    if not told:
        return ""
    return _(
        "Still open: %(what)s Closing does not end these: they stay in the task boxes and the portal."
    ) % {"what": " ".join(told)}


def _told(row: Campaign) -> Iterator[str]:
    ledgers = Ledger.objects.filter(round__campaign=row)
    if n := ledgers.filter(state__in=WRITABLE).count():
        yield ngettext("%(n)s ledger is not handed in.", "%(n)s ledgers are not handed in.", n) % {"n": n}
    if n := ledgers.filter(state=LedgerState.HANDED_IN).count():
        yield ngettext("%(n)s ledger is not checked.", "%(n)s ledgers are not checked.", n) % {"n": n}
    if n := Rectification.objects.filter(campaign=row).exclude(state__in=OVER).count():
        yield (
            ngettext(
                "%(n)s rectification is not crossed off.", "%(n)s rectifications are not crossed off.", n
            )
            % {"n": n}
        )
    drafts = row.bulletins.filter(kind=BulletinKind.MONTHLY, state=BulletinState.DRAFT)
    if n := drafts.count():
        yield ngettext("%(n)s bulletin is a draft.", "%(n)s bulletins are drafts.", n) % {"n": n}
