"""The papers of an interview to print: the notice, that it is called off, the minutes for the signatures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import ruletables
from core.clock import CHINA, today
from supervision.choices import InterviewState as S
from supervision.interviews.clocks import TABLE
from supervision.models import Interview, InterviewBody


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to print.

    Args:
        title: name of the paper.
        template: a page of its own.
        possible: whether the interview has come so far.
        for_the_body: whether a body prints its own one in the portal; minutes speak of all bodies.
    """

    title: str | Promise
    template: str
    possible: Callable[[Interview], bool]
    for_the_body: bool = False


PAPERS: dict[str, Paper] = {
    "notice": Paper(
        _("Notice of the interview, to print"),
        "supervision/interview_notice.html",
        lambda row: row.state != S.DROPPED,
        for_the_body=True,
    ),
    "called-off": Paper(
        _("Letter that the interview is called off, to print"),
        "supervision/interview_called_off.html",
        lambda row: row.called_off_on is not None,
        for_the_body=True,
    ),
    "minutes": Paper(
        _("Minutes of the interview, to print"),
        "supervision/interview_minutes.html",
        lambda row: row.state in (S.NOTIFIED, S.HELD, S.CLOSED),
    ),
}


def content(row: Interview, *, only: InterviewBody | None = None) -> dict[str, Any]:
    """Return what the papers are drawn from.

    Args:
        only: the one body for which the paper is drawn; by default every body gets a page of its own.
    """
    bodies = [only] if only is not None else list(row.bodies.select_related("subject").order_by("pk"))
    rule = ruletables.book(TABLE).find("basis", on=today(), place=row.division_code)
    return {
        "row": row,
        "bodies": bodies,
        "meets_at": timezone.localtime(row.meets_at, CHINA) if row.meets_at else None,
        "put_off_from": timezone.localtime(row.put_off_from, CHINA) if row.put_off_from else None,
        # Words of the rule's document, so they stand beside no other one.
        "principle": rule.value if rule and row.basis == f"{rule.document}{rule.article}" else "",
        "demands": list(row.demands.order_by("number")),
        "today": today(),
    }
