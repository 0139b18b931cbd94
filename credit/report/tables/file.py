"""Who the subject is, and what it did: identity, verifications, conduct, serious lists."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy

from core.masking import redact
from credit.choices import Polarity, RecordState, SubjectKind, SubjectState, Usage
from credit.models import ConductRecord, ListedPeriod, Subject, Verification
from credit.report.sections import Asked, Chapter, Column, Layout, Row, Table, register, told_elsewhere
from credit.report.showing import choice, day, place
from credit.report.terms import Audience
from credit.rules.cycles import add_months

Rows = Iterator[tuple[int, Row]]
OPEN_TO: dict[Audience, tuple[Usage, ...]] = {
    Audience.PUBLIC: (Usage.PUBLIC,),
    Audience.AUTHORISED: (Usage.PUBLIC, Usage.AUTHORISED),
    Audience.WHOLE: (Usage.PUBLIC, Usage.AUTHORISED, Usage.INTERNAL),
}
"""Which items of the catalogue a report may tell (信息使用范围)."""


def _subjects(asked: Asked) -> Rows:
    for subject in Subject.objects.filter(pk__in=asked.subject_ids):
        yield (
            subject.pk,
            {
                "name": subject.name,
                "former": list(subject.former_names),
                "kind": subject.kind,
                "number": subject.number,
                "division": subject.division_code,
                "state": subject.state,
            },
        )


SUBJECT = register(
    Table(
        "credit.subject",
        Chapter.BASIC,
        gettext_lazy("Subject"),
        (
            Column("name", gettext_lazy("Name")),
            Column("former", gettext_lazy("Former names")),
            Column("kind", gettext_lazy("Kind of subject"), show=choice(SubjectKind.choices)),
            Column("number", gettext_lazy("Unified social credit code or identity number")),
            Column("division", gettext_lazy("Division"), show=place),
            Column("state", gettext_lazy("State of the file"), show=choice(SubjectState.choices)),
        ),
        _subjects,
        order=10,
        layout=Layout.FACTS,
    )
)


def _verifications(asked: Asked) -> Rows:
    rows = Verification.objects.filter(subject__in=asked.subject_ids, passed_on__lte=asked.on)
    for row in rows.order_by("-passed_on"):
        yield row.subject_id, {"on": day(row.passed_on), "document": row.document_no}


VERIFICATIONS = register(
    Table(
        "credit.verification",
        Chapter.ADMINISTRATION,
        gettext_lazy("Verifications passed"),
        (
            Column("on", gettext_lazy("Passed on"), 1),
            Column("document", gettext_lazy("Document number"), 3),
        ),
        _verifications,
        order=30,
        persons=False,
    )
)


def _conduct(asked: Asked, *, good: bool) -> Rows:
    """Yield the records that count and may be told, leaving out what stands in a table of its own."""
    known = ConductRecord.objects.filter(
        subject__in=asked.subject_ids,
        state__in=(RecordState.NORMAL, RecordState.DISPUTED),
        happened_on__lte=asked.on,
    )
    shielded = Q(shielded_from__lte=asked.on) & (
        Q(shielded_until__isnull=True) | Q(shielded_until__gt=asked.on)
    )
    for source in told_elsewhere():
        known = known.exclude(source__startswith=source)
    rows = known.exclude(shielded).select_related("item").order_by("-happened_on", "-pk")
    for record in rows:
        if (record.polarity == Polarity.GOOD) == good and _may_tell(record, asked):
            yield (
                record.subject_id,
                {
                    "on": day(record.happened_on),
                    "title": redact(record.title),
                    "authority": record.authority_name,
                    "document": record.document_no,
                    "state": record.state,
                },
            )


def _may_tell(record: ConductRecord, asked: Asked) -> bool:
    """Tell whether the item's scope of use and its time of keeping let the record into the report."""
    item = record.item
    if (Usage.INTERNAL if item is None else item.scope) not in OPEN_TO[asked.audience]:
        return False
    months = item.retention_months if item is not None else None
    return months is None or add_months(record.happened_on, months) >= asked.on


def _good_conduct(asked: Asked) -> Rows:
    return _conduct(asked, good=True)


def _bad_conduct(asked: Asked) -> Rows:
    return _conduct(asked, good=False)


_CONDUCT = (
    Column("on", gettext_lazy("Date"), 1.1),
    Column("title", gettext_lazy("Conduct"), 3),
    Column("authority", gettext_lazy("Authority"), 1.8),
    Column("document", gettext_lazy("Document number"), 1.8),
    Column("state", gettext_lazy("State"), 0.8, choice(RecordState.choices)),
)
GOOD_CONDUCT = register(
    Table("credit.good", Chapter.HONESTY, gettext_lazy("Good conduct on record"), _CONDUCT, _good_conduct, 10)
)
BAD_CONDUCT = register(
    Table(
        "credit.bad",
        Chapter.OTHER,
        gettext_lazy("Further conduct records, beside the decisions above"),
        _CONDUCT,
        _bad_conduct,
        10,
    )
)


def _listed(asked: Asked) -> Rows:
    rows = ListedPeriod.objects.filter(subject__in=asked.subject_ids, since__lte=asked.on)
    if not asked.whole:
        rows = rows.filter(Q(until__isnull=True) | Q(until__gt=asked.on))
    for source in told_elsewhere():
        rows = rows.exclude(source__startswith=source)
    for row in rows.order_by("-since"):
        yield row.subject_id, {"title": row.title, "since": day(row.since), "until": day(row.until)}


LISTED = register(
    Table(
        "credit.listed",
        Chapter.SERIOUS_LIST,
        gettext_lazy("Further times on a list"),
        (
            Column("title", gettext_lazy("List"), 3),
            Column("since", gettext_lazy("On the list since"), 1),
            Column("until", gettext_lazy("Off the list from"), 1),
        ),
        _listed,
    )
)
