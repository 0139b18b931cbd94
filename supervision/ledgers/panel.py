"""The card "self-inspection" on the page of a credit file."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.permissions import P
from core.clock import today
from credit.admin.panels import Panel, register
from credit.models import Subject
from supervision.ledgers.selectors import standing
from supervision.models import Ledger
from supervision.models.ledgers import LedgerState as S

MOST = 8
STANDING = {
    "good": (_("good"), "success"),
    "late": (_("late"), "warning"),
    "faked": (_("found to be faked"), "danger"),
}


@register("self-inspection")
def self_inspection(subject: Subject, reader: Officer) -> Panel | None:
    """Show the body's newest ledgers and how it stands with them."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return None
    rows = Ledger.objects.filter(subject_id=subject.pk).exclude(state=S.DROPPED).select_related("round")
    newest = list(rows.order_by("-due_on", "-pk")[:MOST])
    if not newest:
        return None
    told = STANDING.get(standing([subject.pk], today())[subject.pk])
    data = {"rows": newest, "standing": told}
    return Panel(_("Self-inspection"), "admin/supervision/ledger_panel.html", data)
