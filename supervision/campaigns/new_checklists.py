"""Entering a checklist that no file ships."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.actors import Actor
from core.errors import Refusal
from supervision.campaigns.checklists import keeps, put_lines
from supervision.choices import ChecklistKind
from supervision.models import CheckItem, Checklist


@dataclass(frozen=True, slots=True)
class NewChecklist:
    """The head of a checklist; `place` is a division prefix, "" the country."""

    code: str
    title: str
    kind: str
    effective_from: date
    place: str = ""
    speciality: str = ""
    categories: tuple[str, ...] = ()
    document: str = ""


def enter_checklist(head: NewChecklist, *, items: Iterable[CheckItem], by: Actor) -> Checklist:
    """Enter a checklist with its lines.

    Raises:
        Refusal: no right there, no such kind, no line, or a code that this place has already.
    """
    if not keeps(by, head.place):
        raise Refusal(_("Place: you do not keep checklists there; name your own division."), field="place")
    if head.kind not in ChecklistKind.values:
        raise Refusal(_("Used for: choose from the list."), field="kind")
    new = list(items)
    if not new:
        raise Refusal(_("Lines: a checklist needs at least one line."), field="upload")
    if Checklist.objects.filter(code=head.code, place=head.place).exists():
        raise Refusal(
            _("Code: your place has a checklist of this code; open it and make a new version."), field="code"
        )
    with transaction.atomic():
        row = Checklist.objects.create(
            code=head.code,
            title=head.title.strip(),
            kind=head.kind,
            speciality=head.speciality,
            categories=list(head.categories),
            place=head.place,
            effective_from=head.effective_from,
            document=head.document.strip(),
        )
        put_lines(row, new)
        audit.record(row, "checklist.enter", by=by, changes={"lines": (0, len(new))})
    return row
