"""What the archive of a body brings to a credit report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy

from credit.report.sections import Asked, Chapter, Column, Layout, Row, Table, Words, register
from credit.report.showing import day
from institutions.models import Institution

SOON_DAYS = 90
"""From so many days on an end is advised of; a matter of display, not of law."""


def _archives(asked: Asked) -> Iterator[tuple[int, Row]]:
    for body in Institution.objects.filter(subject__in=asked.subject_ids):
        yield (
            body.subject_id,
            {
                "category": body.category,
                "level": body.level,
                "ownership": body.ownership,
                "licence": body.licence_no,
                "licence_to": day(body.licence_valid_to),
                "verification_to": day(body.verification_valid_to),
                "quantified": body.quantified_class,
                "representative": body.legal_representative,
                "departments": list(body.departments),
                "address": body.address,
            },
        )


def _advice(row: Row, on: date) -> Words | None:
    """Advise of a licence or verification that ends soon or has ended."""
    for key, soon, over in (
        ("verification_to", _VERIFY_SOON, _VERIFY_OVER),
        ("licence_to", _RENEW_SOON, _RENEW_OVER),
    ):
        if row[key]:
            left = (date.fromisoformat(row[key]) - on).days
            if left <= SOON_DAYS:
                return (soon if left >= 0 else over) % {"day": row[key]}
    return None


_VERIFY_SOON = gettext_lazy("Verification is valid until %(day)s: apply for it in time.")
_VERIFY_OVER = gettext_lazy("Verification was valid until %(day)s only: apply for it at once.")
_RENEW_SOON = gettext_lazy("The licence is valid until %(day)s: apply for its renewal in time.")
_RENEW_OVER = gettext_lazy("The licence was valid until %(day)s only: apply for its renewal at once.")

ARCHIVE = register(
    Table(
        "institutions.archive",
        Chapter.BASIC,
        gettext_lazy("Archive of the institution"),
        (
            Column("category", gettext_lazy("Category")),
            Column("level", gettext_lazy("Level and grade")),
            Column("ownership", gettext_lazy("Ownership")),
            Column("licence", gettext_lazy("Licence registration number")),
            Column("licence_to", gettext_lazy("Licence valid to")),
            Column("verification_to", gettext_lazy("Verification valid to")),
            Column("quantified", gettext_lazy("Quantified class")),
            Column("representative", gettext_lazy("Legal representative")),
            Column("departments", gettext_lazy("Departments")),
            Column("address", gettext_lazy("Address")),
        ),
        _archives,
        order=20,
        layout=Layout.FACTS,
        advise=_advice,
    )
)
