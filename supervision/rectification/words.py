"""The steps of a rectification in words, as officers and the body read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from supervision.models import Rectification, RectificationStep

STEPS: dict[str, str | Promise] = {
    "begin": pgettext_lazy("rectification step", "Begun by the body"),
    "hand_in": pgettext_lazy("rectification step", "Handed in"),
    "check": pgettext_lazy("rectification step", "Checked: put right"),
    "return": pgettext_lazy("rectification step", "Returned to the body"),
    "return_checked": pgettext_lazy("rectification step", "Not crossed off, returned to the body"),
    "check_again": pgettext_lazy("rectification step", "To be checked again"),
    "cross_off": pgettext_lazy("rectification step", "Crossed off"),
    "ask_extension": _("Longer time asked for"),
    "extension_approved": _("Longer time granted"),
    "extension_refused": _("Longer time refused"),
    "extension_taken_back": _("Request for a longer time taken back"),
    "late": _("Late"),
    "passed_up": _("Passed up to the next officer"),
    "doubt": _("Cross-off doubted"),
    "clear": _("The cross-off stands"),
    "find_false": _("Close-out found false, opened again"),
    "reopen": _("Has come back, opened again"),
    "recheck": _("Re-checked: still put right"),
    "drop": _("Dropped: entered by mistake"),
    "lapse": _("Ended: its finding was withdrawn"),
}
INSIDE = frozenset({"check", "check_again", "passed_up", "doubt", "clear"})
"""Steps inside the authority, of which the body is not told before they are decided."""
COLOURS = {
    "cross_off": "success",
    "recheck": "success",
    "find_false": "danger",
    "late": "warning",
    "passed_up": "warning",
    "return": "warning",
    "return_checked": "warning",
    "reopen": "warning",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One step as it is shown."""

    title: str
    on: date
    words: str
    by: str
    colour: str


def lines(row: Rectification, *, for_body: bool = False) -> list[Line]:
    """Return the steps of a rectification, oldest first, beginning with its opening.

    Args:
        for_body: leave out what is inside the authority, and the names of officers.
    """
    opened = Line(
        pgettext("rectification step", "Opened"),
        row.opened_on,
        "",
        "" if for_body else row.made_by_label,
        "info",
    )
    return [opened, *map_steps(row.steps.order_by("pk"), for_body=for_body)]


def map_steps(steps: Iterable[RectificationStep], *, for_body: bool) -> Iterable[Line]:
    """Put steps into words."""
    for one in steps:
        if for_body and one.step in INSIDE:
            continue
        title = str(STEPS.get(one.step, one.step))
        by = "" if for_body else one.by_label
        yield Line(title, one.on, one.words, by, COLOURS.get(one.step, "info"))
