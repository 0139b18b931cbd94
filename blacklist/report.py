"""What lists bring to a credit report: serious lists in their own chapter, red lists under good faith."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blacklist.choices import ENDED_STATES, ListingState, ListKind
from blacklist.exit.selectors import cases_of
from blacklist.grades import SOURCE
from blacklist.models import Listing
from credit.choices import SubjectKind
from credit.report.sections import Asked, Chapter, Column, Row, Table, Words, register, tells_of
from credit.report.showing import choice, day
from credit.report.terms import Audience

Rows = Iterator[tuple[int, Row]]
BURDENS = (ListKind.SERIOUS, ListKind.MEDICAL_ORDER)
ENTERED = (ListingState.LISTED, *ENDED_STATES)


def _told(asked: Asked, kinds: tuple[ListKind, ...]) -> QuerySet[Listing]:
    """Keep what may be told: to others what stands on a published list that day, to the subject all of it.

    Whom a person has authorised may know what only the scope of publication keeps from the public. What has
    ended is told to nobody but the subject (国办发〔2025〕22号: with display, sharing and use end too).
    """
    rows = Listing.objects.filter(
        subject__in=asked.subject_ids, scheme__kind__in=kinds, state__in=ENTERED, listed_on__lte=asked.on
    )
    if not asked.whole:
        rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=asked.on), state=ListingState.LISTED)
        rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=asked.on))
    if asked.audience == Audience.PUBLIC:
        persons = Q(subject__kind=SubjectKind.PERSON, scheme__publishes_persons=True)
        bodies = ~Q(subject__kind=SubjectKind.PERSON) & Q(scheme__publishes_bodies=True)
        rows = rows.filter(persons | bodies)
    return rows.select_related("scheme").order_by(F("listed_on").desc(), "-pk")


def _serious(asked: Asked) -> Rows:
    rows = list(_told(asked, BURDENS))
    cases = cases_of(rows, asked.on)
    for row in rows:
        case = cases.get(row.pk)
        open_from = case.repair_from if case is not None and case.repair is not None else None
        yield (
            row.subject_id,
            {
                "title": row.scheme.name,
                "document": row.decision_no,
                "authority": row.authority_name,
                "since": day(row.listed_on),
                "until": day(row.ended_on or row.ends_on),
                "state": row.state,
                "repair": day(open_from) if row.state == ListingState.LISTED else None,
            },
        )


def _red(asked: Asked) -> Rows:
    for row in _told(asked, (ListKind.RED,)):
        yield (
            row.subject_id,
            {
                "title": row.scheme.name,
                "document": row.decision_no,
                "authority": row.authority_name,
                "since": day(row.listed_on),
                "until": day(row.ended_on or row.ends_on),
                "state": row.state,
            },
        )


def _advice(row: Row, on: date) -> Words | None:
    if not row["repair"]:
        return None
    words = {"list": row["title"], "day": row["repair"]}
    if row["repair"] > on.isoformat():
        return _("Leaving “%(list)s” by repair can be applied for from %(day)s.") % words
    return _("Leaving “%(list)s” by repair can be applied for now, once its conditions are met.") % words


_COLUMNS = (
    Column("title", gettext_lazy("List"), 2),
    Column("document", gettext_lazy("Document number"), 1.5),
    Column("authority", gettext_lazy("Authority"), 1.5),
    Column("since", gettext_lazy("On the list since"), 1.1),
    Column("until", gettext_lazy("Until"), 1.1),
    Column("state", gettext_lazy("State"), 1, choice(ListingState.choices)),
)
SERIOUS = register(
    Table(
        "blacklist.serious",
        Chapter.SERIOUS_LIST,
        gettext_lazy("Entries of lists"),
        _COLUMNS,
        _serious,
        order=10,
        advise=_advice,
    )
)
RED = register(Table("blacklist.red", Chapter.HONESTY, gettext_lazy("Red lists"), _COLUMNS, _red, order=20))
tells_of(SOURCE)
