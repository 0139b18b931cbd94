"""Ledgers of bodies that join or leave a running campaign: they open, and are taken back, with the change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import today
from supervision.campaigns.joining import Change, when_joined, when_left
from supervision.ledgers import clocks
from supervision.ledgers.opening import due_when_joining, give, source_key
from supervision.ledgers.workflow import LEDGER
from supervision.models import Campaign, Ledger, LedgerRound
from supervision.models.ledgers import LedgerState as S


def round_of(campaign: Campaign) -> LedgerRound | None:
    """Return the round of a campaign, None where no ledgers were opened for it."""
    return LedgerRound.objects.filter(source_key=source_key(campaign)).first()


@when_joined
def open_for_joined(change: Change) -> None:
    """Open the ledgers of bodies that joined; one that was taken back when its body left is open again.

    Where the campaign's ledgers are not open yet nothing is due: these bodies get theirs with all others.
    """
    row = LedgerRound.objects.select_for_update().filter(source_key=source_key(change.campaign)).first()
    if row is None:
        return
    due_on = due_when_joining(row, on=today())
    back = Ledger.objects.filter(round=row, subject_id__in=change.subject_ids, state=S.DROPPED)
    again = {"due_on": due_on, "late": False, "return_reason": ""}
    LEDGER.apply_many(
        list(back.values_list("pk", flat=True)), "join_again", by=change.by, fields=lambda _row: again
    )
    inside = change.campaign.bodies.filter(subject_id__in=change.subject_ids, left_on__isnull=True)
    give(row, list(inside.values_list("subject_id", "division_code")), change.by, due_on=due_on)
    clocks.wait_for(row, due_on)


@when_left
def take_back_of_left(change: Change) -> None:
    """Take back the ledgers that bodies which left have not handed in; they read why.

    What was handed in stays to be checked, and what was returned or found to be faked stays as it is: a body
    does not get rid of that by leaving.
    """
    owed = Ledger.objects.filter(
        round__campaign=change.campaign, subject_id__in=change.subject_ids, state=S.OPEN
    )

    def stop(rows: list[Ledger]) -> None:
        for round_id in {row.round_id for row in rows}:
            clocks.stop_where_done(round_id)

    words: dict[str, Any] = {"return_reason": change.reason[:500]}
    LEDGER.apply_many(
        list(owed.values_list("pk", flat=True)),
        "leave",
        by=change.by,
        reason=change.reason,
        fields=lambda _row: words,
        then=stop,
    )


def told_to_joined(campaign: Campaign, *, on: date) -> str:
    """Tell the officer by when bodies that join on that day hand in, or that no ledgers are open yet."""
    row = round_of(campaign)
    if row is None:
        return _("The campaign has no ledgers yet; bodies that join get theirs when they are opened.")
    words = _("The ledger of a body that joins opens at once; it is to be handed in by %(day)s (%(basis)s).")
    basis = clocks.basis_of_joining(row, on=on) or _("local default, to be confirmed")
    return words % {"day": due_when_joining(row, on=on).isoformat(), "basis": basis}


def told_of_left(campaign: Campaign, subject_ids: Collection[int]) -> str:
    """Tell the officer what became of the ledgers of bodies that left; "" where they had none."""
    counts = Ledger.objects.filter(round__campaign=campaign, subject_id__in=subject_ids).aggregate(
        back=Count("pk", filter=Q(state=S.DROPPED)), kept=Count("pk", filter=~Q(state=S.DROPPED))
    )
    told = []
    if back := counts["back"]:
        words = ngettext(
            "%(n)s ledger was taken back; the body reads the reason.",
            "%(n)s ledgers were taken back; the bodies read the reason.",
            back,
        )
        told.append(words % {"n": back})
    if kept := counts["kept"]:
        words = ngettext(
            "%(n)s ledger that had been handed in stays with its check.",
            "%(n)s ledgers that had been handed in stay with their checks.",
            kept,
        )
        told.append(words % {"n": kept})
    return " ".join(told)
