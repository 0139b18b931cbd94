"""Objections, repairs, a batch repair and a court shield in the demonstration county, at every stage."""

from __future__ import annotations

import io
from datetime import date, timedelta

from django.core.files.uploadedfile import InMemoryUploadedFile

from accounts.demo import CLINIC_CLERK
from accounts.models import Officer
from accounts.permissions import P
from core import outbox
from credit.choices import RecordState
from credit.models import ConductRecord, Objection, Repair
from credit.objection import services as objection
from credit.objection.targets import about_record
from credit.parties import OnPaper, Party
from credit.repair import batches, services, shields
from credit.repair.checklist import checklists
from credit.repair.choices import Material
from disclosure.effects import SOURCE
from institutions.models import Membership

CLAIM = "决定书载明的罚款金额与公示内容不一致，请核对决定书原件后更正。"
CONFIRMED = ("performed", "allowed")
CHECKED = "已在非税收入系统核对缴款记录，现场复核问题已整改到位。"
BASIS = "青溪县一般失信行为批量修复工作方案"
DUTIES = "非税收入系统逐笔核对，罚没款均已缴清"


def tell(*, clerk: Officer, second: Officer, reviewer: Officer, day: date) -> None:
    """Take cases in and bring each to another stage, through the product's own services.

    Args:
        clerk: takes in, asks, proposes, checks.
        second: another clerk, for what the first one took in.
        reviewer: decides.
        day: the day on which the demonstration is loaded.
    """
    records = _records()
    _objections(records[:5], clerk, second, reviewer)
    due = _due(records[5:], day)
    _repairs(due[:6], clerk, second, reviewer, day)
    _own_case(day)
    _batches(clerk, reviewer, day)
    others = [record for record in _records() if not record.repairs.exists()]
    if others:  # a body whose records nobody else in this story works on
        shield = shields.enter_shield(
            subject=others[-1].subject,
            court="青溪县人民法院",
            ruling_no="（2026）青破1号",
            ruled_on=day - timedelta(days=20),
            by=clerk,
            files=[paper("民事裁定书.pdf", "ruling")],
        )
        shields.start_shield(shield, by=reviewer)
    outbox.dispatch_all()


def _records() -> list[ConductRecord]:
    rows = ConductRecord.objects.filter(source__startswith=SOURCE, state=RecordState.NORMAL)
    bodies = rows.exclude(subject__kind="person").select_related("subject", "item")
    return list(bodies.order_by("happened_on", "pk"))


def _due(records: list[ConductRecord], day: date) -> list[ConductRecord]:
    found = checklists(records, on=day)
    return [record for record in records if found[record.pk].may_ask]


def _objections(
    records: list[ConductRecord], clerk: Officer, second: Officer, reviewer: Officer
) -> list[Objection]:
    taken = [_objection(record, clerk) for record in records]
    new, asked, proposed, upheld, rejected = taken
    objection.keep_evidence(new, [paper("行政处罚决定书.pdf", "decision")], by=clerk)
    objection.pass_on(asked, provider_name="青溪县市场监督管理局", by=clerk)
    reason = "经调阅案卷，公示内容与决定书一致，异议不成立。"
    objection.propose(proposed, finding="rejected", remedy="none", reasoning=reason, by=second)
    objection.propose(
        upheld,
        finding="upheld",
        remedy="withdraw",
        reasoning="经核实，该决定对象系同名的另一机构。",
        by=second,
    )
    objection.decide(upheld, by=reviewer)
    objection.propose(rejected, finding="rejected", remedy="none", reasoning=reason, by=second)
    objection.decide(rejected, by=reviewer)
    return taken


def _objection(record: ConductRecord, clerk: Officer) -> Objection:
    return objection.file_objection(
        subject_id=record.subject_id,
        about=about_record(record),
        ground="content",
        claim=CLAIM,
        by=OnPaper(clerk, P.OBJECTION_HANDLE),
        channel="paper",
    )


def _repairs(
    records: list[ConductRecord], clerk: Officer, second: Officer, reviewer: Officer, day: date
) -> None:
    """Stop each application one step later than the one before."""
    for stage, record in enumerate(records):
        repair = _applied(record, OnPaper(clerk, P.REPAIR_HANDLE), day, channel="paper")
        if stage >= 1:
            services.submit(repair, by=OnPaper(clerk, P.REPAIR_HANDLE))
        if stage >= 2:
            services.accept(repair, by=second)
        if stage >= 3:
            services.note_check(repair, note=CHECKED, confirmed=CONFIRMED, by=second)
        if stage == 4:
            services.approve(repair, by=reviewer)
        if stage == 5:
            services.refuse(repair, reason="缴款凭证系伪造", by=reviewer, false_material=True)


def _applied(record: ConductRecord, by: OnPaper | Party, day: date, channel: str) -> Repair:
    repair = services.start_repair(subject_id=record.subject_id, record=record, by=by, channel=channel)
    return services.write_repair(
        repair,
        by=by,
        duties_done_on=min(record.happened_on + timedelta(days=12), day),
        correction="已停止违法行为，完成整改并按期缴纳罚款。",
        commitment_by="方明远",
        commits=True,
        files={Material.PERFORMANCE: [paper("缴款凭证.pdf", f"receipt {record.pk}")]},
    )


def _own_case(day: date) -> None:
    """The clinic's owner has handed an application in, and can follow it in the portal."""
    held = (
        Membership.objects.filter(user__username=CLINIC_CLERK).select_related("user").order_by("pk").first()
    )
    if held is None:
        return
    subject_id = held.institution.subject_id
    own = _due([record for record in _records() if record.subject_id == subject_id], day)
    if own:
        by = Party(held.user, frozenset({subject_id}))
        services.submit(_applied(own[0], by, day, channel="portal"), by=by)


def _batches(clerk: Officer, reviewer: Officer, day: date) -> None:
    """One batch of an older quarter is carried out, the next one waits for its approval."""
    last = day - timedelta(days=460)
    old = {"classes": ["一般"], "decided_before": last, "fine_up_to_wan": "10"}
    title = f"{last.year}年一般失信行为集中修复"
    done = batches.draft_batch(
        title=title, division_code=clerk_division(clerk), basis=BASIS, duties_done=DUTIES, rule=old, by=clerk
    )
    if batches.examine_batch(done, by=clerk).eligible:
        batches.approve_batch(done, by=reviewer)
        batches.file_batch(
            done,
            filed_with="青溪市卫生健康委员会",
            filing_no=f"青卫信备〔{day.year}〕7号",
            filed_on=day,
            by=clerk,
        )
        batches.start_batch(done, by=clerk)
        batches.work_off(done.pk, most=25)
    both = ["轻微", "一般"]
    rule = {"classes": both, "decided_before": day - timedelta(days=200), "fine_up_to_wan": "10"}
    waiting = batches.draft_batch(
        title=f"{day.year}年第四季度一般失信行为集中修复",
        division_code=clerk_division(clerk),
        basis=BASIS,
        duties_done=DUTIES,
        rule=rule,
        by=clerk,
    )
    batches.examine_batch(waiting, by=clerk)


def clerk_division(clerk: Officer) -> str:
    """Return the division in which the clerk handles repairs."""
    return clerk.prefixes(P.REPAIR_HANDLE)[0]


def paper(name: str, words: str) -> InMemoryUploadedFile:
    """Make the upload of a small PDF with a word that tells it from the others."""
    body = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% " + words.encode()
    content = io.BytesIO(body + b"\ntrailer << /Root 1 0 R >>\n%%EOF\n")
    size = len(content.getvalue())
    return InMemoryUploadedFile(content, "evidence", name, "application/pdf", size, None)
