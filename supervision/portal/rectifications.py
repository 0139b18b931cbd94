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
from institutions.portal.sections import Fact, Group, Section, Tone, register
from supervision.choices import WITH_THE_BODY
from supervision.choices import RectificationState as S
from supervision.models import Rectification

MOST = 300
# What is checked inside the authority is not told before it is decided.
SHOWN_AS = {S.CHECKED: S.HANDED_IN, S.DOUBTED: S.CROSSED_OFF}


@dataclass(frozen=True, slots=True)
class Told:
    """A rectification as the body reads it.

    Args:
        due: its day with the days left, None once it is no longer with the body.
    """

    row: Rectification
    words: str
    tone: Tone
    late: bool
    due: Fact | None


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
    runs = row.state in WITH_THE_BODY and row.due_on is not None
    due = running_date(pgettext_lazy("rectification", "Due on"), row.due_on) if runs else None
    return Told(row, str(shown.label), tone, late, due)


def summary(body: Institution) -> Sequence[Fact]:
    """Return the facts for the portal's first page: what is due next, and how many there are."""
    rows = list(own(body).order_by().values_list("state", "due_on"))
    days = sorted(due for state, due in rows if state in WITH_THE_BODY and due is not None)
    facts = [running_date(_("Next rectification due on"), days[0])] if days else []
    if late := sum(day < today() for day in days):
        facts.append(Fact(_("Late rectifications"), late, tone=Tone.ACT))
    to_do = sum(state in WITH_THE_BODY for state, _due in rows)
    facts.append(Fact(_("To be put right"), to_do, tone=Tone.WATCH if to_do else Tone.GOOD))
    crossed_off = sum(state == S.CROSSED_OFF for state, _due in rows)
    facts.append(Fact(pgettext_lazy("portal", "Crossed off"), crossed_off))
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
        Group.SUPERVISION,
    )
)
