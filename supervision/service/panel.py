"""The card of approvals and benefits on the page of a credit file."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.permissions import P
from core.clock import today
from credit.admin.panels import Panel, register
from credit.models import Subject
from supervision.models import ApprovalCase, BenefitOffer
from supervision.service import eligibility
from supervision.service.choices import OFFER_OPEN, Audience

MOST = 10
TEMPLATE = "admin/supervision/service_panel.html"


@register("service")
def approvals_and_benefits(subject: Subject, reader: Officer) -> Panel | None:
    """Show the newest applications, and which benefits the subject's credit opens."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return None
    day = today()
    cases = ApprovalCase.objects.filter(subject=subject).select_related("item").order_by("-pk")[:MOST]
    audience = [Audience.PERSON] if subject.is_person else [Audience.BODY, Audience.PUBLIC]
    standing = eligibility.standings([subject.pk], day)[subject.pk]
    offers = BenefitOffer.objects.filter(subject=subject, state__in=OFFER_OPEN)
    by_benefit = {offer.benefit_id: offer for offer in offers}
    data: dict[str, Any] = {
        "cases": list(cases),
        "benefits": [
            (row, eligibility.judge(row, standing), by_benefit.get(row.pk))
            for row in eligibility.in_force(on=day, place=subject.division_code, audiences=audience)
        ],
    }
    return Panel(_("Approvals and benefits"), TEMPLATE, data) if data["cases"] or data["benefits"] else None
