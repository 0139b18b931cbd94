"""What becomes of the entries that a whole list no longer names, as a table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from blacklist.foreign.choices import DeliveryState as S
from blacklist.models import ForeignDelivery
from core.workflow import Transition, Workflow

DELIVERY: Workflow[ForeignDelivery] = Workflow(
    ForeignDelivery,
    Transition(
        "confirm",
        frozenset({S.WAITING}),
        S.CONFIRMED,
        P.FOREIGN_LIST_KEEP,
        _("End what is no longer listed"),
    ),
    Transition(
        "keep",
        frozenset({S.WAITING}),
        S.KEPT,
        P.FOREIGN_LIST_KEEP,
        _("The list is incomplete: end nothing"),
        needs_reason=True,
    ),
    Transition(
        "overtake",
        frozenset({S.WAITING}),
        S.OVERTAKEN,
        P.FOREIGN_LIST_KEEP,
        _("Overtaken by a newer list"),
    ),
    title=_("Whole list of another department"),
    maker_fields=(),
    related=("source",),
)
