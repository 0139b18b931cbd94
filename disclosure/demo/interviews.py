"""Interviews of the demonstration county: one closed, one held, one announced, one called off, some proposed.

Those proposed come by themselves: after a false close-out, unmet demands, a bad evaluation.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from accounts.demo import COUNTY, HOSPITAL_CLERK
from accounts.models import Officer
from core import outbox
from core.clock import CHINA
from core.workdays import is_working_day
from credit.models import EvaluationFollowUp, Subject
from credit.models.evaluations import FollowUpKind, FollowUpState
from credit.parties import Party
from disclosure.demo.cases import paper
from disclosure.demo.measures import on_day
from disclosure.demo.rectifications import DONE, SEEN
from institutions.models import Institution
from supervision.choices import Attendance, DemandResult, InterviewKind, RectificationSource
from supervision.interviews import services
from supervision.interviews.services import Demand, Heard, Notice
from supervision.models import Interview, Rectification
from supervision.rectification import services as rectification
from supervision.rectification.tasks_of_evaluations import key_of

PLACE = "青溪县卫生健康局三楼会议室"
CONTACT = "综合监督科 0435-5201001"
WASTE = (
    "第三季度医疗废物专项检查发现暂存间管理不规范、交接登记缺失，责令限期改正后仍未整改到位"
    "（青卫督〔{year}〕31号）。"
)
PRICES = "群众投诉经查实：自立项目收费、未按公示价格收费，涉及多名就诊人员（青卫督〔{year}〕37号）。"
AWAY = "被约谈单位主要负责人赴外地参加会议，申请改期。"
PUT_RIGHT = "多收费用已全部退还，价格公示已更正，经复核符合要求，不再约谈。"
MINUTES = (
    "约谈人通报问题和证据，说明法律责任；被约谈单位负责人说明原因，承认管理松懈，承诺限期整改并举一反三；"
    "约谈人提出整改要求和期限，告知逾期不改的后果。"
)


def tell(*, clerk: Officer, reviewer: Officer, day: date) -> None:
    """Tell of interviews in every state.

    Args:
        clerk: proposes, gives notice, takes the minutes.
        reviewer: holds the interviews.
        day: the day on which the demonstration is loaded.
    """
    hospital = Subject.objects.get(institution__memberships__user__username=HOSPITAL_CLERK)
    rows = Institution.objects.filter(category="诊所", memberships__isnull=True).select_related("subject")
    clinics = [row.subject for row in rows.order_by("pk")[:8]]
    _closed(clinics[2:4], clerk, reviewer, day)
    _held(clinics[4], clerk, reviewer, day)
    with on_day(day - timedelta(days=2)):
        row = _proposed("demo-3", InterviewKind.REMINDER, [hospital, *clinics[5:7]], WASTE, clerk, day)
        services.give_notice(row, _notice(43, day + timedelta(days=6), day), by=clerk)
    _called_off([hospital, clinics[7]], clerk, day)
    _from_a_task(clerk)
    outbox.dispatch_all()


def _called_off(subjects: list[Subject], clerk: Officer, day: date) -> None:
    """Put off at the wish of a body, then called off: what it was about had been put right by then."""
    with on_day(day - timedelta(days=12)):
        row = _proposed("demo-4", InterviewKind.REMINDER, subjects, PRICES, clerk, day)
        row = services.give_notice(row, _notice(42, day - timedelta(days=6), day), by=clerk)
    with on_day(day - timedelta(days=8)):
        row = services.put_off(row, _notice(42, day + timedelta(days=2), day), reason=AWAY, by=clerk)
    with on_day(day - timedelta(days=1)):
        services.call_off(row, reason=PUT_RIGHT, by=clerk)


def _proposed(
    key: str, kind: InterviewKind, subjects: list[Subject], grounds: str, clerk: Officer, day: date
) -> Interview:
    return services.enter(
        kind=kind,
        subjects=subjects,
        grounds=grounds.format(year=day.year),
        authority_name=clerk.agency.name if clerk.agency else "",
        division_code=COUNTY,
        source_key=f"supervision.order:{key}",
        by=clerk,
    )


def _notice(number: int, on: date, day: date) -> Notice:
    while not is_working_day(on):
        on -= timedelta(days=1)
    return Notice(
        number=f"青卫约〔{day.year}〕{number}号",
        meets_at=datetime.combine(on, time(9, 30), tzinfo=CHINA),
        place=PLACE,
        who_must_come="法定代表人或者主要负责人，分管负责人",
        bring="整改方案、自查台账、单位公章",
        contact=CONTACT,
    )


def _closed(subjects: list[Subject], clerk: Officer, reviewer: Officer, day: date) -> None:
    """Two clinics were reminded together; one did what it was told, the other one is to be warned."""
    with on_day(day - timedelta(days=64)):
        row = _proposed("demo-1", InterviewKind.REMINDER, subjects, WASTE, clerk, day)
        row = services.give_notice(row, _notice(36, day - timedelta(days=58), day), by=clerk)
    with on_day(day - timedelta(days=58)):
        demands = [
            Demand("完成医疗废物暂存间改造并接入在线监管", day - timedelta(days=30)),
            Demand("组织全员医疗废物管理培训并考核", day - timedelta(days=40)),
        ]
        row = _minuted(row, reviewer, demands)
    _met(subjects[0], clerk, reviewer, day)
    with on_day(day - timedelta(days=24)):
        services.follow_up(
            row,
            results={subjects[0].pk: DemandResult.MET, subjects[1].pk: DemandResult.UNMET},
            notes={subjects[1].pk: "暂存间改造未动工，培训无签到记录。"},
            by=clerk,
        )


def _met(subject: Subject, clerk: Officer, reviewer: Officer, day: date) -> None:
    """What the interview demanded of this body was put right and crossed off."""
    hospital = Officer.objects.get(username=HOSPITAL_CLERK)
    rows = Rectification.objects.filter(subject=subject, source=RectificationSource.INTERVIEW)
    for row in rows.select_related("subject"):
        with on_day(day - timedelta(days=34)):
            own = Party(hospital, frozenset({subject.pk}))
            proof = [paper("整改照片.pdf", str(row.guid))]
            handed = rectification.hand_in(row, by=own, report=DONE[0], files=proof)
        with on_day(day - timedelta(days=31)):
            checked = rectification.check(handed, note_text=SEEN, by=clerk)
        with on_day(day - timedelta(days=29)):
            rectification.cross_off(checked, by=reviewer)


def _held(subject: Subject, clerk: Officer, reviewer: Officer, day: date) -> None:
    with on_day(day - timedelta(days=15)):
        row = _proposed("demo-2", InterviewKind.WARNING, [subject], PRICES, clerk, day)
        row = services.give_notice(row, _notice(41, day - timedelta(days=9), day), by=clerk)
    with on_day(day - timedelta(days=9)):
        demands = [Demand("清退多收费用并公示价格", day + timedelta(days=12))]
        _minuted(row, reviewer, demands)


def _minuted(row: Interview, reviewer: Officer, demands: list[Demand]) -> Interview:
    heard = {
        body.subject_id: Heard(Attendance.CAME, "主要负责人", "对存在的问题没有异议，立即整改。")
        for body in row.bodies.all()
    }
    return services.hold(
        row,
        held_on=_day_of(row),
        host=reviewer.label,
        recorder="林知夏",
        minutes=MINUTES,
        heard=heard,
        demands=demands,
        files=[paper("约谈记录签字页.pdf", str(row.guid))],
        by=reviewer,
    )


def _day_of(row: Interview) -> date:
    return row.meets_at.astimezone(CHINA).date() if row.meets_at else row.proposed_on


def _from_a_task(clerk: Officer) -> None:
    """A bad evaluation of another authority asks for an interview."""
    tasks = EvaluationFollowUp.objects.filter(kind=FollowUpKind.INTERVIEW, state=FollowUpState.OPEN)
    task = tasks.select_related("evaluation__subject").order_by("pk").first()
    if task is None:
        return
    found = task.evaluation
    services.propose(
        kind=InterviewKind.REMINDER,
        subjects=[found.subject],
        grounds=f"{found.evaluator}{found.year}年度评价结果为“{found.result}”，按规定开展约谈并督促整改。",
        authority_name=clerk.agency.name if clerk.agency else "",
        division_code=task.division_code,
        source_key=key_of(task),
        by=clerk,
    )
