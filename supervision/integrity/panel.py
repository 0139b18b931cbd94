"""The card of matters and government integrity on the page of a credit file."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Officer
from accounts.permissions import P
from credit.admin import panels
from credit.admin.panels import Panel
from credit.models import Subject
from supervision.integrity import scoring
from supervision.integrity.choices import RUNNING, STANDING, MeasureState
from supervision.matters.choices import OPEN_STATES
from supervision.models import Assessment, IntegrityBreach, IntegrityMeasure, Matter

MOST = 10


@panels.register("integrity")
def panel(subject: Subject, reader: Officer) -> Panel | None:
    """Show a government body's open matters, breaches, consequences and results; others have no card."""
    if subject.is_person or not reader.may(P.FILE_VIEW, subject.division_code):
        return None
    matters = Matter.objects.filter(subject_id=subject.pk, state__in=OPEN_STATES).order_by("due_on")[:MOST]
    breaches = IntegrityBreach.objects.filter(subject_id=subject.pk, state__in=STANDING)[:MOST]
    measures = IntegrityMeasure.objects.filter(
        subject_id=subject.pk, state__in=(*RUNNING, MeasureState.PROPOSED)
    ).select_related("office", "subject")[:MOST]
    results = Assessment.objects.filter(subject_id=subject.pk).select_related("round", "office", "subject")
    data = {
        "matters": list(matters),
        "breaches": list(breaches),
        "measures": list(measures),
        "results": [
            (row, scoring.band_name(row.band) if row.band else "")
            for row in results.order_by("-round__year", "pk")[:MOST]
        ],
    }
    if not any(data.values()):
        return None
    return Panel(
        _("Tracked matters and government integrity"), "admin/supervision/integrity_panel.html", data
    )
