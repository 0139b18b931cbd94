"""The section "interviews" of the portal: notices to read, demands to meet, what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.clock import CHINA
from institutions.models import Institution
from institutions.portal.sections import Fact, Group, Section, Tone, register
from supervision.choices import InterviewState as S
from supervision.models import InterviewBody

MOST = 100
TOLD = Q(interview__state__in=(S.NOTIFIED, S.HELD, S.CLOSED)) | Q(interview__called_off_on__isnull=False)
"""Of what the body knows: what is only proposed may yet be dropped, what was announced may be called off."""


def own(body: Institution) -> QuerySet[InterviewBody]:
    """Return the interviews of which the body was told, newest first."""
    rows = InterviewBody.objects.filter(TOLD, subject_id=body.subject_id)
    return rows.select_related("interview", "subject").order_by("-interview__meets_at", "-pk")


def summary(body: Institution) -> Sequence[Fact]:
    """Return the facts for the portal's first page: an interview that is coming first."""
    rows = list(own(body)[:MOST])
    facts = [
        Fact(
            _("Interview on"),
            timezone.localtime(row.interview.meets_at, CHINA).strftime("%Y-%m-%d %H:%M"),
            note=_not_done(row),
            tone=Tone.ACT,
            waits=True,
        )
        for row in rows
        if row.interview.state == S.NOTIFIED and row.interview.meets_at
    ]
    facts += [
        Fact(
            _("Interview called off"),
            row.interview.notice_no,
            note=_("not read yet"),
            tone=Tone.ACT,
            waits=True,
        )
        for row in rows
        if row.interview.called_off_on and not row.read_on
    ]
    held = sum(row.interview.state == S.HELD for row in rows)
    if held:
        facts.append(Fact(_("Interviews being followed up"), held, tone=Tone.WATCH))
    return facts or [Fact(pgettext_lazy("portal", "Interviews"), _("none under way"), tone=Tone.GOOD)]


def _not_done(row: InterviewBody) -> str | Promise:
    if not row.read_on:
        return _("notice not read yet")
    return "" if row.reply else pgettext_lazy("interview", "not answered yet")


def context(body: Institution) -> dict[str, Any]:
    """Return the body's interviews: those to come, and those that were held."""
    rows = list(own(body)[:MOST])
    return {
        "coming": [row for row in reversed(rows) if row.interview.state == S.NOTIFIED],
        "called_off": [row for row in rows if row.interview.called_off_on],
        "held": [row for row in rows if row.interview.state in (S.HELD, S.CLOSED)],
    }


INTERVIEWS = register(
    Section(
        "interviews",
        pgettext_lazy("portal", "Interviews"),
        "portal/interviews.html",
        63,
        summary,
        context,
        Group.SUPERVISION,
    )
)
