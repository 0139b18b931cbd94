"""The card “listed by other departments” on the page of a credit file."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.permissions import P
from blacklist.foreign.selectors import entries_about
from credit.admin.panels import Panel, register
from credit.models import Subject

MOST = 20


@register("foreign lists")
def listed_elsewhere(subject: Subject, reader: Officer) -> Panel | None:
    """Show the entries about the subject, with source, document and dates."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return None
    rows = list(entries_about(subject)[: MOST + 1])
    data = {
        "rows": [(row, reader.may(P.FILE_VIEW, row.division_code)) for row in rows[:MOST]],
        "more": len(rows) > MOST,
    }
    template = "admin/blacklist/foreign_panel.html"
    return Panel(_("Listed by other departments"), template, data) if rows else None
