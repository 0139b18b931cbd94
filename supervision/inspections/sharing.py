"""What credit platforms are told of published results of inspections, and of their withdrawal."""

from __future__ import annotations

from typing import Any

from core import outbox
from supervision.choices import Speciality
from supervision.inspections.choices import InspectionReason
from supervision.inspections.selectors import national_words
from supervision.models import InspectionNotice

TABLE = "inspection_legal"
SHARED = "supervision.inspection.shared"
ADD, WITHDRAW = "I", "R"
# What goes to other systems is Chinese, whatever language the officer reads.
KINDS: dict[str, str] = {InspectionReason.DRAW: "随机抽查", InspectionReason.FULL_COVERAGE: "全覆盖检查"}
OTHER_KIND = "专项检查"
SPECIALITIES: dict[str, str] = {
    Speciality.MEDICAL: "医疗卫生",
    Speciality.INFECTIOUS: "传染病防治",
    Speciality.PUBLIC_PLACE: "公共场所卫生",
    Speciality.DRINKING_WATER: "生活饮用水卫生",
    Speciality.SCHOOL: "学校卫生",
    Speciality.OCCUPATIONAL: "职业卫生",
    Speciality.RADIATION: "放射卫生",
    Speciality.DISINFECTION: "消毒产品",
    Speciality.TABLEWARE: "餐具饮具集中消毒",
    Speciality.MATERNAL: "妇幼健康",
    Speciality.BLOOD: "血液安全",
}


def tell(notice: InspectionNotice, *, reason: str = "") -> None:
    """Write the outbox row of a published or withdrawn result (inside the act's transaction).

    Args:
        reason: why it is withdrawn.
    """
    withdrawn = notice.withdrawn_on is not None
    outbox.publish(SHARED, f"{SHARED}:{notice.guid}", _message(notice, withdrawn, reason))


def _message(notice: InspectionNotice, withdrawn: bool, reason: str) -> dict[str, Any]:
    fields = {
        "JC_BH": notice.guid.hex.upper(),
        "JC_XDR_MC": notice.name,
        "JC_XDR_SHXYM": notice.number,
        "JC_LX": KINDS.get(notice.reason, OTHER_KIND),
        "JC_ZY": SPECIALITIES.get(notice.speciality, ""),
        "JC_SX": notice.checklist,
        "JC_RQ": notice.inspected_on.isoformat(),
        "JC_JG": notice.authority_name,
        "JC_JCJG": national_words(notice.result, place=notice.division_code),
        "JC_WT": "；".join(problem["text"] for problem in notice.problems),
        "JC_GSRQ": notice.published_on.isoformat(),
    }
    return {
        "table": TABLE,
        "operation": WITHDRAW if withdrawn else ADD,
        "shared": True,
        "record_id": str(notice.guid),
        "revision": 2 if withdrawn else 1,
        "natural_key": f"{notice.guid.hex.upper()}|{notice.number}",
        "reason": reason,
        "fields": {code: value for code, value in fields.items() if value},
        "division_code": notice.division_code,
        "name": f"{notice.name} {notice.inspected_on.isoformat()}",
        "subject": notice.subject_id,
    }
