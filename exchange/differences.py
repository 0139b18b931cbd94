"""What a comparison found, in words: which records differ, by their names, with a way to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.permissions import P
from exchange.models import Delivery, Reconciliation

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Record:
    """One record that differs.

    Args:
        name: what the delivery is about; the record's number where it is not the reader's to see.
        url: page of the last delivery about it, "" where there is none to see.
    """

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which the two sides differ, and what to do about it."""

    title: Words
    mend: Words
    records: Sequence[Record]


WAYS: tuple[tuple[str, Words, Words], ...] = (
    (
        "missing_there",
        _("Missing there"),
        _("We hold a receipt for these records, but the platform does not show them: send them again."),
    ),
    (
        "unknown_here",
        _("Unknown here"),
        _("The platform shows these records, but we hold no receipt that it should: ask it to remove them."),
    ),
    (
        "different",
        _("Different content"),
        _("Both sides hold these records, in different versions: send the present version again."),
    ),
)


def differences_of(row: Reconciliation, reader: Officer) -> list[Difference]:
    """Return what differs, by two questions at the most."""
    wanted = {record for name, _title, _mend in WAYS for record in getattr(row, name)}
    names = _names(row, wanted, reader) if wanted else {}
    return [
        Difference(title, mend, [names.get(record, Record(record, "")) for record in getattr(row, name)])
        for name, title, mend in WAYS
        if getattr(row, name)
    ]


def _names(row: Reconciliation, wanted: set[str], reader: Officer) -> dict[str, Record]:
    """Name the records by their last delivery, as far as it lies in the reader's divisions."""
    visible = Delivery.objects.visible_to(reader, P.DELIVERY_VIEW)
    last = visible.filter(platform=row.platform_id, record_id__in=wanted).order_by("pk")
    return {
        record: Record(label or record, reverse("admin:exchange_delivery_change", args=[pk]))
        for pk, record, label in last.values_list("pk", "record_id", "label")
    }
