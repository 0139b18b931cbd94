"""What ledgers tell in the time line: opened, handed in, and how the check ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.permissions import P
from credit.models import Subject
from credit.timeline import Event, Reader, tells
from supervision.models import Ledger
from supervision.models.ledgers import LedgerState as S


@tells("ledger", gettext_lazy("Self-inspection"))
def ledgers(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of ledgers handed in, and of those found to be faked."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    rows = Ledger.objects.filter(subject_id=subject.pk).exclude(state=S.DROPPED).select_related("round")
    events = [
        *(_handed_in(row, on) for row in reader.newest(rows, "handed_in_on") if (on := row.handed_in_on)),
        *(_checked(row, on) for row in reader.newest(rows, "checked_on") if (on := row.checked_on)),
    ]
    yield from sorted(events, key=lambda event: event.on, reverse=True)[: reader.most]


def _handed_in(row: Ledger, on: date) -> Event:
    found = ngettext("%(n)s problem found", "%(n)s problems found", row.found) % {"n": row.found}
    late = _("late") if row.late else ""
    kind = _("Self-inspection handed in")
    return _event(row, on, kind, "warning" if row.late else "info", " · ".join(filter(None, (found, late))))


def _checked(row: Ledger, on: date) -> Event:
    if row.faked_on == on:
        return _event(row, on, _("Self-inspection found to be faked"), "danger", row.return_reason)
    if row.state == S.ACCEPTED:
        return _event(row, on, _("Self-inspection accepted"), "success", "")
    return _event(row, on, _("Self-inspection returned"), "warning", row.return_reason)


def _event(row: Ledger, on: date, kind: str, colour: str, note: str) -> Event:
    return Event(
        on,
        kind,
        row.round.title,
        "fact_check",
        colour,
        note,
        reverse("admin:supervision_ledger_change", args=[row.pk]),
        row.checked_by_label,
    )
