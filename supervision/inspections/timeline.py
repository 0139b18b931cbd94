"""What inspections tell in the time line: the inspection when it is over, its publication, its withdrawal."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from credit.models import Subject
from credit.timeline import Event, Reader, day_of, tells
from supervision.inspections.choices import DONE, InspectionResult, InspectionState
from supervision.inspections.naming import PUBLIC_REASONS, reason_words
from supervision.models import Inspection, InspectionNotice

COLOURS = {
    InspectionResult.CLEAN: "success",
    InspectionResult.ORDERED: "warning",
    InspectionResult.PENDING: "warning",
    InspectionResult.REFUSED: "danger",
}


@tells("inspection", gettext_lazy("Inspections"))
def inspections(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of inspections that are over; the body itself hears of none before."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    rows = Inspection.objects.filter(subject_id=subject.pk, state__in=[*DONE, InspectionState.WITHDRAWN])
    for row in reader.newest(rows.select_related("checklist"), "ended_at"):
        if row.ended_at is None:
            continue
        withdrawn = row.state == InspectionState.WITHDRAWN
        result = _("result withdrawn") if withdrawn else row.get_result_display()
        yield Event(
            day_of(row.ended_at),
            _("Inspected"),
            f"{row.checklist.title_shown}：{result}",
            "fact_check",
            "" if withdrawn else COLOURS.get(InspectionResult(row.result), "info"),
            reason_words(row.reason),
            reverse("admin:supervision_inspection_change", args=[row.pk]),
            "" if row.reason in PUBLIC_REASONS else row.get_reason_display(),
        )


@tells("inspection_notice", gettext_lazy("Published results of inspections"))
def notices(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of the publication of results."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    rows = InspectionNotice.objects.filter(subject_id=subject.pk)
    for row in reader.newest(rows, "published_on"):
        yield Event(
            row.published_on,
            _("Result of an inspection published"),
            f"{row.checklist}：{row.get_result_display()}",
            "campaign",
            "info",
            "",
            reverse("admin:supervision_inspection_change", args=[row.inspection_id]),
            "",
            reverse("supervision:inspection", args=[row.guid]),
        )
