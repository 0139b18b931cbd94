"""The demonstration county's lists of other departments, and its four lists."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from random import Random

from accounts.demo import COUNTY
from accounts.models import Officer
from blacklist.foreign.choices import Extent, ForeignKind, Way
from blacklist.foreign.parcels import Parcel, save_source
from blacklist.foreign.rows import NewEntry
from blacklist.foreign.services import Reception
from blacklist.models import ForeignSource, FourList
from blacklist.uses import services as four_lists
from blacklist.uses.choices import FourKind
from core.crypto import Sealed
from credit.choices import SubjectKind
from credit.models import Subject
from credit.services import RESIDENT_ID, masked_number, person_identity
from disclosure.demo import numbers
from disclosure.demo.rows import SEED

MARKET, TAX, POLICE, CIVIL = "青溪县市场监督管理局", "青溪县税务局", "青溪县公安局", "青溪县民政局"
OUTSIDE = ("青溪县安康医药有限公司", "青溪县同济堂药房", "青溪县恒泰医疗器械有限公司", "青溪县仁心养老院")
DISTURBERS = (
    ("石向东", "在门诊大厅聚众滋扰，扰乱医疗秩序，被行政拘留"),
    ("倪小军", "倒卖就诊号源，被行政拘留"),
)
FACTS = ("通过登记的住所无法取得联系，且提供虚假材料取得登记", "拒不履行行政处罚决定", "销售不合格医用耗材")


def tell(*, clerk: Officer, reviewer: Officer, keeper: Officer, day: date) -> None:
    """Let four departments send their lists, and adopt the four lists of the county.

    Args:
        clerk: takes the lists in.
        reviewer: adopts the four lists.
        keeper: the administrator who drafts them.
        day: the day of loading.
    """
    _lists_of_others(clerk, day)
    _four_lists(keeper, reviewer, day)


def _lists_of_others(clerk: Officer, day: date) -> None:
    rng = Random(SEED + 7)  # noqa: S311 - invented data, no secret
    number = count(1)
    bodies = list(
        Subject.objects.filter(kind=SubjectKind.ORGANISATION).exclude(uscc="").order_by("pk")[40:48]
    )
    market = _source("qingxi-market", MARKET, "严重违法失信名单", 30, clerk)
    outside = [(name, numbers.uscc(rng, "91", COUNTY)) for name in OUTSIDE]
    listed = [
        _entry(
            name,
            uscc,
            MARKET,
            f"青市监信〔{(day - timedelta(days=200 - 20 * place)).year}〕{next(number)}号",
            day - timedelta(days=200 - 20 * place),
            facts=FACTS[place % 3],
            content="列入严重违法失信名单，期限三年",
            ends_on=day + timedelta(days=895 + place),
        )
        for place, (name, uscc) in enumerate([*outside, *((row.name, row.uscc) for row in bodies[:2])])
    ]
    _deliver(market, ForeignKind.BLACK, listed, Extent.FULL, clerk, day - timedelta(days=33))
    _deliver(market, ForeignKind.BLACK, listed[:4], Extent.FULL, clerk, day)

    tax = _source("qingxi-tax", TAX, "纳税信用A级纳税人名单", 90, clerk)
    honours = [
        _entry(
            row.name,
            row.uscc,
            TAX,
            f"青税信〔{(day - timedelta(days=140)).year}〕{next(number)}号",
            day - timedelta(days=140),
            title="纳税信用A级纳税人",
            content="年度纳税信用评价结果为A级",
        )
        for row in bodies[2:6]
    ]
    _deliver(tax, ForeignKind.RED, honours, Extent.ADDITIONS, clerk, day)
    # As if it had come five months ago and nothing since.
    ForeignSource.objects.filter(pk=tax.pk).update(last_received_on=day - timedelta(days=138))

    police = _source("qingxi-police", POLICE, "扰乱医疗秩序人员名单", 0, clerk)
    disturbers = []
    for name, facts in DISTURBERS:
        resident = numbers.resident_id(rng, COUNTY, day - timedelta(days=rng.randint(9000, 18000)))
        disturbers.append(
            NewEntry(
                identity=person_identity(RESIDENT_ID, resident),
                id_number=Sealed(resident),
                id_masked=masked_number(RESIDENT_ID, resident),
                name=name,
                determined_by=POLICE,
                determined_on=day - timedelta(days=rng.randint(20, 90)),
                document_no=f"青公信〔{day.year}〕{next(number)}号",
                facts=facts,
                content="行政拘留",
            )
        )
    _deliver(police, ForeignKind.BLACK, disturbers, Extent.ADDITIONS, clerk, day, of_persons=True)
    _source("qingxi-civil", CIVIL, "社会组织严重违法失信名单", 180, clerk)


def _source(code: str, department: str, keeps: str, every_days: int, clerk: Officer) -> ForeignSource:
    source = ForeignSource(
        code=code, department=department, keeps=keeps, every_days=every_days, division_code=COUNTY
    )
    return save_source(source, by=clerk)


def _entry(name: str, uscc: str, by: str, document: str, on: date, **fields: object) -> NewEntry:
    given = {"facts": "", **fields}
    return NewEntry(
        identity=f"U:{uscc}",
        uscc=uscc,
        name=name,
        determined_by=by,
        document_no=document,
        determined_on=on,
        **given,  # type: ignore[arg-type]
    )


def _deliver(
    source: ForeignSource,
    kind: ForeignKind,
    rows: list[NewEntry],
    extent: Extent,
    clerk: Officer,
    list_on: date,
    *,
    of_persons: bool = False,
) -> None:
    reception = Reception(Parcel(source, kind, of_persons, extent, Way.API, list_on), by=clerk)
    reception.take(rows)
    reception.close()


def _four_lists(keeper: Officer, reviewer: Officer, day: date) -> None:
    """Adopt each list; the list of uses is in its second version, with a line that the county added."""
    authority = reviewer.agency.name if reviewer.agency else "青溪县卫生健康委员会"
    for place, kind in enumerate((*FourKind.values, FourKind.USES), start=1):
        draft = four_lists.draft(kind=kind, division_code=COUNTY, authority_name=authority, by=keeper)
        if draft.version == 2:
            _county_line(draft, keeper)
        four_lists.adopt(
            draft,
            document_no=f"青卫信清单〔{day.year}〕{place}号",
            adopted_on=day - timedelta(days=120 if draft.version == 1 else 10),
            by=reviewer,
        )


def _county_line(draft: FourList, keeper: Officer) -> None:
    four_lists.save_row(
        draft,
        by=keeper,
        fields={
            "code": "village-drugs",
            "name": "乡镇卫生院、村卫生室药品统一采购",
            "applies_to": "供应商",
            "department": "县医共体采购中心",
            "detail": "比选前核查严重失信主体名单，结果随采购档案保存。",
            "basis": "青溪县卫生健康领域信用应用工作方案（演示）",
        },
    )
