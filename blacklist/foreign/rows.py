"""One row of another department's list: what it must hold, and how entries are told apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blacklist.foreign.choices import ForeignKind
from core.crypto import Sealed, sm3
from core.errors import Refusal
from core.search import normalise
from credit.guard import Guard

LABELS: dict[str, Any] = {
    "name": gettext_lazy("Name"),
    "uscc": gettext_lazy("Unified social credit code"),
    "registration_no": gettext_lazy("Business registration number"),
    "org_code": gettext_lazy("Organisation code"),
    "id_number": gettext_lazy("Identity number"),
    "title": gettext_lazy("Honour"),
    "grade": gettext_lazy("Grade of the honour"),
    "document_no": gettext_lazy("Document number"),
    "determined_by": gettext_lazy("Determined by"),
    "determined_on": gettext_lazy("Determined on"),
    "facts": gettext_lazy("Facts"),
    "content": gettext_lazy("Decision"),
    "address": gettext_lazy("Address"),
    "representative": gettext_lazy("Legal representative"),
    "note": gettext_lazy("Remark"),
    "ends_on": gettext_lazy("Last day of the term"),
    "ended_on": gettext_lazy("Off the list from"),
    "end_reason": gettext_lazy("Reason of the end"),
}
FREE_TEXTS = ("title", "facts", "content", "note", "end_reason")
# What each of the four workbooks marks with an asterisk; the interface asks for the same.
MANDATORY: dict[tuple[str, bool], tuple[str, ...]] = {
    (ForeignKind.RED, False): ("name", "title", "document_no", "determined_by", "determined_on", "content"),
    (ForeignKind.RED, True): ("name", "title", "document_no", "determined_by", "determined_on", "content"),
    (ForeignKind.BLACK, False): ("name", "document_no", "determined_by", "determined_on", "facts"),
    (ForeignKind.BLACK, True): ("name", "determined_by", "determined_on", "facts"),
}


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One row as a workbook or the interface brings it; codes are clean.

    Args:
        identity: as `credit.Subject.identity`; a person's number is in `id_number`, sealed.
        others: further identities of the same body, for finding its file.
        id_masked: what officers see of a person's number.
    """

    identity: str
    name: str
    determined_by: str
    determined_on: date
    uscc: str = ""
    registration_no: str = ""
    org_code: str = ""
    id_number: Sealed | None = None
    id_masked: str = ""
    title: str = ""
    grade: str = ""
    document_no: str = ""
    facts: str = ""
    content: str = ""
    address: str = ""
    representative: str = ""
    note: str = ""
    ends_on: date | None = None
    ended_on: date | None = None
    end_reason: str = ""

    @property
    def of_person(self) -> bool:
        """Whether the row is about a natural person."""
        return self.identity.startswith("P:")

    @property
    def identities(self) -> Iterable[str]:
        """All identities under which a credit file of it may stand."""
        yield self.identity
        if self.org_code:
            yield f"O:{self.org_code}"
        if self.registration_no:
            yield f"R:{self.registration_no}"


def key_of(kind: str, row: NewEntry) -> str:
    """Return what tells entries of one source apart: whose, by which document, for which honour.

    A row without a document number is told by its day instead.
    """
    document = normalise(row.document_no) or row.determined_on.isoformat()
    return sm3("|".join((kind, row.identity, document, normalise(row.title))))


def check_row(kind: str, row: NewEntry, *, day: date, guard: Guard) -> None:
    """Refuse a row that cannot stand on a list, with the field.

    Args:
        kind: red or black.
        row: the row.
        day: the day of receipt; nothing is determined or ended after it.
        guard: what no credit file may hold.

    Raises:
        Refusal: in one sentence.
    """
    for field in MANDATORY[(kind, row.of_person)]:
        if not getattr(row, field):
            raise Refusal(_("%(field)s: it is empty; fill it in.") % {"field": LABELS[field]}, field=field)
    for field in ("determined_on", "ended_on"):
        value = getattr(row, field)
        if value is not None and value > day:
            raise Refusal(
                _("%(field)s: the day lies in the future; correct it.") % {"field": LABELS[field]},
                field=field,
            )
    for field in ("ends_on", "ended_on"):
        value = getattr(row, field)
        if value is not None and value < row.determined_on:
            raise Refusal(
                _("%(field)s: the day lies before “%(other)s”; correct one of the two.")
                % {"field": LABELS[field], "other": LABELS["determined_on"]},
                field=field,
            )
    texts = {field: getattr(row, field) for field in FREE_TEXTS}
    guard.check(texts, {field: str(label) for field, label in LABELS.items()})
