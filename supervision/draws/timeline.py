"""What draws tell in the time line: a body that was drawn, and why it had as many lots.

The body itself hears of it once the draw is opened: nobody is told beforehand that inspectors will come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.permissions import P
from credit.models import Subject
from credit.timeline import Event, Reader, tells
from supervision.draws.choices import HOLDS, DrawState, Mode
from supervision.models import DrawnObject

FACTORS: dict[str, str | Promise] = {
    "grade": pgettext_lazy("weight", "grade"),
    "red_list": pgettext_lazy("weight", "red list"),
    "ledger_good": pgettext_lazy("weight", "self-inspections in time"),
    "ledger_late": pgettext_lazy("weight", "self-inspections late"),
    "ledger_faked": pgettext_lazy("weight", "self-inspection faked"),
}


@tells("draw", gettext_lazy("Random draws"))
def draws(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of draws that led to the body."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    states = [DrawState.OPENED] if reader.own else [str(state) for state in HOLDS]
    rows = DrawnObject.objects.filter(subject_id=subject.pk, draw__state__in=states)
    for row in reader.newest(rows.select_related("draw", "line"), "draw__draw_on"):
        yield Event(
            row.draw.draw_on,
            _("Drawn for a random inspection"),
            f"{row.draw.title}：{row.line.get_speciality_display()}",
            "casino",
            "" if row.replaced else "info",
            _("replaced") if row.replaced else lots_in_words(row),
            reverse("admin:supervision_draw_change", args=[row.draw_id]),
            own_url=reverse("supervision:draw", args=[row.draw.number]),
        )


def lots_in_words(row: DrawnObject) -> str:
    """Say how many lots a drawn body had, and from which factors."""
    if row.mode == Mode.ALL:
        return _("full coverage, outside the draw")
    factors: Mapping[str, str] = row.draw.factors.get(row.code, {}).get("factors", {})
    why = "，".join(f"{FACTORS.get(name, name)} ×{value}" for name, value in factors.items())
    words = _("%(lots)s lots") % {"lots": row.tickets}
    return f"{words}（{why}）" if why else words
