"""Rectifications of the demonstration county: what ledgers found is put right, returned, crossed off, faked.

The ledgers of the campaign have opened them; the bodies hand in, two officers close, a random re-check finds
one that was only painted over. The county hospital has one of each kind to go on with.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from accounts.demo import CLINIC_CLERK, COUNTY, HOSPITAL_CLERK
from accounts.models import Officer
from core import outbox
from credit.models import Subject
from credit.parties import Party
from disclosure.demo.campaigns import RUNNING_TITLE
from disclosure.demo.cases import paper
from disclosure.demo.measures import on_day
from supervision.choices import WITH_THE_BODY, RecheckFinding, RectificationSource
from supervision.models import Campaign, Rectification
from supervision.rectification import late, services
from supervision.rectification.services import NewRectification

DONE = (
    "已组织相关科室逐项整改，修订制度并培训到人，照片和台账附后。",
    "问题已整改到位，责任科室负责人签字确认，月度抽查纳入考核。",
    "已退还多收费用并公示，信息科设置系统校验，杜绝重复计收。",
    "已补齐缺失记录，明确双人核对，院感科每周复查一次。",
)
SEEN = "现场抽查台账与照片一致，随机核对五份记录，均已按要求整改。"
RETURNED = "照片看不出整改时间，缺少十一月份登记页，请补拍带日期的照片并补交台账。"
LONGER = "需更换的设备已签订采购合同，厂家十二月下旬到货安装，申请延期至到货验收后。"
FAKED = "复核发现张贴的登记表为当日补填，{n}日台账原件仍为空白，整改照片与现场不符。"
CLOSED_BEFORE, CLOSED_SINCE, CLOSED, WAITING = 8, 11, 14, 4
"""How many are crossed off by the end of last month, early this month, by now; and how many at each stage."""


def tell(*, clerk: Officer, reviewer: Officer, third: Officer, day: date) -> None:
    """Bring the campaign's rectifications to where a county has them in the middle of a campaign.

    Comes after the ledgers of the story, which have opened them.

    Args:
        clerk: checks, returns, re-checks.
        reviewer: crosses off, answers requests.
        third: decides about a doubted close-out in which the two had a part.
        day: the day on which the demonstration is loaded.
    """
    hospital, clinic = (
        Subject.objects.get(institution__memberships__user__username=name)
        for name in (HOSPITAL_CLERK, CLINIC_CLERK)
    )
    campaign = Campaign.objects.get(title=RUNNING_TITLE)
    rows = Rectification.objects.filter(campaign=campaign, state__in=WITH_THE_BODY).select_related("subject")
    others = list(rows.exclude(subject=hospital).order_by("pk"))
    # Last month's bulletin has something to tell, and this month's too.
    first = day.replace(day=1)
    _close(others[:CLOSED_BEFORE], clerk, reviewer, first - timedelta(days=1))
    _close(others[CLOSED_BEFORE:CLOSED_SINCE], clerk, reviewer, min(first + timedelta(days=8), day))
    _close(others[CLOSED_SINCE:CLOSED], clerk, reviewer, day)
    _on_the_way(others[CLOSED : CLOSED + 3 * WAITING], clerk, day)
    _hospital(list(rows.filter(subject=hospital).order_by("pk")), clerk, reviewer, day)
    _ordered(clinic, clerk, day)
    _recheck(campaign, clerk, third, day)
    late.look()
    outbox.dispatch_all()


def _hand_in(row: Rectification, number: int) -> Rectification:
    words = DONE[number % len(DONE)]
    return services.hand_in(
        row,
        by=Party(_account(row), frozenset({row.subject_id})),
        report=words,
        files=[paper("整改照片.pdf", f"{row.guid} {number}")],
    )


def _account(row: Rectification) -> Officer:
    """Return the body's own clerk; bodies without one hand in through the hospital's in this story."""
    own = Officer.objects.filter(memberships__institution__subject_id=row.subject_id).first()
    return own or Officer.objects.get(username=HOSPITAL_CLERK)


def _close(rows: Sequence[Rectification], clerk: Officer, reviewer: Officer, day: date) -> None:
    with on_day(day - timedelta(days=12)):
        handed = [_hand_in(row, number) for number, row in enumerate(rows)]
    with on_day(day - timedelta(days=9)):
        checked = [services.check(row, note_text=SEEN, by=clerk) for row in handed]
    with on_day(day - timedelta(days=7)):
        services.cross_off_many([row.pk for row in checked], by=reviewer)


def _on_the_way(rows: Sequence[Rectification], clerk: Officer, day: date) -> None:
    """A third waits to be checked, a third to be crossed off, a third was returned."""
    with on_day(day - timedelta(days=2)):
        handed = [_hand_in(row, number) for number, row in enumerate(rows)]
    with on_day(day - timedelta(days=1)):
        for number, row in enumerate(handed):
            if number % 3 == 1:
                services.check(row, note_text=SEEN, by=clerk)
            elif number % 3 == 2:
                services.send_back(row, reason=RETURNED, by=clerk)


def _hospital(rows: Sequence[Rectification], clerk: Officer, reviewer: Officer, day: date) -> None:
    """One crossed off, one returned, one that waits, one with a longer time asked for; the rest is open."""
    _close(rows[:1], clerk, reviewer, day)
    with on_day(day - timedelta(days=3)):
        handed = [_hand_in(row, number) for number, row in enumerate(rows[1:3])]
    if handed:
        services.send_back(handed[0], reason=RETURNED, by=clerk)
    for row in rows[3:4]:
        own = Party(_account(row), frozenset({row.subject_id}))
        until = max(row.due_on or day, day) + timedelta(days=40)
        services.ask_extension(row, until=until, reason=LONGER, by=own)


def _ordered(clinic: Subject, clerk: Officer, day: date) -> None:
    """The clinic lets an order lie; a body that told of its own problem is praised."""
    with on_day(day - timedelta(days=30)):
        services.order(
            NewRectification(
                subject_id=clinic.pk,
                division_code=COUNTY,
                source=RectificationSource.ORDER,
                source_key="supervision.order:demo-1",
                problem="口腔诊室未按规定设置独立消毒区域，器械清洗与诊疗区混用",
                facts="群众反映后现场核查属实，拍照留证。",
                measures="划定独立消毒区域，配备专用清洗水池和封口设备，专人登记。",
                due_on=day - timedelta(days=12),
                item_code="J18",
                concealed=True,
                document_no=f"青卫责改〔{day.year}〕18号",
            ),
            by=clerk,
        )
        own = services.order(
            NewRectification(
                subject_id=clinic.pk,
                division_code=COUNTY,
                source=RectificationSource.ORDER,
                source_key="supervision.order:demo-2",
                problem="门诊日志缺项，主动报告后限期补齐",
                measures="补齐缺项，启用电子门诊日志。",
                due_on=day - timedelta(days=10),
                item_code="J21",
                self_reported=True,
                document_no=f"青卫责改〔{day.year}〕19号",
            ),
            by=clerk,
        )
    with on_day(day - timedelta(days=16)):
        services.check(_hand_in(own, 1), note_text=SEEN, by=clerk)


def _recheck(campaign: Campaign, clerk: Officer, third: Officer, day: date) -> None:
    """Some of what was crossed off is looked at again; one close-out was false."""
    with on_day(day - timedelta(days=3)):
        recheck = services.draw_recheck(
            title=f"{day.year}年第四季度销号问题随机复核",
            division_code=COUNTY,
            crossed_off_from=day - timedelta(days=30),
            crossed_off_to=day - timedelta(days=3),
            percent=30,
            by=clerk,
            campaign=campaign,
        )
    lines = list(recheck.lines.select_related("rectification__subject").order_by("number"))
    with on_day(day - timedelta(days=1)):
        for line in lines[:2]:
            services.note_finding(line, finding=RecheckFinding.KEPT, note_text=SEEN, by=clerk)
        false = lines[-1]
        words = FAKED.format(n=(day - timedelta(days=12)).day)
        services.note_finding(false, finding=RecheckFinding.FALSE, note_text=words, by=clerk)
    services.find_false(false.rectification, by=third)
