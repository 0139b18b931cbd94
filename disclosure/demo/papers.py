"""Credit reports of the demonstration county: for a tender, for an award, and for a hospital itself."""

from __future__ import annotations

from accounts.demo import HOSPITAL_CLERK
from accounts.models import Officer
from credit.models import Subject
from credit.report.services import Terms, issue, issue_to_owner
from credit.report.terms import Language, Purpose
from institutions.models import Membership
from practitioners.models import Practitioner


def tell(*, clerk: Officer, reviewer: Officer) -> None:
    """Issue a few reports through the product's own services."""
    held = Membership.objects.select_related("user", "institution__subject")
    own = held.filter(user__username=HOSPITAL_CLERK).order_by("pk").first()
    if own is not None:
        issue_to_owner(own.institution.subject, Language.CHINESE, by=own.user)
        _for(own.institution.subject, Purpose.TENDER, "青溪县公共资源交易中心", "移动体检车采购项目", clerk)
    other = Subject.objects.filter(penaltys__state="published").order_by("pk").first()
    if other is not None:
        _for(other, Purpose.FUNDS, "青溪县财政局", "基层医疗卫生补助资金安排", clerk)
    person = Practitioner.objects.select_related("subject").order_by("pk").first()
    if person is not None:
        terms = Terms(
            Language.CHINESE,
            Purpose.QUALIFICATION,
            "青溪县卫生健康委员会",
            "优秀医师评选",
            "授权书〔2026〕3号",
        )
        issue(person.subject, terms, by=reviewer)


def _for(subject: Subject, purpose: str, asker: str, note: str, by: Officer) -> None:
    issue(subject, Terms(Language.CHINESE, purpose, asker, note), by=by)
