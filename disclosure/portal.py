"""The portal's section "penalties and permits": where each decision about the body is on its way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.clock import today
from credit.choices import RecordState
from credit.models import ConductRecord, Objection
from credit.objection.choices import Finding, Remedy
from disclosure.choices import DecisionState, PublicState
from disclosure.models import Penalty, Permit, PublicEntry
from disclosure.services.conduct import source_of
from institutions.models import Institution
from institutions.portal.sections import Fact, Section, Tone, register

# What is still on the clerk's desk is not told: it may yet be changed or dropped.
TOLD = (
    DecisionState.APPROVED,
    DecisionState.PUBLISHED,
    DecisionState.WITHHELD,
    DecisionState.ENDED,
    DecisionState.ANNULLED,
)
MOST = 200


@dataclass(frozen=True, slots=True)
class Told:
    """A decision with its state in plain words.

    Args:
        entry: address of its public page, "" where it has none.
        repaired: whether its record was repaired; then nothing is left to apply for.
    """

    decision: Penalty | Permit
    words: Sequence[str | Promise]
    entry: str
    repaired: bool


def penalties_of(body: Institution) -> list[Told]:
    """Return the body's reviewed penalties, newest first."""
    rows = Penalty.objects.filter(subject_id=body.subject_id, state__in=TOLD)
    return _told(rows.order_by("-decided_on", "-pk")[:MOST])


def permits_of(body: Institution) -> list[Told]:
    """Return the body's reviewed permits, newest first."""
    rows = Permit.objects.filter(subject_id=body.subject_id, state__in=TOLD)
    return _told(rows.order_by("-decided_on", "-pk")[:MOST])


def _told(rows: Iterable[Penalty | Permit]) -> list[Told]:
    decisions = list(rows)
    public = PublicEntry.objects.filter(
        record_guid__in=[row.guid for row in decisions], state=PublicState.SHOWN
    ).only("guid", "record_guid")
    addresses = {entry.record_guid: entry.get_absolute_url() for entry in public}
    records = ConductRecord.objects.filter(
        source__in=[source_of(row) for row in decisions if isinstance(row, Penalty)],
        state=RecordState.REPAIRED,
    )
    repaired = set(records.values_list("source", flat=True))
    corrected = _taken_down_by_objection(decisions)
    told = []
    for row in decisions:
        done = isinstance(row, Penalty) and source_of(row) in repaired
        words = [_("Repaired: no longer shown, shared or counted in the grade.")] if done else in_words(row)
        if row.state == DecisionState.ANNULLED and source_of(row) in corrected:
            words = [_taken_down(row)]
        told.append(Told(row, words, addresses.get(row.guid, ""), done))
    return told


def _taken_down_by_objection(decisions: Iterable[Penalty | Permit]) -> set[str]:
    """Return the sources that were withdrawn because an objection was upheld: nobody annulled them."""
    upheld = Objection.objects.filter(
        about__in=[source_of(row) for row in decisions if row.state == DecisionState.ANNULLED],
        finding__in=(Finding.UPHELD, Finding.PARTLY),
        remedy=Remedy.WITHDRAW,
        decided_on__isnull=False,
    )
    return set(upheld.values_list("about", flat=True))


def _taken_down(decision: Penalty | Permit) -> str:
    return _("Taken down on %(day)s after your objection was upheld: %(reason)s.") % {
        **_day(decision.annulled_on),
        "reason": decision.annulled_reason.strip().rstrip("。."),
    }


def in_words(decision: Penalty | Permit) -> list[str]:
    """Tell where a decision is on its way between the clerk's desk and the public, in short sentences."""
    words = [_state(decision)]
    if isinstance(decision, Penalty) and decision.state == DecisionState.PUBLISHED:
        if decision.shown_until:
            words.append(
                _("Shown until %(day)s, then it leaves the public site by itself.")
                % _day(decision.shown_until)
            )
        if decision.earliest_repair_on:
            words.append(_("Repair can be applied for from %(day)s.") % _day(decision.earliest_repair_on))
    return words


def _state(decision: Penalty | Permit) -> str:
    if decision.state == DecisionState.APPROVED:
        return _("Reviewed; will be published by %(day)s.") % _day(decision.due_on)
    if decision.state == DecisionState.PUBLISHED:
        return _("Published on %(day)s.") % _day(decision.published_at and localdate(decision.published_at))
    if decision.state == DecisionState.WITHHELD:
        return _("Reviewed; not published: %(reason)s.") % {"reason": decision.get_withheld_reason_display()}
    if decision.state == DecisionState.ENDED:
        return _ended(decision.shown_until)
    return _("Annulled on %(day)s: %(reason)s.") % {
        **_day(decision.annulled_on),
        "reason": decision.annulled_reason.strip().rstrip("。."),
    }


def _ended(last: date | None) -> str:
    """Say when display ended; a repair or a more lenient rule may have ended it early."""
    if last is None or last >= today():
        return _("No longer shown; publication ended before its last day.")
    return _("No longer shown; publication ended after %(day)s.") % _day(last)


def _day(day: Any) -> dict[str, str]:
    return {"day": date_format(day, "DATE_FORMAT") if day else "–"}


def summary(body: Institution) -> Sequence[Fact]:
    """Return the facts for the portal's first page."""
    published = Q(state=DecisionState.PUBLISHED)
    told = Penalty.objects.filter(subject_id=body.subject_id, state__in=TOLD).aggregate(
        whole=Count("pk"),
        shown=Count("pk", filter=published),
        repairable=Min("earliest_repair_on", filter=published),
    )
    shown, repairable = told["shown"], told["repairable"]
    facts = [
        Fact(gettext_lazy("Penalties on the public site"), shown, tone=Tone.WATCH if shown else Tone.GOOD),
        Fact(gettext_lazy("Penalties in the file"), told["whole"]),
        Fact(
            gettext_lazy("Permits in the file"),
            Permit.objects.filter(subject_id=body.subject_id, state__in=TOLD).count(),
        ),
    ]
    if repairable:
        facts.append(Fact(gettext_lazy("First repair possible from"), repairable))
    return facts


def context(body: Institution) -> dict[str, Any]:
    """Return the body's decisions."""
    return {"penalties": penalties_of(body), "permits": permits_of(body)}


DECISIONS = register(
    Section("decisions", gettext_lazy("Penalties and permits"), "portal/decisions.html", 20, summary, context)
)
