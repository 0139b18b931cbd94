"""The section "own file": what the authority keeps about the body, and the days that are running."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.clock import today
from core.divisions import full_name
from institutions.models import Institution
from institutions.portal.sections import Fact, Section, Tone, register

SOON_DAYS = 90
"""From so many days on a date is shown as something to look at; a matter of display, not of law."""


def running_date(label: Any, day: date | None) -> Fact:
    """Return a date with the days left until it, or since it passed."""
    if day is None:
        return Fact(label, _("not entered"))
    left = (day - today()).days
    if left < 0:
        note = ngettext("passed %(days)d day ago", "passed %(days)d days ago", -left) % {"days": -left}
        return Fact(label, day, note, Tone.ACT, waits=True)
    note = ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left}
    soon = left <= SOON_DAYS
    return Fact(label, day, note, Tone.WATCH if soon else Tone.GOOD, waits=soon)


def summary(body: Institution) -> Sequence[Fact]:
    """Return the facts for the first page."""
    return [
        Fact(_("Category"), body.category),
        running_date(_("Licence valid to"), body.licence_valid_to),
        running_date(_("Verification valid to"), body.verification_valid_to),
    ]


def context(body: Institution) -> dict[str, Any]:
    """Return everything the file says about the body itself."""
    facts = [
        Fact(_("Name"), body.subject.name),
        Fact(_("Former names"), "、".join(body.subject.former_names)),
        Fact(_("Unified social credit code"), body.subject.uscc),
        Fact(_("Category"), body.category),
        Fact(_("Level and grade"), body.level),
        Fact(_("Ownership"), body.ownership),
        Fact(_("Quantified class"), body.quantified_class),
        Fact(_("Licence registration number"), body.licence_no),
        Fact(_("Licence issued on"), body.licence_issued_on or ""),
        running_date(_("Licence valid to"), body.licence_valid_to),
        running_date(_("Verification valid to"), body.verification_valid_to),
        Fact(_("Legal representative"), body.legal_representative),
        Fact(_("Number of staff"), "" if body.staff_count is None else body.staff_count),
        Fact(_("Departments"), "、".join(map(str, body.departments))),
        Fact(_("Address"), body.address),
        Fact(_("Division"), full_name(body.division_code)),
    ]
    return {"facts": [fact for fact in facts if fact.value != ""]}


FILE = register(Section("file", _("Own file"), "portal/file.html", 10, summary, context))
