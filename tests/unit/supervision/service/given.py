"""What tests of service take as given: a standing grade, and one row of every table."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from accounts.models import Officer
from accounts.permissions import P
from credit.grading.standards import load_standards
from credit.models import Grade, Standard, Subject
from credit.parties import OnPaper
from supervision.models import ApprovalCase, ApprovalItem, Benefit, BenefitOffer, ServiceWindow
from supervision.service import benefits, cases, ratings
from supervision.service.receiving import NewCase, receive
from tests import factories

HOW = "住院登记处凭医保凭证办理，不收押金。"


def graded(subject: Subject, label: str) -> Grade:
    """Give a subject a standing grade under a standard in force."""
    load_standards()
    standard = Standard.objects.in_force(date(2026, 6, 1)).filter(applies_to="institution").first()
    assert standard is not None
    grade, _made = Grade.objects.update_or_create(
        subject=subject,
        standard=standard,
        defaults={
            "run_id": uuid.uuid4(),
            "as_of": date(2026, 1, 5),
            "cycle_start": date(2026, 1, 1),
            "cycle_end": date(2027, 1, 1),
            "cycle_basis": "calendar",
            "points": 0,
            "bonus": 0,
            "score": 100,
            "label": label,
            "veto": False,
            "lines": "[]",
        },
    )
    return grade


def window() -> ServiceWindow:
    """Make a window of the county."""
    return ServiceWindow.objects.create(
        name="1号窗口", hall="内黄县政务服务中心", division_code=factories.COUNTY
    )


def told(subject: Subject, *, by: Officer) -> ApprovalCase:
    """Take in an application and say what is missing."""
    item = ApprovalItem.objects.get(code="public-place-permit")
    row = receive(NewCase(item=item, division_code=factories.COUNTY, subject=subject), by=by)
    return cases.tell_missing(row, missing=["公共场所卫生检测或者评价报告"], by=by)


def offer(subject: Subject, *, by: Officer) -> BenefitOffer:
    """Let a body take part in a benefit that asks for nothing."""
    free = Benefit.objects.create(
        code="free",
        title="免押金",
        kind="deposit",
        audience="public",
        text="免收押金。",
        labels=[],
        red_list_counts=False,
        barred_if_listed=False,
        valid_from=date(2020, 1, 1),
    )
    row = benefits.ask(benefit=free, subject=subject, how=HOW, by=OnPaper(by, P.SERVICE_KEEP))
    return benefits.approve(row, by=by)


def everything(subject: Subject, *, by: Officer) -> dict[str, Any]:
    """Return one row of every table that has a page, and a visit's code."""
    at = window()
    used, free = ratings.hand_out(at, count=2, by=by)
    taking_part = offer(subject, by=by)
    case = told(subject, by=by)
    return {
        "supervision.approvalitem": case.item,
        "supervision.approvalcase": case,
        "supervision.servicewindow": at,
        "supervision.rating": ratings.rate(used, level=1),
        "supervision.benefit": taking_part.benefit,
        "supervision.benefitoffer": taking_part,
        "visit": free,
    }
