"""Reports in the time line of a subject: who was given one, and what for."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from core.clock import CHINA
from credit.models import CreditReport, Subject
from credit.report.terms import Purpose
from credit.timeline import Event, Reader, tells


@tells("report", gettext_lazy("Credit report"))
def reports(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of every report; to the subject itself all but those for supervision, which is not announced."""
    rows = CreditReport.objects.filter(subject_id=subject.pk).defer("content")
    if reader.own:
        rows = rows.exclude(purpose=Purpose.SUPERVISION)
    elif not reader.may(P.REPORT_ISSUE, subject.division_code):
        return
    for row in reader.newest(rows, "cut_off"):
        yield Event(
            row.cut_off.astimezone(CHINA).date(),
            _("Credit report"),
            f"{row.number} · {row.asker}",
            "description",
            note=f"{row.get_purpose_display()} · {row.get_audience_display()}",
            url=reverse("admin:credit_creditreport_change", args=[row.pk]),
            inside=row.issuer,
        )
