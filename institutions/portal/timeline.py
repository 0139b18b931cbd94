"""The section "time line": everything about the body in one line, without internal notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.actors import SystemActor
from credit.timeline import timeline
from institutions.models import Institution
from institutions.portal.sections import Fact, Section, register

FIRST_EVENTS = 3
SUMMARY = SystemActor("portal")
"""Stands for the body where no page asks who reads: the summary holds nothing but the body's own events."""


def summary(body: Institution) -> Sequence[Fact]:
    """Return the latest conduct records for the first page; the other kinds stand on the page itself."""
    page = timeline(body.subject, SUMMARY, own=True, kind="record", most=FIRST_EVENTS)
    return [Fact(event.on.isoformat(), event.text) for event in page.events]


def context(body: Institution) -> dict[str, Any]:
    """Return nothing: the section has a page of its own, which reads kind and start from the address."""
    return {}


TIMELINE = register(Section("timeline", _("Time line"), "portal/timeline.html", 15, summary, context))
