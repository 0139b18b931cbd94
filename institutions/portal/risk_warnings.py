"""The section "risk warnings": what the rules have found in the body's file, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from credit.models import RiskWarning
from credit.warnings.choices import WarningState
from institutions.models import Institution
from institutions.portal.sections import Fact, Section, Tone, register

MOST = 50


def warnings_of(body: Institution) -> Sequence[RiskWarning]:
    """Return the open warnings that are told to the body, newest first."""
    rows = RiskWarning.objects.filter(subject_id=body.subject_id, to_body=True, state=WarningState.OPEN)
    return list(rows.order_by("-opened_on", "-pk")[:MOST])


def summary(body: Institution) -> Sequence[Fact]:
    """Return the facts for the portal's first page."""
    rows = warnings_of(body)
    count = Fact(_("Open warnings"), len(rows), tone=Tone.WATCH if rows else Tone.GOOD)
    return [count, *(Fact(row.title_shown, row.event_on or row.opened_on) for row in rows[:3])]


def context(body: Institution) -> dict[str, Any]:
    """Return the open warnings."""
    return {"warnings": warnings_of(body)}


WARNINGS = register(Section("warnings", _("Risk warnings"), "portal/warnings.html", 15, summary, context))
