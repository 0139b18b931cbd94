"""Procedures about the subject, told to itself and to authorities only: points, objections, repairs."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy, pgettext_lazy

from core.masking import redact
from credit.models import DemeritEntry, Objection, Repair
from credit.objection.choices import OPEN_STATES as OPEN_OBJECTION
from credit.objection.choices import ObjectionState
from credit.points.choices import EntryState
from credit.repair.choices import OPEN_STATES as OPEN_REPAIR
from credit.repair.choices import RepairState
from credit.report.sections import Asked, Chapter, Column, Row, Table, register, tells_of
from credit.report.showing import choice, day
from credit.report.terms import Audience

Rows = Iterator[tuple[int, Row]]


def _points(asked: Asked) -> Rows:
    rows = DemeritEntry.objects.filter(subject__in=asked.subject_ids, state=EntryState.CONFIRMED)
    for row in rows.order_by("-happened_on", "-pk"):
        yield (
            row.subject_id,
            {
                "notice": row.notice_no,
                "title": redact(row.item_title),
                "points": f"{row.points.normalize():f}",
                "on": day(row.happened_on),
            },
        )


POINTS = register(
    Table(
        "credit.points",
        Chapter.OTHER,
        gettext_lazy("Demerit points"),
        (
            Column("notice", gettext_lazy("Notice number"), 1.5),
            Column("title", gettext_lazy("Conduct"), 3),
            Column("points", gettext_lazy("Points"), 0.7),
            Column("on", gettext_lazy("Date"), 1.1),
        ),
        _points,
        order=20,
        told_to=(Audience.AUTHORISED, Audience.WHOLE),
    )
)


def _objections(asked: Asked) -> Rows:
    rows = Objection.objects.filter(subject__in=asked.subject_ids, state__in=OPEN_OBJECTION)
    for row in rows.order_by("-received_on", "-pk"):
        yield (
            row.subject_id,
            {"title": redact(str(row)), "received": day(row.received_on), "state": row.state},
        )


OBJECTIONS = register(
    Table(
        "credit.objection",
        Chapter.OTHER,
        gettext_lazy("Objections being examined"),
        (
            Column("title", gettext_lazy("Matter"), 3),
            Column("received", gettext_lazy("Received on"), 1),
            Column("state", gettext_lazy("State"), 1.2, choice(ObjectionState.choices)),
        ),
        _objections,
        order=30,
        told_to=(Audience.WHOLE,),
    )
)


def _repairs(asked: Asked) -> Rows:
    rows = Repair.objects.filter(subject__in=asked.subject_ids, state__in=OPEN_REPAIR)
    handed_in = rows.exclude(state=RepairState.DRAFT)
    for row in handed_in.select_related("record").order_by("-pk"):
        yield (
            row.subject_id,
            {
                "title": redact(f"{row.record.title} {row.record.document_no}".strip()),
                "submitted": day(row.submitted_on),
                "state": row.state,
            },
        )


REPAIRS = register(
    Table(
        "credit.repair",
        Chapter.OTHER,
        gettext_lazy("Credit repair applied for"),
        (
            Column("title", gettext_lazy("Matter"), 3),
            Column("submitted", pgettext_lazy("repair", "Handed in on"), 1),
            Column("state", gettext_lazy("State"), 1.2, choice(RepairState.choices)),
        ),
        _repairs,
        order=40,
        told_to=(Audience.WHOLE,),
    )
)
tells_of("credit.demeritentry:")
