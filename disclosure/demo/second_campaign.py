"""A campaign of the demonstration county in mid-course: its ledgers are in every state on the day of loading.

Township hospitals and outpatient departments began; hospitals and clinics joined nine days ago, when the
campaign was widened, and their ledgers opened by themselves. The county hospital has not begun, the clinic is
half-way, the township hospital's was returned.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from accounts.demo import AGENCY_NAME, CLINIC_CLERK, COUNTY, HOSPITAL_CLERK, TOWNSHIP_CLERK
from accounts.models import Officer
from core import outbox
from credit.models import Subject
from disclosure.demo.ledgers import ROUTINE_FACTS, fill, found, hand_in, party
from disclosure.demo.measures import on_day
from disclosure.demo.rows import SEED
from supervision.campaigns import bulletins, scope, services
from supervision.campaigns.services import Head, NewArea, NewPhase
from supervision.campaigns.texts import Texts
from supervision.ledgers import services as ledgers
from supervision.ledgers.flags import mark_late
from supervision.ledgers.opening import open_campaign
from supervision.ledgers.selectors import lines_of
from supervision.models import Campaign, Checklist, Ledger
from supervision.models.campaigns import PhaseKind

TITLE = "医疗机构依法执业突出问题专项整治行动"
FIRST, WIDENED = ("乡镇卫生院", "门诊部"), ("综合医院", "中医医院", "诊所")
BEGAN, WIDENED_AGO, DUE_AGO = 38, 9, 3
LEAD = "综合监督科"
OFFICES = {
    "药品、医疗器械、血液": "医政医管科",
    "病历与处方": "医政医管科",
    "医院感染与医疗废物": "综合监督科、医政医管科",
    "传染病防治": "疾病预防控制科",
    "行风与投诉": "医政医管科",
    "自查管理": "政策法规科",
}
GOAL = "聚焦机构资质、人员资质、药品和医疗废物管理、医疗广告与收费等突出问题，压实医疗机构依法执业主体责任。"
WORK = "召开动员会，对乡镇卫生院、门诊部开展自查培训；自查台账按期开放，逐户提醒填报。"
PROBLEMS = "个别机构填报进度偏慢，问题描述过于笼统。"
NEXT = "将医院、诊所纳入整治范围；对逾期未报的机构逐一约请说明，审核已报送台账并移交整改。"
WHY = "第{n}题所列问题未写明涉及的科室和数量，佐证材料缺少日期；请补充后重新报送。"
LEFT = "已停业并申请注销执业登记，退出本次专项整治"


def tell(*, clerk: Officer, reviewer: Officer, day: date) -> Campaign:
    """Run the campaign up to this day.

    Args:
        clerk: keeps the campaign and checks ledgers.
        reviewer: starts it.
        day: the day on which the demonstration is loaded.
    """
    chance = Random(SEED + 7)  # noqa: S311 - invented data, no secret
    start = day - timedelta(days=BEGAN)
    with on_day(start):
        row = _drafted(clerk, start)
        services.start_campaign(row, by=reviewer, on=start)
        open_campaign(row, due_on=day - timedelta(days=DUE_AGO), by=clerk)
        outbox.dispatch_all()
    _first(row, chance, clerk, day)
    with on_day(day - timedelta(days=WIDENED_AGO)):
        scope.add_chosen(row, scope.Choice(categories=WIDENED), by=clerk)
    _widened(row, chance, clerk, day)
    mark_late(on=day)
    _last_month(row, clerk, day)
    outbox.dispatch_all()
    return row


def _drafted(clerk: Officer, start: date) -> Campaign:
    head = Head(
        title=TITLE,
        authority_name=AGENCY_NAME,
        division_code=COUNTY,
        starts_on=start,
        ends_on=start + timedelta(days=119),
        document_no=f"青卫发〔{start.year}〕63号",
        goal=GOAL,
        lead_office=LEAD,
        contact="0430-5550146",
    )
    row = services.draft_campaign(head, by=clerk)
    days = (
        ("自查自纠", PhaseKind.SELF_INSPECTION, 0, 49, "对照问题清单逐项自查，填报自查台账，边查边改"),
        ("整改落实", PhaseKind.RECTIFICATION, 30, 95, "按时限整改销号，佐证齐全"),
        ("督导检查", PhaseKind.INSPECTION, 80, 119, "随机复核，通报结果"),
    )
    phases = [
        NewPhase(title, kind, start + timedelta(days=first), start + timedelta(days=last), work)
        for title, kind, first, last, work in days
    ]
    services.put_phases(row, phases, by=clerk)
    known = Checklist.objects.filter(code="self-routine").order_by("-effective_from")
    items = services.take_list(row, known[0], by=clerk)
    for item in items:
        item.office, item.due_on = OFFICES.get(item.group, LEAD), phases[1].ends_on
    services.put_problems(row, items, by=clerk)
    areas = [NewArea(area.title, area.work, OFFICES.get(area.title, LEAD)) for area in row.areas.all()]
    services.put_areas(row, areas, by=clerk)
    scope.add_chosen(row, scope.Choice(categories=FIRST), by=clerk)
    return row


def _ledgers(row: Campaign, username: str, categories: Sequence[str]) -> tuple[Ledger, list[Ledger]]:
    """Return the ledger of an account's body, and those of the others of its kinds."""
    own = Subject.objects.get(institution__memberships__user__username=username)
    rows = Ledger.objects.filter(round__campaign=row, subject__institution__category__in=categories)
    ordered = list(rows.select_related("round", "subject__institution").order_by("pk"))
    mine = next(ledger for ledger in ordered if ledger.subject_id == own.pk)
    return mine, [ledger for ledger in ordered if ledger is not mine]


def _first(row: Campaign, chance: Random, clerk: Officer, day: date) -> None:
    """Accepted, to be checked, empty, returned; one is late with half of it filled in, one has not begun."""
    township, others = _ledgers(row, TOWNSHIP_CLERK, FIRST)
    *told, half, _untouched = others
    with on_day(day - timedelta(days=DUE_AGO + 4)):
        for place, ledger in enumerate((township, *told)):
            hand_in(ledger, {} if place == len(told) else found(ROUTINE_FACTS, ledger, chance, 2))
        lines = lines_of(half)
        fill(half, lines[: len(lines) // 2], found(ROUTINE_FACTS, half, chance, 2), party(half.subject))
    with on_day(day - timedelta(days=2)):
        number = min(township.entries.filter(answer="found").values_list("item__number", flat=True))
        ledgers.send_back(township, reason=WHY.format(n=number), by=clerk)
        for ledger in told[::2]:
            ledgers.accept(ledger, by=clerk)


def _widened(row: Campaign, chance: Random, clerk: Officer, day: date) -> None:
    """The hospital has not begun, the clinic is half-way; a few handed in; a body that closed has left."""
    clinic, others = _ledgers(row, CLINIC_CLERK, ("诊所",))
    _hospital, hospitals = _ledgers(row, HOSPITAL_CLERK, ("综合医院", "中医医院"))
    with on_day(day - timedelta(days=2)):
        lines = lines_of(clinic)
        facts = found(ROUTINE_FACTS, clinic, chance, 2)
        fill(clinic, lines[: len(lines) // 2], facts, party(clinic.subject))
        for ledger in (*hospitals[:1], *others[:3]):
            hand_in(ledger, found(ROUTINE_FACTS, ledger, chance, 2))
        scope.take_out(row, [others[-1].subject_id], reason=LEFT, by=clerk)


def _last_month(row: Campaign, clerk: Officer, day: date) -> None:
    """Last month's bulletin is written and waits for the second officer."""
    for month in bulletins.months_to_tell(row)[1:2]:
        draft = bulletins.draft_monthly(row, month, by=clerk)
        bulletins.write_bulletin(draft, Texts(draft.title, WORK, PROBLEMS, NEXT), by=clerk)
