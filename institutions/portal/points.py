"""The section "demerit points": notices to answer, the running cycle, and the earlier ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.clock import today
from credit.models import DemeritEntry
from credit.points.choices import EntryState
from credit.points.ledger import CycleLedger, SchemeLedger, ledgers
from credit.rules.phrases import plain
from institutions.models import Institution
from institutions.portal.file import running_date
from institutions.portal.sections import Fact, Section, Tone, register

NOTIFIED = (EntryState.SERVED, EntryState.ANSWERED)
MOST = 50


def notices_of(body: Institution) -> Sequence[DemeritEntry]:
    """Return the notices served on the body that are not decided; drafts stay on the clerk's desk."""
    rows = DemeritEntry.objects.filter(subject_id=body.subject_id, state__in=NOTIFIED)
    return list(rows.select_related("scheme", "penalty_record").order_by("-served_on", "-pk")[:MOST])


def summary(body: Institution) -> Sequence[Fact]:
    """Return the facts for the portal's first page."""
    facts = [_running(told) for told in ledgers(body.subject, on=today())]
    open_notices = [row for row in notices_of(body) if _may_defend(row)]
    if open_notices:
        first = min(row.defence_until for row in open_notices if row.defence_until)
        facts.append(running_date(_("Statement and defence until"), first))
    return facts or [Fact(_("Demerit points"), _("no scheme in force"))]


def context(body: Institution) -> dict[str, Any]:
    """Return the notices and the ledger."""
    return {
        "notices": [(row, _may_defend(row)) for row in notices_of(body)],
        "schemes": ledgers(body.subject, on=today()),
    }


def _running(told: SchemeLedger) -> Fact:
    cycle = told.current
    return Fact(_("Demerit points in this cycle"), plain(cycle.points), cycle.label, _tone(cycle))


def _tone(cycle: CycleLedger) -> Tone:
    if cycle.label:
        return Tone.ACT
    return Tone.WATCH if cycle.points else Tone.GOOD


def _may_defend(entry: DemeritEntry) -> bool:
    until = entry.defence_until
    return entry.state == EntryState.SERVED and until is not None and today() <= until


POINTS = register(Section("points", _("Demerit points"), "portal/points.html", 35, summary, context))
