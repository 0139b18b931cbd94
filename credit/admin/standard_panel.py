"""Where a standard stands: its steps, who acts next, and what it replaces or is replaced by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.admin_base import officer
from accounts.models import Officer
from accounts.permissions import P
from core.clock import today
from core.models import Rule
from credit.models import Standard
from credit.rules.terms import StandardState

STATE = {
    StandardState.ADOPTED: "success",
    StandardState.TRIED: "warning",
    StandardState.DRAFT: "info",
    StandardState.RETIRED: "",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One station of the life: "done", "now" or "next"."""

    label: str
    state: str


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands above the form of a standard."""

    state_label: str
    colour: str
    steps: list[Step]
    facts: list[tuple[str, Any]]
    holds: bool
    own_work: bool
    unconfirmed: bool
    frozen: bool


def may_draft(request: HttpRequest, standard: Standard | None) -> bool:
    """Tell whether the officer may change a standard, or enter a new one."""
    prefixes = officer(request).prefixes(P.STANDARD_EDIT)
    if standard is None or standard.pk is None:
        return bool(prefixes)
    own = any(standard.place.startswith(prefix) for prefix in prefixes)
    return own and standard.state == StandardState.DRAFT


def panel_of(standard: Standard, reader: Officer) -> Panel:
    """Return what an officer has to know of a standard before reading it."""
    order = list(StandardState)
    reached = order.index(StandardState(standard.state))
    steps = [
        Step(str(state.label), "done" if place < reached else "now" if place == reached else "next")
        for place, state in enumerate(order)
    ]
    makers = {standard.made_by, standard.changed_by}
    return Panel(
        state_label=standard.get_state_display(),
        colour=STATE[StandardState(standard.state)],
        steps=steps,
        facts=_facts(standard),
        holds=Standard.objects.in_force(today()).filter(pk=standard.pk).exists(),
        own_work=standard.state == StandardState.TRIED and reader.actor_id in makers,
        unconfirmed=standard.certainty == Rule.Certainty.DEFAULT,
        frozen=standard.state in (StandardState.ADOPTED, StandardState.RETIRED),
    )


def _facts(standard: Standard) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = []
    if standard.copied_from is not None:
        facts.append((_("Drafted from"), standard.copied_from.version))
    if standard.adopted_on is not None:
        facts.append((_("Adopted on"), f"{standard.adopted_on} {standard.adopted_by}"))
    facts.append((_("In force"), f"{standard.effective_from} – {standard.effective_until or ''}".strip(" –")))
    facts.append((_("Document"), f"{standard.document} {standard.article}".strip()))
    return facts
