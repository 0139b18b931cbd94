"""Complaints and reports of the demonstration county: every channel, every state, one joined, two rewarded.

All complainants are invented. Their names are sealed to three keepers whose passphrases are published, which
no real county would do. What the product dates today is moved back afterwards, so that the county has a past.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.demo import CLINIC_CLERK, COUNTY, HOSPITAL_CLERK, keeper_passphrase
from accounts.models import Officer
from credit.models import Subject
from disclosure.demo.rows import Row
from institutions.models import Institution
from supervision.complaints import clocks, keepers, looks, services
from supervision.complaints.choices import (
    Channel,
    ComplaintFinding,
    DeclineGround,
    Nature,
    Procedure,
    Satisfaction,
    Topic,
)
from supervision.complaints.informants import Informant
from supervision.complaints.services import Complainant, Filed, NewComplaint
from supervision.models import Complaint

TakeIn = Callable[[str, str, Sequence[Row]], None]
BILLS = "住院期间多收护理费和床位费，出院时窗口不提供费用清单，公示价格与实际收费不一致。"
STRANGER = "坐诊的医生没有亮证，胸牌上的名字与处方上的签名不是同一个人。"
RUDE = "上午九点在二楼收费窗口排队，工作人员态度生硬，拒绝解释医保结算问题。"
CUPS = "理发店的毛巾和围布没有消毒，一天用下来不更换，皮肤起了红疹。"
GIFTS = "科室人员手术前收取红包，并要求到指定药店购买器械。"
WATER = "小区二次供水有异味，水箱盖没有上锁，物业拿不出清洗记录。"


@dataclass(frozen=True, slots=True)
class Desk:
    """Who acts in the story, and when it is told."""

    clerk: Officer
    second: Officer
    reviewer: Officer
    day: date

    def ago(self, days: int) -> date:
        """Return the day so many days before."""
        return self.day - timedelta(days=days)

    def brought(self, subject: Subject, words: str, *, days_ago: int, **fields: Any) -> Filed:
        """Let somebody bring a complaint, on the site or to the clerk."""
        new = NewComplaint(
            body_name=subject.name,
            subject_id=subject.pk,
            division_code=subject.division_code,
            words=words,
            received_on=self.ago(days_ago),
            **fields,
        )
        on_site = new.channel == Channel.SITE
        return services.file_complaint(new, by=Complainant() if on_site else self.clerk)

    def accepted(self, row: Complaint, procedure: str = Procedure.PETITION) -> Complaint:
        """Accept it two days after it came."""
        row = services.accept(row, procedure=procedure, office="综合监督科", by=self.clerk)
        row.accepted_on = row.received_on + timedelta(days=2)
        row.due_on = clocks.due(row).on
        row.save(update_fields=["accepted_on", "due_on"])
        clocks.keep(row)
        return row

    def decided(self, row: Complaint, finding: str, facts: str, **follow: Any) -> Complaint:
        """Propose and decide."""
        row = services.propose(row, finding=finding, facts=facts, by=self.clerk, **follow)
        return services.decide(row, by=self.reviewer)

    def answered(self, row: Complaint, words: str, *, days_ago: int, rated: str = "") -> Complaint:
        """Answer it so many days ago, and let the complainant rate it."""
        row = services.answer(row, words=words, by=self.clerk)
        if rated:
            services.rate(row, satisfaction=rated, by=Complainant())
        Complaint.objects.filter(pk=row.pk).update(
            decided_on=self.ago(days_ago + 2), answered_on=self.ago(days_ago)
        )
        return row


def tell(*, clerk: Officer, second: Officer, reviewer: Officer, day: date, take_in: TakeIn) -> None:
    """Set the keepers up, and let complaints come and go.

    Args:
        clerk: registers, handles, answers.
        second: pays a reward.
        reviewer: decides and approves.
        day: the day on which the demonstration is loaded.
        take_in: takes a workbook in: table, file name, rows.
    """
    desk = Desk(clerk, second, reviewer, day)
    officers = _keepers()
    hospital, clinic = _body(HOSPITAL_CLERK), _body(CLINIC_CLERK)
    places = _of("公共场所", "美容美发", "理发") or [clinic]
    _register(desk, [hospital, clinic, *places[:1]], take_in)
    _settled(desk, hospital, places[0])
    _rewarded(desk, hospital, officers)
    _running(desk, hospital, clinic, (_of("供水") or places)[-1])
    _turned_away(desk, clinic, places[0])


def _keepers() -> list[Officer]:
    officers = [Officer.objects.get(username=f"keeper{number}") for number in (1, 2, 3)]
    for number, officer in enumerate(officers, 1):
        keepers.make_key(prefix=COUNTY, passphrase=keeper_passphrase(number), by=officer)
    keepers.open_circle(prefix=COUNTY, by=officers[0])
    return officers


def _body(username: str) -> Subject:
    return Institution.objects.select_related("subject").get(memberships__user__username=username).subject


def _of(*words: str) -> list[Subject]:
    """Return bodies of whose category one of the words is a part."""
    rows = Institution.objects.filter(division_code=COUNTY).select_related("subject").order_by("pk")
    return [row.subject for row in rows if any(word in row.category for word in words)]


def _settled(desk: Desk, hospital: Subject, place: Subject) -> None:
    """Answered ones: upheld with a rectification, partly upheld, not upheld."""
    fees = desk.accepted(
        desk.brought(
            hospital,
            BILLS,
            days_ago=70,
            channel=Channel.VISIT,
            topic=Topic.FEES,
            informant=Informant("许听澜", "13900000017", "随时可以联系"),
        ).complaint
    )
    desk.decided(
        fees,
        ComplaintFinding.UPHELD,
        "调取收费系统记录，三个项目的收费高于公示价格，未主动提供费用清单。",
        item_code="J35",
        problem="收费与公示价格不一致，未提供费用清单",
        rectify_by=desk.day + timedelta(days=12),
    )
    told = "经查属实：已责令退还多收费用、公示全部价目并主动提供清单，查实情况记入信用档案。"
    desk.answered(fees, told, days_ago=31, rated=Satisfaction.GOOD)
    towels = desk.accepted(
        desk.brought(place, CUPS, days_ago=48, channel=Channel.HOTLINE, topic=Topic.PUBLIC_PLACES).complaint
    )
    desk.decided(
        towels,
        ComplaintFinding.PARTLY,
        "现场检查，消毒柜能正常使用，但消毒记录缺少两周。",
        item_code="J35",
    )
    told = "部分属实：用品有消毒，但记录不全，已当场要求补齐并加强自查。"
    desk.answered(towels, told, days_ago=20, rated=Satisfaction.FAIR)
    quality = desk.accepted(
        desk.brought(
            hospital,
            "复诊时等候三个小时，医生只看了两分钟，诊疗过程沟通不充分。",
            days_ago=40,
            channel=Channel.BOX,
            topic=Topic.QUALITY,
        ).complaint
    )
    desk.decided(quality, ComplaintFinding.NOT_UPHELD, "查阅当日叫号与病历记录，等候四十分钟，病历记载完整。")
    desk.answered(quality, "经查叫号与病历记录，未发现违规，已建议医院改进候诊提示。", days_ago=12)


def _rewarded(desk: Desk, hospital: Subject, officers: Sequence[Officer]) -> None:
    """Two reports that were upheld: one reward is paid, one waits to be collected."""
    who = Informant("顾晚舟", "13900000025", "本院职工，请勿在工作时间来电")
    gifts = desk.brought(
        hospital, GIFTS, days_ago=62, nature=Nature.REPORT, topic=Topic.BRIBES, informant=who
    )
    row = desk.accepted(gifts.complaint)
    row = desk.decided(
        row,
        ComplaintFinding.UPHELD,
        "核对收费与采购记录并询问相关人员，一名人员收受财物，已移交处理。",
        item_code="J35",
    )
    paid = services.propose_reward(
        row, amount=Decimal(2000), grounds="提供的时间、科室和药店线索直接查实了问题。", by=desk.clerk
    )
    paid = services.approve_reward(paid, by=desk.reviewer)
    services.pay_reward(paid, pickup=gifts.pickup, voucher_no=f"青卫奖〔{desk.day.year}〕3号", by=desk.second)
    desk.answered(row, "举报属实，已依法处理相关人员。感谢监督。", days_ago=18, rated=Satisfaction.GOOD)
    look, code = looks.ask_look(
        complaint=row,
        reason="核实举报人是否需要保护措施。",
        passphrase=keeper_passphrase(1),
        by=officers[0],
    )
    looks.open_look(look, passphrase=keeper_passphrase(2), code=code, by=officers[1])
    waste = desk.brought(
        hospital,
        "后门暂存间的医疗废物与生活垃圾混放，夜间由无标识车辆拉走。",
        days_ago=35,
        nature=Nature.REPORT,
        topic=Topic.OTHER,
    ).complaint
    waste = desk.decided(
        desk.accepted(waste),
        ComplaintFinding.PARTLY,
        "现场检查发现暂存间分类标识缺失，转运联单齐全。",
        problem="医疗废物暂存间分类标识缺失",
        rectify_by=desk.day + timedelta(days=20),
    )
    offered = services.propose_reward(
        waste, amount=Decimal(500), grounds="线索具体，查实分类不规范。", by=desk.clerk
    )
    services.approve_reward(offered, by=desk.reviewer)


def _running(desk: Desk, hospital: Subject, clinic: Subject, place: Subject) -> None:
    """New ones, one joined with another, one that is being looked into, one that waits for the reviewer."""
    informant = Informant("沈砚青", "13900000033", "曾在该诊所工作")
    staff = desk.brought(
        clinic, STRANGER, days_ago=9, nature=Nature.REPORT, topic=Topic.STAFF, informant=informant
    ).complaint
    services.have_inspected(
        desk.accepted(staff), speciality="", grounds="核查坐诊人员执业注册与处方签名。", by=desk.clerk
    )
    desk.brought(hospital, RUDE, days_ago=3, channel=Channel.HOTLINE, topic=Topic.ATTITUDE)
    desk.brought(hospital, RUDE.replace("，", ", "), days_ago=2, topic=Topic.ATTITUDE)
    water = desk.accepted(
        desk.brought(place, WATER, days_ago=25, channel=Channel.MAILBOX, topic=Topic.WATER).complaint
    )
    services.propose(
        water,
        finding=ComplaintFinding.UPHELD,
        facts="现场检查水箱未上锁，近半年无清洗消毒记录，水样已送检。",
        item_code="J35",
        problem="水箱未上锁，无清洗消毒记录",
        rectify_by=desk.day + timedelta(days=15),
        by=desk.clerk,
    )
    medical = desk.brought(
        hospital,
        "检查报告约定当天取，三天后仍未出具。",
        days_ago=1,
        channel=Channel.LETTER,
        topic=Topic.QUALITY,
    ).complaint
    desk.accepted(medical, Procedure.MEDICAL)


def _turned_away(desk: Desk, clinic: Subject, place: Subject) -> None:
    """One passed on, one not accepted."""
    price = desk.brought(
        place, "门口的充值卡广告写着买一送一，充值后不能退款。", days_ago=16, channel=Channel.FORWARDED
    ).complaint
    services.transfer(
        price, to="青溪县市场监督管理局", reason="预付卡退费属市场监管部门职责。", by=desk.clerk
    )
    vague = desk.brought(
        clinic, "听说这家诊所不太好，请你们去查一查。", days_ago=14, channel=Channel.LETTER
    ).complaint
    services.decline(
        vague,
        ground=DeclineGround.NO_CLUES,
        reason="未说明时间、人员和事由，无法核查；补充线索后可再次反映。",
        by=desk.reviewer,
    )


def _register(desk: Desk, bodies: Sequence[Subject], take_in: TakeIn) -> None:
    """The register that the counter kept on paper last year comes in as a workbook, names and all."""
    lines = (
        (320, "热线电话", "服务态度", "反映窗口服务态度生硬", "", "", 9, "部分属实，已约谈"),
        (
            290,
            "来访",
            "收费",
            "反映收费项目与公示价格不一致",
            "陆清和",
            "13900000041",
            20,
            "属实，已责令改正",
        ),
        (255, "举报箱", "人员资质", "反映有未亮证人员独立接诊", "", "", 30, "不属实"),
        (230, "上级转办", "诊疗质量", "反映诊疗过程沟通不充分", "江照晚", "13900000058", 45, "不属实"),
        (26, "电子信箱", "收费", "反映代煎药收费没有公示", "", "", 0, ""),
    )
    rows: list[Row] = []
    for place, (ago, channel, topic, words, name, phone, took, result) in enumerate(lines):
        body, accepted = bodies[place % len(bodies)], desk.ago(ago)
        rows.append(
            {
                "投诉编号": f"QX{accepted:%Y%m%d}{place + 1:02d}",
                "渠道": channel,
                "受理日期": accepted,
                "被投诉机构名称": body.name,
                "被投诉机构统一社会信用代码": body.uscc,
                "投诉类别": topic,
                "内容摘要": words,
                "投诉人姓名": name,
                "投诉人电话": phone,
                "是否实名": "是" if name else "否",
                "办理期限": accepted + timedelta(days=60),
                "办结日期": accepted + timedelta(days=took) if took else "",
                "办理结果": result,
                "是否有效投诉": ("否" if result == "不属实" else "是") if result else "",
            }
        )
    take_in("complaints", f"投诉举报登记簿_{desk.day.year - 1}.xlsx", rows)
