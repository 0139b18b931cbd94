"""What permits and penalties bring to a credit report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.masking import redact
from credit.choices import RecordState
from credit.models import Repair
from credit.repair.choices import OPEN_STATES, RepairState
from credit.report.sections import Asked, Chapter, Column, Row, Table, Words, register, tells_of
from credit.report.showing import choice, day
from credit.report.terms import Audience
from disclosure.choices import DecisionState, WithheldReason
from disclosure.models import Penalty, Permit
from disclosure.services.conduct import source_of

SOON_DAYS = 90
"""From so many days on an end is advised of; a matter of display, not of law."""


_withheld = choice(WithheldReason.choices)


def _told(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    """Keep what may be told: to others what the public sees that day, to the subject all that counts.

    Where only the rule about natural persons keeps a decision from the public, whom the person authorised
    may know it. 国办发〔2025〕22号: the end of display and repair end use too, so nothing of it stands here.
    """
    known = rows.filter(subject__in=asked.subject_ids, decided_on__lte=asked.on)
    display = Q(shown_until__isnull=True) | Q(shown_until__gte=asked.on)
    told = Q(state=DecisionState.PUBLISHED)
    if asked.audience != Audience.PUBLIC:
        told |= Q(state=DecisionState.WITHHELD, withheld_reason=WithheldReason.NATURAL_PERSON)
    if asked.whole:
        kept_back = Q(state=DecisionState.WITHHELD) & ~Q(withheld_reason=WithheldReason.PERIOD_OVER)
        told |= kept_back | Q(state=DecisionState.APPROVED)
    return known.filter(display).filter(told)


def _applied_for(asked: Asked) -> set[str]:
    """Return the sources for whose repair an application is being examined."""
    running = [state for state in OPEN_STATES if state != RepairState.DRAFT]
    rows = Repair.objects.filter(subject__in=asked.subject_ids, state__in=running)
    return set(rows.values_list("record__source", flat=True))


def _penalties(asked: Asked) -> Iterator[tuple[int, Row]]:
    applied = _applied_for(asked)
    for row in _told(Penalty.objects.all(), asked).order_by("-decided_on", "-pk"):
        yield (
            row.subject_id,
            {
                "on": day(row.decided_on),
                "document": row.document_no,
                "violation": redact(row.violation_type),
                "content": redact(row.content),
                "authority": row.authority_name,
                "state": [day(row.disputed_since), row.withheld_reason],
                "until": day(row.shown_until),
                "repair": day(row.earliest_repair_on),
                "applied": source_of(row) in applied,
            },
        )


def _permits(asked: Asked) -> Iterator[tuple[int, Row]]:
    for row in _told(Permit.objects.all(), asked).order_by("-decided_on", "-pk"):
        yield (
            row.subject_id,
            {
                "on": day(row.decided_on),
                "document": row.document_no,
                "title": redact(row.document_title),
                "kind": row.permit_kind,
                "valid": [day(row.valid_from), day(row.valid_to)],
                "authority": row.authority_name,
            },
        )


def _period(value: Any) -> str:
    return " – ".join(map(str, value))


def _standing(value: Any) -> str:
    disputed_since, withheld = value
    words = [str(RecordState.DISPUTED.label)] if disputed_since else []
    return " · ".join([*words, *([_withheld(withheld)] if withheld else [])])


def _repair_advice(row: Row, on: date) -> Words | None:
    if not row["repair"] or row.get("applied"):
        return None
    words = {"document": row["document"], "day": row["repair"]}
    if row["repair"] > on.isoformat():
        return _("Repair of %(document)s can be applied for from %(day)s, once all duties are done.") % words
    return _("Repair of %(document)s can be applied for now, once all duties are done.") % words


def _permit_advice(row: Row, on: date) -> Words | None:
    if 0 <= (date.fromisoformat(row["valid"][1]) - on).days <= SOON_DAYS:
        words = {"document": row["document"], "day": row["valid"][1]}
        return _("The permit %(document)s ends on %(day)s: apply for its renewal in time.") % words
    return None


PERMITS = register(
    Table(
        "disclosure.permit",
        Chapter.ADMINISTRATION,
        gettext_lazy("Permits"),
        (
            Column("on", gettext_lazy("Decided on"), 1.1),
            Column("document", gettext_lazy("Document number"), 1.7),
            Column("title", gettext_lazy("Decision"), 2.2),
            Column("kind", gettext_lazy("Kind"), 0.8),
            Column("valid", gettext_lazy("Valid"), 1.3, _period),
            Column("authority", gettext_lazy("Authority"), 1.6),
        ),
        _permits,
        order=10,
        advise=_permit_advice,
    )
)
PENALTIES = register(
    Table(
        "disclosure.penalty",
        Chapter.ADMINISTRATION,
        gettext_lazy("Penalties"),
        (
            Column("on", gettext_lazy("Decided on"), 1.1),
            Column("document", gettext_lazy("Document number"), 1.5),
            Column("violation", gettext_lazy("Violation"), 2),
            Column("content", gettext_lazy("Penalty"), 2),
            Column("authority", gettext_lazy("Authority"), 1.3),
            Column("until", gettext_lazy("Shown until"), 1.1),
            Column("state", gettext_lazy("State"), 1.2, _standing),
        ),
        _penalties,
        order=20,
        advise=_repair_advice,
    )
)
tells_of("disclosure.penalty:")
