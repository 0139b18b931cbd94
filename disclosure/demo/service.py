"""Service in the demonstration county: applications near and past their limits, ratings, benefits.

The services date what they do on the day of loading; days of receipt and acceptance are moved back
afterwards, so that limits come near.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from accounts.demo import CLINIC_CLERK, HOSPITAL_CLERK
from accounts.models import Officer
from accounts.permissions import P
from core import outbox
from core.workdays import current_calendar
from credit.models import Subject
from credit.parties import OnPaper
from disclosure.demo.cases import paper
from disclosure.demo.rows import SEED
from disclosure.models import Permit
from disclosure.rules.publicity import add_months
from disclosure.services import decisions, publishing
from supervision.models import (
    ApprovalCase,
    ApprovalItem,
    Benefit,
    BenefitUse,
    Rating,
    ServiceWindow,
    VisitToken,
)
from supervision.service import benefits, cases, clocks, eligibility, hurrying, ratings
from supervision.service.choices import Door, Outcome
from supervision.service.receiving import NewCase, receive

HALL = "青溪县政务服务中心"
OFFICE = "政务服务科"
WINDOWS = ("卫生健康综合窗口", "医师护士注册窗口", "许可证发放窗口")
GOOD_WORDS = ("一次办完，态度很好。", "材料讲得很清楚。", "绿色通道，当天就拿到证了。", "")
POOR = (
    (1, ("slow", "passed_on"), "上午排队两个小时，又让去另一个窗口。"),
    (2, ("twice",), "第一次没说要检测报告，第二次来才说。"),
    (2, ("nobody",), ""),
)
CLOSED_ANSWER = "调取窗口当日叫号记录，等候确实超过一小时。已增设一个机动窗口，并对工作人员进行提醒谈话。"
DATED = ("accepted_on", "received_on", "due_on", "law_due_on")
OFFERS = {
    "pay-later": "住院登记处凭医保凭证办理，不收押金，出院时一次结算。",
    "quick-lane": "门诊一楼设优先窗口，出示荣誉证书即可优先取号、取药、检查。",
    "deposit-free": "导诊台免押金借用轮椅、拐杖，当日归还。",
}


def tell(*, clerk: Officer, reviewer: Officer, day: date) -> None:
    """Handle applications as far as each has come, rate the windows, and let bodies take part in benefits.

    Args:
        clerk: receives, examines, delivers, looks into poor ratings.
        reviewer: decides, hurries, closes.
        day: the day on which the demonstration is loaded.
    """
    hospital, clinic = _body_of(HOSPITAL_CLERK), _body_of(CLINIC_CLERK)
    _Counter(clerk, reviewer, day, hospital.division_code).applications(hospital, clinic)
    hurrying.warn(on=day)
    late = ApprovalCase.objects.filter(warnings__level="over").first()
    if late is not None:
        hurrying.urge(late, words="已超过承诺时限，请今日完成审核并报决定。", by=reviewer)
    _ratings(clerk, reviewer, day, hospital.division_code)
    _benefits(clerk, day, hospital)
    outbox.dispatch_all()
    _permits(clerk, reviewer, day)


class _Counter:
    """The counter's work with applications."""

    def __init__(self, clerk: Officer, reviewer: Officer, day: date, division: str) -> None:
        self.clerk, self.reviewer, self.day, self.division = clerk, reviewer, day, division
        self.items = {row.code: row for row in ApprovalItem.objects.filter(place="")}
        self.numbers = 0

    def applications(self, hospital: Subject, clinic: Subject) -> None:
        """Sixteen applications in every state."""
        others = _others(hospital, clinic)
        people = iter(Subject.objects.filter(practitioner__isnull=False).order_by("pk")[:4])
        for code, used, ago in (
            ("public-place-permit", 3, 11),
            ("radiology-permit", 9, 10),
            ("medical-registration", 11, 9),
        ):
            self.decided(code, next(others), used, ago=ago)
        self.decided("public-place-permit", next(others), 7, ago=8, late=True)
        self.decided("nurse-change", next(people), 2, ago=7)
        self.decided("radiology-permit", next(others), 4, ago=2)
        self.decided("medical-verification", hospital, 4, ago=1)
        self.near("radiology-permit", hospital, left=2)
        self.near("public-place-permit", next(others), left=0)
        self.near("medical-verification", clinic, left=-2)
        self.near("maternal-permit", next(others), left=7)
        self.proposed("water-supply-permit", next(others), left=1)
        told = self.received("medical-registration", clinic, days_ago=3)
        cases.tell_missing(
            told,
            missing=["消防验收合格或者备案证明", "医疗机构建筑设计平面图（缺设计单位签章）"],
            by=self.clerk,
        )
        self.received("nurse-registration", next(people), days_ago=2)
        self.received("clinic-filing", None, days_ago=1, applicant="青溪县筹建中和顺诊所")
        self.received("public-place-permit", hospital, days_ago=0, door=Door.COMMITMENT)

    def received(
        self,
        code: str,
        subject: Subject | None,
        *,
        days_ago: int,
        door: str = Door.ORDINARY,
        applicant: str = "",
        with_paper: bool = True,
    ) -> ApprovalCase:
        """Take in an application some days ago."""
        new = NewCase(
            item=self.items[code],
            division_code=self.division,
            subject=subject,
            applicant=applicant,
            door=door,
            received_on=self.day - timedelta(days=days_ago),
        )
        files = [paper("申请书.pdf", f"{code} {days_ago} {applicant}")] if with_paper else []
        return receive(new, by=self.clerk, files=files)

    def near(self, code: str, subject: Subject, *, left: int) -> ApprovalCase:
        """Accept an application so that so many working days are left today."""
        case = self.received(code, subject, days_ago=0)
        case = cases.accept(case, by=self.clerk)
        return self._since(case, self._worked_back(self.day, case.promised_days - left))

    def proposed(self, code: str, subject: Subject, *, left: int) -> ApprovalCase:
        """Leave the decision to the second officer."""
        case = self.near(code, subject, left=left)
        note = "现场审查合格，水质检测报告符合要求，建议准予许可。"
        return cases.propose(case, outcome=Outcome.GRANTED, reasoning=note, by=self.clerk)

    def decided(
        self, code: str, subject: Subject, used: int, *, ago: int, late: bool = False
    ) -> ApprovalCase:
        """Carry an application to its end some days ago; within the promise, unless `late`."""
        self.numbers += 1
        case = cases.accept(self.received(code, subject, days_ago=0, with_paper=False), by=self.clerk)
        case = cases.propose(case, outcome=Outcome.GRANTED, reasoning="", by=self.clerk)
        number = f"青卫许〔{self.day.year}〕{self.numbers}号"
        case = cases.deliver(cases.decide(case, decision_no=number, by=self.reviewer), by=self.clerk)
        decided = self.day - timedelta(days=ago)
        accepted = self._worked_back(decided, used if late else min(used, case.promised_days))
        self._date(case, accepted)
        case.decided_on = case.delivered_on = case.closed_on = decided
        case.save(update_fields=[*DATED, "decided_on", "delivered_on", "closed_on"])
        return case

    @staticmethod
    def _worked_back(day: date, ago: int) -> date:
        """Return the day that lies so many working days before another."""
        calendar = current_calendar()
        while ago > 0:
            ago -= calendar.is_working_day(day)
            day -= timedelta(days=1)
        return day

    def _since(self, case: ApprovalCase, accepted: date) -> ApprovalCase:
        self._date(case, accepted)
        case.save(update_fields=DATED)
        clocks.keep(case)
        return case

    @staticmethod
    def _date(case: ApprovalCase, accepted: date) -> None:
        case.accepted_on = accepted
        case.received_on = min(case.received_on, accepted - timedelta(days=1))
        case.due_on = clocks.last_day(case, case.promised_days).on
        case.law_due_on = clocks.last_day(case, case.statutory_days).on


def _permits(clerk: Officer, reviewer: Officer, day: date) -> None:
    """Publish the permits of the oldest grants; one waits for review, the newest are to be completed."""
    drafts = list(Permit._base_manager.filter(approval_guid__isnull=False).order_by("-decided_on", "-pk"))
    for row in drafts[3:]:
        row.valid_to = add_months(row.decided_on, 48) - timedelta(days=1)
        row.certificate_name = f"{row.content.removeprefix('准予')}证"
        decisions.enter_decision(row, by=clerk, changed=["valid_to", "certificate_name"])
        decisions.submit(row, by=clerk)
    done = [row.pk for row in drafts[4:]]
    decisions.approve_many(Permit, done, by=reviewer)
    publishing.publish_many(Permit, done, by=reviewer, on=day)


def _ratings(clerk: Officer, reviewer: Officer, day: date, division: str) -> None:
    rng = Random(SEED + 21)  # noqa: S311 - invented data, no secret
    items = list(ApprovalItem.objects.filter(place="").order_by("code"))
    windows = [
        ServiceWindow.objects.create(name=name, hall=HALL, office=OFFICE, division_code=division)
        for name in WINDOWS
    ]
    given: list[Rating] = []
    for place, window in enumerate(windows):
        for item, count in zip(items[place * 3 :], ((7, 5, 3), (5, 2), (3,))[place], strict=False):
            for code in ratings.hand_out(window, count=count, item=item, by=clerk):
                level = rng.choice((5, 5, 5, 4, 4, 3))
                given.append(ratings.rate(code, level=level, words=rng.choice(GOOD_WORDS)))
    poor = []
    for (level, reasons, words), place in zip(POOR, (0, 0, 1), strict=True):
        code = ratings.hand_out(windows[place], count=1, item=items[place * 3], by=clerk)[0]
        poor.append(ratings.rate(code, level=level, reasons=reasons, words=words))
    closed = ratings.answer(poor[0], finding="founded", words=CLOSED_ANSWER, by=clerk)
    ratings.close(closed, by=reviewer)
    ratings.answer(
        poor[1], finding="partly", words="办事指南已列明检测报告，但窗口未当面说明，已更换告知单。", by=clerk
    )
    for row in given:
        row.rated_on = day - timedelta(days=rng.randint(1, 300))
        row.token.issued_on = row.rated_on
        row.token.valid_until = row.rated_on + timedelta(days=15)
    Rating.objects.bulk_update(given, ["rated_on"])
    VisitToken.objects.bulk_update([row.token for row in given], ["issued_on", "valid_until"])


def _benefits(clerk: Officer, day: date, hospital: Subject) -> None:
    rng = Random(SEED + 22)  # noqa: S311 - invented data, no secret
    by, wanted = OnPaper(clerk, P.SERVICE_KEEP), {row.code: row for row in Benefit.objects.filter(place="")}
    bodies = [hospital, *_hospitals(hospital)]
    standings = eligibility.standings([body.pk for body in bodies], day)
    for code, how in OFFERS.items():
        fit = [body for body in bodies if eligibility.judge(wanted[code], standings[body.pk]).eligible]
        for place, body in enumerate(fit[: 3 if code == "quick-lane" else 2]):
            row = benefits.ask(benefit=wanted[code], subject=body, how=how, by=by)
            if place == 2 and code == "quick-lane":
                continue  # one still waits for the officer
            row = benefits.approve(row, by=clerk)
            row.active_since = day - timedelta(days=200)
            row.save(update_fields=["active_since"])
            BenefitUse.objects.bulk_create(
                BenefitUse(
                    benefit=row.benefit,
                    offer=row,
                    division_code=row.division_code,
                    month=month,
                    uses=rng.randint(8, 160),
                )
                for month in _months(day, 5)
            )


def _months(day: date, count: int) -> Iterator[date]:
    first = day.replace(day=1)
    for _number in range(count):
        first = (first - timedelta(days=1)).replace(day=1)
        yield first


def _body_of(account: str) -> Subject:
    return Subject.objects.get(institution__memberships__user__username=account)


def _hospitals(but: Subject) -> list[Subject]:
    rows = Subject.objects.filter(institution__category__contains="医院").exclude(pk=but.pk)
    return list(rows.order_by("uscc")[:12])


def _others(*taken: Subject) -> Iterator[Subject]:
    rows = Subject.objects.filter(institution__isnull=False).exclude(pk__in=[row.pk for row in taken])
    return iter(rows.order_by("-uscc")[:30])
