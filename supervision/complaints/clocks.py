"""The clocks of complaints (rule table `supervision.complaints`): some in calendar, some in working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from accounts.permissions import P
from core import deadlines, ruletables
from core.clock import CHINA
from core.deadlines import DeadlineKind
from core.models import Deadline, Rule
from core.scope import division_of
from core.workdays import DueDate, add_working_days
from supervision.complaints.choices import ComplaintState as S
from supervision.complaints.choices import RewardState as R
from supervision.complaints.keepers import TABLE
from supervision.models import Complaint, ComplaintReward

PAGE = "admin:supervision_complaint_change"
ACCEPT = deadlines.register(
    DeadlineKind("complaint_accept", _("Tell whether a complaint is accepted"), P.COMPLAINT_HANDLE, PAGE)
)
FINISH = deadlines.register(
    DeadlineKind("complaint_finish", _("Settle a complaint"), P.COMPLAINT_HANDLE, PAGE)
)
DECIDE = deadlines.register(
    DeadlineKind("complaint_decide", _("Decide a complaint"), P.COMPLAINT_DECIDE, PAGE)
)
REWARD_PAGE = "admin:supervision_complaintreward_change"
REWARD = deadlines.register(
    DeadlineKind("reward_decide", _("Decide on a reward for a report"), P.COMPLAINT_DECIDE, REWARD_PAGE)
)
COLLECT = deadlines.register(
    DeadlineKind(
        "reward_collect",
        _("Pay a reward out, or note that nobody came"),
        P.COMPLAINT_HANDLE,
        REWARD_PAGE,
    )
)
KINDS = (ACCEPT, FINISH, DECIDE)
REWARD_KINDS = (REWARD, COLLECT)


@dataclass(frozen=True, slots=True)
class Period:
    """One period of the rule table.

    Args:
        days: how many.
        working: whether working days are counted, else calendar days.
        extension: by how many it may be extended once.
        basis: document and article.
        certain: whether it was read in the source, or is a local default.
    """

    days: int
    working: bool
    extension: int
    basis: str
    certain: bool

    def due(self, start: date, more: int = 0) -> DueDate:
        """Return the last day of the period that begins the day after `start`."""
        days = self.days + more
        return add_working_days(start, days) if self.working else DueDate(start + timedelta(days=days), False)


def period(code: str, *, on: date, place: str) -> Period:
    """Read a period in force in a place.

    Raises:
        Refusal: the rule table holds none.
    """
    book = ruletables.book(TABLE)
    value, row = book.value(code, on=on, place=place), book.find(code, on=on, place=place)
    return Period(
        days=int(value["days"]),
        working=value.get("unit") == "working",
        extension=int(value.get("extension", 0)),
        basis=f"{row.document} {row.article}".strip() if row else "",
        certain=row is not None and row.certainty == Rule.Certainty.VERIFIED,
    )


def running(row: Complaint) -> Period:
    """Return the period that runs: until acceptance, or that of the procedure chosen."""
    code = "accept" if row.accepted_on is None else row.procedure
    return period(code, on=row.accepted_on or row.received_on, place=row.division_code)


def due(row: Complaint) -> DueDate:
    """Return the day by which the complaint must be accepted or settled."""
    return running(row).due(row.accepted_on or row.received_on, row.extended_days)


def keep(row: Complaint) -> None:
    """Set the running clock to what the complaint's state asks for."""
    deadlines.close_kinds(KINDS, Complaint, [row.pk])
    if row.is_open:
        deadlines.open_many([of_open(row)])


def of_open(row: Complaint) -> Deadline:
    """Build (not save) the clock that an open complaint's state asks for."""
    kind = {S.RECEIVED: ACCEPT, S.PROPOSED: DECIDE}.get(S(row.state), FINISH)
    title = f"{row.about}：{row.get_topic_display()}"
    return _clock(kind, row, title, running(row), row.accepted_on or row.received_on, row.extended_days)


def keep_reward(row: ComplaintReward) -> None:
    """Run the clock of a reward while it waits for approval, then until it is collected; it names no one."""
    deadlines.close_kinds(REWARD_KINDS, ComplaintReward, [row.pk])
    title = pgettext("task", "Reward for report %(number)s") % {"number": row.complaint.number}
    if row.state == R.PROPOSED:
        value = ruletables.rule(TABLE, "rewards", on=row.complaint.received_on, place=row.division_code)
        proposed = Period(int(value["decide_days"]), True, 0, "", False)
        start = row.made_at.astimezone(CHINA).date()
        deadlines.open_many([_clock(REWARD, row, title, proposed, start, 0)])
    elif row.state == R.APPROVED and row.approved_on and row.collect_by:
        collected = Period((row.collect_by - row.approved_on).days, False, 0, "", False)
        deadlines.open_many([_clock(COLLECT, row, title, collected, row.approved_on, 0)])


def _clock(kind: DeadlineKind, row: Model, title: str, runs: Period, start: date, more: int) -> Deadline:
    if runs.working:
        return deadlines.build(
            kind, row, start=start, working_days=runs.days + more, title=title, basis=runs.basis
        )
    return Deadline(
        kind=kind.code,
        object_type=row._meta.label_lower,
        object_id=str(row.pk),
        title=title[:255],
        permission=kind.permission,
        division_code=division_of(row),
        started_on=start,
        working_days=None,
        due_on=runs.due(start, more).on,
        basis=runs.basis[:200],
    )
