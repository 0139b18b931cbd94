"""What stands above a demerit entry: where it is, what is due, and what points can never replace."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accounts.clock_words import Left, time_left
from accounts.models import Officer
from accounts.permissions import P
from core.models import Deadline
from credit.models import DemeritEntry
from credit.points.choices import EntryState as S
from credit.points.links import penalty_page
from credit.points.schemes import SchemeRule, scheme_rule

STATE_COLOURS = {
    S.DRAFT: "info",
    S.SERVED: "warning",
    S.ANSWERED: "primary",
    S.CONFIRMED: "success",
    S.DROPPED: "",
    S.CORRECTED: "",
    S.REVERSED: "danger",
}
STEPS = (
    (S.DRAFT, pgettext_lazy("points", "Entered")),
    (S.SERVED, pgettext_lazy("points", "Notice served")),
    (S.ANSWERED, pgettext_lazy("points", "Statement and defence")),
    (S.CONFIRMED, pgettext_lazy("points", "Confirmed")),
)
ON_THE_SPOT = (STEPS[0], STEPS[3])


@dataclass(frozen=True, slots=True)
class Step:
    """One stop of the procedure."""

    label: str
    state: str  # "done", "now", "ahead"


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything the panel shows."""

    state_label: str
    colour: str
    steps: tuple[Step, ...]
    left: Left | None
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    penalty_missing: bool
    penalty_page: str
    links: tuple[tuple[str, str], ...]


def panel_of(entry: DemeritEntry, reader: Officer) -> Panel:
    """Put an entry's standing into words."""
    rule = scheme_rule(entry.scheme, on=entry.happened_on, place=entry.division_code)
    missing = entry.item_code in rule.penalty_due and entry.penalty_record_id is None
    return Panel(
        state_label=entry.get_state_display(),
        colour=STATE_COLOURS[S(entry.state)],
        steps=_steps(entry),
        left=_left(entry),
        facts=tuple((label, value) for label, value in _facts(entry, rule) if value),
        notes=tuple(_notes(entry, rule, reader)),
        penalty_missing=missing,
        penalty_page=penalty_page() if missing and reader.may(P.DECISION_ENTER, entry.division_code) else "",
        links=tuple(_links(entry, reader)),
    )


def _steps(entry: DemeritEntry) -> tuple[Step, ...]:
    stops = ON_THE_SPOT if entry.on_the_spot and not entry.defence_until else STEPS
    order = [state for state, _label in stops]
    if entry.state not in order:
        return ()
    here = order.index(S(entry.state))
    last = entry.state == S.CONFIRMED
    return tuple(
        Step(str(label), "done" if at < here or last else "now" if at == here else "ahead")
        for at, (_state, label) in enumerate(stops)
    )


def _left(entry: DemeritEntry) -> Left | None:
    clock = Deadline.objects.filter(
        object_type="credit.demeritentry", object_id=str(entry.pk), closed_at__isnull=True
    ).first()
    return time_left(clock.due_on, provisional=clock.provisional) if clock else None


def _facts(entry: DemeritEntry, rule: SchemeRule) -> list[tuple[str, str]]:
    return [
        (_("First scorer"), entry.made_by_label),
        (_("Second scorer"), entry.confirmed_by_label),
        (_("Confirmed on"), str(entry.confirmed_on or "")),
        (_("Statement and defence until"), str(entry.defence_until or "")),
        (_("Dropped, corrected or taken back on"), str(entry.ended_on or "")),
        (_("Why"), entry.ended_reason),
        (_("Corrects"), str(entry.corrects or "")),
        (_("Procedure by"), rule.basis),
    ]


def _notes(entry: DemeritEntry, rule: SchemeRule, reader: Officer) -> list[str]:
    notes = []
    open_states = (S.DRAFT, S.SERVED, S.ANSWERED)
    if entry.state in open_states and entry.made_by == reader.actor_id:
        notes.append(_("You are the first scorer: another officer has to confirm the points."))
    if rule.unconfirmed:
        notes.append(_("Days and limits of this scheme are a local default, to be confirmed."))
    return notes


def _links(entry: DemeritEntry, reader: Officer) -> list[tuple[str, str]]:
    links = [(_("Notice, to print"), reverse("admin:credit_demeritentry_notice", args=[entry.pk]))]
    if reader.may(P.FILE_VIEW, entry.division_code):
        ledger = reverse("admin:credit_subject_points", args=[entry.subject_id])
        links.append((_("Points ledger"), ledger))
    if entry.state == S.CONFIRMED and reader.may(P.POINTS_ENTER, entry.division_code):
        address = f"{reverse('admin:credit_demeritentry_add')}?corrects={entry.pk}"
        links.append((_("Correct by a new entry"), address))
    return links
