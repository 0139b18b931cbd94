"""What a complainant may expect, and by when: the periods of a place in the order in which they run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import ruletables
from supervision.complaints import clocks
from supervision.complaints.choices import ComplaintState as S
from supervision.complaints.choices import Procedure
from supervision.complaints.clocks import Period
from supervision.complaints.keepers import TABLE
from supervision.models import Complaint

Standing = Literal["done", "now", "ahead"]


@dataclass(frozen=True, slots=True)
class Outlook:
    """The periods that run for whoever complains.

    Args:
        accept: until it is told whether the complaint is accepted.
        answer: from acceptance to the answer, in the common procedure.
        medical: the same for a matter of medical care.
        review: calendar days in which a review may be asked for after the answer.
    """

    accept: Period
    answer: Period
    medical: Period
    review: int


def outlook(*, on: date, place: str) -> Outlook:
    """Read what is promised in a place on a day."""
    return Outlook(
        clocks.period("accept", on=on, place=place),
        clocks.period(Procedure.PETITION, on=on, place=place),
        clocks.period(Procedure.MEDICAL, on=on, place=place),
        int(ruletables.rule(TABLE, "review", on=on, place=place)["days"]),
    )


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop on a complaint's way.

    Args:
        label: what happens there.
        note: the day, or by when; "" where neither is known yet.
        standing: passed, reached, or still ahead.
    """

    label: str
    note: str
    standing: Standing


def stops(row: Complaint, *, received_on: date) -> list[Stop]:
    """Return the way of a complaint as its tracking code shows it: states and days, nothing of the matter.

    Args:
        row: the complaint, or the earlier one with which it was joined.
        received_on: when the complainant's own came in; the day of somebody else's is told to nobody.
    """
    first = Stop(pgettext("complaint", "Received"), f"{received_on:%Y-%m-%d}", "done")
    state = S(row.state)
    if state in (S.TRANSFERRED, S.DECLINED, S.TAKEN_BACK):
        return [first, Stop(str(state.label), _day(row.answered_on), "done")]
    if state == S.RECEIVED:
        told = Stop(pgettext("complaint", "Told whether it is accepted"), _by(row), "now")
        return [first, told, Stop(pgettext("complaint", "Answered"), "", "ahead")]
    second = Stop(pgettext("complaint", "Accepted"), _day(row.accepted_on), "done")
    if state == S.ANSWERED:
        return [first, second, Stop(pgettext("complaint", "Answered"), _day(row.answered_on), "done")]
    return [first, second, Stop(pgettext("complaint", "Answered"), _by(row), "now")]


def _day(on: date | None) -> str:
    return f"{on:%Y-%m-%d}" if on else ""


def _by(row: Complaint) -> str:
    return _("by %(day)s") % {"day": row.due_on} if row.due_on else ""
