"""Conduct records entered by hand in the demonstration county: waiting, confirmed, corrected."""

from __future__ import annotations

from datetime import date, timedelta

from accounts.models import Officer
from credit import services
from credit.choices import SubjectKind
from credit.models import ConductRecord, Subject
from credit.services import NewRecord

# Item, what was done, days ago.
GOOD = (
    ("G02", "承担流感季发热门诊应急值守任务", 210),
    ("G03", "赴乡镇卫生院对口支援义诊", 160),
    ("B01", "自查发现药品存放问题并完成整改", 95),
    ("G01", "获县卫生健康委员会通报表扬", 60),
)
BAD = (
    ("J35", "患者就医等候投诉，经查属实", 120),
    ("J14", "诊疗科目变更后未及时更新公示栏", 80),
    ("J21", "门诊病历未按规定保管", 45),
    ("J31", "上季度依法执业自查未按时完成", 30),
)
WAITING = (
    ("J28", "检查项目重复收取费用，已责令退还", 9),
    ("J23", "门诊小手术未签署知情同意书", 6),
    ("J06", "医疗废物暂存间未上锁", 3),
)
PERSONS = (
    ("P01", "门诊值班未佩戴标牌", 70),
    ("P08", "住院病历首页填写不完整", 50),
    ("G54", "主动上交红包并登记", 40),
    ("P06", "服务态度投诉，经查属实", 20),
)


def tell(*, clerk: Officer, reviewer: Officer, day: date) -> None:
    """Enter records by hand, confirm most of them, correct one, withdraw one, send one back.

    Args:
        clerk: enters.
        reviewer: confirms, sends back, withdraws.
        day: the day on which the demonstration is loaded.
    """
    desk = _Desk(clerk, reviewer, day)
    bodies = list(Subject.objects.exclude(kind=SubjectKind.PERSON).order_by("pk")[:24])
    persons = list(Subject.objects.filter(kind=SubjectKind.PERSON).order_by("pk")[:12])
    kept = desk.enter(bodies[::3], GOOD) + desk.enter(bodies[1::3], BAD) + desk.enter(persons[::3], PERSONS)
    services.confirm_many([row.pk for row in kept], by=reviewer)
    desk.correct(kept[len(GOOD) + 2])
    desk.withdraw(kept[len(GOOD) + 3])
    waiting = desk.enter(bodies[2::3], WAITING)
    services.send_back(waiting[1], by=reviewer, reason="请补充知情同意书的检查记录文号")


class _Desk:
    """The clerk's and the reviewer's hands."""

    def __init__(self, clerk: Officer, reviewer: Officer, day: date) -> None:
        self._clerk, self._reviewer, self._day = clerk, reviewer, day
        self._number = 0

    def enter(self, subjects: list[Subject], facts: tuple[tuple[str, str, int], ...]) -> list[ConductRecord]:
        """Enter one fact about each of the first subjects."""
        return [
            services.enter_record(self._new(subject, *fact), by=self._clerk)
            for subject, fact in zip(subjects, facts, strict=False)
        ]

    def correct(self, record: ConductRecord) -> None:
        """Enter the right facts, and confirm them."""
        right = NewRecord(
            subject_id=record.subject_id,
            item_code="J33",
            title="门诊登记册个别栏目漏填",
            happened_on=record.happened_on,
            final_on=record.happened_on,
            source="",
            document_no=record.document_no,
            authority_name=record.authority_name,
            note="原项目适用有误，实为格式缺陷",
        )
        record.refresh_from_db()
        new = services.enter_record(right, by=self._clerk, corrects=record)
        services.confirm(new, by=self._reviewer)

    def withdraw(self, record: ConductRecord) -> None:
        """Withdraw a record that was entered of the wrong body."""
        record.refresh_from_db()
        services.withdraw_record(record, by=self._reviewer, reason="主体录入错误，应为另一机构")

    def _new(self, subject: Subject, item: str, title: str, days_ago: int) -> NewRecord:
        self._number += 1
        on = self._day - timedelta(days=days_ago)
        return NewRecord(
            subject_id=subject.pk,
            item_code=item,
            title=title,
            happened_on=on,
            final_on=None,
            source="",
            document_no=f"青卫记〔{on.year}〕{self._number}号",
            authority_name=self._clerk.agency.name if self._clerk.agency else "",
        )
