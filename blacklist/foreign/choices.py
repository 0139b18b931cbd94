"""Words of other departments' lists, shared by models, workbooks, forms and the interface."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ForeignKind(TextChoices):
    """On which sort of list another department has put somebody."""

    RED = "red", _("red list")
    BLACK = "black", _("serious-dishonesty list")


class Extent(TextChoices):
    """What a delivery is: the whole list, or only what is new in it."""

    FULL = "full", _("the whole list")
    ADDITIONS = "additions", _("additions and changes")


class Way(TextChoices):
    """How a delivery came to us."""

    WORKBOOK = "workbook", _("workbook")
    API = "api", _("interface")


class DeliveryState(TextChoices):
    """What became of the entries that a whole list no longer names."""

    SETTLED = "settled", pgettext_lazy("delivery of a list", "settled")
    WAITING = "waiting", _("waits for confirmation")
    CONFIRMED = "confirmed", _("ends confirmed")
    KEPT = "kept", _("incomplete: nothing ended")
    OVERTAKEN = "overtaken", _("overtaken by a newer one")


class EndCause(TextChoices):
    """Why an entry is no longer on its source's list."""

    ABSENT = "absent", _("no longer in the source's list")
    SOURCE = "source", _("ended by the source")
    TERM = "term", _("the source's term is over")
