"""The section "credit report": the body's own report for download, and who else was given one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.clock import CHINA
from credit.models import CreditReport
from credit.report.terms import Audience, Language, Purpose, spaced
from institutions.models import Institution
from institutions.portal.sections import Fact, Group, Section, register

MOST = 50


def own_reports(body: Institution) -> QuerySet[CreditReport]:
    """Return the reports that the body asked for itself, newest first."""
    rows = CreditReport.objects.filter(
        subject=body.subject_id, purpose=Purpose.OWN_USE, audience=Audience.WHOLE
    )
    return rows.order_by("-pk")


def reports_to_others(body: Institution) -> QuerySet[CreditReport]:
    """Return the reports about the body that others were given; supervision does not announce itself."""
    rows = CreditReport.objects.filter(subject=body.subject_id).exclude(
        purpose__in=(Purpose.OWN_USE, Purpose.SUPERVISION)
    )
    return rows.defer("content").order_by("-pk")


def summary(body: Institution) -> Sequence[Fact]:
    """Return the facts for the first page, by one question."""
    own = Q(purpose=Purpose.OWN_USE, audience=Audience.WHOLE)
    others = ~Q(purpose__in=(Purpose.OWN_USE, Purpose.SUPERVISION))
    told = CreditReport.objects.filter(subject=body.subject_id).aggregate(
        last=Max("cut_off", filter=own), others=Count("pk", filter=others)
    )
    facts = [Fact(_("Reports given to others"), told["others"])]
    if told["last"] is not None:
        facts.insert(0, Fact(_("Last own report"), told["last"].astimezone(CHINA).date()))
    return facts


def context(body: Institution) -> dict[str, Any]:
    """Return what the section's page shows."""
    own = own_reports(body).defer("content")[:MOST]
    return {
        "own": [(report, spaced(report.check_code)) for report in own],
        "others": list(reports_to_others(body)[:MOST]),
        "languages": Language.choices,
    }


REPORTS = register(
    Section("reports", _("Credit report"), "portal/reports.html", 60, summary, context, Group.OWN)
)
