"""The life of a standard as a table: drafted, tried, adopted by a second officer, ended, retired."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core.clock import today
from core.workflow import Transition, Workflow
from credit.models import Standard
from credit.rules.terms import StandardState as S
from credit.standards.draft import draft_faults, draft_of
from credit.standards.validation import Fault, period_faults

Words = str | Promise
ONE_DAY = timedelta(days=1)


def _first(faults: Iterator[Fault]) -> str | None:
    return next((fault.sentence for fault in faults), None)


def _sound(standard: Standard) -> Words | None:
    return _first(draft_faults(draft_of(standard)))


def _fit_to_hold(standard: Standard) -> Words | None:
    if standard.effective_from < today():
        return _(
            "Effective from: a standard cannot hold before the day of its adoption; choose today or later."
        )
    return _sound(standard) or _first(period_faults(standard))


def _ends_no_earlier_than_yesterday(standard: Standard) -> Words | None:
    end = standard.effective_until
    if end is None or end < today() - ONE_DAY:
        return _("Effective until: a standard cannot end in the past; choose yesterday or later.")
    if end < standard.effective_from:
        return _("Effective until: the day lies before the standard's first day.")
    return None


def _has_ended(standard: Standard) -> Words | None:
    end = standard.effective_until
    return None if end is not None and end < today() else _("The standard still holds today; end it first.")


STANDARD: Workflow[Standard] = Workflow(
    Standard,
    Transition(
        "try_out", frozenset({S.DRAFT}), S.TRIED, P.STANDARD_EDIT, _("Try on real subjects"), guard=_sound
    ),
    Transition("rework", frozenset({S.TRIED}), S.DRAFT, P.STANDARD_EDIT, _("Back to draft")),
    Transition(
        "adopt",
        frozenset({S.TRIED}),
        S.ADOPTED,
        P.STANDARD_ADOPT,
        _("Adopt"),
        guard=_fit_to_hold,
        topic="credit.standard.adopted",
        four_eyes=True,
    ),
    Transition(
        "end",
        frozenset({S.ADOPTED}),
        S.ADOPTED,
        P.STANDARD_ADOPT,
        _("Set the last day"),
        guard=_ends_no_earlier_than_yesterday,
        needs_reason=True,
    ),
    Transition(
        "retire",
        frozenset({S.ADOPTED}),
        S.RETIRED,
        P.STANDARD_ADOPT,
        _("Retire"),
        guard=_has_ended,
        topic="credit.standard.retired",
    ),
    title=_("Scoring standard"),
    payload=lambda row, step: {
        "standard": row.code,
        "version": row.version,
        "place": row.place,
        "from": row.effective_from.isoformat(),
        "until": row.effective_until.isoformat() if row.effective_until else None,
        "division_code": row.place,
    },
    key=lambda row: f"credit.standard:{row.code}:{row.place}",
)
