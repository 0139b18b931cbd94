"""Notices of demerit points and risk warnings in the time line; the points themselves are conduct records."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from credit.models import DemeritEntry, RiskWarning, Subject
from credit.points.choices import EntryState
from credit.timeline import Event, Reader, tells
from credit.warnings.choices import WarningState

COLOURS = {EntryState.SERVED: "warning", EntryState.CONFIRMED: "danger", EntryState.ANSWERED: "warning"}


@tells("points", gettext_lazy("Notice of demerit points"))
def notices(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of the notices served; drafts stay on the clerk's desk."""
    if not reader.may(P.GRADE_VIEW, subject.division_code):
        return
    for row in reader.newest(DemeritEntry.objects.filter(subject_id=subject.pk), "served_on"):
        if row.served_on is not None:
            yield Event(
                row.served_on,
                _("Notice of demerit points"),
                f"{row.item_code} {row.item_title}",
                "exposure_plus_1",
                COLOURS.get(EntryState(row.state), ""),
                f"{row.notice_no} · {row.get_state_display()}",
                reverse("admin:credit_demeritentry_change", args=[row.pk]),
                inside=" · ".join(filter(None, (row.made_by_label, row.ended_reason))),
            )


@tells("warning", gettext_lazy("Risk warning"))
def warnings(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of the warnings; the body reads those that are meant for it. Most speak of points or grades."""
    if not reader.may(P.FILE_VIEW, subject.division_code) or P.GRADE_VIEW in reader.withheld:
        return
    rows = RiskWarning.objects.filter(subject_id=subject.pk)
    for row in reader.newest(rows.filter(to_body=True) if reader.own else rows, "opened_on"):
        yield Event(
            row.opened_on,
            _("Risk warning"),
            row.title_shown,
            "notification_important",
            "warning" if row.state == WarningState.OPEN else "",
            f"{row.reason_shown} · {row.get_state_display()}",
            reverse("admin:credit_riskwarning_change", args=[row.pk]),
            inside=" · ".join(filter(None, (row.closed_by_label, row.dismissed_reason))),
        )
