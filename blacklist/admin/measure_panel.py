"""The card of joint measures and incentives on the page of a credit file."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Officer
from accounts.permissions import P
from blacklist.measures import selectors
from credit.admin import panels
from credit.admin.panels import Panel
from credit.models import Subject


@panels.register("measures")
def panel(subject: Subject, reader: Officer) -> Panel | None:
    """Show the measures and incentives that hold for a subject, or are still to be lifted."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return None
    orders = selectors.standing_for(subject.pk)
    if not orders:
        return None
    return Panel(_("Joint measures and incentives"), "blacklist/measures_of_file.html", orders)
