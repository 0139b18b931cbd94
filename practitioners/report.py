"""What the archive of a practitioner brings to a credit report."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy, pgettext_lazy

from core.masking import mask
from credit.report.sections import Asked, Chapter, Column, Layout, Row, Table, register
from credit.report.showing import day
from practitioners.models import Practice, Practitioner


def _archives(asked: Asked) -> Iterator[tuple[int, Row]]:
    for person in Practitioner.objects.filter(subject__in=asked.subject_ids):
        yield (
            person.subject_id,
            {
                "category": person.category,
                "certificate": mask("qualification_certificate", person.certificate_no),
                "class": person.practice_class,
                "scope": person.practice_scope,
                "title": person.title,
                "registered": day(person.registered_on),
            },
        )


def _practices(asked: Asked) -> Iterator[tuple[int, Row]]:
    rows = Practice.objects.filter(practitioner__subject__in=asked.subject_ids, started_on__lte=asked.on)
    for row in rows.select_related("practitioner").order_by("-started_on", "-pk"):
        yield (
            row.practitioner.subject_id,
            {
                "institution": row.institution_name,
                "from": day(row.started_on),
                "to": day(row.ended_on),
            },
        )


ARCHIVE = register(
    Table(
        "practitioners.archive",
        Chapter.BASIC,
        gettext_lazy("Archive of the practitioner"),
        (
            Column("category", gettext_lazy("Category")),
            Column("certificate", gettext_lazy("Certificate number")),
            Column("class", gettext_lazy("Class of practice")),
            Column("scope", gettext_lazy("Scope of practice")),
            Column("title", gettext_lazy("Professional title")),
            Column("registered", gettext_lazy("Registered on")),
        ),
        _archives,
        order=20,
        layout=Layout.FACTS,
    )
)
PRACTICES = register(
    Table(
        "practitioners.practice",
        Chapter.BASIC,
        gettext_lazy("Places of practice"),
        (
            Column("institution", gettext_lazy("Institution"), 3),
            Column("from", pgettext_lazy("practice", "From"), 1),
            Column("to", pgettext_lazy("practice", "To"), 1),
        ),
        _practices,
        order=30,
        persons=True,
    )
)
