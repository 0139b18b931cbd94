"""The workbook of conduct records (信用行为记录): bodies by credit code, persons by identity document."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.sheets.columns import ALWAYS, Column, CrossRule, Kind, register
from core.sheets.errors import FileFinding
from core.sheets.sentences import add_sentences
from credit.guard import guard
from credit.sheets.record_store import RecordStore
from credit.sheets.whom import one_subject

add_sentences(
    {
        "refused_fact": "%(said)s",
        "never_collected_column": _(
            "The column “%(text)s” would bring what no credit file may hold: disease or medical history, "
            "genes, fingerprints, religion or blood type (%(basis)s); delete the column and upload again."
        ),
    }
)

COLUMNS = (
    Column("XY_MC", "主体名称", "name", 200, ALWAYS, ("名称", "姓名", "机构名称")),
    Column("XY_SHXYM", "统一社会信用代码", "uscc", aliases=("信用代码", "统一信用代码")),
    Column("XY_ZJLX", "证件类型", "listed", list="id_types"),
    Column("XY_ZJHM", "证件号码", "id", aliases=("身份证号", "身份证号码"), partner="XY_ZJLX"),
    Column("XY_XM", "目录项目编号", "code", 20, ALWAYS, ("项目编号", "项目代码")),
    Column("XY_XW", "行为", "text", 255, aliases=("行为名称", "情形")),
    Column("XY_RQ", "日期", "date", 0, ALWAYS, ("认定日期", "决定日期", "行为日期")),
    Column("XY_QS", "失信起算日期", "date", aliases=("失信认定日期",)),
    Column("XY_SL", "人数或科目数", "count", aliases=("数量", "人次", "科目数")),
    Column("XY_JG", "认定机关", "text", 200, aliases=("认定单位",)),
    Column("XY_WH", "文号", "docno", 128, aliases=("文书号",)),
    Column("XY_SS", "事实", "text", 4000, aliases=("主要事实", "事实摘要")),
    Column("XY_BZ", "备注", "text", 255),
)


def never_collected(header: str) -> FileFinding | None:
    """Refuse a workbook with a column that no credit file may have, whatever stands in it."""
    found = guard().find_header(header)
    if found is None:
        return None
    params = {"text": header, "basis": found.basis}
    return FileFinding("never_collected_column", "never_collected_column", params, header=header)


RECORDS = Kind(
    name="conduct_records",
    title=_("conduct records"),
    columns=COLUMNS,
    anchor="XY_XM",
    key=("XY_SHXYM", "XY_ZJHM", "XY_XM", "XY_RQ", "XY_WH", "XY_XW"),
    rules=(CrossRule("XY_SHXYM", ("XY_SHXYM", "XY_ZJHM"), one_subject, needs=()),),
    store=RecordStore,
    refuses=never_collected,
)
register(RECORDS)
