"""The card “inspections” on the page of a credit file."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.permissions import P
from credit.admin.panels import Panel, register
from credit.models import Subject
from supervision.models import Inspection

MOST = 10


@register("inspections")
def inspections(subject: Subject, reader: Officer) -> Panel | None:
    """Show the newest inspections of a body, and where a new one is given."""
    if subject.is_person or not reader.may(P.FILE_VIEW, subject.division_code):
        return None
    rows = Inspection.objects.visible_to(reader, P.FILE_VIEW).filter(subject=subject)
    found = list(rows.select_related("checklist").order_by("-pk")[: MOST + 1])
    may_open = reader.may(P.INSPECTION_PLAN, subject.division_code)
    if not found and not may_open:
        return None
    data = {"rows": found[:MOST], "more": len(found) > MOST, "may_open": may_open, "subject": subject}
    return Panel(_("Inspections"), "admin/supervision/inspection_panel.html", data)
