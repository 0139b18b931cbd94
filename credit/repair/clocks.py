"""The clocks of repairs (rule table `credit.repair_clock`), fed into the task boxes."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core import deadlines, ruletables
from core.deadlines import DeadlineKind
from core.models import Rule
from core.workdays import DueDate, add_working_days
from credit.models import Repair, RepairBatch
from credit.repair.choices import BatchState
from credit.repair.choices import RepairState as S

TABLE = "credit.repair_clock"
PAGE, BATCH_PAGE = "admin:credit_repair_change", "admin:credit_repairbatch_change"
ACCEPT = deadlines.register(
    DeadlineKind("repair_accept", _("Accept the repair, or say why not"), P.REPAIR_HANDLE, PAGE)
)
CHECK = deadlines.register(DeadlineKind("repair_check", _("Check the repair"), P.REPAIR_HANDLE, PAGE))
DECIDE = deadlines.register(DeadlineKind("repair_decide", _("Decide the repair"), P.REPAIR_DECIDE, PAGE))
CLOSE = deadlines.register(
    DeadlineKind("repair_close", _("Tell the party and close the repair"), P.REPAIR_HANDLE, PAGE)
)
FILE_BATCH = deadlines.register(
    DeadlineKind("repair_file_batch", _("File the batch repair"), P.REPAIR_HANDLE, BATCH_PAGE)
)
KINDS = (ACCEPT, CHECK, DECIDE, CLOSE)


def rule_of(code: str, *, on: date, place: str) -> tuple[int, Rule | None]:
    """Return the working days of a clock in a place, and the rule that says so.

    Raises:
        Refusal: the rule table holds none.
    """
    book = ruletables.book(TABLE)
    return int(book.value(code, on=on, place=place)), book.find(code, on=on, place=place)


def days_of(code: str, *, on: date, place: str) -> int:
    """Return the working days of a clock in a place."""
    return rule_of(code, on=on, place=place)[0]


def due(repair: Repair) -> DueDate | None:
    """Return the day by which the party must have its result, None before the application is handed in."""
    if repair.submitted_on is None:
        return None
    days = days_of("decide", on=repair.submitted_on, place=repair.division_code)
    return add_working_days(repair.submitted_on, days + repair.extended_by_days)


def keep(repair: Repair) -> None:
    """Set the running clocks to what the application's state asks for."""
    for kind in KINDS:
        deadlines.close(kind, Repair, [repair.pk])
    wanted: list[tuple[DeadlineKind, date | None, str, int]] = []
    match repair.state:
        case S.SUBMITTED:
            wanted = [(ACCEPT, repair.submitted_on, "accept", 0)]
        case S.ACCEPTED:
            wanted = [(CHECK, repair.submitted_on, "decide", repair.extended_by_days)]
        case S.UNDER_CHECK:
            wanted = [(DECIDE, repair.submitted_on, "decide", repair.extended_by_days)]
        case S.SYNCED | S.REFUSED | S.NOT_ACCEPTED if repair.submitted_on:
            wanted = [(CLOSE, repair.synced_on or repair.decided_on, "close", 0)]
        case S.REVOKED:
            wanted = [(CLOSE, repair.revoked_on, "close", 0)]
    for kind, start, code, more in wanted:
        if start is not None:
            _open(kind, repair, start, code, more)


def _open(kind: DeadlineKind, row: Repair | RepairBatch, start: date, code: str, more: int) -> None:
    days, rule = rule_of(code, on=start, place=row.division_code)
    basis = f"{rule.document} {rule.article}".strip() if rule else ""
    clock = deadlines.build(kind, row, start=start, working_days=days + more, title=str(row), basis=basis)
    deadlines.open_many([clock])


def keep_batch(batch: RepairBatch) -> None:
    """An approved batch has to be filed with the upper office."""
    deadlines.close(FILE_BATCH, RepairBatch, [batch.pk])
    if batch.state == BatchState.APPROVED and batch.approved_on is not None:
        _open(FILE_BATCH, batch, batch.approved_on, "file_batch", 0)
