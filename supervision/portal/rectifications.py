"""The section "rectifications" of the portal: what is to be put right, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.clock import today
from institutions.models import Institution
from institutions.portal.file import running_date
from institutions.portal.sections import Fact, Section, Tone, register
from supervision.choices import WITH_THE_BODY
from supervision.choices import RectificationState as S
from supervision.models import Rectification
from supervision.rectification.selectors import figures

MOST = 300
# What is checked inside the authority is not told before it is decided.
SHOWN_AS = {S.CHECKED: S.HANDED_IN, S.DOUBTED: S.CROSSED_OFF}


@dataclass(frozen=True, slots=True)
class Told:
    """A rectification as the body reads it."""

    row: Rectification
    words: str
    tone: Tone
    late: bool


def own(body: Institution) -> QuerySet[Rectification]:
    """Return the body's rectifications, what is due first; what was opened by mistake is left out."""
    rows = Rectification.objects.filter(subject_id=body.subject_id).exclude(state=S.DROPPED)
    return rows.select_related("campaign").order_by("due_on", "pk")


def told_of(row: Rectification) -> Told:
    """Put a rectification into the words of the portal."""
    shown = SHOWN_AS.get(S(row.state), S(row.state))
    late = row.state in WITH_THE_BODY and row.due_on is not None and row.due_on < today()
    if late or row.state in (S.RETURNED, S.REOPENED):
        tone = Tone.ACT
    elif row.state in WITH_THE_BODY:
        tone = Tone.WATCH
    else:
        tone = Tone.GOOD if shown == S.CROSSED_OFF else Tone.PLAIN
    return Told(row, str(shown.label), tone, late)


def summary(body: Institution) -> Sequence[Fact]:
    """Return the facts for the portal's first page: what is due next, and how many there are."""
    rows = own(body)
    found = figures(rows, today())
    facts = []
    to_do = rows.filter(state__in=WITH_THE_BODY, due_on__isnull=False)
    if following := to_do.values_list("due_on", flat=True).first():
        facts.append(running_date(_("Next rectification due on"), following))
    if found["late"]:
        facts.append(Fact(_("Late rectifications"), found["late"], tone=Tone.ACT))
    tone = Tone.WATCH if found["with_body"] else Tone.GOOD
    facts.append(Fact(_("To be put right"), found["with_body"], tone=tone))
    facts.append(Fact(pgettext_lazy("portal", "Crossed off"), found["crossed_off"]))
    return facts


def context(body: Institution) -> dict[str, Any]:
    """Return the body's rectifications: to do, with the authority, over."""
    told = [told_of(row) for row in own(body)[:MOST]]
    over = [one for one in told if one.row.state in (S.CROSSED_OFF, S.DOUBTED)]
    return {
        "to_do": [one for one in told if one.row.state in WITH_THE_BODY],
        "waiting": [one for one in told if one.row.state in (S.HANDED_IN, S.CHECKED)],
        "over": over[::-1],
    }


RECTIFICATIONS = register(
    Section(
        "rectifications",
        pgettext_lazy("portal", "Rectifications"),
        "portal/rectifications.html",
        62,
        summary,
        context,
    )
)
