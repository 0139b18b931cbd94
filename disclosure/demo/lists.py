"""Lists of the demonstration county: listings at every stage of their procedure, red ones and black ones.

Days lie before the day of loading; what the product dates itself (weighing, entry on the list) happens today.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from accounts.demo import CLINIC_CLERK, COUNTY, HOSPITAL_CLERK
from accounts.models import Officer
from blacklist import selectors
from blacklist.choices import BasisLevel, ListKind, StatementFinding
from blacklist.listing import services
from blacklist.listing.services import NewGround
from blacklist.models import Listing, ListScheme, SchemeBasis, SchemeCriterion
from blacklist.scheme_versions import add_version
from core import outbox
from credit import services as files
from credit.choices import RecordState
from credit.models import ConductRecord, Subject
from credit.services import NewRecord
from disclosure.demo import numbers
from disclosure.demo.cases import paper
from disclosure.demo.rows import SEED
from institutions.models import Institution

Part = TypeVar("Part", SchemeBasis, SchemeCriterion)
BAD = "经立案调查查明：{}，有现场检查笔录、询问笔录等证据证实。"
GOOD = "经推荐单位核实：{}，事迹真实，近三年无失信记录。"
LENT = "将《医疗机构执业许可证》出借给无资质人员开展诊疗活动"
FORGED = "出具虚假体检证明文件十二份"
LOST_FILES = "门诊病历四十三份去向不明，涉嫌销毁"
REFUSED_CALL = "接到突发公共卫生事件应急调度指令后拒不派员"


@dataclass(slots=True)
class Desk:
    """The clerk who proposes, the reviewer who decides, and their numbers."""

    clerk: Officer
    reviewer: Officer
    day: date
    last: int = 0

    @property
    def authority(self) -> str:
        return self.clerk.agency.name if self.clerk.agency else ""

    def ago(self, days: int) -> date:
        return self.day - timedelta(days=days)

    def number(self, what: str) -> str:
        self.last += 1
        return f"青卫信{what}〔{self.day.year}〕{self.last}号"

    def record(
        self, subject: Subject, item: str, title: str, *, days_ago: int, final_ago: int
    ) -> ConductRecord:
        """Enter a record as the clerk, and confirm it as the reviewer."""
        row = files.enter_record(
            NewRecord(
                subject_id=subject.pk,
                item_code=item,
                title=title,
                happened_on=self.ago(days_ago),
                final_on=self.ago(final_ago),
                source="",
                document_no=self.number("记"),
                authority_name=self.authority,
            ),
            by=self.clerk,
        )
        files.confirm(row, by=self.reviewer)
        row.refresh_from_db()
        return row

    def proposed(self, kind: ListKind, subject: Subject, record: ConductRecord, *, days_ago: int) -> Listing:
        """Propose by the first criterion that the record meets, and check it two days later."""
        scheme = self.scheme(kind)
        criterion = next(row for row in scheme.criteria.all() if record.item_code in row.items)
        row = self.propose(scheme, subject, NewGround(criterion, record), record.title, days_ago=days_ago)
        return services.check(row, checked_on=self.ago(days_ago - 2), by=self.clerk)

    def propose(
        self, scheme: ListScheme, subject: Subject, ground: NewGround, facts: str, *, days_ago: int
    ) -> Listing:
        return services.propose(
            scheme=scheme,
            subject=subject,
            authority_name=self.authority,
            division_code=COUNTY,
            facts=(GOOD if scheme.kind == ListKind.RED else BAD).format(facts),
            grounds=[ground],
            proposed_on=self.ago(days_ago),
            by=self.clerk,
            evidence=[paper("推荐材料.pdf" if scheme.kind == ListKind.RED else "调查笔录.pdf", facts)],
        )

    def scheme(self, kind: ListKind) -> ListScheme:
        return selectors.schemes_for(self.day, COUNTY, kind)[0]

    def served(self, row: Listing, *, days_ago: int) -> Listing:
        number = self.number("告")
        on = self.ago(days_ago)
        return services.serve_notice(row, notice_no=number, served_on=on, how="直接送达", by=self.clerk)

    def defended(self, row: Listing, words: str, finding: StatementFinding, reply: str) -> Listing:
        """Take in what the party said eighteen days ago, and weigh it today."""
        row = services.receive_statement(
            row,
            on=self.ago(18),
            statement=words,
            claims_no_intent=False,
            by=self.clerk,
            evidence=[paper("陈述申辩书.pdf", words)],
        )
        return services.weigh(row, finding=finding, reply=reply, by=self.clerk)

    def listed(self, row: Listing) -> Listing:
        """Decide as the reviewer, serve the decision, enter it on the list."""
        row = services.decide(row, decision_no=self.number("定"), decided_on=self.day, by=self.reviewer)
        row = services.serve_decision(row, served_on=self.day, by=self.clerk)
        return services.enter_on_list(row, by=self.reviewer)

    def confirmed_red(self, subject: Subject, item: str, title: str) -> Listing:
        """Publicise a red listing without objection, and enter it."""
        record = self.record(subject, item, title, days_ago=70, final_ago=70)
        row = self.proposed(ListKind.RED, subject, record, days_ago=30)
        row = services.publicise(row, publicised_on=self.ago(25), by=self.clerk)
        return self.listed(services.conclude_publicity(row, by=self.clerk))


def tell(*, clerk: Officer, reviewer: Officer, keeper: Officer, day: date) -> None:
    """Bring one listing to each stage, through the product's own services.

    Args:
        clerk: proposes, serves, weighs.
        reviewer: decides.
        keeper: keeps the schemes of every place.
        day: the day on which the demonstration is loaded.
    """
    desk = Desk(clerk, reviewer, day)
    clinics, townships = others("诊所"), others("乡镇卫生院")
    _refused_defence(desk, _of_account(CLINIC_CLERK) or next(clinics))
    _accepted_defence(desk, next(clinics))
    _in_the_window(desk, _of_account(HOSPITAL_CLERK) or next(clinics))
    _waiting_for_the_reviewer(desk, next(clinics))
    desk.confirmed_red(next(townships), "G02", "承担流感高发期发热门诊应急值守任务")
    _lost_red_place(desk, next(townships))
    under_publicity = desk.record(next(townships), "G03", "全年下乡义诊四十余场", days_ago=40, final_ago=40)
    row = desk.proposed(ListKind.RED, under_publicity.subject, under_publicity, days_ago=8)
    services.publicise(row, publicised_on=desk.ago(3), by=clerk)
    _medical_order_person(desk, keeper)
    outbox.dispatch_all()


def _refused_defence(desk: Desk, subject: Subject) -> None:
    record = desk.record(subject, "J11", LENT, days_ago=260, final_ago=70)
    row = desk.served(desk.proposed(ListKind.SERIOUS, subject, record, days_ago=26), days_ago=20)
    row = desk.defended(
        row,
        "系亲属临时代班，我单位并未收取费用，请求不予列入。",
        StatementFinding.REJECTED,
        "出借许可证以提供给无资质人员使用为要件，是否收费不影响认定，申辩理由不予采纳。",
    )
    desk.listed(row)


def _accepted_defence(desk: Desk, subject: Subject) -> None:
    record = desk.record(subject, "J22", LOST_FILES, days_ago=240, final_ago=60)
    row = desk.served(desk.proposed(ListKind.SERIOUS, subject, record, days_ago=26), days_ago=20)
    row = desk.defended(
        row,
        "病历因地下室水管爆裂浸毁，当日已向县卫生健康局书面报告，附报告和抢修记录。",
        StatementFinding.ACCEPTED,
        "经核查，申辩情况属实，病历毁损系意外造成且已及时报告，申辩理由成立。",
    )
    services.decide_not_to_list(row, reason="陈述申辩理由成立，不予列入", by=desk.reviewer)


def _in_the_window(desk: Desk, subject: Subject) -> None:
    record = desk.record(subject, "J15", FORGED, days_ago=150, final_ago=30)
    desk.served(desk.proposed(ListKind.SERIOUS, subject, record, days_ago=6), days_ago=2)


def _waiting_for_the_reviewer(desk: Desk, subject: Subject) -> None:
    record = desk.record(subject, "J15", FORGED, days_ago=200, final_ago=50)
    row = desk.served(desk.proposed(ListKind.SERIOUS, subject, record, days_ago=26), days_ago=20)
    desk.defended(
        row,
        "体检证明由外聘人员私自出具，我单位不知情。",
        StatementFinding.REJECTED,
        "证明加盖单位公章，单位负有管理责任，申辩理由不予采纳。",
    )


def _lost_red_place(desk: Desk, subject: Subject) -> None:
    """A serious record that becomes final while the red listing lasts ends it, once it is heard of."""
    desk.confirmed_red(subject, "G02", "承担防汛救灾医疗救援任务")
    desk.record(subject, "J05", REFUSED_CALL, days_ago=75, final_ago=0)


def _medical_order_person(desk: Desk, keeper: Officer) -> None:
    """An invented person; the memorandum alone founds no list, so the county has added a basis."""
    scheme = _county_version(desk, keeper)
    rng = Random(SEED + 4)  # noqa: S311 - invented data, no secret
    person = files.ensure_person(
        name="钱某远",
        id_type="身份证",
        number=numbers.resident_id(rng, COUNTY, date(1987, 5, 20)),
        division_code=COUNTY,
    )
    criterion = scheme.criteria.order_by("pk")[1]
    ground = NewGround(criterion, None, f"青公行罚决字〔{desk.day.year}〕86号", "青溪县公安局", desk.ago(60))
    facts = "在门诊大厅聚众闹事、扰乱诊疗秩序，被处以行政拘留十日"
    row = desk.propose(scheme, person, ground, facts, days_ago=26)
    row = services.check(row, checked_on=desk.ago(24), by=desk.clerk)
    desk.listed(desk.served(row, days_ago=20))


def _county_version(desk: Desk, keeper: Officer) -> ListScheme:
    old = desk.scheme(ListKind.MEDICAL_ORDER)
    kept = {
        field.attname: getattr(old, field.attname)
        for field in ListScheme._meta.concrete_fields
        if field.attname not in ("id", "origin")
    }
    note = "演示：青溪县在备忘录之外补充依据后适用；依据是否足以设列，待确认。"
    new = ListScheme(
        **kept
        | {
            "place": COUNTY,
            "effective_from": desk.ago(90),
            "effective_to": None,
            "confirmed": False,
            "note": note,
        }
    )
    bases = [_copied(row, SchemeBasis) for row in old.bases.order_by("pk")]
    bases.append(
        SchemeBasis(
            document="国务院关于建立完善守信联合激励和失信联合惩戒制度加快推进社会诚信建设的指导意见",
            document_no="国发〔2016〕33号",
            article="九",
            level=BasisLevel.PARTY_STATE,
            effective_from=date(2016, 5, 30),
        )
    )
    return add_version(
        new, bases, [_copied(row, SchemeCriterion) for row in old.criteria.order_by("pk")], by=keeper
    )


def _copied(row: Part, model: type[Part]) -> Part:
    names = [field.attname for field in model._meta.concrete_fields]
    return model(**{name: getattr(row, name) for name in names if name not in ("id", "scheme_id")})


def _of_account(username: str) -> Subject | None:
    body = Institution.objects.filter(memberships__user__username=username).select_related("subject").first()
    return body.subject if body else None


def others(category: str) -> Iterator[Subject]:
    """Yield bodies of a category without portal account and without a record that stands, once each."""
    standing = ConductRecord.objects.filter(state__in=(RecordState.NORMAL, RecordState.DISPUTED))
    rows = Institution.objects.filter(category=category, memberships__isnull=True).exclude(
        subject__in=standing.values("subject")
    )
    for body in rows.select_related("subject").order_by("pk"):
        yield body.subject
