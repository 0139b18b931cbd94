"""The clocks on the way off a list (rule table `blacklist.exit`), fed into the task boxes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from blacklist.exit.choices import ExitState as S
from blacklist.models import ExitApplication
from core import deadlines, ruletables
from core.deadlines import DeadlineKind
from core.workdays import DueDate, add_working_days

TABLE = "blacklist.exit"
PAGE, LISTING_PAGE = "admin:blacklist_exitapplication_change", "admin:blacklist_listing_change"
ACCEPT = deadlines.register(
    DeadlineKind("exit_accept", _("Accept the application to leave a list"), P.LISTING_PROPOSE, PAGE)
)
CHECK = deadlines.register(
    DeadlineKind("exit_check", _("Check the application to leave a list"), P.LISTING_PROPOSE, PAGE)
)
DECIDE = deadlines.register(
    DeadlineKind("exit_decide", _("Decide the application to leave a list"), P.LISTING_DECIDE, PAGE)
)
TELL = deadlines.register(
    DeadlineKind(
        "listing_tell", _("Platforms confirm the removal from a list"), P.LISTING_PROPOSE, LISTING_PAGE
    )
)
REVIEW = deadlines.register(
    DeadlineKind(
        "listing_review", _("Look again at a listing: a ground has fallen"), P.LISTING_PROPOSE, LISTING_PAGE
    )
)
KINDS = (ACCEPT, CHECK, DECIDE)


def due(row: ExitApplication) -> DueDate | None:
    """Return the day by which the party must have its result, None before the application is handed in."""
    if row.submitted_on is None:
        return None
    days = int(ruletables.rule(TABLE, "decide", on=row.submitted_on, place=row.division_code))
    return add_working_days(row.submitted_on, days)


def keep(row: ExitApplication) -> None:
    """Set the running clocks to what the application's state asks for."""
    for kind in KINDS:
        deadlines.close(kind, ExitApplication, [row.pk])
    wanted = {S.SUBMITTED: (ACCEPT, "accept"), S.ACCEPTED: (CHECK, "decide"), S.CHECKED: (DECIDE, "decide")}
    if row.submitted_on is not None and (found := wanted.get(S(row.state))):
        kind, code = found
        title = f"{row.listing.scheme.name}：{row.subject.in_tasks}"
        start(kind, [(row, title)], code, on=row.submitted_on)


def start(kind: DeadlineKind, rows: Iterable[tuple[Model, str]], code: str, *, on: date) -> None:
    """Start a clock of the rule table for each row; one that runs already stays as it is.

    Args:
        rows: pairs of row and title of its task.
        code: of the rule table.
        on: the day after which the days count.
    """
    book = ruletables.book(TABLE)
    clocks = []
    for row, title in rows:
        place = str(getattr(row, "division_code", ""))
        rule = book.find(code, on=on, place=place)
        basis = f"{rule.document} {rule.article}".strip() if rule else ""
        days = int(book.value(code, on=on, place=place))
        clocks.append(deadlines.build(kind, row, start=on, working_days=days, title=title, basis=basis))
    deadlines.open_many(clocks)
