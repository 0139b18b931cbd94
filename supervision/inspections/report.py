"""What inspections bring to a credit report: published results, as the public reads them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import ruletables
from credit.report.sections import Asked, Chapter, Column, Row, Table, register
from credit.report.showing import choice, day
from credit.rules.cycles import add_months
from supervision.inspections import clocks
from supervision.inspections.choices import InspectionResult
from supervision.inspections.naming import reason_words
from supervision.models import InspectionNotice


def _results(asked: Asked) -> Iterator[tuple[int, Row]]:
    """Yield the results that were public on the day, of the months that the rule table names."""
    months = int(ruletables.rule(clocks.TABLE, "report_months", on=asked.on))
    standing = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=asked.on)
    since = add_months(asked.on, -months)
    rows = InspectionNotice.objects.filter(
        standing, subject__in=asked.subject_ids, published_on__range=(since, asked.on)
    )
    for row in rows.order_by("-published_on", "-pk"):
        yield (
            row.subject_id,
            {
                "day": day(row.inspected_on),
                "reason": row.reason,
                "checklist": row.checklist,
                "result": row.result,
                "authority": row.authority_name,
                "published": day(row.published_on),
            },
        )


INSPECTIONS = register(
    Table(
        "supervision.inspections",
        Chapter.OTHER,
        _("Results of inspections"),
        (
            Column("day", _("Inspected on"), 1.1),
            Column("reason", _("Kind of inspection"), 1.1, reason_words),
            Column("checklist", _("Checklist"), 1.8),
            Column("result", _("Result"), 1.6, choice(InspectionResult.choices)),
            Column("authority", _("Authority that inspected"), 1.6),
            Column("published", _("Published on"), 1.1),
        ),
        _results,
        order=60,
    )
)
