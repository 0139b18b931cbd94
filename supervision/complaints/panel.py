"""The card “complaints” on the page of a credit file."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.permissions import P
from core.clock import today
from credit.admin.panels import Panel, register
from credit.models import Subject
from supervision.complaints.choices import OPEN_STATES, UPHELD
from supervision.models import Complaint

MOST = 5


@register("complaints")
def complaints_about(subject: Subject, reader: Officer) -> Panel | None:
    """Show how many complaints of a year there are, how many were upheld, and the newest."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return None
    about = Complaint.objects.filter(subject=subject)
    rows = list(about.order_by("-pk")[:MOST])
    if not rows:
        return None
    figures = about.filter(received_on__gt=today() - timedelta(days=365)).aggregate(
        all=Count("pk"),
        open=Count("pk", filter=Q(state__in=OPEN_STATES)),
        upheld=Count("pk", filter=Q(finding__in=UPHELD, decided_on__isnull=False)),
    )
    return Panel(
        _("Complaints"), "admin/supervision/complaints_panel.html", {"rows": rows, "figures": figures}
    )
