"""The card "rectifications" on the page of a credit file."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.permissions import P
from core.clock import today
from credit.admin.panels import Panel, register
from credit.models import Subject
from supervision.choices import UNDER_WAY, RectificationState
from supervision.models import Rectification
from supervision.rectification.selectors import figures

MOST = 8


@register("rectifications")
def rectifications(subject: Subject, reader: Officer) -> Panel | None:
    """Show how the body stands with its rectifications, and those under way that are due first."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return None
    rows = Rectification.objects.filter(subject_id=subject.pk).exclude(state=RectificationState.DROPPED)
    found = figures(rows, today())
    if not found["all"]:
        return None
    newest = rows.filter(state__in=UNDER_WAY).order_by("due_on", "pk")[:MOST]
    data = {"figures": found, "rows": list(newest), "uscc": subject.uscc}
    return Panel(_("Rectifications"), "admin/supervision/rectification_panel.html", data)
