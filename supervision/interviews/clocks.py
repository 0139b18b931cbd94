"""The clocks of interviews: give notice, write the minutes, follow up."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core import deadlines, ruletables
from core.clock import CHINA, today
from core.deadlines import DeadlineKind
from core.ruletables import RuleBook
from supervision.choices import InterviewState as S
from supervision.models import Interview

TABLE = "supervision.interview"
PAGE = "admin:supervision_interview_change"
NOTICE = deadlines.register(
    DeadlineKind("interview_notice", _("Give notice of the interview"), P.INTERVIEW_HOLD, PAGE)
)
MINUTES = deadlines.register(
    DeadlineKind("interview_minutes", _("Hold the interview, enter its minutes"), P.INTERVIEW_HOLD, PAGE)
)
FOLLOW_UP = deadlines.register(
    DeadlineKind("interview_follow_up", _("Follow up the interview"), P.INTERVIEW_HOLD, PAGE)
)
KINDS = (NOTICE, MINUTES, FOLLOW_UP)


def keep(row: Interview) -> None:
    """Set the running clock to what the interview's state asks for."""
    deadlines.close_kinds(KINDS, Interview, [row.pk])
    book = ruletables.book(TABLE)
    match row.state:
        case S.PROPOSED:
            _start(NOTICE, row, "notice_days", row.proposed_on, book)
        case S.NOTIFIED:
            _start(MINUTES, row, "minutes_days", day_of(row), book)
        case S.HELD:
            _start(FOLLOW_UP, row, "follow_up_days", row.follow_up_by or today(), book)


def day_of(row: Interview) -> date:
    """Return the day in China on which the interview is held, today where no time is set."""
    return timezone.localtime(row.meets_at, CHINA).date() if row.meets_at else today()


def _start(kind: DeadlineKind, row: Interview, code: str, on: date, book: RuleBook) -> None:
    days = int(book.value(code, on=today(), place=row.division_code))
    rule = book.find(code, on=today(), place=row.division_code)
    basis = f"{rule.document} {rule.article}".strip() if rule else ""
    deadlines.open_many(
        [deadlines.build(kind, row, start=on, working_days=days, title=str(row), basis=basis)]
    )
