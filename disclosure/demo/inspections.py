"""Inspections in the demonstration county: published ones, one to be approved, one half filled, one at a shut
door, one refused, one due soon.

Bodies and inspectors are invented; so is everything that was found.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.utils import timezone

from accounts.demo import HOSPITAL_CLERK
from accounts.models import Officer
from accounts.permissions import P
from core import outbox
from core.clock import CHINA
from core.workdays import add_working_days
from credit.models import Subject
from credit.parties import OnPaper
from disclosure.demo.cases import paper
from institutions.models import Institution
from supervision.choices import Speciality
from supervision.inspections import following, review, spot
from supervision.inspections.choices import (
    Answer,
    InspectionReason,
    InspectionResult,
    Measure,
    Signature,
)
from supervision.inspections.services import NewInspection, open_many, tied
from supervision.inspections.steps import Mark
from supervision.models import CheckItem, ConflictOfInterest, Inspection, Rectification
from supervision.rectification import services as rectification

OLD = 45
"""Days after which what was ordered has been put right in the story."""
ORDER, SPOT, CASE = Measure.ORDER, Measure.ON_THE_SPOT, Measure.CASE


@dataclass(frozen=True, slots=True)
class Problem:
    """What was found about one line."""

    number: int
    facts: str
    measure: str = ORDER


@dataclass(frozen=True, slots=True)
class Visit:
    """One inspection of the past.

    Args:
        days_ago: when it was.
        published_after: working days until it was published.
    """

    category: str
    speciality: str
    days_ago: int
    published_after: int
    problems: tuple[Problem, ...] = ()
    reason: str = InspectionReason.DRAW
    nth: int = 0


PAST = (
    Visit("诊所", Speciality.MEDICAL, 118, 6, (Problem(3, "收费标准未在候诊区公示。", SPOT),)),
    Visit(
        "门诊部",
        Speciality.INFECTIOUS,
        96,
        12,
        (
            Problem(5, "医疗废物暂存间未上锁，交接登记缺3次签字。"),
            Problem(4, "牙科手机灭菌登记缺少当日化学监测结果。"),
        ),
    ),
    Visit("公共场所", Speciality.PUBLIC_PLACE, 83, 5),
    Visit(
        "公共场所",
        Speciality.PUBLIC_PLACE,
        76,
        15,
        (Problem(2, "2名从业人员健康合格证明已过期。"), Problem(5, "毛巾消毒后未密闭保洁存放。", SPOT)),
        nth=1,
    ),
    Visit(
        "诊所",
        Speciality.INFECTIOUS,
        54,
        7,
        (Problem(5, "医疗废物在暂存点存放超过两天。"),),
        InspectionReason.COMPLAINT,
        nth=2,
    ),
)


def tell(*, clerk: Officer, reviewer: Officer, inspectors: Sequence[Officer], day: date) -> None:
    """Inspect a dozen bodies over four months, as far as each has come.

    Args:
        clerk: gives the tasks.
        reviewer: approves and publishes.
        inspectors: two, who inspect.
        day: the day on which the demonstration is loaded.
    """
    desk = Desk(clerk, reviewer, inspectors, day)
    for visit in PAST:
        row = desk.visited(visit)
        desk.published(row, visit.published_after)
        if visit.days_ago > OLD:
            _put_right(desk, row)
    _hospital(desk)
    _shut_door(desk)
    _refused(desk)
    _to_be_approved(desk)
    _half_filled(desk)
    _due_soon(desk)
    outbox.dispatch_all()


@dataclass(slots=True)
class Desk:
    """Who does what in the story."""

    clerk: Officer
    reviewer: Officer
    inspectors: Sequence[Officer]
    day: date

    def at(self, days_ago: int, hour: int, minute: int = 0) -> Mark:
        """Return a moment of the past."""
        moment = datetime.combine(self.day - timedelta(days=days_ago), time(hour, minute), tzinfo=CHINA)
        return Mark(at=min(moment, timezone.now()))

    def task(
        self,
        subject: Subject,
        speciality: str,
        *,
        days_ago: int,
        reason: str = InspectionReason.DRAW,
        due_in: int = 15,
        grounds: str = "",
    ) -> Inspection:
        """Give a task to both inspectors."""
        new = NewInspection(
            subject_id=subject.pk,
            division_code=subject.division_code,
            speciality=speciality,
            checklist_id=None,
            reason=reason,
            source_key=f"demo.inspection:{subject.pk}:{speciality}",
            due_on=add_working_days(self.day - timedelta(days=days_ago), due_in).on,
            inspectors=[officer.pk for officer in self.inspectors],
            grounds=grounds,
        )
        return open_many([new], by=self.clerk, mark=self.at(days_ago, 9))[0]

    def begun(
        self, row: Inspection, *, days_ago: int, place: str, host: str = "", recusal: str = ""
    ) -> Inspection:
        """Go there, both of them, and tell the rights."""
        for number, officer in enumerate(self.inspectors):
            certificate = f"吉E0599{number + 1:03d}"
            row = spot.join(row, certificate=certificate, by=officer, mark=self.at(days_ago, 9, 32 + number))
        lead = self.inspectors[0]
        mark = self.at(days_ago, 9, 36)
        spot.tell(row, place=place, accompanied_by=host, recusal=recusal, base=0, by=lead, mark=mark)
        return row

    def answered(
        self, row: Inspection, problems: Sequence[Problem], *, days_ago: int, only: int | None = None
    ) -> None:
        """Answer the lines, the inspectors by turns."""
        found = {problem.number: problem for problem in problems}
        # What is still being put right is due ahead; the older ones were crossed off (`_put_right`).
        due = self.day + timedelta(days=12 - days_ago if days_ago > OLD else 12)
        for place, item in enumerate(list(row.checklist.items.order_by("number"))[:only]):
            finding = _finding(item, found.get(item.number), due)
            mark = self.at(days_ago, 9 + (40 + 3 * place) // 60, (40 + 3 * place) % 60)
            spot.answer(row, finding, by=self.inspectors[place % 2], mark=mark)

    def finished(
        self, row: Inspection, result: str, *, days_ago: int, summary: str, signed_by: str = ""
    ) -> Inspection:
        """Enter the result, let sign, hand in."""
        lead = self.inspectors[0]
        if signed_by:
            spot.sign(
                row,
                signature=Signature.SIGNED,
                signed_by=signed_by,
                upload=picture("signature.png", row.pk, signature=True),
                base=0,
                by=lead,
                mark=self.at(days_ago, 11, 20),
            )
        spot.close(row, result=result, summary=summary, base=0, by=lead, mark=self.at(days_ago, 11, 24))
        return spot.hand_in(row, by=lead, mark=self.at(days_ago, 15, 10))

    def visited(self, visit: Visit) -> Inspection:
        """Carry out one inspection of the past up to its hand-in."""
        subject = _body(visit.category, visit.nth)
        days_ago = visit.days_ago
        row = self.task(subject, visit.speciality, days_ago=days_ago + 9, reason=visit.reason)
        row = self.begun(row, days_ago=days_ago, place="营业场所及相关区域", host="现场负责人")
        self.answered(row, visit.problems, days_ago=days_ago)
        if visit.problems:
            first = row.checklist.items.get(number=visit.problems[0].number)
            photo = picture(f"现场照片_{first.number}.png", row.pk)
            spot.add_photo(row, photo, item=first, by=self.inspectors[1], mark=self.at(days_ago, 10, 45))
        result = InspectionResult.ORDERED if visit.problems else InspectionResult.CLEAN
        words = "对照检查表逐项检查，" + (
            "已出具卫生监督意见书，责令限期改正。" if visit.problems else "未发现违法行为。"
        )
        return self.finished(row, result, days_ago=days_ago, summary=words, signed_by="现场负责人")

    def published(self, row: Inspection, working_days: int) -> None:
        """Approve and publish some working days after the inspection."""
        ended = add_working_days(row.handed_in_on or self.day, working_days).on
        mark = self.at((self.day - min(ended, self.day)).days, 16, 5)
        review.publish(review.approve(row, by=self.reviewer, mark=mark), by=self.reviewer, mark=mark)


def _put_right(desk: Desk, row: Inspection) -> None:
    """Let a body put right what was ordered, and cross it off."""
    sources = [following.source_of(line) for line in following.problems_of(row)]
    body = OnPaper(desk.clerk, P.RECTIFICATION_CHECK)
    for problem in Rectification.objects.filter(source_key__in=sources):
        done = "已按监督意见书要求完成整改，落实专人负责并纳入日常自查。"
        proof = paper("整改报告.pdf", f"整改 {problem.pk}")
        rectification.hand_in(problem, by=body, report=done, files=[proof])
        words = "现场复查，问题已整改到位，记录齐全。"
        rectification.check(problem, note_text=words, by=desk.clerk)
        rectification.cross_off(problem, by=desk.reviewer)


def _finding(item: CheckItem, problem: Problem | None, due: date) -> spot.Finding:
    if problem is None:
        return spot.Finding(item.pk, Answer.OK, 0)
    ordered = problem.measure == ORDER
    return spot.Finding(
        item.pk,
        Answer.PROBLEM,
        0,
        facts=problem.facts,
        measure=problem.measure,
        due_on=due if ordered else None,
        recorded=ordered,
    )


def _body(category: str, nth: int) -> Subject:
    # The story of the draws lets inspectors declare ties: they stay out of those bodies.
    ties = ConflictOfInterest.objects.filter(inspector__isnull=False).values("subject")
    rows = Institution.objects.filter(category=category, memberships__isnull=True).exclude(subject__in=ties)
    return rows.select_related("subject").order_by("-pk")[nth].subject


def _hospital(desk: Desk) -> None:
    """The body of the portal's demonstration account reads a result of its own."""
    subject = Institution.objects.get(memberships__user__username=HOSPITAL_CLERK).subject
    # An inspector has declared to have worked there, and stays out: the clerk goes instead.
    barred = tied([officer.pk for officer in desk.inspectors], [subject.pk])
    free = [officer for officer in desk.inspectors if (officer.pk, subject.pk) not in barred]
    desk = replace(desk, inspectors=[*free, desk.clerk][:2])
    row = desk.task(subject, Speciality.MEDICAL, days_ago=38, reason=InspectionReason.FULL_COVERAGE)
    row = desk.begun(row, days_ago=31, place="门诊楼、住院楼、医疗废物暂存处", host="医务科负责人")
    found = (
        Problem(14, "住院楼三层医疗废物收集桶标识脱落，两日交接登记未签全名。"),
        Problem(11, "抽查运行病历10份，2份首次病程记录未在规定时限内完成。", SPOT),
    )
    desk.answered(row, found, days_ago=31)
    photo = picture("收集桶标识.png", row.pk)
    first = row.checklist.items.get(number=14)
    spot.add_photo(row, photo, item=first, by=desk.inspectors[1], mark=desk.at(31, 10, 50))
    words = "对照检查表逐项检查，2项存在问题，已出具卫生监督意见书。"
    row = desk.finished(row, InspectionResult.ORDERED, days_ago=31, summary=words, signed_by="医务科负责人")
    desk.published(row, 10)


def _shut_door(desk: Desk) -> None:
    row = desk.task(_body("诊所", 3), Speciality.MEDICAL, days_ago=47)
    row = desk.begun(row, days_ago=40, place="登记的经营场所门前")
    photo = picture("门面照片.png", row.pk)
    spot.add_photo(row, photo, by=desk.inspectors[0], mark=desk.at(40, 10))
    words = "登记地址大门紧锁，牌匾已拆除，登记电话无人接听；询问物业，该诊所已停业搬离。"
    row = desk.finished(row, InspectionResult.CLOSED, days_ago=40, summary=words)
    desk.published(row, 4)


def _refused(desk: Desk) -> None:
    subject = _body("公共场所", 3)
    row = desk.task(subject, Speciality.PUBLIC_PLACE, days_ago=33, reason=InspectionReason.RECHECK)
    row = desk.begun(row, days_ago=26, place="经营场所前台", host="前台值班人员")
    photo = picture("拒绝检查现场.png", row.pk)
    spot.add_photo(row, photo, by=desk.inspectors[1], mark=desk.at(26, 10))
    words = "出示证件并说明依据后，经营者拒绝检查人员进入操作区域，经劝告仍不配合。"
    row = desk.finished(row, InspectionResult.REFUSED, days_ago=26, summary=words)
    desk.published(row, 7)


def _to_be_approved(desk: Desk) -> None:
    row = desk.task(
        _body("门诊部", 1),
        Speciality.MEDICAL,
        days_ago=12,
        reason=InspectionReason.COMPLAINT,
        grounds="反映使用过期药品，请重点核查药房和治疗室。",
    )
    row = desk.begun(row, days_ago=5, place="药房、治疗室", host="门诊部主任")
    found = (
        Problem(9, "治疗室抽屉内发现2支超过有效期的注射用水。", CASE),
        Problem(14, "利器盒超过四分之三未及时封口。"),
    )
    desk.answered(row, found, days_ago=5)
    first = row.checklist.items.get(number=9)
    photo = picture("过期药品.png", row.pk)
    spot.add_photo(row, photo, item=first, by=desk.inspectors[0], mark=desk.at(5, 10, 30))
    words = "现场封存过期药品，拟立案查处；其余问题责令限期改正。"
    desk.finished(row, InspectionResult.PENDING, days_ago=5, summary=words, signed_by="门诊部主任")


def _half_filled(desk: Desk) -> None:
    row = desk.task(_body("诊所", 4), Speciality.MEDICAL, days_ago=6)
    asked = "称一名检查人员的近亲属在附近开办同类诊所，申请其回避。"
    row = desk.begun(row, days_ago=0, place="诊室、治疗室", host="诊所负责人", recusal=asked)
    desk.answered(row, (Problem(3, "诊疗科目未上墙公示。", SPOT),), days_ago=0, only=8)


def _due_soon(desk: Desk) -> None:
    desk.task(_body("公共场所", 4), Speciality.PUBLIC_PLACE, days_ago=4, due_in=5)
    desk.task(
        _body("诊所", 5),
        Speciality.INFECTIOUS,
        days_ago=2,
        reason=InspectionReason.WARNING,
        grounds="近一年记录增多，按风险提示核查传染病防治落实情况。",
    )


def picture(name: str, serial: int, *, signature: bool = False) -> InMemoryUploadedFile:
    """Make a small picture: a grey wall, or a stroke of a pen; no two are alike."""
    width, height = (110, 46) if signature else (80, 60)
    rows = bytearray()
    for y in range(height):
        line = bytearray(b"\xff" * width) if signature else _wall(y, serial, width)
        rows += b"\0" + line
    for x in range(width) if signature else ():
        middle = height // 2 + (x * (serial % 7 + 3)) % 37 - 18
        for y in range(max(middle - 1, 0), min(middle + 2, height)):
            rows[y * (width + 1) + 1 + x] = 30
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    data = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)
    return InMemoryUploadedFile(io.BytesIO(data), "file", name, "image/png", len(data), None)


def _wall(y: int, serial: int, width: int) -> bytes:
    return bytes(150 + (x * y + serial) % 60 for x in range(width))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
