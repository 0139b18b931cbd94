"""The clocks of rectifications, fed into the task boxes: check, decide, chase what is late, next officer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core import deadlines
from core.clock import today
from core.deadlines import DeadlineKind
from core.models import Deadline
from supervision.choices import WITH_THE_BODY, ExtensionState
from supervision.choices import RectificationState as S
from supervision.models import Rectification, RectificationExtension
from supervision.rectification import bundles
from supervision.rectification.rules import Settings, settings

PAGE = "admin:supervision_rectification_change"
CHECK = deadlines.register(
    DeadlineKind(
        "rectification_check",
        _("Check the rectification"),
        P.RECTIFICATION_CHECK,
        PAGE,
        bundles.in_words(f"state__exact={S.HANDED_IN}"),
    )
)
CROSS_OFF = deadlines.register(
    DeadlineKind(
        "rectification_cross_off",
        _("Cross off the rectification"),
        P.RECTIFICATION_DECIDE,
        PAGE,
        bundles.in_words(f"state__exact={S.CHECKED}"),
    )
)
EXTEND = deadlines.register(
    DeadlineKind(
        "rectification_extend", _("Decide the longer time for a rectification"), P.RECTIFICATION_DECIDE, PAGE
    )
)
DOUBT = deadlines.register(
    DeadlineKind(
        "rectification_doubt", _("Decide whether a close-out was false"), P.RECTIFICATION_DECIDE, PAGE
    )
)
LATE = deadlines.register(
    DeadlineKind(
        "rectification_late",
        _("Chase the late rectification"),
        P.RECTIFICATION_CHECK,
        PAGE,
        bundles.in_words("late=yes"),
    )
)
PASSED_UP = deadlines.register(
    DeadlineKind(
        "rectification_passed_up",
        _("Late rectification passed up to you"),
        P.RECTIFICATION_DECIDE,
        PAGE,
        bundles.in_words("late=up"),
    )
)
KINDS = (CHECK, CROSS_OFF, EXTEND, DOUBT, LATE, PASSED_UP)
BY_STATE = {
    S.HANDED_IN: (CHECK, "escalate_days"),
    S.CHECKED: (CROSS_OFF, "cross_off_days"),
    S.DOUBTED: (DOUBT, "cross_off_days"),
}


def title_of(row: Rectification) -> str:
    """Return how a task names a rectification: the body, and its problem."""
    return f"{row.subject.in_tasks}：{row.problem}"


def keep(rows: Iterable[Rectification]) -> None:
    """Set the running clocks to what the states ask for; three statements for however many rows.

    Args:
        rows: saved rows with their subject.
    """
    moved = list(rows)
    if not moved:
        return
    day, at = today(), settings(today())
    states = [kind for kind, _code in BY_STATE.values()]
    deadlines.close_kinds([*states, PASSED_UP], Rectification, [row.pk for row in moved])
    settled = [row.pk for row in moved if not is_late(row, day)]
    deadlines.close_kinds([LATE], Rectification, settled)
    deadlines.open_many(_of_states(moved, at))


def is_late(row: Rectification, day: date) -> bool:
    """Tell whether the body has let the due day pass."""
    return row.state in WITH_THE_BODY and row.due_on is not None and row.due_on < day


def _of_states(rows: Iterable[Rectification], at: Settings) -> Iterator[Deadline]:
    for row in rows:
        if found := BY_STATE.get(S(row.state)):
            kind, code = found
            yield start(kind, row, code, on=at.on, at=at)


def start(kind: DeadlineKind, row: Rectification, code: str, *, on: date, at: Settings) -> Deadline:
    """Build a clock of the rule table that starts after a day."""
    return deadlines.build(
        kind,
        row,
        start=on,
        working_days=at.days(code, row.division_code),
        title=title_of(row),
        basis=at.basis(code, row.division_code),
        bundle=bundles.of(row),
    )


def keep_extension(row: RectificationExtension) -> None:
    """Start the clock of a request for a longer time, or stop it once it is answered."""
    target = row.rectification
    if row.state != ExtensionState.ASKED:
        deadlines.close(EXTEND, Rectification, [target.pk])
        return
    at, place = settings(row.asked_on), target.division_code
    days = int(at.value("extension", place)["decide_days"])
    basis = at.basis("extension", place)
    deadlines.open_many(
        [
            deadlines.build(
                EXTEND, target, start=row.asked_on, working_days=days, title=title_of(target), basis=basis
            )
        ]
    )
