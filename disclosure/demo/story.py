"""What happened in the demonstration county: files taken in, decisions reviewed, published, graded, sent."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import xlsxwriter
from django.utils import timezone

from accounts.demo import (
    CLINIC_CLERK,
    HOSPITAL_CLERK,
    TOWNSHIP_CLERK,
    load_officers,
    load_portal_clerk,
)
from accounts.models import Officer
from core import intake, intake_run, outbox
from core.clock import today
from core.models import Intake
from core.workdays import add_working_days
from credit.grading.demo import try_next_year
from credit.grading.due import regrade_due
from credit.grading.services import grade_everyone
from credit.models import Subject
from credit.rules.terms import Scale
from credit.standards import demo as standards_demo
from disclosure.choices import DecisionState
from disclosure.demo import (
    campaigns,
    cases,
    checks,
    complaints,
    draws,
    exits,
    foreign,
    inspections,
    integrity,
    interviews,
    ledgers,
    lists,
    machines,
    matters,
    measures,
    papers,
    points,
    promises,
    records,
    rectifications,
    second_campaign,
    service,
)
from disclosure.demo.rows import SEED, County, Row
from disclosure.models import Penalty, Permit, PublicEntry
from disclosure.rules.publicity import add_months
from disclosure.services import decisions, publishing
from institutions.models import Institution, Membership

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Upload:
    kind: str
    file_name: str
    rows: Sequence[Row]


def is_loaded() -> bool:
    """Tell whether the demonstration county is in the database."""
    return Subject.objects.exists()


def load(say: Say) -> None:
    """Build the county: about 100 bodies, 260 practitioners, 190 penalties and 240 permits over 18 months.

    Args:
        say: gets one sentence per step.
    """
    day = today()
    county = County(day)
    load_officers(agency_uscc=county.authority)
    clerk, reviewer = Officer.objects.get(username="clerk"), Officer.objects.get(username="reviewer")
    for upload in _past(county):
        _take_in(upload, clerk)
        say(upload.file_name)
    _review_and_publish(reviewer, county)
    for upload in _this_week(county):
        _take_in(upload, clerk)
        say(upload.file_name)
    outbox.dispatch_all()
    for days_ago in (240, 120, 0):
        grade_everyone(as_of=day - timedelta(days=days_ago))
    _portal_accounts()
    outbox.dispatch_all()
    records.tell(clerk=clerk, reviewer=reviewer, day=day)
    points.tell(clerk=clerk, reviewer=reviewer, day=day)
    second = Officer.objects.get(username="national-clerk")
    promises.tell(clerk=clerk, second=second, reviewer=reviewer, day=day)
    cases.tell(clerk=clerk, second=second, reviewer=reviewer, day=day)
    lists.tell(clerk=clerk, reviewer=reviewer, keeper=Officer.objects.get(username="admin"), day=day)
    exits.tell(clerk=clerk, reviewer=reviewer, day=day)
    measures.tell(clerk=clerk, reviewer=reviewer, day=day)
    keeper = Officer.objects.get(username="admin")
    foreign.tell(clerk=clerk, reviewer=reviewer, keeper=keeper, day=day)
    checks.tell(clerk=clerk, reviewer=reviewer, day=day)
    campaigns.tell(clerk=clerk, reviewer=reviewer, day=day)
    ledgers.tell(clerk=clerk, reviewer=reviewer, day=day)
    third = Officer.objects.get(username="national-reviewer")
    rectifications.tell(clerk=clerk, reviewer=reviewer, third=third, day=day)
    draws.tell(clerk=clerk, reviewer=reviewer, day=day)
    on_the_road = [Officer.objects.get(username=name) for name in ("inspector", "inspector2")]
    inspections.tell(clerk=clerk, reviewer=reviewer, inspectors=on_the_road, day=day)
    interviews.tell(clerk=clerk, reviewer=reviewer, day=day)
    matters.tell(clerk=clerk, second=second, reviewer=reviewer, day=day)
    integrity.tell(clerk=clerk, second=second, reviewer=reviewer, day=day)
    complaints.tell(
        clerk=clerk,
        second=second,
        reviewer=reviewer,
        day=day,
        take_in=lambda kind, name, rows: _take_in(_Upload(kind, name, rows), clerk),
    )
    service.tell(clerk=clerk, reviewer=reviewer, day=day)
    second_campaign.tell(clerk=clerk, reviewer=reviewer, day=day)
    # Last of supervision: it counts what the parts above have told.
    campaigns.tell_bulletins(clerk=clerk, reviewer=reviewer, day=day)
    regrade_due(at_once=True)
    outbox.dispatch_all()
    standards_demo.tell(drafter=Officer.objects.get(username="admin"), clerk=clerk)
    try_next_year(by=reviewer)
    papers.tell(clerk=clerk, reviewer=reviewer)
    machines.tell(keeper=Officer.objects.get(username="admin"), day=day)


def _past(county: County) -> list[_Upload]:
    return [
        _Upload("institutions", "青溪县机构名录.xlsx", county.institutions()),
        _Upload("practitioners", "青溪县人员名录.xlsx", county.practitioners()),
        _Upload("practices", "青溪县执业地点.xlsx", county.practices()),
        _Upload(
            "permit_legal", "行政许可法人_历史.xlsx", county.permits(240, oldest_days=540, newest_days=12)
        ),
        _Upload(
            "penalty_legal", "行政处罚法人_历史.xlsx", county.penalties(230, oldest_days=540, newest_days=12)
        ),
        _Upload(
            "penalty_person",
            "行政处罚自然人_历史.xlsx",
            county.person_penalties(16, oldest_days=500, newest_days=20),
        ),
        _Upload("evaluation_results", "公共信用综合评价结果.xlsx", promises.evaluation_rows(county)),
    ]


def _this_week(county: County) -> list[_Upload]:
    """Not reviewed yet; the last workbook carries the faults of an ordinary Monday."""
    fresh = county.penalties(6, oldest_days=8, newest_days=1)
    late = county.penalties(2, oldest_days=24, newest_days=15)
    faulty = county.penalties(9, oldest_days=6, newest_days=1)
    code = "行政相对人代码_1（统一社会信用代码）"
    faulty[1][code] = faulty[1][code][:-1]
    faulty[3]["处罚类别"] = "罚金"
    faulty[4]["处罚决定日期"] = "2026年2月30日"
    faulty[6]["罚款金额（万元）"] = "三千元"
    faulty[6]["处罚类别"] = "罚款"
    faulty[7]["行政相对人名称"] = ""
    return [
        _Upload("penalty_legal", "行政处罚法人_本周.xlsx", [*late, *fresh]),
        _Upload("penalty_legal", "行政处罚法人_待改.xlsx", faulty),
    ]


def workbook(rows: Sequence[Row]) -> bytes:
    """Write rows as a workbook: header in row 1, text as text, dates as date cells."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet, date_format = book.add_worksheet(), book.add_format({"num_format": "yyyy/mm/dd"})
    headers = list(dict.fromkeys(name for row in rows for name in row))
    sheet.write_row(0, 0, headers)
    for line, row in enumerate(rows, start=1):
        for column, name in enumerate(headers):
            value = row.get(name)
            if isinstance(value, date):
                sheet.write_datetime(line, column, datetime.combine(value, time()), date_format)
            elif isinstance(value, str):
                sheet.write_string(line, column, value)
            elif value is not None:
                sheet.write(line, column, value)
    book.close()
    return buffer.getvalue()


def _take_in(upload: _Upload, clerk: Officer) -> None:
    file = io.BytesIO(workbook(upload.rows))
    row = intake.submit(
        upload.kind, file, Intake.Mode.KEEP_GOOD, clerk, file_name=upload.file_name, told=False
    )
    intake_run.run(row.pk)


def _review_and_publish(reviewer: Officer, county: County) -> None:
    """The second officer reviews the past; each decision goes public on a natural day, a few of them late."""
    rng = Random(SEED)  # noqa: S311 - invented data, no secret
    _notes_of_the_reviewer(rng)
    for model in (Penalty, Permit):
        waiting = list(model._base_manager.filter(state=DecisionState.IN_REVIEW).values_list("pk", flat=True))
        decisions.approve_many(model, waiting, by=reviewer)
        _publish_month_by_month(model, reviewer, county.today)
    publishing.reassess(on=county.today)
    _spread_over_time(rng, county.today)
    fallen = Penalty._base_manager.filter(state=DecisionState.PUBLISHED).order_by("decided_on", "pk").first()
    if fallen is not None:
        publishing.annul(fallen, by=reviewer, reason="经行政复议，原处罚决定被撤销", on=county.today)


def _notes_of_the_reviewer(rng: Random) -> None:
    """How many persons or departments a decision concerns does not stand in the workbook."""
    rows = list(
        Penalty._base_manager.filter(state=DecisionState.IN_REVIEW, violation_type__contains="非卫生技术人员")
    )
    for row in rows:
        row.item_count = rng.choice((1, 1, 2, 3))
    Penalty._base_manager.bulk_update(rows, ["item_count"])


def _publish_month_by_month(model: type[Penalty] | type[Permit], reviewer: Officer, day: date) -> None:
    """Publish under the rules of each month: older decisions have run through their period by now."""
    months: dict[date, list[int]] = {}
    for pk, decided_on in model._base_manager.filter(state=DecisionState.APPROVED).values_list(
        "pk", "decided_on"
    ):
        months.setdefault(min(add_months(decided_on.replace(day=1), 1), day), []).append(pk)
    for on, pks in sorted(months.items()):
        publishing.publish_many(model, pks, by=reviewer, on=on)


def _spread_over_time(rng: Random, day: date) -> None:
    """Date what was published back to the days on which it would have happened."""
    for model in (Penalty, Permit):
        rows: list[Any] = list(model._base_manager.filter(published_at__isnull=False))
        entries = {
            entry.record_guid: entry
            for entry in PublicEntry.objects.filter(record_guid__in=[row.guid for row in rows])
        }
        for row in rows:
            taken = rng.choice((1, 2, 3, 3, 4, 5, 5, 6, 7)) if rng.random() > 0.06 else rng.randint(8, 12)
            on = min(add_working_days(row.decided_on, taken).on, day)
            row.published_at = timezone.make_aware(
                datetime.combine(on, time(9, 30)) + timedelta(minutes=rng.randint(0, 400))
            )
            row.reviewed_at = row.published_at - timedelta(hours=20)
            entries[row.guid].published_on = on
        model._base_manager.bulk_update(rows, ["published_at", "reviewed_at"], batch_size=500)
        PublicEntry.objects.bulk_update(entries.values(), ["published_on"], batch_size=500)


def _portal_accounts() -> None:
    """A clerk for the county hospital, and the owner of the clinic with the lowest score."""
    for username, name, category in (
        (HOSPITAL_CLERK, "许嘉言", "综合医院"),
        (CLINIC_CLERK, "方明远", "诊所"),
        (TOWNSHIP_CLERK, "裴远思", "乡镇卫生院"),
    ):
        bodies = Institution.objects.filter(category=category, subject__grades__standard__scale=Scale.GRADES)
        lowest = bodies.order_by("subject__grades__score", "pk").first()
        if lowest is not None:
            Membership.objects.get_or_create(user=load_portal_clerk(username, name), institution=lowest)
