"""Decisions and their deliveries in the time line of a credit file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from blacklist.models import Listing
from credit.models import Subject
from credit.timeline import Event, Reader, day_of, tells
from disclosure.choices import PublicKind, PublicState
from disclosure.models import Penalty, Permit, PublicEntry
from disclosure.portal import TOLD
from exchange.choices import State
from exchange.models import Delivery

_STATE_COLOURS = {State.ACCEPTED: "success", State.REJECTED: "danger", State.STUCK: "warning"}


@tells("penalty", gettext_lazy("Penalty"))
def penalties(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of the penalties that the reader may see."""
    rows = _seen(Penalty.objects.filter(subject_id=subject.pk), reader)
    for row, page in _with_pages(rows):
        kind = str(PublicKind.PENALTY.label)
        yield Event(
            row.decided_on, kind, row.violation_type, "gavel", "danger", _note(row), _url(row), "", page
        )


@tells("permit", gettext_lazy("Permit"))
def permits(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of the permits that the reader may see."""
    rows = _seen(Permit.objects.filter(subject_id=subject.pk), reader)
    for row, page in _with_pages(rows):
        kind = str(PublicKind.PERMIT.label)
        yield Event(
            row.decided_on, kind, row.document_title, "approval", "success", _note(row), _url(row), "", page
        )


def _seen(rows: Any, reader: Reader) -> Sequence[Any]:
    """Keep what the reader may see; what is still on the clerk's desk is not told to the body."""
    known: QuerySet[Any] = rows.filter(state__in=TOLD) if reader.own else rows
    return list(reader.newest(known.visible_to(reader, P.DECISION_VIEW), "decided_on"))  # type: ignore[attr-defined]


def _with_pages(rows: Sequence[Any]) -> Iterator[tuple[Any, str]]:
    """Yield each decision with the address of its public page, "" where it has none."""
    shown = PublicEntry.objects.filter(record_guid__in=[row.guid for row in rows], state=PublicState.SHOWN)
    pages = {entry.record_guid: entry.get_absolute_url() for entry in shown.only("guid", "record_guid")}
    return ((row, pages.get(row.guid, "")) for row in rows)


def _note(row: Any) -> str:
    return f"{row.document_no} · {row.get_state_display()}"


def _url(row: Any) -> str:
    return reverse(f"admin:disclosure_{row._meta.model_name}_change", args=[row.pk])


@tells("delivery", gettext_lazy("Sent to a platform"))
def deliveries(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell which platform was told of a decision; the body hears of what arrived there."""
    guids = [
        str(guid)
        for model in (Penalty, Permit, Listing)
        for guid in model.objects.filter(subject_id=subject.pk).values_list("guid", flat=True)
    ]
    rows: Any = Delivery.objects.filter(record_id__in=guids).visible_to(reader, P.DELIVERY_VIEW)
    if reader.own:
        rows = rows.filter(state=State.ACCEPTED)
    for row in reader.newest(rows.select_related("platform").defer("payload", "sent_body"), "created_at"):
        yield Event(
            day_of(row.created_at),
            _("Sent to a platform"),
            f"{row.platform.name} · {row.get_operation_display()} · {row.label}",
            "send",
            _STATE_COLOURS.get(State(row.state), "info"),
            "" if reader.own else row.get_state_display(),
            reverse("admin:exchange_delivery_change", args=[row.pk]),
            row.stuck_reason,
        )
