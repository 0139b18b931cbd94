"""The workbooks of practitioners (人员) and of their places of practice (执业地点)."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from core.identifiers import check_doctor_certificate, check_nurse_certificate, check_resident_id
from core.sheets.columns import ALWAYS, Column, CrossRule, Kind, register
from core.sheets.context import Context
from core.sheets.findings import Finding, error
from core.sheets.sentences import add_sentences
from practitioners.intake import PracticeStore, PractitionerStore

add_sentences(
    {
        "unknown_practitioner": _(
            "The person of “%(field)s” is not among the practitioners; take in the workbook of "
            "practitioners first."
        ),
        "certificate_holds_id": _(
            "“%(field)s” contains a resident id; enter the number of the practice certificate, not "
            "of the qualification."
        ),
    }
)

_DOCTORS = frozenset({"执业医师", "执业助理医师", "医师", "助理医师"})
_NURSES = frozenset({"注册护士", "护士"})
_INNER_ID = re.compile(r"(?=(\d{17}[\dX]))")

PERSON_COLUMNS = (
    Column("RY_XM", "姓名", "name", 200, ALWAYS),
    Column("RY_ZJLX", "证件类型", "listed", 0, ALWAYS, list="id_types"),
    Column("RY_ZJHM", "证件号码", "id", 0, ALWAYS, ("身份证号", "身份证号码", "证件号"), partner="RY_ZJLX"),
)
PRACTITIONER_COLUMNS = (
    *PERSON_COLUMNS,
    Column("RY_LB", "人员类别", "text", 40, ALWAYS, ("类别",)),
    Column("RY_ZSBM", "执业证书编码", "code", 40, aliases=("执业证书编号", "证书编码", "证书编号")),
    Column("RY_ZYLB", "执业类别", "text", 40),
    Column("RY_ZYFW", "执业范围", "text", 200),
    Column("RY_ZC", "职称", "text", 40, aliases=("专业技术职务",)),
    Column(
        "RY_JGDM",
        "执业机构统一社会信用代码",
        "uscc",
        aliases=("主要执业机构统一社会信用代码", "执业机构代码"),
    ),
    Column("RY_ZCRQ", "注册日期", "date", aliases=("执业注册日期",)),
)
PRACTICE_COLUMNS = (
    *PERSON_COLUMNS,
    Column("RY_ZSBM", "执业证书编码", "code", 40, aliases=("执业证书编号", "证书编码", "证书编号")),
    Column("RY_JGDM", "执业机构统一社会信用代码", "uscc", 0, ALWAYS, ("执业机构代码",)),
    Column("RY_JGMC", "执业机构名称", "name", 200, ALWAYS),
    Column("ZY_KS", "开始日期", "date", 0, ALWAYS, ("执业开始日期",)),
    Column("ZY_JS", "结束日期", "date", aliases=("执业结束日期",)),
    Column("ZY_ZY", "是否主要执业机构", "yesno", aliases=("主要执业机构",)),
    Column("ZY_BG", "变更类型", "text", 40),
)


def certificate_of_another_form(
    _context: Context, number: str | None, category: str | None
) -> Finding | None:
    """A doctor has fifteen digits, a nurse twelve; a qualification number holds the resident id."""
    if number is None:
        return None
    if any(check_resident_id(inner).valid for inner in _INNER_ID.findall(number)):
        return error("bad_code_format", "certificate_holds_id")
    if category in _DOCTORS and not check_doctor_certificate(number).valid:
        return error("bad_code_format", "bad_code_length", length="15", found=len(number))
    if category in _NURSES and not check_nurse_certificate(number).valid:
        return error("bad_code_format", "bad_code_length", length="12", found=len(number))
    return None


def practice_ends_before_it_starts(_context: Context, end: str | None, start: str | None) -> Finding | None:
    """A stretch of practice does not end before it starts."""
    return (
        error("end_before_start", other="开始日期")
        if end is not None and start is not None and end < start
        else None
    )


def outside_jurisdiction(context: Context, code: str | None) -> Finding | None:
    """An officer keeps the people of institutions in the own divisions only."""
    return error("outside_jurisdiction") if code is not None and not context.covered(code[2:8]) else None


PRACTITIONERS = Kind(
    name="practitioners",
    title=_("practitioners"),
    columns=PRACTITIONER_COLUMNS,
    anchor="RY_ZJHM",
    key=("RY_ZJLX", "RY_ZJHM"),
    place="RY_JGDM",
    rules=(
        CrossRule("RY_ZSBM", ("RY_ZSBM", "RY_LB"), certificate_of_another_form),
        CrossRule("RY_JGDM", ("RY_JGDM",), outside_jurisdiction),
    ),
    store=PractitionerStore,
)
PRACTICES = Kind(
    name="practices",
    title=_("places of practice"),
    columns=PRACTICE_COLUMNS,
    anchor="RY_ZJHM",
    key=("RY_ZJHM", "RY_JGDM", "ZY_KS"),
    place="RY_JGDM",
    rules=(
        CrossRule("ZY_JS", ("ZY_JS", "ZY_KS"), practice_ends_before_it_starts),
        CrossRule("RY_JGDM", ("RY_JGDM",), outside_jurisdiction),
    ),
    store=PracticeStore,
)
register(PRACTITIONERS, PRACTICES)
