"""Government integrity of the demonstration county: last year's assessment done, this year's coming in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from accounts.demo import AGENCY_NAME, COUNTY, TOWNSHIP_CLERK
from accounts.models import Agency, Officer, Post
from accounts.permissions import P
from accounts.roles import READER
from core import outbox
from core.actors import SystemActor
from credit.parties import OnPaper, Party
from disclosure.demo.cases import paper
from disclosure.demo.matters import bureau, other_township, township
from institutions.models import Membership
from supervision.integrity import assessments, breaches, measures, report, rounds
from supervision.integrity.assessments import Given
from supervision.integrity.breaches import NewBreach
from supervision.integrity.choices import BreachSource, EndedBy, MeasureKind, MeasureState, Mitigation
from supervision.integrity.rounds import NewRound
from supervision.models import Assessment, AssessmentRound, IntegrityBreach, IntegrityMeasure

# Marks of the review in per cent of the full marks, one a body and the office; who fails does so by a veto.
REVIEWED = (58, 94, 70, 88)
LAST_YEAR_BODIES = 3
OFFICES = ("综合监督科", "医政医管科")
EXPLAINED = "失分原因为佐证材料归档不及时，已补齐材料并明确专人负责。"
MENDED = "已补办平台采购手续，修订采购内控制度，组织全员培训，杜绝再次发生。"


def tell(*, clerk: Officer, second: Officer, reviewer: Officer, day: date) -> None:
    """Finish last year's assessment with its consequences, open this year's, and tell of breaches.

    Args:
        clerk: drafts, reviews, proposes.
        second: another clerk, who enters self-scores on paper.
        reviewer: decides, publishes, imposes.
        day: the day on which the demonstration is loaded.
    """
    bureau()
    offices = list(
        Agency.objects.filter(name__in=[f"{AGENCY_NAME}{name}" for name in OFFICES]).order_by("pk")
    )
    # An officer of the first office scores it in the admin: offices have no portal.
    Post.objects.get_or_create(
        officer=Officer.objects.get(username="inspector"),
        role=READER.code,
        prefix=COUNTY,
        defaults={"agency": offices[0]},
    )
    _last_year(clerk, second, reviewer, day, offices)
    _this_year(clerk, second, day, offices)
    _breaches(clerk, reviewer, day)
    outbox.dispatch_all()


def _round(year: int, day: date, clerk: Officer, *, self_due: int, result_due: int) -> AssessmentRound:
    return rounds.draft(
        NewRound(
            year=year,
            title=f"青溪县卫生健康系统{year}年度政务诚信考核评价",
            division_code=COUNTY,
            self_due_on=day + timedelta(days=self_due),
            result_due_on=day + timedelta(days=result_due),
        ),
        by=clerk,
    )


def _last_year(
    clerk: Officer, second: Officer, reviewer: Officer, day: date, offices: Sequence[Agency]
) -> None:
    row = _round(day.year - 1, day, clerk, self_due=-330, result_due=-290)
    bodies = rounds.bodies_by_rule(COUNTY, by=clerk)
    chosen = [other_township().pk, *(pk for pk in bodies if pk != other_township().pk)][:LAST_YEAR_BODIES]
    if township().pk not in chosen:
        chosen[-1] = township().pk
    rounds.add(row, subject_ids=chosen, office_ids=[offices[0].pk], by=clerk)
    row = rounds.open_round(row, by=clerk)
    paper_desk = OnPaper(second, P.INTEGRITY_REVIEW)
    assessed = row.assessments.select_related("round", "subject", "office").order_by("pk")
    for place, one in enumerate(assessed):
        fails = one.subject_id == other_township().pk and one.office_id is None
        percent = 64 if fails else REVIEWED[place % len(REVIEWED)]
        _score(one, min(percent + 6, 100), paper_desk)
        assessments.hand_in(one, by=paper_desk)
        _review(one, percent, clerk, fails=fails)
        assessments.decide(one, by=reviewer)
    row = rounds.publish(row, document_no=f"青卫办〔{day.year}〕6号", by=reviewer)
    _imposed(row, reviewer)
    _moved_back(row, day)
    _ended(row, second, reviewer)


def _score(row: Assessment, percent: int, by: OnPaper | Party) -> None:
    marks = {
        line.number: Given(_share(line.full, percent), "已按要求落实，佐证材料见附件。")
        for line in row.round.indicators.all()
    }
    assessments.write_self_scores(
        row, scores=marks, words="对照指标逐项自查，自评情况属实。", signed_by="裴远思", by=by
    )


def _review(row: Assessment, percent: int, clerk: Officer, *, fails: bool) -> None:
    own = {score.indicator.number: score.own for score in row.scores.select_related("indicator")}
    marks = {}
    for line in row.round.indicators.all():
        given = Decimal(0) if fails and line.veto else _share(line.full, percent)
        words = "" if given == own[line.number] else "佐证材料不足，核减"
        if fails and line.veto:
            words = "生效判决逾期未履行，单项否决"
        marks[line.number] = Given(given, words)
    opinion = "存在拒不履行生效判决情形，列入最低等次。" if fails else "总体较好，按核减项整改。"
    assessments.write_review(row, scores=marks, opinion=opinion, by=clerk)
    assessments.review(row, by=clerk)


def _share(full: Decimal, percent: int) -> Decimal:
    """Return a share of the marks in half marks."""
    return (full * percent / 50).quantize(Decimal(1)) / 2


def _imposed(row: AssessmentRound, reviewer: Officer) -> None:
    """Impose what was proposed on who failed; the written warnings of the others too."""
    proposed = IntegrityMeasure.objects.filter(assessment__round=row).select_related(
        "subject", "office", "breach", "assessment"
    )
    for number, one in enumerate(proposed.order_by("pk"), start=1):
        if one.kind == MeasureKind.APPROVAL:
            measures.drop(one, reason="该单位当年无在审项目，不再限制", by=reviewer)
            continue
        measures.impose(one, document_no=f"青卫信惩〔{row.year + 1}〕{number}号", by=reviewer)


def _moved_back(row: AssessmentRound, day: date) -> None:
    """Let last year's round lie where it happened; a limit of six months has run out by now."""
    published = day - timedelta(days=292)
    AssessmentRound.objects.filter(pk=row.pk).update(
        opened_on=day - timedelta(days=350), published_on=published
    )
    row.assessments.update(
        handed_in_on=day - timedelta(days=334),
        reviewed_on=day - timedelta(days=315),
        decided_on=day - timedelta(days=300),
    )
    mine = IntegrityMeasure.objects.filter(assessment__round=row, starts_on__isnull=False)
    for one in mine:
        one.starts_on = published + timedelta(days=10)
        if one.ends_on is not None:
            one.ends_on = one.starts_on + (one.ends_on - day)
        if one.explain_by is not None:
            one.explain_by = one.starts_on + timedelta(days=14)
        one.save(update_fields=["starts_on", "ends_on", "explain_by"])
    row.refresh_from_db()
    row.report = report.freeze(row)
    row.save(update_fields=["report"])


def _ended(row: AssessmentRound, second: Officer, reviewer: Officer) -> None:
    """Take the explanations of last year's warnings, and end what was put right or has run out."""
    warnings = IntegrityMeasure.objects.filter(assessment__round=row, kind=MeasureKind.WARNING)
    for one in warnings.filter(state=MeasureState.IN_FORCE).select_related("subject", "office"):
        told = measures.explain(one, text=EXPLAINED, by=OnPaper(second, P.INTEGRITY_REVIEW))
        measures.lift(told, reason="说明属实，整改到位", why=EndedBy.CORRECTED, by=reviewer)
        IntegrityMeasure.objects.filter(pk=one.pk).update(
            explained_on=one.explain_by, ended_on=one.explain_by
        )
    measures.lapse_due(by=SystemActor("integrity"))


def _this_year(clerk: Officer, second: Officer, day: date, offices: Sequence[Agency]) -> None:
    row = _round(day.year, day, clerk, self_due=13, result_due=45)
    rounds.add(
        row,
        subject_ids=rounds.bodies_by_rule(COUNTY, by=clerk),
        office_ids=[office.pk for office in offices],
        by=clerk,
    )
    row = rounds.open_round(row, by=clerk)
    assessed = list(row.assessments.select_related("round", "subject", "office").order_by("pk"))
    own = next(one for one in assessed if one.subject_id == township().pk)
    others = [one for one in assessed if one.pk != own.pk and one.office_id is None]
    by = OnPaper(second, P.INTEGRITY_REVIEW)
    for place, one in enumerate(others[:2]):
        _score(one, (97, 90)[place], by)
        assessments.hand_in(one, by=by)
    assessments.send_back(others[1], reason="第四项指标缺少履行凭证，请补充后重新报送", by=clerk)
    member = Membership.objects.get(user__username=TOWNSHIP_CLERK)
    first = own.round.indicators.order_by("number")[:3]
    assessments.write_self_scores(
        own,
        scores={
            line.number: Given(_share(line.full, 90), "公开承诺按期兑现，附验收报告。") for line in first
        },
        files={first[0].number: [paper("服务承诺兑现情况.pdf", "承诺兑现")]},
        by=Party(member.user, frozenset({own.subject_id})),
    )


def _breaches(clerk: Officer, reviewer: Officer, day: date) -> None:
    """One in the township hospital's file, to be corrected; one that was corrected; one from a judgment."""
    body, other = township(), other_township()
    open_one = breaches.propose(
        NewBreach(
            subject_id=body.pk,
            kind="broken_promise",
            title="彩色多普勒超声仪采购尾款逾期未付",
            facts="因主要负责人调整，设备采购合同尾款十二万元逾期九十日未付，经供应商投诉查实。",
            happened_on=day - timedelta(days=75),
            source=BreachSource.COMPLAINT,
            document_no=f"青卫信认〔{day.year}〕2号",
        ),
        by=clerk,
    )
    open_one = breaches.confirm(open_one, by=reviewer)
    for kind in (MeasureKind.WARNING, MeasureKind.FUNDS):
        one = open_one.measures.select_related("subject", "office", "breach").get(kind=kind)
        number = 21 if kind == MeasureKind.WARNING else 22
        measures.impose(one, document_no=f"青卫信惩〔{day.year}〕{number}号", by=reviewer)
    corrected = breaches.propose(
        NewBreach(
            subject_id=other.pk,
            kind="procurement",
            title="未通过公共资源交易平台采购检验试剂",
            facts="检验试剂采购金额达到限额标准，未进入公共资源交易平台，自查时主动报告。",
            happened_on=day - timedelta(days=160),
            source=BreachSource.SELF,
            document_no=f"青卫信认〔{day.year}〕1号",
            self_reported=True,
        ),
        by=clerk,
    )
    corrected = breaches.confirm(corrected, by=reviewer)
    funds = corrected.measures.select_related("subject", "office", "breach").get(kind=MeasureKind.FUNDS)
    measures.impose(funds, document_no=f"青卫信惩〔{day.year}〕15号", by=reviewer)
    corrected = breaches.correct(corrected, text=MENDED, by=OnPaper(clerk, P.INTEGRITY_REVIEW))
    breaches.accept(
        corrected, mitigation=Mitigation.LIGHTER, reason="主动报告并及时纠正，未造成损失", by=reviewer
    )
    IntegrityBreach.objects.filter(pk=corrected.pk).update(
        confirmed_on=day - timedelta(days=120),
        correction_on=day - timedelta(days=100),
        corrected_on=day - timedelta(days=92),
    )
