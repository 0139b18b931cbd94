"""Opening ledgers for many bodies in one act: a campaign's, or a full, special or routine self-inspection."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit, outbox, ruletables
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from credit.choices import SubjectState
from institutions.models import Institution
from supervision.choices import ChecklistKind
from supervision.ledgers import clocks
from supervision.ledgers.rules import TABLE
from supervision.models import Campaign, Checklist, Ledger, LedgerRound
from supervision.models.campaigns import CampaignState, PhaseKind

OPENED = "supervision.ledgers.opened"
KINDS = (ChecklistKind.FULL, ChecklistKind.SPECIAL, ChecklistKind.ROUTINE)
_PIECE = 1000


@dataclass(frozen=True, slots=True)
class Whom:
    """The bodies a round is for.

    Args:
        place: division prefix.
        categories: categories of institutions; none: those of the checklist, or all.
        subject_ids: only these; None for all.
    """

    place: str
    categories: tuple[str, ...] = ()
    subject_ids: Collection[int] | None = None

    def kept(self) -> dict[str, Any]:
        """Return it as a round keeps it."""
        chosen = None if self.subject_ids is None else sorted(self.subject_ids)
        return {"place": self.place, "categories": [*self.categories], "subjects": chosen}


def bodies(whom: Whom, checklist: Checklist) -> QuerySet[Institution]:
    """Return the working bodies a round would be opened for."""
    rows = Institution.objects.filter(
        division_code__startswith=whom.place, subject__state=SubjectState.ACTIVE
    )
    if wanted := whom.categories or tuple(checklist.categories):
        rows = rows.filter(category__in=wanted)
    return rows if whom.subject_ids is None else rows.filter(subject_id__in=whom.subject_ids)


def due_day(opens_on: date, place: str) -> date:
    """Return the day by which ledgers are to be handed in where nobody sets another."""
    return opens_on + timedelta(days=int(ruletables.rule(TABLE, "due_days", on=opens_on, place=place)))


def due_when_joining(row: LedgerRound, *, on: date) -> date:
    """Return by when a body that comes into a round on that day hands in: it has the days of the rule."""
    return max(row.due_on, clocks.due_when_joining(row.division_code, on=on))


def source_key(campaign: Campaign) -> str:
    """Return what tells the round of a campaign from all others."""
    return f"campaign:{campaign.guid}"


def open_round(
    *,
    checklist: Checklist,
    title: str,
    period: str,
    whom: Whom,
    division_code: str,
    due_on: date,
    by: Actor,
    authority_name: str = "",
    opens_on: date | None = None,
) -> LedgerRound:
    """Open a full, special or routine self-inspection for every body it is meant for, in one act.

    The same checklist, place and period opens once: again, bodies that are new since get their ledger.

    Args:
        checklist: its lines are what the bodies answer.
        period: what it covers, such as 2026 or 2026Q3.
        division_code: six-digit code of the authority's division.
        due_on: by when it is to be handed in.

    Raises:
        Refusal: no right there, a campaign's list, no lines, no body, or due before it opens.
    """
    if checklist.kind not in KINDS:
        raise Refusal(_("“Checklist”: choose one of self-inspection."), field="checklist")
    if not period.strip():
        raise Refusal(_("“Period” is empty: say which year or quarter is looked at."), field="period")
    held = by.prefixes(P.LEDGER_CHECK)
    if not division_code.startswith(whom.place) or not any(map(whom.place.startswith, held)):
        raise Refusal(_("You do not open self-inspections in this place."), field="place")
    since = opens_on or today()
    row = LedgerRound(
        kind=checklist.kind,
        title=title.strip() or checklist.title,
        period=period.strip(),
        checklist=checklist,
        source_key=f"{checklist.kind}:{checklist.code}:{division_code}:{period.strip()}",
        authority_name=authority_name,
        division_code=division_code,
        scope=whom.kept(),
        opens_on=since,
        due_on=due_on,
    )
    return _open(row, bodies(whom, checklist).values_list("subject_id", "division_code"), by)


def open_campaign(campaign: Campaign, *, by: Actor, due_on: date | None = None) -> LedgerRound:
    """Open a ledger for every body of a campaign; again, bodies added since get theirs.

    Args:
        due_on: by when; by default the end of the campaign's self-inspection.

    Raises:
        Refusal: no right there, the campaign does not run, has no bodies or no self-inspection.
    """
    if not by.may(P.CAMPAIGN_ISSUE, campaign.division_code) and not by.may(
        P.LEDGER_CHECK, campaign.division_code
    ):
        raise Refusal(_("You do not open self-inspections in this place."))
    if campaign.state != CampaignState.RUNNING:
        raise Refusal(_("“%s” does not run; start the campaign first.") % campaign)
    phase = campaign.phases.filter(kind=PhaseKind.SELF_INSPECTION).order_by("number").first()
    last = due_on or (phase.ends_on if phase else campaign.ends_on)
    row = LedgerRound(
        kind=ChecklistKind.CAMPAIGN,
        title=campaign.title,
        period=str(campaign.starts_on.year),
        checklist_id=campaign.checklist_id,
        campaign=campaign,
        source_key=source_key(campaign),
        authority_name=campaign.authority_name,
        division_code=campaign.division_code,
        opens_on=min(phase.starts_on if phase else campaign.starts_on, last),
        due_on=last,
    )
    inside = campaign.bodies.filter(left_on__isnull=True)
    return _open(row, inside.values_list("subject_id", "division_code"), by)


def open_for_more(row: LedgerRound, *, by: Actor) -> LedgerRound:
    """Give the bodies that have come into the scope of a round since their ledger.

    Raises:
        Refusal: as in `open_round` and `open_campaign`.
    """
    if row.campaign is not None:
        return open_campaign(row.campaign, due_on=row.due_on, by=by)
    if not by.may(P.LEDGER_CHECK, row.division_code):
        raise Refusal(_("You do not open self-inspections in this place."))
    scope = row.scope
    whom = Whom(scope["place"], tuple(scope["categories"]), scope["subjects"])
    return _open(row, bodies(whom, row.checklist).values_list("subject_id", "division_code"), by)


def _open(new: LedgerRound, wanted: Iterable[tuple[int, str]], by: Actor) -> LedgerRound:
    if new.due_on < new.opens_on:
        raise Refusal(
            _("“To be handed in by” lies before the day on which it opens; choose a later day."),
            field="due_on",
        )
    if not new.checklist.items.exists():
        raise Refusal(
            _("“Checklist”: “%s” has no lines; enter them first.") % new.checklist, field="checklist"
        )
    with transaction.atomic():
        row = LedgerRound.objects.select_for_update().filter(source_key=new.source_key).first()
        if row is None:
            row, due_on = new, new.due_on
            row.made_by, row.made_by_label = by.actor_id, by.label[:100]
            row.save()
            clocks.start(row)
        else:  # who comes later is not late from the first day
            due_on = due_when_joining(row, on=today())
        made = give(row, list(wanted), by, due_on=due_on)
        if not made and not row.ledgers.exists():
            raise Refusal(_("No body in this place is of these kinds; widen the choice."), field="categories")
        if made:
            clocks.wait_for(row, due_on)
    return row


def give(row: LedgerRound, wanted: Sequence[tuple[int, str]], by: Actor, *, due_on: date) -> list[Ledger]:
    """Give each body that has none its ledger, with a few statements however many they are.

    Args:
        wanted: subject and division of the bodies; the round is locked by the caller.
        due_on: by when these hand in.
    """
    have = set(row.ledgers.values_list("subject_id", flat=True))
    new = [
        Ledger(round=row, subject_id=subject, division_code=division, due_on=due_on)
        for subject, division in wanted
        if subject not in have
    ]
    made: list[Ledger] = []
    for piece in _pieces(new):
        made += Ledger.objects.bulk_create(piece)
    audit.record(row, "ledgerround.open", by=by, changes={"ledgers": (len(have), len(have) + len(made))})
    if made:
        outbox.publish(
            OPENED,
            f"supervision.ledgers:{row.guid}",
            {"round": row.pk, "kind": row.kind, "division_code": row.division_code, "bodies": len(made)},
        )
    return made


def _pieces(rows: list[Ledger]) -> Iterator[list[Ledger]]:
    for start in range(0, len(rows), _PIECE):
        yield rows[start : start + _PIECE]
