"""The four workbooks of red and black lists: bodies and persons apart, columns as credit offices fill them.

Columns are found by their header, never by their place: in working systems registration number and
organisation code were swapped that way.
"""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from blacklist.foreign.choices import ForeignKind
from blacklist.foreign.store import ListStore
from core.sheets.columns import ALWAYS, OPTIONAL, Column, CrossRule, Kind, register
from core.sheets.context import Context
from core.sheets.findings import Finding, error
from core.sheets.sentences import add_sentences
from credit.sheets.records import never_collected

add_sentences(
    {
        "no_foreign_source": _(
            "No department with the name in “%(field)s” is among your sources; enter it as a source, or take "
            "the workbook in from the page of the source that sent it."
        ),
        "foreign_source_closed": _("The lists of this source are no longer received; open the source again."),
        "foreign_name_differs": _(
            "The credit file with this number bears another name, “%(name)s”; check that the number is right."
        ),
        "older_whole_list": _(
            "A newer whole list of this source is on file; an older one cannot replace it."
        ),
    }
)


def _codes(prefix: str) -> tuple[Column, ...]:
    return (
        Column(f"{prefix}_TYSHXYDM", "统一社会信用代码", "uscc", aliases=("信用代码", "统一信用代码")),
        Column(f"{prefix}_GSZCH", "工商注册号", "code", 32, aliases=("注册号", "工商登记码")),
        Column(f"{prefix}_ZZJGDM", "组织机构代码", "org"),
    )


def _end(prefix: str) -> tuple[Column, ...]:
    return (
        Column(f"{prefix}_YXQZ", "有效期至", "date", aliases=("列入期限至", "截止日期", "公示截止期")),
        Column(f"{prefix}_YCRQ", "移出日期", "date", aliases=("退出日期", "移出名单日期")),
        Column(f"{prefix}_YCYY", "移出原因", "free", 255, aliases=("退出原因",)),
    )


def _honour(prefix: str) -> tuple[Column, ...]:
    return (
        Column(f"{prefix}_RYMC", "荣誉名称", "text", 200, ALWAYS),
        Column(f"{prefix}_RDWH", "认定文号", "docno", 128, ALWAYS, ("文号",)),
        Column(f"{prefix}_RYDJ", "荣誉等级", "text", 40),
    )


def _honoured(prefix: str) -> tuple[Column, ...]:
    return (
        Column(f"{prefix}_RDRQ", "认定日期", "date", 0, ALWAYS),
        Column(f"{prefix}_RDBMQC", "认定部门全称", "text", 200, ALWAYS, ("认定部门", "认定单位")),
        Column(f"{prefix}_RYNR", "荣誉内容", "free", 4000, ALWAYS),
        Column(f"{prefix}_BZ", "备注", "free", 255),
    )


def _dishonest(prefix: str) -> tuple[Column, ...]:
    return (
        Column(
            f"{prefix}_QRYZSXSJ", "确认严重失信时间", "date", 0, ALWAYS, ("确认时间", "认定日期", "列入日期")
        ),
        Column(f"{prefix}_ZYSXSS", "主要失信事实", "free", 4000, ALWAYS, ("失信事实",)),
        Column(
            f"{prefix}_CLNR",
            "行政处理处罚或法院判决决定的主要内容",
            "free",
            4000,
            aliases=("处理内容", "行政处理处罚或者法院判决决定的主要内容", "处罚或者判决内容"),
        ),
    )


RED_BODIES = (
    *_codes("HM"),
    *_honour("HM"),
    Column("HM_JGQC", "机构全称", "name", 200, ALWAYS, ("单位名称", "企业名称", "机构名称")),
    *_honoured("HM"),
    *_end("HM"),
)
RED_PERSONS = (
    Column("HZ_XM", "姓名", "name", 100, ALWAYS),
    Column("HZ_SFZH", "身份证号", "id", 0, ALWAYS, ("身份证号码", "公民身份号码")),
    *_honour("HZ"),
    *_honoured("HZ"),
    *_end("HZ"),
)
BLACK_BODIES = (
    *_codes("BM"),
    Column("BM_RDWH", "认定文号", "docno", 128, ALWAYS, ("文号",)),
    Column("BM_RDDW", "认定单位", "text", 200, ALWAYS, ("认定部门", "认定部门全称")),
    Column("BM_JGQC", "机构全称", "name", 200, ALWAYS, ("单位名称", "企业名称", "机构名称")),
    Column("BM_ZCDZ", "注册地址", "text", 200, aliases=("地址", "住所")),
    Column("BM_FDDBR", "法定代表人", "name", 50, aliases=("法定代表人姓名",)),
    *_dishonest("BM"),
    *_end("BM"),
)
BLACK_PERSONS = (
    Column("BZ_SFZH", "身份证号", "id", 0, ALWAYS, ("身份证号码", "公民身份号码")),
    Column("BZ_XM", "姓名", "name", 100, ALWAYS, ("负责人姓名", "当事人姓名")),
    Column("BZ_RDWH", "认定文号", "docno", 128, OPTIONAL, ("文号",)),
    Column("BZ_RDDW", "认定单位", "text", 200, ALWAYS, ("认定部门", "认定部门全称")),
    *_dishonest("BZ"),
    *_end("BZ"),
)


def one_code(
    _context: Context, uscc: str | None, registration: str | None, organisation: str | None
) -> Finding | None:
    """At least one of the three numbers of a body is given (三证必须选一)."""
    if uscc is None and registration is None and organisation is None:
        return error("missing_value", "missing_one_of", fields="统一社会信用代码、工商注册号、组织机构代码")
    return None


def _bodies(prefix: str) -> tuple[CrossRule, ...]:
    reads = (f"{prefix}_TYSHXYDM", f"{prefix}_GSZCH", f"{prefix}_ZZJGDM")
    return (CrossRule(reads[0], reads, one_code, needs=()),)


KINDS = (
    Kind(
        name="red_list",
        title=_("red lists of other departments: bodies"),
        columns=RED_BODIES,
        anchor="HM_JGQC",
        key=("HM_TYSHXYDM", "HM_RDWH", "HM_RYMC"),
        rules=_bodies("HM"),
        store=partial(ListStore, ForeignKind.RED, "HM", of_persons=False),
        refuses=never_collected,
    ),
    Kind(
        name="red_list_person",
        title=_("red lists of other departments: persons"),
        columns=RED_PERSONS,
        anchor="HZ_XM",
        key=("HZ_SFZH", "HZ_RDWH", "HZ_RYMC"),
        store=partial(ListStore, ForeignKind.RED, "HZ", of_persons=True),
        refuses=never_collected,
    ),
    Kind(
        name="black_list",
        title=_("serious-dishonesty lists of other departments: bodies"),
        columns=BLACK_BODIES,
        anchor="BM_JGQC",
        key=("BM_TYSHXYDM", "BM_RDWH"),
        rules=_bodies("BM"),
        store=partial(ListStore, ForeignKind.BLACK, "BM", of_persons=False),
        refuses=never_collected,
    ),
    Kind(
        name="black_list_person",
        title=_("serious-dishonesty lists of other departments: persons"),
        columns=BLACK_PERSONS,
        anchor="BZ_XM",
        key=("BZ_SFZH", "BZ_RDWH", "BZ_QRYZSXSJ"),
        store=partial(ListStore, ForeignKind.BLACK, "BZ", of_persons=True),
        refuses=never_collected,
    ),
)
register(*KINDS)
