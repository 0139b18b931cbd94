"""Commitments and evaluations of the demonstration county: signed, kept, broken, waiting; rated at visits."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from accounts.demo import CLINIC_CLERK, HOSPITAL_CLERK
from accounts.models import Officer
from core import outbox
from credit.commitments import performance, services
from credit.commitments.education import note_education
from credit.commitments.rendering import digest_of
from credit.evaluations import visits
from credit.evaluations.schemes import items_of
from credit.evaluations.services import note_done
from credit.models import Commitment, CommitmentTemplate, EvaluationFollowUp, SectorVisit, Subject
from credit.models.commitments import EducationForm, Performance
from credit.parties import Party
from disclosure.demo.rows import SEED, County, Row
from institutions.models import Institution

CENTRE = "国家公共信用信息中心"
POSTS = ("法定代表人", "院长", "主要负责人")
SIGNERS = ("许嘉言", "方明远", "陆清和", "宋知遥", "何景行", "程安澜", "沈书白", "叶明澈", "顾云舒", "温如许")
RESULTS = "优优优良良良良良中中中差"


def evaluation_rows(county: County) -> list[Row]:
    """Return last year's results of the public credit evaluation, as the credit office sends them."""
    rng = Random(SEED + 11)  # noqa: S311 - invented data, no secret
    last = county.today.year - 1
    day = min(date(county.today.year, 3, 31), county.today)
    return [
        {
            "统一社会信用代码": body.uscc,
            "机构名称": body.name,
            "评价年度": last,
            "评价结果": rng.choice(RESULTS),
            "评价日期": day,
            "评价机构": CENTRE,
        }
        for body in county.bodies[:48]
    ]


def tell(*, clerk: Officer, second: Officer, reviewer: Officer, day: date) -> None:
    """Let bodies promise, keep and break; rate public places and a hospital at visits.

    Args:
        clerk: draws up, publishes, checks, signs sheets first.
        second: the second inspector.
        reviewer: confirms breaches.
        day: the day on which the demonstration is loaded.
    """
    desk = _Desk(clerk, reviewer, day)
    desk.promises()
    desk.education()
    _follow_up(clerk, day)
    _visits(clerk, second, day)
    outbox.dispatch_all()


class _Desk:
    """The clerk's work with commitments."""

    def __init__(self, clerk: Officer, reviewer: Officer, day: date) -> None:
        self.clerk, self.reviewer, self.day = clerk, reviewer, day
        self.templates = {row.code: row for row in CommitmentTemplate.objects.filter(place="")}
        self._signers = iter(SIGNERS * 9)

    def promises(self) -> None:
        """Twenty commitments in every state."""
        hospital, clinic = _body_of(HOSPITAL_CLERK), _body_of(CLINIC_CLERK)
        others = _others(hospital, clinic)
        kept = self.paper(hospital, "approval-notice", 150, "公共场所卫生许可（告知承诺）")
        performance.find_kept(kept, by=self.clerk, findings="现场核查，条件与承诺一致。")
        self.portal(hospital, HOSPITAL_CLERK, "sector-self-discipline")
        broken = self.paper(clinic, "public-promise", 280)
        performance.find_broken(
            broken,
            by=self.clerk,
            performance=Performance.NOT,
            findings="现场检查发现大厅未公示医疗服务价格，经责令改正后仍未公示。",
        )
        performance.confirm_breach(broken, by=self.reviewer)
        self.draft(clinic, "missing-papers", "房屋产权或者使用权证明")
        self.paper(next(others), "certificate-notice", 230, "医师执业注册所需的聘用证明")
        doubted = self.paper(next(others), "public-promise", 120)
        performance.find_broken(
            doubted,
            by=self.clerk,
            performance=Performance.PARTLY,
            findings="已公示医疗服务价格，但药品价格未按承诺公示。",
        )
        withdrawn = self.paper(next(others), "missing-papers", 40, "消防验收意见")
        services.withdraw(withdrawn, by=self.clerk, reason="申请人撤回行政许可申请，承诺事项终止")
        self.paper(next(others), "missing-papers", 12, "从业人员健康合格证明", publish=False)
        for days in (20, 45, 70, 95, 130, 160, 190, 220):
            self.paper(next(others), "public-promise", days)
        for days in (15, 60, 110):
            self.paper(next(others), "sector-self-discipline", days)

    def paper(
        self, subject: Subject, code: str, days_ago: int, matter: str = "", *, publish: bool = True
    ) -> Commitment:
        """Enter a signed paper, and publish it."""
        signer = next(self._signers)
        row = self.draft(subject, code, matter)
        services.sign_on_paper(
            row,
            by=self.clerk,
            signer_name=signer,
            signer_post=POSTS[days_ago % len(POSTS)],
            signed_on=self.day - timedelta(days=days_ago),
            paper=[_scan(row.number)],
        )
        return services.publish(row, by=self.clerk) if publish else row

    def portal(self, subject: Subject, account: str, code: str) -> Commitment:
        """Let the body sign in the portal, and publish it."""
        by = Party(Officer.objects.get(username=account), frozenset({subject.pk}))
        row = services.begin_own(subject=subject, template=self.templates[code], by=by)
        services.sign(
            row, by=by, signer_name="许嘉言", signer_post="院长", seen=digest_of(services.shown_text(row))
        )
        return services.publish(row, by=self.clerk)

    def draft(self, subject: Subject, code: str, matter: str = "") -> Commitment:
        """Draw up."""
        return services.draw_up(subject=subject, template=self.templates[code], by=self.clerk, matter=matter)

    def education(self) -> None:
        """Two newcomers were taught before they were admitted."""
        newcomers = Subject.objects.filter(institution__category="诊所").order_by("-pk")[:2]
        for days, subject in enumerate(newcomers, 9):
            note_education(
                subject=subject,
                held_on=self.day - timedelta(days=days * 7),
                form=EducationForm.ON_SITE,
                occasion="医疗机构执业登记（备案）",
                participant=next(self._signers),
                by=self.clerk,
                note="当场观看诚信教育短片并领取告知书",
                proof=[_scan(f"{subject.pk}")],
            )


def _body_of(account: str) -> Subject:
    return Subject.objects.get(institution__memberships__user__username=account)


def _others(*taken: Subject) -> Iterator[Subject]:
    rows = Subject.objects.filter(institution__isnull=False).exclude(pk__in=[row.pk for row in taken])
    return iter(rows.order_by("uscc")[:40])


def _scan(words: str) -> io.BytesIO:
    body = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% " + words.encode() + b"\n%%EOF\n"
    scan = io.BytesIO(body)
    scan.name = "签署件.pdf"
    return scan


def _follow_up(clerk: Officer, day: date) -> None:
    """One interview was held; the other tasks wait in the task box."""
    task = EvaluationFollowUp.objects.filter(kind="interview").order_by("pk").first()
    if task is not None:
        note_done(
            task,
            by=clerk,
            outcome="已约谈主要负责人，承诺三十日内完成整改。",
            done_on=day,
            proof=[_scan("talk")],
        )


def _visits(clerk: Officer, second: Officer, day: date) -> None:
    places = Institution.objects.filter(category="公共场所").select_related("subject").order_by("pk")
    for place, lost in zip(
        places[:3], ({"7": "5"}, {"4": "0", "7": "4", "8": "2", "13": "3"}, {}), strict=False
    ):
        for days_ago in (200, 60):
            _signed(place.subject, "public_place", day - timedelta(days=days_ago), lost, clerk, second)
    fourth = places[3:4]
    for place in fourth:
        _signed(place.subject, "public_place", day - timedelta(days=30), {"10": "0"}, clerk, second)
        visits.start_visit(
            subject=place.subject, scheme_code="public_place", visited_on=day - timedelta(days=1), by=clerk
        )
    hospital = _body_of(HOSPITAL_CLERK)
    _signed(hospital, "infection", day - timedelta(days=25), {"2": "4", "8": "6", "11": "5"}, clerk, second)


def _signed(
    subject: Subject, scheme: str, on: date, lost: dict[str, str], clerk: Officer, second: Officer
) -> SectorVisit:
    visit = visits.start_visit(subject=subject, scheme_code=scheme, visited_on=on, by=clerk)
    given = {
        item.code: {
            "points": lost.get(item.code, f"{item.points:f}"),
            "missing": False,
            "note": "现场检查存在不足" if item.code in lost else "",
        }
        for item in items_of(visit.sheet)
    }
    visits.fill(visit, given=given, remarks="", by=clerk)
    visits.sign(visit, by=clerk)
    return visits.sign(visit, by=second)
