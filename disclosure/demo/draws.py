"""Random inspection in the demonstration county: a plan, one draw opened, one committed, one replacement."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.demo import AGENCY_NAME, COUNTY
from accounts.models import Agency, Officer, Post
from accounts.roles import INSPECTOR
from core import outbox
from core.models import Deadline
from disclosure.demo.cases import paper
from disclosure.demo.lists import others
from institutions.models import Institution
from supervision.choices import Speciality
from supervision.draws import copying, libraries, planning, replacing, services
from supervision.draws.choices import ExitGround, Mode, ReplacementGround, Tie
from supervision.draws.planning import NewLine
from supervision.inspections import clocks
from supervision.models import Draw, Inspection, InspectionItem, Inspector, Plan, PlanLine

LOTTERY = "中国福利彩票3D游戏抽取当日开奖号码（百位、十位、个位）"
MEDICAL = ("综合医院", "中医医院", "妇幼保健院", "专科医院", "乡镇卫生院", "门诊部", "诊所", "村卫生室")
HOSPITALS = MEDICAL[:5]
FURTHER = (("孟晓岚", "liaison1"), ("裴安", "liaison2"), ("程野", "liaison3"), ("乔一苇", "liaison4"))
CLINICAL = (Speciality.MEDICAL, Speciality.INFECTIOUS, Speciality.RADIATION, Speciality.MATERNAL)
PUBLIC = (Speciality.PUBLIC_PLACE, Speciality.DRINKING_WATER, Speciality.SCHOOL, Speciality.TABLEWARE)
BOTH = (Speciality.MEDICAL, Speciality.INFECTIOUS, Speciality.PUBLIC_PLACE, Speciality.DRINKING_WATER)


def tell(*, clerk: Officer, reviewer: Officer, day: date) -> None:
    """Fill the libraries, approve the plan, open one draw and commit to the next.

    Args:
        clerk: plans and draws.
        reviewer: approves.
        day: the day on which the demonstration is loaded.
    """
    _inspectors(clerk, day)
    _experts(clerk, day)
    plan = _plan(clerk, reviewer, day)
    opened = _opened(plan, clerk, reviewer, day)
    _replacements(opened, clerk, reviewer)
    lines = plan.lines.exclude(full_coverage=True)
    second = _started(plan, lines, f"{day.year}年第二次双随机抽查", day + timedelta(days=7), clerk)
    services.commit(second, by=clerk)
    _next_year(plan, clerk)
    outbox.dispatch_all()


def _next_year(plan: Plan, clerk: Officer) -> None:
    """Begin the plan of next year from this year's lines; it waits for the second officer."""
    year = plan.year + 1
    row = planning.start_plan(
        year=year,
        title=planning.title_of_year(COUNTY, year),
        authority_name=AGENCY_NAME,
        division_code=COUNTY,
        by=clerk,
    )
    copying.take_over(row, plan, by=clerk)
    planning.submit(row, by=clerk)


def _inspectors(clerk: Officer, day: date) -> None:
    offices = [
        Agency.objects.get(name=f"{AGENCY_NAME}{name}", division_code=COUNTY)
        for name in ("综合监督科", "医政医管科", "政策法规科")
    ]
    officers = list(Officer.objects.filter(username__in=("inspector", "inspector2", "clerk")).order_by("pk"))
    officers += [_officer(name, username, clerk) for name, username in FURTHER]
    for index, officer in enumerate(officers, start=1):
        libraries.enter_inspector(
            officer=officer,
            code=f"QX{index:02d}",
            certificate_no=f"青卫执法{1000 + index}",
            certificate_valid_to=day + timedelta(days=200 + 90 * index),
            specialities=[*(BOTH if index <= 3 else CLINICAL if index % 2 else PUBLIC)],
            office=offices[index % len(offices)],
            division_code=COUNTY,
            by=clerk,
        )
    first, second, *_rest, last = Inspector.objects.order_by("code")
    libraries.declare_conflict(first, subject=next(others("诊所")), tie=Tie.RELATIVE, by=clerk)
    hospital = Institution.objects.select_related("subject").get(category="综合医院").subject
    libraries.declare_conflict(second, subject=hospital, tie=Tie.FORMER_EMPLOYER, by=clerk)
    libraries.note_leave(last, from_day=day + timedelta(days=5), to_day=day + timedelta(days=20), by=clerk)


def _officer(name: str, username: str, clerk: Officer) -> Officer:
    """Make an officer who only stands in the library: nobody signs in with it."""
    officer = Officer.objects.create_user(username, name=name, is_staff=True, agency=clerk.agency)
    Post.objects.create(officer=officer, role=INSPECTOR.code, prefix=COUNTY, agency=clerk.agency)
    return officer


def _experts(clerk: Officer, day: date) -> None:
    county = Institution.objects.select_related("subject").get(category="中医医院").subject
    rows = [
        libraries.enter_expert(
            code=f"ZJ{index:02d}",
            name=name,
            title=title,
            specialities=[Speciality.INFECTIOUS, Speciality.MEDICAL],
            division_code=COUNTY,
            employer="市疾病预防控制中心" if index > 1 else "",
            employer_subject=county if index == 1 else None,
            term_to=day + timedelta(days=500),
            by=clerk,
        )
        for index, (name, title) in enumerate(
            (("邵清和", "主任医师"), ("柏舟", "副主任医师"), ("纪云深", "主任技师"), ("闻溪", "主管医师")), 1
        )
    ]
    for row in rows[:3]:
        proof = paper("专家保密承诺书.pdf", f"保密 {row.code}")
        libraries.sign_undertaking(row, signed_on=day - timedelta(days=90), by=clerk, files=[proof])
    libraries.exit_expert(
        rows[2], ground=ExitGround.LEAK, words="向被查单位透露评审专家名单，经驻委纪检监察组核实。", by=clerk
    )


def _plan(clerk: Officer, reviewer: Officer, day: date) -> Plan:
    plan = planning.start_plan(
        year=day.year,
        title=f"青溪县{day.year}年卫生健康双随机抽查计划",
        authority_name=AGENCY_NAME,
        division_code=COUNTY,
        document_no=f"青卫监督〔{day.year}〕3号",
        by=clerk,
    )
    for line in (
        NewLine(Speciality.PUBLIC_PLACE, _items("GG-01"), ["公共场所"], ratio=1000, rounds=2),
        NewLine(Speciality.MEDICAL, _items("YL-01", "YL-02"), MEDICAL, ratio=1000, rounds=2),
        NewLine(Speciality.DRINKING_WATER, _items("SH-01"), ["供水单位"], full_coverage=True),
        NewLine(Speciality.INFECTIOUS, _items("CR-01"), HOSPITALS, ratio=2000, experts=1),
        NewLine(Speciality.SCHOOL, _items("XX-01"), ["学校"], ratio=2000, department="青溪县教育局"),
        NewLine(Speciality.TABLEWARE, _items("CJ-01"), ["餐饮具集中消毒单位"], full_coverage=True),
    ):
        planning.add_line(plan, line, by=clerk)
    plan = planning.approve(planning.submit(plan, by=clerk), by=reviewer)
    Plan.objects.filter(pk=plan.pk).update(approved_on=date(day.year, 1, 20))
    return plan


def _items(*codes: str) -> list[InspectionItem]:
    return list(InspectionItem.objects.filter(code__in=codes).order_by("code"))


def _opened(plan: Plan, clerk: Officer, reviewer: Officer, day: date) -> Draw:
    """Bring the first draw to its end today, then date it back to last month."""
    lines = plan.lines.filter(number__in=(1, 2, 3))
    row = _started(plan, lines, f"{day.year}年第一次双随机抽查", day + timedelta(days=1), clerk)
    row = services.commit(row, by=clerk)
    Draw.objects.filter(pk=row.pk).update(draw_on=day)
    row = services.hold(row, public_number="6 0 9", witnesses="驻委纪检监察组、县司法局", by=clerk)
    row = services.approve(row, by=reviewer)
    row = services.open_draw(row, by=clerk)
    held = day - timedelta(days=38)
    Draw.objects.filter(pk=row.pk).update(
        draw_on=held,
        committed_at=_at(held - timedelta(days=3), 9),
        drawn_at=_at(held, 21),
        approved_at=_at(held + timedelta(days=1), 10),
        opened_at=_at(held + timedelta(days=2), 9),
    )
    earlier = F("due_on") - timedelta(days=38)
    row.objects_drawn.update(due_on=earlier)
    tasks = Inspection.objects.filter(source_key__in=[one.source_key for one in row.objects_drawn.all()])
    named = [str(pk) for pk in tasks.values_list("pk", flat=True)]
    tasks.update(due_on=earlier)
    Deadline.objects.filter(kind=clocks.DO.code, object_id__in=named).update(
        due_on=earlier, started_on=held + timedelta(days=1)
    )
    row.refresh_from_db()
    return row


def _replacements(draw: Draw, clerk: Officer, reviewer: Officer) -> None:
    """A body that has closed is replaced; for an inspector on other duty it is asked."""
    first, second = draw.objects_drawn.filter(mode=Mode.DRAW, line__speciality=Speciality.MEDICAL)[:2]
    asked = replacing.ask_object(
        first,
        ground=ReplacementGround.CLOSED,
        words="两次现场核查均已停业，执业许可证正在办理注销",
        by=clerk,
    )
    replacing.approve(asked, by=reviewer)
    who = second.staff.filter(replaced=False).order_by("place").first()
    if who is not None:
        replacing.ask_staff(who, ground=ReplacementGround.UNAVAILABLE, words="抽调参加省级飞行检查", by=clerk)


def _started(plan: Plan, lines: QuerySet[PlanLine], title: str, draw_on: date, clerk: Officer) -> Draw:
    chosen = list(lines)
    return services.start_draw(
        plan=plan, lines=chosen, title=title, draw_on=draw_on, public_source=LOTTERY, by=clerk
    )


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, 30)))
