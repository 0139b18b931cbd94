"""Self-inspection in the demonstration county: a campaign's ledgers, a special round, this quarter's round.

The county hospital has one ledger accepted, one returned, and one half filled in; its clerk goes on in the
portal. Other bodies are late, hand in empty ledgers, or copy from each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from accounts.demo import COUNTY, HOSPITAL_CLERK
from accounts.models import Officer
from core import outbox, ruletables
from credit.models import Subject
from credit.parties import Party
from disclosure.demo.campaigns import RUNNING_TITLE
from disclosure.demo.measures import on_day
from disclosure.demo.rows import SEED
from supervision.ledgers import services, signing
from supervision.ledgers.flags import mark_late
from supervision.ledgers.opening import Whom, open_campaign, open_round
from supervision.ledgers.rules import FIELDS, TABLE, Said, words_of
from supervision.ledgers.saving import NewLine, save_lines
from supervision.ledgers.selectors import Line, lines_of
from supervision.models import Campaign, CheckItem, Checklist, Ledger, LedgerEntry, LedgerRound
from supervision.models.ledgers import Answer
from supervision.models.ledgers import LedgerState as S
from supervision.rectification.services.opening import open_many

HOSPITALS = ("综合医院", "中医医院", "妇幼保健院", "专科医院")
TOWNS = ("综合医院", "乡镇卫生院", "门诊部")
Facts = Mapping[int, str]
# Number of the problem in the list → what a body found.
CAMPAIGN_FACTS: Facts = {
    1: "抽查{month}月出院病历{n}份，其中{k}份存在床位费跨日重复计收，涉及{n}0余元，已列清单退还。",
    2: "{month}月处方点评{n}张，{k}张抗菌药物无用药指征记录；{k}例出院前重复开具CT检查。",
    3: "骨科高值耗材使用登记与收费核对，{k}例条码未随病历留存。",
    20: "医保结算清单与病历核对，{k}份低标准住院指征不充分，已主动向医保经办机构说明。",
    23: "基层信息系统{month}月有{k}天门诊日志未上传，仍用纸质登记。",
    24: "“两癌”检查登记{n}人次，{k}人次随访记录缺失，危急值通知未签收。",
    25: "预防接种门诊{month}月有{k}人次未按预约号接种，登记备注为“熟人”。",
    27: "药剂科与{k}家供应企业未签订廉洁购销合同，{month}月自查未发现收受回扣线索。",
    28: "检查预约存在插队现象，{month}月彩超室{k}人次未按号就诊，家属投诉1件。",
    29: "{month}月群众反映{k}名医务人员接受患者家属宴请，经核实属实{k}人，已谈话提醒。",
}
SPECIAL_FACTS: Facts = {
    1: "暂存间标识脱落，{k}袋感染性废物未贴中文标签。",
    3: "医疗废物交接登记本{month}月缺{k}天签字。",
    6: "口腔科小型灭菌器{month}月漏做{k}次生物监测。",
    7: "换药室洗手液分配器损坏{k}处，抽查{n}人次手卫生依从率偏低。",
    8: "污水余氯监测记录{month}月缺{k}次，值班人员未签名。",
    9: "{k}名保洁人员岗前培训记录缺失，体检未覆盖。",
}
ROUTINE_FACTS: Facts = {
    1: "住院楼公示栏价格为上年度版本，{k}项收费与现行价目不一致。",
    3: "公示栏未更新{k}名医师执业信息，门诊时间仍为{month}月以前的版本。",
    4: "{k}名新入职护士执业地点变更手续尚在办理，期间参与值班。",
    6: "急救车内{k}种药品临近效期未挂近效期标识，盘点表停留在{month}月。",
    8: "{month}月抽查归档病历{n}份，{k}份首次病程记录超过规定时间补写。",
    10: "消毒供应室{month}月有{k}批次灭菌包未留存化学指示卡。",
    15: "门诊大厅依法执业承诺书被宣传栏遮挡，{month}月起未更新。",
}
COPIED = (
    (1, "按上级要求开展了自查，总体情况较好，个别医疗废物登记不够规范。"),
    (3, "部分交接台账填写不及时，已要求相关科室补充完善。"),
)
MEASURES = "立行立改，{owner}牵头逐项核对，完善登记和复核制度，下月科务会通报整改情况。"
OWNERS = ("医务科", "护理部", "药剂科", "院感科", "办公室")
LATE_IN_THE_CAMPAIGN, NOTHING_FOUND, BY_HAND = 4, 6, 1
HANDED_IN_FIELDS = (
    "state",
    "found",
    "empty",
    "handed_in_on",
    "first_handed_in_on",
    "signed_at",
    "signer_name",
    "signer_post",
    "content_digest",
    "signature",
)


def tell(*, clerk: Officer, reviewer: Officer, day: date) -> None:
    """Open three rounds, fill in what the bodies have come to, and check what was handed in.

    Comes after the campaign of the story, whose ledgers are handed in here.

    Args:
        clerk: opens the rounds and checks.
        reviewer: checks with the clerk.
        day: the day on which the demonstration is loaded.
    """
    chance = Random(SEED + 5)  # noqa: S311 - invented data, no secret
    hospital = Subject.objects.get(institution__memberships__user__username=HOSPITAL_CLERK)
    _campaign(hospital, chance, clerk, reviewer)
    special = _opened(
        "self-special-waste", TOWNS, day - timedelta(days=46), 30, "医疗废物和感染防控专项自查", clerk
    )
    _special(special, hospital, chance, clerk)
    now = _opened("self-routine", HOSPITALS, day - timedelta(days=9), 24, "本季度依法执业日常自查", clerk)
    _running(now, hospital, chance, day)
    mark_late(on=day)
    outbox.dispatch_all()


def _opened(
    code: str, categories: tuple[str, ...], on: date, days: int, title: str, clerk: Officer
) -> LedgerRound:
    with on_day(on):
        return open_round(
            checklist=Checklist.objects.filter(code=code).order_by("-effective_from")[0],
            title=title,
            period=f"{on.year}Q{(on.month + 2) // 3}",
            whom=Whom(COUNTY, categories),
            division_code=COUNTY,
            due_on=on + timedelta(days=days),
            authority_name=clerk.agency.name if clerk.agency else "",
            by=clerk,
        )


def _ledgers(row: LedgerRound, hospital: Subject) -> tuple[Ledger, list[Ledger]]:
    rows = list(row.ledgers.select_related("round", "subject__institution").order_by("pk"))
    own = next(ledger for ledger in rows if ledger.subject_id == hospital.pk)
    return own, [ledger for ledger in rows if ledger is not own]


def _campaign(hospital: Subject, chance: Random, clerk: Officer, reviewer: Officer) -> None:
    """Most bodies handed in and were accepted; some found nothing, some are late to this day."""
    campaign = Campaign.objects.get(title=RUNNING_TITLE)
    with on_day(campaign.starts_on):
        row = open_campaign(campaign, by=clerk)
    own, others = _ledgers(row, hospital)
    inside = others[:-LATE_IN_THE_CAMPAIGN]
    with on_day(row.due_on - timedelta(days=3)) as on:
        for ledger in (own, *inside[:BY_HAND]):
            hand_in(ledger, found(CAMPAIGN_FACTS, ledger, chance, 4))
        _hand_in_at_once(inside[BY_HAND:], chance, on)
    with on_day(row.due_on + timedelta(days=4)):
        services.accept_many([ledger.pk for ledger in (own, *inside[::2])], by=clerk)
        services.accept_many([ledger.pk for ledger in inside[1::4]], by=reviewer)
        mark_late(on=row.due_on + timedelta(days=4))


def _hand_in_at_once(ledgers: Sequence[Ledger], chance: Random, on: date) -> None:
    """Let many bodies hand in with a few statements: one by one they would take seconds at every start."""
    items = list(CheckItem.objects.filter(checklist_id=ledgers[0].round.checklist_id).order_by("number"))
    now = timezone.make_aware(datetime.combine(on, time(10)))
    letters = int(ruletables.rule(TABLE, "copied", on=on)["letters"])
    entries = []
    for place, ledger in enumerate(ledgers):
        count = 0 if place % NOTHING_FOUND == 0 else chance.randint(1, 3)
        facts = found(CAMPAIGN_FACTS, ledger, chance, count)
        own = []
        for number, item in enumerate(items):
            words = _words(item, number, facts, ledger)
            told = {name: getattr(words, name) for name in FIELDS}
            compared = words_of(words.facts, letters) if words.facts else ""
            own.append(LedgerEntry(ledger=ledger, item=item, **told, words=compared, changed_at=now))
        entries += own
        ledger.state, ledger.found, ledger.empty = S.HANDED_IN, count, not count
        ledger.handed_in_on = ledger.first_handed_in_on = on
        ledger.signed_at = now
        ledger.signer_name = ledger.subject.institution.legal_representative or "许嘉言"
        ledger.signer_post = "负责人"
        # Before the lines are stored, nobody looks for their evidence: there is none.
        ledger.content_digest = signing.digest_of(ledger, [Line(entry.item, entry) for entry in own])
        ledger.signature = signing.signature_of(ledger)
    LedgerEntry.objects.bulk_create(entries, batch_size=500)
    Ledger.objects.bulk_update(ledgers, HANDED_IN_FIELDS)
    open_many(
        [services.to_rectify(entry.ledger, entry) for entry in entries if entry.answer == Answer.FOUND],
        on=on,
        by=party(ledgers[0].subject),
    )


def _special(row: LedgerRound, hospital: Subject, chance: Random, clerk: Officer) -> None:
    """The hospital's was returned; one is empty, two are copied, the rest is late."""
    own, others = _ledgers(row, hospital)
    with on_day(row.due_on - timedelta(days=3)):
        hand_in(own, found(SPECIAL_FACTS, own, chance, 2))
        for ledger in others[:2]:
            hand_in(ledger, found(SPECIAL_FACTS, ledger, chance, 2))
        hand_in(others[2], {})
        for ledger in others[3:5]:
            hand_in(ledger, dict(COPIED))
    with on_day(row.due_on + timedelta(days=2)):
        first = min(own.entries.filter(answer=Answer.FOUND).values_list("item__number", flat=True))
        services.send_back(
            own,
            reason=f"第{first}题未说明发生时间和责任科室，佐证不足；请补充现场照片后重新报送。",
            by=clerk,
        )
        services.accept(others[0], by=clerk)


def _running(row: LedgerRound, hospital: Subject, chance: Random, day: date) -> None:
    """The hospital is half-way; one body has handed in what it wrote for the campaign."""
    own, others = _ledgers(row, hospital)
    with on_day(day - timedelta(days=2)):
        lines = lines_of(own)
        fill(own, lines[: len(lines) // 2], found(ROUTINE_FACTS, own, chance, 3), party(own.subject))
        before = Ledger.objects.filter(state=S.ACCEPTED, found__gte=2, round__campaign__isnull=False)
        old = before.filter(subject__in=[ledger.subject_id for ledger in others]).order_by("pk").first()
        again = {} if old is None else dict(_said(old))
        for ledger in others[:4]:
            same = old is not None and ledger.subject_id == old.subject_id
            hand_in(ledger, again if same else found(ROUTINE_FACTS, ledger, chance, 2))


def _said(ledger: Ledger) -> list[tuple[int, str]]:
    rows = ledger.entries.filter(answer=Answer.FOUND).order_by("item__number")
    return list(enumerate(rows.values_list("facts", flat=True), 1))


def found(facts: Facts, ledger: Ledger, chance: Random, count: int) -> dict[int, str]:
    """Let a body find so many of the problems."""
    month = (ledger.round.opens_on.month - 2) % 12 + 1
    chosen = sorted(chance.sample(sorted(facts), count))
    return {
        number: facts[number].format(month=month, n=chance.randint(30, 90), k=chance.randint(2, 9))
        for number in chosen
    }


def party(subject: Subject) -> Party:
    """The body's own account where it has one; the others' came with the story's only two."""
    member = Officer.objects.filter(memberships__institution__subject=subject).first()
    return Party(member or Officer.objects.get(username=HOSPITAL_CLERK), frozenset({subject.pk}))


def fill(ledger: Ledger, lines: Sequence[Line], facts: Facts, by: Party) -> None:
    """Answer the lines: what the facts name is found, all others are not."""
    sent = [
        NewLine(line.item.pk, _words(line.item, place, facts, ledger), line.entry.version)
        for place, line in enumerate(lines)
    ]
    save_lines(ledger, sent, by=by)


def _words(item: CheckItem, place: int, facts: Facts, ledger: Ledger) -> Said:
    """What a body says about a line; by its own day, or that of the campaign's list."""
    if item.number not in facts:
        return Said(answer=Answer.CLEAR)
    owner = OWNERS[place % len(OWNERS)]
    due = max(item.due_on or ledger.due_on + timedelta(days=25), ledger.round.opens_on)
    measures = MEASURES.format(owner=owner)
    return Said(Answer.FOUND, facts[item.number], measures, owner, due, permanent=item.permanent)


def hand_in(ledger: Ledger, facts: Facts) -> None:
    """Fill in every line, sign, and hand in."""
    by = party(ledger.subject)
    fill(ledger, lines_of(ledger), facts, by)
    promise = services.promise_of(ledger, on=ledger.round.opens_on)
    body = ledger.subject.institution
    services.hand_in(
        ledger,
        signer_name=body.legal_representative or "许嘉言",
        signer_post="院长" if body.category in HOSPITALS else "负责人",
        seen=signing.digest_of(ledger, lines_of(ledger)),
        commits=promise.digest,
        by=by,
    )
