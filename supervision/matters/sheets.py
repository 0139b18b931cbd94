"""The workbook of matters that an office kept in a register (办理事项台账)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.sheets.columns import ALWAYS, Column, CrossRule, Kind, register
from core.sheets.context import Context
from core.sheets.findings import Finding, error
from core.sheets.sentences import add_sentences
from supervision.matters.choices import DUTIES
from supervision.matters.intake import MatterStore

add_sentences(
    {
        "matter_needs_day": _(
            "“%(field)s”: a judgment, award, promise or contract names the day by which it is owed; "
            "fill it in."
        ),
        "matter_days": _("“%(field)s” lies in the future, or the due day lies before the receipt."),
        "matter_needs_place": _(
            "“%(field)s” is empty and your account belongs to no agency: fill in the code of a body on file."
        ),
    }
)

COLUMNS = (
    Column("SX_BH", "事项编号", "text", 80, ALWAYS, ("编号", "承诺编号", "建议编号", "提案编号")),
    Column("SX_LB", "事项类别", "listed", 0, ALWAYS, ("类别",), list="matter_kinds"),
    Column("SX_BT", "事项标题", "text", 200, ALWAYS, ("标题", "事由", "承诺事项")),
    Column("SX_NR", "内容", "free", 2000, aliases=("内容摘要", "承诺内容")),
    Column("SX_LY", "来件人", "text", 100, aliases=("提出人", "来源")),
    Column("SX_DM", "承办单位统一社会信用代码", "uscc", 0, aliases=("统一社会信用代码", "信用代码")),
    Column("SX_SDRQ", "收到日期", "date", 0, ALWAYS, ("签署日期", "交办日期", "登记日期")),
    Column("SX_QX", "办理期限", "date", 0, aliases=("到期日期", "兑现期限", "履行期限")),
)


def names_its_day(_context: Context, kind: str | None, due: str | None) -> Finding | None:
    """What is owed names the day by which it is."""
    return error("matter_needs_day") if kind in DUTIES and not due else None


def received_by_now(context: Context, received: str | None) -> Finding | None:
    """Nothing was received in the future."""
    return error("matter_days") if received and received > context.as_of.isoformat() else None


def due_after_receipt(_context: Context, received: str | None, due: str | None) -> Finding | None:
    """Nothing is due before it came."""
    return error("matter_days") if received and due and due < received else None


MATTERS = Kind(
    name="matters",
    title=_("register of tracked matters"),
    columns=COLUMNS,
    anchor="SX_BH",
    key=("SX_LB", "SX_BH"),
    rules=(
        CrossRule("SX_QX", ("SX_LB", "SX_QX"), names_its_day),
        CrossRule("SX_SDRQ", ("SX_SDRQ",), received_by_now),
        CrossRule("SX_QX", ("SX_SDRQ", "SX_QX"), due_after_receipt),
    ),
    store=MatterStore,
    confidential=True,
)
register(MATTERS)
