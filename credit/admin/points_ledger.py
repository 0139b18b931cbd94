"""The points ledger of a credit file: every cycle with its running total, and penalties not scored yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.admin_base import ScopedAdmin, officer
from accounts.permissions import P
from core.clock import today
from credit.admin.points import entry_address
from credit.models import ConductRecord, ConsequenceTask, Subject
from credit.models.consequences import TaskState
from credit.points.ledger import ledgers
from credit.points.schemes import schemes_for
from credit.points.selectors import unscored_penalties, waiting_entries

MOST = 20


def ledger_page(pages: ScopedAdmin, request: HttpRequest, subject: Subject) -> HttpResponse:
    """Show the ledger of a subject.

    Args:
        pages: the admin whose frame is drawn.
        subject: a subject that the officer may see.
    """
    day, reader = today(), officer(request)
    may_enter = reader.may(P.POINTS_ENTER, subject.division_code)
    may_read = reader.may(P.GRADE_VIEW, subject.division_code)
    context: dict[str, Any] = {
        "subject": subject,
        "schemes": ledgers(subject, on=day),
        "waiting": waiting_entries(subject.pk)[:MOST] if may_read else [],
        "tasks": _tasks(subject) if may_read else [],
        "add_url": entry_address(subject) if may_enter and schemes_for(subject, on=day) else "",
        "unscored": _unscored(subject) if may_enter else [],
        "back": pages.change_url(subject),
    }
    title = _("Points ledger of %(name)s") % {"name": subject.name}
    return pages.page(request, "admin/credit/points_ledger.html", context, title=title)


def _tasks(subject: Subject) -> Sequence[ConsequenceTask]:
    rows = ConsequenceTask.objects.filter(subject=subject, state=TaskState.OPEN)
    return list(rows.select_related("standard").order_by("opened_on", "pk")[:MOST])


def _unscored(subject: Subject) -> list[tuple[ConductRecord, str]]:
    return [
        (record, entry_address(subject, penalty=record.document_no))
        for record in unscored_penalties(subject.pk)[:MOST]
    ]
