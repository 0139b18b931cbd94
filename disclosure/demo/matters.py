"""Tracked matters of the demonstration county: of every kind, in every state, one of them overdue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.demo import AGENCY_NAME, COUNTY, TOWNSHIP_CLERK
from accounts.models import Agency, Officer
from accounts.permissions import P
from credit.choices import SubjectKind
from credit.models import Subject
from credit.parties import OnPaper, Party
from credit.services import ensure_body
from disclosure.demo.cases import paper
from institutions.models import Institution, Membership
from supervision.matters import clocks, services
from supervision.matters.choices import MatterKind as K
from supervision.matters.choices import Satisfaction
from supervision.matters.services import NewMatter
from supervision.models import Matter

DONE = "已研究采纳并落实，具体举措和完成时间已书面告知，欢迎继续监督。"


@dataclass(slots=True)
class Desk:
    """Who enters, who enters answers on paper, who decides, and the bodies of the stories."""

    clerk: Officer
    second: Officer
    reviewer: Officer
    day: date

    def ago(self, days: int) -> date:
        return self.day - timedelta(days=days)

    def entered(self, kind: str, title: str, body: Subject | None, days_ago: int, **more: object) -> Matter:
        """Enter a matter that came some days ago, and assign it three days later."""
        row = services.receive(
            NewMatter(
                kind=kind,
                title=title,
                received_on=self.ago(days_ago),
                division_code=COUNTY,
                **more,  # type: ignore[arg-type]  # fields of the matter, each typed by its name
            ),
            by=self.clerk,
        )
        return row if body is None else self.assigned(row, body, days_ago - 3)

    def assigned(self, row: Matter, body: Subject, days_ago: int, office: Agency | None = None) -> Matter:
        """Assign a matter as of a past day; what counts from the assignment is counted again."""
        row = services.assign(row, subject_id=body.pk, office_id=office.pk if office else None, by=self.clerk)
        clock = clocks.clock_of(row.kind, on=row.received_on, place=COUNTY)
        row.assigned_on = self.ago(max(days_ago, 0))
        if clock.from_assignment and clock.answer:
            row.due_on = clock.answer.after(row.assigned_on)
        row.save(update_fields=["assigned_on", "due_on"])
        clocks.keep(row)
        return row

    def answered(self, row: Matter, text: str, days_ago: int) -> Matter:
        """Enter an answer on paper as the other clerk."""
        by = OnPaper(self.second, P.MATTER_KEEP)
        return services.answer(row, text=text, done=True, on=self.ago(days_ago), by=by)


def tell(*, clerk: Officer, second: Officer, reviewer: Officer, day: date) -> None:
    """Enter ten matters and bring each to another state.

    Args:
        clerk: enters, assigns, accepts.
        second: another clerk, who enters answers on paper.
        reviewer: puts an answer off.
        day: the day on which the demonstration is loaded.
    """
    desk = Desk(clerk, second, reviewer, day)
    bodies = {body.category: body.subject for body in _bodies()}
    hospital, herbal = bodies["综合医院"], bodies["中医医院"]
    _asked_by_the_people(desk, hospital)
    _petitions(desk, township())
    _owed(desk, hospital, herbal, bodies["妇幼保健院"])


def _bodies() -> Iterator[Institution]:
    rows = Institution.objects.filter(category__in=("综合医院", "中医医院", "妇幼保健院"))
    return iter(rows.select_related("subject").order_by("-pk"))


def township() -> Subject:
    """Return the township hospital that has the portal account."""
    member = Membership.objects.select_related("institution__subject").get(user__username=TOWNSHIP_CLERK)
    return member.institution.subject


def other_township() -> Subject:
    """Return a township hospital without a portal account."""
    rows = Institution.objects.filter(category="乡镇卫生院").exclude(subject_id=township().pk)
    return rows.select_related("subject").order_by("-pk")[0].subject


def bureau() -> Subject:
    """Return the credit file of the county's health authority itself."""
    agency = Agency.objects.get(name=AGENCY_NAME)
    return ensure_body(
        name=AGENCY_NAME, kind=SubjectKind.ORGANISATION, division_code=COUNTY, uscc=agency.uscc
    )


def _asked_by_the_people(desk: Desk, hospital: Subject) -> None:
    year = desk.day.year
    desk.entered(
        K.DEPUTY,
        "关于延长县人民医院夜间门诊时间的建议",
        hospital,
        46,
        number=f"县人大建议〔{year}〕15号",
        sender="县人大松岭镇代表小组",
        demand="建议周一至周五夜间门诊延长至二十一时，并公布排班和号源。",
    )
    row = desk.entered(
        K.MEMBER,
        "关于推进家庭医生签约服务进社区的提案",
        None,
        120,
        number=f"县政协提案〔{year}〕27号",
        sender="县政协医药卫生界别",
    )
    row = desk.assigned(row, bureau(), 115, Agency.objects.get(name=f"{AGENCY_NAME}医政医管科"))
    services.accept(desk.answered(row, DONE, 60), satisfaction=Satisfaction.SATISFIED, by=desk.clerk)
    dropped = desk.entered(
        K.MEMBER,
        "关于调整城乡居民医保报销比例的提案",
        None,
        30,
        number=f"县政协提案〔{year}〕31号",
        sender="县政协社会福利界别",
    )
    services.drop(dropped, reason="属医疗保障部门职责，已转县医疗保障局办理", by=desk.clerk)
    advice = desk.entered(
        K.ADVICE,
        "关于规范医疗废物暂存管理的检察建议",
        other_township(),
        35,
        number=f"青检建〔{year}〕4号",
        sender="青溪县人民检察院",
    )
    desk.answered(advice, "已重新设置医疗废物暂存间，落实双人交接登记，附整改照片和制度。", 5)


def _petitions(desk: Desk, body: Subject) -> None:
    late = desk.entered(
        K.PETITION,
        "反映住院收费清单不透明、不按日提供",
        body,
        68,
        number=f"青信〔{desk.day.year}〕42号",
        sender="白云溪",
        demand="要求每日提供费用清单，并说明多收的床位费如何退还。",
    )
    services.tell(late, how="书面告知", by=desk.clerk)
    desk.entered(
        K.PETITION,
        "反映村卫生室周末无人值守",
        None,
        8,
        number=f"青信〔{desk.day.year}〕57号",
        sender="纪安若",
    )


def _owed(desk: Desk, hospital: Subject, herbal: Subject, maternity: Subject) -> None:
    year = desk.day.year
    owed = desk.entered(
        K.JUDGMENT,
        "支付彩超设备采购款及逾期利息",
        other_township(),
        95,
        number=f"（{year}）吉0599民初318号",
        sender="青溪县人民法院",
        due_on=desk.ago(20),
        amount=Decimal("386500.00"),
        demand="自判决生效之日起三十日内支付设备款三十八万元及逾期利息六千五百元。",
    )
    services.refuse(owed, reason="判决履行期限届满，经两次书面催告仍拒不履行", by=desk.clerk)
    award = desk.entered(
        K.AWARD,
        "支付解除劳动关系经济补偿",
        herbal,
        80,
        number=f"青劳人仲案〔{year}〕9号",
        sender="青溪县劳动人事争议仲裁委员会",
        due_on=desk.ago(30),
        amount=Decimal("21600.00"),
    )
    paid = desk.answered(award, "经济补偿已于裁决确定的期限内一次付清，附转账凭证。", 40)
    services.accept(paid, satisfaction=Satisfaction.UNKNOWN, by=desk.clerk)
    desk.entered(
        K.PROMISE,
        "年底前建成标准化发热门诊并投入使用",
        hospital,
        200,
        number=f"民生实事〔{year}〕3项",
        sender="青溪县人民政府",
        due_on=desk.day + timedelta(days=39),
    )
    contract = desk.entered(
        K.CONTRACT,
        "医用耗材采购合同尾款支付",
        maternity,
        60,
        number=f"青妇合〔{year}〕11号",
        sender="供货方（合同相对人）",
        due_on=desk.ago(10),
        amount=Decimal("74200.00"),
    )
    services.reopen(
        desk.answered(contract, "尾款已提交财务审批，预计月底前付款。", 12),
        reason="仅提交审批，尚未付款，不予认可",
        by=desk.clerk,
    )
    party = Membership.objects.get(user__username=TOWNSHIP_CLERK)
    kept = desk.entered(
        K.PROMISE,
        "公开承诺：六月底前全部病房安装呼叫系统",
        township(),
        240,
        number=f"服务承诺〔{year}〕2号",
        sender="社会公开承诺",
        due_on=desk.ago(120),
    )
    by = Party(party.user, frozenset({party.institution.subject_id}))
    kept = services.answer(
        kept,
        text="全部二十四间病房呼叫系统已安装并验收合格。",
        done=True,
        on=desk.ago(128),
        files=[paper("验收报告.pdf", "呼叫系统验收")],
        by=by,
    )
    services.accept(kept, satisfaction=Satisfaction.SATISFIED, by=desk.clerk)
