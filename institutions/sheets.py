"""The workbook of institution archives (机构)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.sheets.columns import ALWAYS, Column, CrossRule, Kind, register
from core.sheets.context import Context
from core.sheets.findings import Finding, error
from institutions.intake import InstitutionStore

COLUMNS = (
    Column("JG_MC", "机构名称", "name", 200, ALWAYS, ("机构全称", "单位名称", "医疗机构名称")),
    Column("JG_SHXYM", "统一社会信用代码", "uscc", 0, ALWAYS, ("信用代码", "统一信用代码")),
    Column("JG_LB", "机构类别", "text", 40, ALWAYS, ("机构类型", "类别")),
    Column("JG_JB", "级别等次", "text", 40, aliases=("级别", "等级")),
    Column("JG_XZ", "经营性质", "text", 40, aliases=("所有制形式",)),
    Column("JG_DJH", "执业许可证登记号", "licence", 64, aliases=("登记号", "许可证登记号")),
    Column("JG_FRDB", "法定代表人", "text", 60, aliases=("负责人", "法定代表人或主要负责人")),
    Column("JG_RS", "从业人员数", "count", aliases=("职工人数", "人员数")),
    Column("JG_KM", "诊疗科目", "words", 2000, aliases=("科目",)),
    Column("JG_DZ", "地址", "text", 255, aliases=("机构地址", "详细地址")),
    Column("JG_QH", "行政区划代码", "division", 0, ALWAYS, ("区划代码", "行政区划")),
    Column("JG_FZR", "发证日期", "date", aliases=("许可证发证日期", "执业许可证发证日期")),
    Column("JG_XKQ", "许可有效期至", "date", aliases=("许可证有效期至",)),
    Column("JG_JYQ", "校验有效期至", "date", aliases=("校验期至",)),
    Column("JG_LH", "量化分级", "text", 10, aliases=("量化等级",)),
)


def outside_jurisdiction(context: Context, division: str | None) -> Finding | None:
    """An officer keeps the archives of the own divisions only."""
    return error("outside_jurisdiction") if division is not None and not context.covered(division) else None


INSTITUTIONS = Kind(
    name="institutions",
    title=_("institution archives"),
    columns=COLUMNS,
    anchor="JG_SHXYM",
    key=("JG_SHXYM",),
    place="JG_QH",
    rules=(CrossRule("JG_QH", ("JG_QH",), outside_jurisdiction),),
    store=InstitutionStore,
)
register(INSTITUTIONS)
