"""Campaigns of the demonstration county: one runs, with bulletins; one is prepared; the yearly report."""

from __future__ import annotations

from datetime import date, timedelta

from accounts.demo import AGENCY_NAME, COUNTY
from accounts.models import Officer
from core.models import Rule
from disclosure.demo.measures import on_day
from supervision.campaigns import bulletins, clocks, scope, services, yearly
from supervision.campaigns.services import Head, NewArea, NewPhase
from supervision.campaigns.shifting import shifted
from supervision.campaigns.texts import Texts
from supervision.models import Bulletin, Campaign, Checklist, YearlyReport
from supervision.models.campaigns import PhaseKind

RUNNING_TITLE = "整治群众身边不正之风和“微腐败”问题专项行动"
"""Other parts of the story find the campaign that runs by it."""
CATEGORIES = ("综合医院", "中医医院", "妇幼保健院", "专科医院", "乡镇卫生院", "门诊部", "诊所")
MONTHS_AGO = 3
# The phases of 川卫发〔2017〕122号, moved with the campaign's first day.
MODEL_START, MODEL_END = date(2017, 8, 1), date(2017, 12, 31)
PHASES = (
    (
        "自查自纠",
        PhaseKind.SELF_INSPECTION,
        date(2017, 8, 1),
        date(2017, 8, 31),
        "梳理排查问题，分析原因，边查边改，制定工作方案",
    ),
    (
        "整改落实",
        PhaseKind.RECTIFICATION,
        date(2017, 9, 1),
        date(2017, 11, 30),
        "对照措施和台账逐项整改，实行销号管理",
    ),
    (
        "督导检查",
        PhaseKind.INSPECTION,
        date(2017, 11, 1),
        date(2017, 12, 31),
        "各单位总结；县局抽查检查并通报结果",
    ),
)
GOAL = (
    "着力解决医疗服务、行政权力运行、项目资金监管、公共卫生服务、医德医风建设等重点领域和关键环节的突出问题，"
    "提高医疗服务质量，规范医疗服务行为，增强群众获得感。"
)
FIRST_WORDS = Texts(
    title="",
    work="印发实施方案，召开全县动员部署会，33 项问题清单和措施下发至各机构；各机构成立专班，明确责任人。",
    problems="个别民营门诊部、诊所对自查要求理解不够，问题查找浮于表面。",
    next_steps="各机构于自查阶段结束前提交自查台账；县局对未按期提交的机构逐一提醒。",
)
LATER_WORDS = Texts(
    title="",
    work="各机构对照台账逐项整改，县局按医疗服务、医德医风建设等领域分片督导，对报送的整改佐证逐件核查，合格的予以销号。",
    problems="部分机构整改措施不具体，佐证材料不齐，被退回补充；少数问题超过时限仍未完成整改。",
    next_steps="对逾期未整改的问题提级督办；组织随机复核，防止虚假销号；查实虚假整改的，予以约谈并记入信用档案。",
)


def tell(*, clerk: Officer, reviewer: Officer, day: date) -> Campaign:
    """Draft, scope and start the county's campaign, and prepare a second campaign.

    Args:
        clerk: keeps campaigns.
        reviewer: starts the campaign.
        day: the day on which the demonstration is loaded.
    """
    row = _running(clerk, _first_of(day, MONTHS_AGO))
    services.start_campaign(row, by=reviewer, on=row.starts_on)
    _prepared(clerk, day)
    return row


def tell_bulletins(*, clerk: Officer, reviewer: Officer, day: date) -> Bulletin:
    """Issue the bulletins of the first and of last month in their time; leave this month's to the reviewer.

    Comes after ledgers, rectifications and inspections of the story; returns the bulletin that was issued.
    """
    row = Campaign.objects.get(title=RUNNING_TITLE)
    with on_day(_first_of(row.starts_on, -1) + timedelta(days=4)):
        _issue(bulletins.draft_monthly(row, row.starts_on, by=clerk), FIRST_WORDS, clerk, reviewer)
    with on_day(min(_first_of(day, 0) + timedelta(days=5), day)):
        told = _issue(bulletins.draft_monthly(row, _first_of(day, 1), by=clerk), LATER_WORDS, clerk, reviewer)
    draft = bulletins.draft_monthly(row, day, by=clerk)
    bulletins.write_bulletin(draft, _titled(draft, LATER_WORDS), by=clerk)
    clocks.open_bulletins(day)
    _yearly(clerk, day)
    return told


def _running(clerk: Officer, start: date) -> Campaign:
    head = Head(
        title=RUNNING_TITLE,
        authority_name=AGENCY_NAME,
        division_code=COUNTY,
        starts_on=start,
        ends_on=shifted(MODEL_END, old_start=MODEL_START, new_start=start),
        document_no=f"青卫发〔{start.year}〕46号",
        goal=GOAL,
        lead_office="综合监督科（专项行动办公室）",
        contact="0430-5550146",
    )
    row = services.draft_campaign(head, by=clerk)
    phases = [
        NewPhase(
            title,
            kind,
            shifted(first, old_start=MODEL_START, new_start=start),
            shifted(last, old_start=MODEL_START, new_start=start),
            work,
        )
        for title, kind, first, last, work in PHASES
    ]
    services.put_phases(row, phases, by=clerk)
    items = services.take_list(row, Checklist.objects.get(code="campaign-sichuan-2017"), by=clerk)
    for item in items:
        item.office = _of_a_county(item.office)
    services.put_problems(row, items, by=clerk)
    areas = [NewArea(area.title, area.work, _of_a_county(area.offices)) for area in row.areas.all()]
    services.put_areas(row, areas, by=clerk)
    scope.add_chosen(row, scope.Choice(categories=CATEGORIES), by=clerk)
    return row


def _of_a_county(offices: str) -> str:
    """A province has 处 where a county has 股."""
    return offices.replace("省药采中心", "县药械采购中心").replace("处", "股")


def _prepared(clerk: Officer, day: date) -> None:
    start = _first_of(day, -1)
    head = Head(
        title="重点领域政府失信问题专项治理活动",
        authority_name=AGENCY_NAME,
        division_code=COUNTY,
        starts_on=start,
        ends_on=start + timedelta(days=180),
        goal="紧盯政府采购、招标投标和医疗卫生领域从业人员，排查整治失信问题，建立健全政务诚信长效机制。",
        lead_office="政策法规科",
    )
    row = services.draft_campaign(head, by=clerk)
    phases = [
        NewPhase("自查自纠", PhaseKind.SELF_INSPECTION, start, start + timedelta(days=60)),
        NewPhase(
            "整改落实", PhaseKind.RECTIFICATION, start + timedelta(days=61), start + timedelta(days=150)
        ),
        NewPhase("总结提升", PhaseKind.OTHER, start + timedelta(days=151), start + timedelta(days=180)),
    ]
    services.put_phases(row, phases, by=clerk)
    services.take_list(row, Checklist.objects.get(code="campaign-neihuang-2022"), by=clerk)
    scope.add_chosen(row, scope.Choice(categories=("综合医院", "中医医院", "乡镇卫生院")), by=clerk)


def _yearly(clerk: Officer, day: date) -> YearlyReport:
    """The county reports as the counties of 梅州 do: a rule of its own says so."""
    Rule.objects.get_or_create(
        table=clocks.TABLE,
        code="yearly_report",
        place=COUNTY,
        valid_from=date(2020, 1, 1),
        defaults={
            "title": "年度政务诚信管理和建设工作推进情况报送（演示设置）",
            "document": "参照梅市卫函〔2020〕26号",
            "certainty": Rule.Certainty.DEFAULT,
            "origin": Rule.Origin.LOCAL,
            "value": {
                "month": 12,
                "day": 5,
                "to": "市卫生健康局法监科",
                "work": "政务诚信管理和建设工作推进情况",
            },
        },
    )
    yearly.open_due(day)
    row = YearlyReport.objects.filter(division_code=COUNTY, year=day.year).first()
    if row is None:
        row = yearly.draft_yearly(day.year, division_code=COUNTY, authority_name=AGENCY_NAME, by=clerk)
    words = Texts(
        title=row.title,
        work="完善信用信息归集和双公示机制，按期公示行政许可和行政处罚信息；组织专项行动和依法执业自查，实行台账管理和销号管理。",
        problems="基层机构信用管理人员变动较多，个别股室信息报送不够及时。",
        next_steps="加强培训和督促，推进信用分级结果在监督检查中的运用。",
    )
    return yearly.write_yearly(row, words, by=clerk)


def _issue(row: Bulletin, words: Texts, clerk: Officer, reviewer: Officer) -> Bulletin:
    written = bulletins.write_bulletin(row, _titled(row, words), by=clerk)
    return bulletins.issue_bulletin(written, by=reviewer)


def _titled(row: Bulletin, words: Texts) -> Texts:
    return Texts(row.title, words.work, words.problems, words.next_steps)


def _first_of(day: date, months_ago: int) -> date:
    """Return the first day of the month so many months before."""
    months = day.year * 12 + day.month - 1 - months_ago
    return date(months // 12, months % 12 + 1, 1)
