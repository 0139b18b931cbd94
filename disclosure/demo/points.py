"""Demerit points and warnings of the demonstration county: scored, defended, confirmed, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from accounts.models import Officer
from core import outbox
from core.workdays import add_working_days
from credit.grading.services import regrade
from credit.models import ConductRecord, DemeritEntry, Standard, Subject
from credit.points import services
from credit.points.choices import DefenceResult
from credit.points.schemes import schemes_for
from credit.points.selectors import unscored_penalties
from credit.points.services import NewEntry
from credit.warnings.services import look_for_risks
from institutions.models import Institution

ITEM_OF_PENALTY = {
    "I01": "J10",
    "I02": "J09",
    "I03": "J06",
    "I04": "J14",
    "I05": "J21",
    "I06": "J12",
    "V01": "J30",
    "V02": "J11",
}
FACTS = {
    "J06": "现场检查发现医疗废物暂存处未上锁，登记不完整。",
    "J09": "现场检查发现未取得相应资格的人员独立从事诊疗辅助工作。",
    "J10": "现场检查发现开展了未经登记科目的诊疗活动。",
    "J14": "大厅未公示收费标准。",
    "J18": "一次性使用物品使用后未及时毁形，消毒记录缺失三日。",
    "J21": "抽查病历二十份，三份未在规定时限内完成。",
    "J33": "处方前记年龄项漏填。",
}


@dataclass(slots=True)
class _Desk:
    """The two scorers, and the numbers of their notices."""

    clerk: Officer
    reviewer: Officer
    day: date
    last: int = 0

    def score(
        self,
        subject: Subject,
        item: str,
        *,
        days_ago: int,
        penalty: ConductRecord | None = None,
        count: int = 1,
        on_the_spot: bool = False,
    ) -> DemeritEntry:
        new = NewEntry(
            subject=subject,
            scheme=_scheme(subject, self.day),
            item_code=item,
            happened_on=self.day - timedelta(days=days_ago),
            facts=FACTS.get(item, "监督检查中发现，当事人对事实无异议。"),
            count=count,
            penalty_record=penalty,
            on_the_spot=on_the_spot,
            authority_name=self.clerk.agency.name if self.clerk.agency else "",
        )
        return services.enter_entry(new, by=self.clerk)

    def number(self) -> str:
        self.last += 1
        return f"青卫记〔{self.day.year}〕{self.last}号"

    def serve(self, entry: DemeritEntry, *, days_ago: int) -> DemeritEntry:
        on = self.day - timedelta(days=days_ago)
        return services.serve(entry, notice_no=self.number(), served_on=on, by=self.clerk)

    def confirmed(self, entry: DemeritEntry, *, days_ago: int = 9) -> DemeritEntry:
        self.serve(entry, days_ago=days_ago)
        if entry.defence_until is None or self.day <= entry.defence_until:
            services.note_defence(entry, received_on=self.day, result=DefenceResult.WAIVED, by=self.clerk)
        return services.confirm(entry, by=self.reviewer)


def tell(*, clerk: Officer, reviewer: Officer, day: date) -> None:
    """Give points to the hospital and the clinic of the portal, and to some others; then look for risks."""
    desk = _Desk(clerk, reviewer, day)
    bodies = [row.subject for row in Institution.objects.filter(memberships__isnull=False).distinct()]
    others = list(islice(_others(day, bodies), 2))
    for subject in bodies:
        _score_penalties(desk, subject, most=3)
        _under_way(desk, subject)
    for subject in others:
        _score_penalties(desk, subject, most=2)
    if others:
        wrong = desk.confirmed(desk.score(others[0], "J18", days_ago=20))
        services.take_back(wrong, reason="记分对象有误，经复核撤回", by=reviewer)
    outbox.dispatch_all()
    regrade([subject.pk for subject in (*bodies, *others)])
    outbox.dispatch_all()
    look_for_risks(on=day)


def _score_penalties(desk: _Desk, subject: Subject, *, most: int) -> None:
    """Score the newest penalties under the matching items; with three, a threshold is often reached."""
    for penalty in unscored_penalties(subject.pk)[:most]:
        item = ITEM_OF_PENALTY.get(penalty.item_code)
        if item and (desk.day - penalty.happened_on).days > 15:
            ago = (desk.day - penalty.happened_on).days
            count = penalty.count if item in ("J09", "J10") else 1
            desk.confirmed(desk.score(subject, item, days_ago=ago + 3, penalty=penalty, count=count))


def _under_way(desk: _Desk, subject: Subject) -> None:
    """One notice with the window open, one answered, one draft, and half a point on the spot."""
    small = desk.score(subject, "J33", days_ago=5, on_the_spot=True)
    services.confirm(small, by=desk.reviewer, notice_no=desk.number(), served_on=desk.day - timedelta(days=5))
    desk.serve(desk.score(subject, "J21", days_ago=12), days_ago=1)
    answered = desk.serve(desk.score(subject, "J18", days_ago=16), days_ago=10)
    services.note_defence(
        answered,
        received_on=min(desk.day, add_working_days(desk.day - timedelta(days=10), 2).on),
        result=DefenceResult.REJECTED,
        text="消毒记录系交接班时漏记，实际已经消毒。",
        answer="未提供其他佐证，不予采纳。",
        by=desk.clerk,
    )
    desk.score(subject, "J14", days_ago=3)


def _others(day: date, besides: list[Subject]) -> Iterator[Subject]:
    """Yield other bodies with penalties of the last year, once each."""
    records = ConductRecord.objects.filter(
        item_code__in=ITEM_OF_PENALTY, happened_on__gt=day - timedelta(days=300)
    )
    seen = {subject.pk for subject in besides}
    for record in records.select_related("subject").order_by("-count", "pk"):
        if record.subject_id not in seen:
            seen.add(record.subject_id)
            yield record.subject


def _scheme(subject: Subject, day: date) -> Standard:
    return schemes_for(subject, on=day)[0]
