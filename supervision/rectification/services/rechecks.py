"""Random re-checks of what was crossed off (抽查复核): a seeded sample with its record, and the findings."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit, divisions
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import redact
from core.scope import division_filter
from supervision.choices import RecheckFinding, RectificationState
from supervision.models import Campaign, Recheck, RecheckLine, Rectification
from supervision.rectification import sampling
from supervision.rectification.services import doubts
from supervision.rectification.services.history import note

LEAST_WORDS = 4
COUNTRY = "000000"


@transaction.atomic
def draw_recheck(
    *,
    title: str,
    division_code: str,
    crossed_off_from: date,
    crossed_off_to: date,
    percent: int,
    by: Actor,
    campaign: Campaign | None = None,
) -> Recheck:
    """Draw a re-check at random; population, seed and sample are kept and can be computed again.

    Args:
        title: what the re-check is called.
        division_code: of whose bodies; a prefecture or province takes all divisions below it.
        crossed_off_from, crossed_off_to: which cross-offs, both days included.
        percent: share to be drawn, 1 to 100, rounded up.
        campaign: only rectifications of this campaign.

    Raises:
        Refusal: no right, no title, a wrong share or period, or nothing was crossed off then.
    """
    if not by.may(P.RECTIFICATION_CHECK, division_code):
        raise Refusal(_("You do not hold the right to re-check rectifications in this division."))
    _check_draw(title, crossed_off_from, crossed_off_to, percent)
    rows = Rectification.objects.filter(
        division_filter("division_code", by.prefixes(P.RECTIFICATION_CHECK)),
        division_code__startswith="" if division_code == COUNTRY else divisions.prefix(division_code),
        state=RectificationState.CROSSED_OFF,
        crossed_off_on__range=(crossed_off_from, crossed_off_to),
    )
    if campaign is not None:
        rows = rows.filter(campaign=campaign)
    known = {str(guid): pk for pk, guid in rows.order_by().values_list("pk", "guid")}
    if not known:
        raise Refusal(
            _("Nothing was crossed off in this period; choose other days."), field="crossed_off_from"
        )
    population, seed = sampling.population_file(known), secrets.token_hex(16)
    size = sampling.size_of(len(known), percent)
    row = Recheck.objects.create(
        title=title.strip()[:200],
        division_code=division_code,
        campaign=campaign,
        crossed_off_from=crossed_off_from,
        crossed_off_to=crossed_off_to,
        percent=percent,
        population=population,
        population_size=len(known),
        population_digest=sampling.digest_of(population),
        seed=seed,
        size=size,
        drawn_on=today(),
        made_by=by.actor_id,
        made_by_label=by.label[:100],
    )
    RecheckLine.objects.bulk_create(
        [
            RecheckLine(recheck=row, rectification_id=known[guid], number=number)
            for number, guid in enumerate(sampling.draw(population, seed, size), 1)
        ],
        batch_size=500,
    )
    told = {"seed": (None, seed), "population_digest": (None, row.population_digest), "size": (None, size)}
    audit.record(row, "recheck.draw", by=by, changes=told)
    return row


def _check_draw(title: str, first: date, last: date, percent: int) -> None:
    if not title.strip():
        raise Refusal(_("Title: say what the re-check is called."), field="title")
    if first > last:
        raise Refusal(_("Crossed off to: the last day lies before the first."), field="crossed_off_to")
    if not 1 <= percent <= 100:
        raise Refusal(_("Per cent drawn: enter a number from 1 to 100."), field="percent")


@transaction.atomic
def note_finding(line: RecheckLine, *, finding: str, note_text: str, by: Actor) -> RecheckLine:
    """Note what a re-check found on the spot; a false close-out is doubted, a relapse opened again.

    Args:
        finding: a `RecheckFinding`.
        note_text: what was looked at and seen.

    Raises:
        Refusal: noted before, no right, no words, or the rectification is not crossed off any more.
    """
    kept = RecheckLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    row = kept.rectification
    words = redact(note_text.strip())[:500]
    if not by.may(P.RECTIFICATION_CHECK, row.division_code):
        raise Refusal(_("You do not hold the right to re-check rectifications in this division."))
    if finding not in RecheckFinding.values:
        raise Refusal(_("Finding: choose from the list how it stands."), field="finding")
    if len(words) < LEAST_WORDS:
        raise Refusal(_("Note: say in words what was looked at and seen."), field="note_text")
    if kept.finding:
        raise Refusal(_("A finding is on record already; it is not written over."))
    kept.finding, kept.note = finding, words
    kept.noted_on, kept.noted_by_label = today(), by.label[:100]
    kept.save(update_fields=["finding", "note", "noted_on", "noted_by_label"])
    audit.record(row, "rectification.recheck", by=by, changes={"finding": ("", finding)})
    if finding == RecheckFinding.FALSE:
        doubts.doubt(row, reason=words, by=by)
    elif finding == RecheckFinding.RELAPSED:
        doubts.reopen(row, reason=words, by=by)
    else:
        note([row], "recheck", words=words, by=by)
    return kept
