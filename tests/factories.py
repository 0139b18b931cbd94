"""One factory per model, and the three standing people of the tests."""

from __future__ import annotations

import itertools
import zlib
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.api_keys import Issued, issue_machine_key
from accounts.models import Agency, Officer, Post
from accounts.models.api_keys import ApiScope
from accounts.permissions import P
from accounts.roles import ADMINISTRATOR, CLERK, INFORMANT_KEEPER, REVIEWER
from blacklist import selectors as lists
from blacklist.choices import ListingState
from blacklist.foreign.choices import Extent, ForeignKind
from blacklist.foreign.choices import Way as ForeignWay
from blacklist.foreign.parcels import Parcel
from blacklist.foreign.rows import NewEntry as NewForeignEntry
from blacklist.foreign.services import Reception
from blacklist.listing import services as listings
from blacklist.models import ForeignEntry, ForeignSource, FourList, Listing, ListScheme
from blacklist.uses import services as four_lists
from blacklist.uses.choices import FourKind
from core import evidence
from core.clock import today
from core.models import EvidenceFile
from credit import services as credit
from credit.choices import SubjectKind
from credit.commitments import services as commitments
from credit.commitments.education import note_education
from credit.commitments.loading import load_templates
from credit.commitments.rendering import digest_of
from credit.consequences import open_tasks
from credit.evaluations.services import NewResult, take_in
from credit.evaluations.visits import start_visit
from credit.models import (
    AdmissionEducation,
    Band,
    Commitment,
    CommitmentTemplate,
    ConductRecord,
    ConsequenceTask,
    DemeritEntry,
    Evaluation,
    Objection,
    Repair,
    RepairBatch,
    RiskWarning,
    SectorVisit,
    Shield,
    Standard,
    Subject,
)
from credit.models.evaluations import EvaluationWay
from credit.objection.choices import Channel
from credit.objection.services import file_objection
from credit.objection.targets import about_record
from credit.parties import OnPaper, Party
from credit.points.services import NewEntry, enter_entry
from credit.repair.batches import draft_batch
from credit.repair.services import start_repair
from credit.repair.shields import enter_shield
from credit.services import NewRecord
from disclosure.models import Penalty, Permit
from disclosure.services.decisions import enter_decision
from institutions.models import Institution
from supervision.complaints import keepers
from supervision.complaints import services as complaints
from supervision.complaints.services import NewComplaint
from supervision.models import Complaint, ComplaintReward, InformantLook
from tests.data import people

COUNTY = "410527"
AUTHORITY = "内黄县卫生健康委员会"
AUTHORITY_CODE = "11410527780640278J"
HOSPITAL_USCC = "1241052741900000XN"
PERSON_ID = people.PERSON
_serial = itertools.count(1)


def officer(
    username: str = "", *, roles: tuple[str, ...] = (), prefix: str = COUNTY, **fields: Any
) -> Officer:
    """Make a supervisor with posts over a prefix."""
    name = username or f"officer{next(_serial)}"
    row = Officer.objects.create_user(
        name, f"{name}@example.org", "invented-password", is_staff=True, **fields
    )
    for role in roles:
        Post.objects.create(officer=row, role=role, prefix=prefix, since=date(2020, 1, 1))
    return row


def clerk() -> Officer:
    """The county's clerk."""
    return officer(roles=(CLERK.code,))


def reviewer() -> Officer:
    """The county's second officer."""
    return officer(roles=(REVIEWER.code,))


def stranger() -> Officer:
    """A clerk and reviewer of another province."""
    return officer(roles=(CLERK.code, REVIEWER.code), prefix="51")


def agency(**fields: Any) -> Agency:
    """Make the county's authority."""
    return Agency.objects.create(
        **{"name": AUTHORITY, "uscc": AUTHORITY_CODE, "division_code": COUNTY, **fields}
    )


def body(name: str = "内黄县青禾医院", uscc: str = HOSPITAL_USCC, **fields: Any) -> Subject:
    """Make (or find) a supervised body."""
    return credit.ensure_body(
        **{"name": name, "kind": SubjectKind.ORGANISATION, "division_code": COUNTY, "uscc": uscc, **fields}
    )


def person(name: str = "林知夏", number: str = PERSON_ID) -> Subject:
    """Make (or find) an invented person."""
    return credit.ensure_person(name=name, id_type="身份证", number=number, division_code=COUNTY)


def institution(subject: Subject | None = None, **fields: Any) -> Institution:
    """Make the archive of a body."""
    return Institution.objects.create(
        **{"subject": subject or body(), "category": "综合医院", "division_code": COUNTY, **fields}
    )


def penalty(*, by: Officer, submit: bool = True, **fields: Any) -> Penalty:
    """Enter a penalty as the form does; by default it waits for review."""
    subject = fields.pop("subject", None) or body()
    row = Penalty(
        **{
            "subject": subject,
            "division_code": COUNTY,
            "party_name": subject.name,
            "party_kind": subject.kind,
            "uscc": subject.uscc,
            "document_no": f"内卫医罚〔2026〕{next(_serial)}号",
            "decided_on": date(2026, 6, 1),
            "authority_name": AUTHORITY,
            "authority_code": AUTHORITY_CODE,
            "violation_type": "使用非卫生技术人员从事医疗卫生技术工作",
            "facts": "现场检查发现该单位安排未取得相应资格的人员独立工作。",
            "basis": "依据《医疗机构管理条例》",
            "kinds": ["罚款"],
            "content": "罚款人民币50000元。",
            "fine": Decimal(5),
            "state": "in_review" if submit else "draft",
            **fields,
        }
    )
    enter_decision(row, by=by)
    return row


def permit(*, by: Officer, **fields: Any) -> Permit:
    """Enter a permit that waits for review."""
    subject = fields.pop("subject", None) or body()
    row = Permit(
        **{
            "subject": subject,
            "division_code": COUNTY,
            "party_name": subject.name,
            "party_kind": subject.kind,
            "uscc": subject.uscc,
            "document_no": f"内卫医许〔2026〕{next(_serial)}号",
            "document_title": "医疗机构校验合格决定书",
            "permit_kind": "登记",
            "content": "准予校验合格",
            "decided_on": date(2026, 5, 6),
            "valid_from": date(2026, 5, 6),
            "valid_to": date(2027, 5, 5),
            "authority_name": AUTHORITY,
            "authority_code": AUTHORITY_CODE,
            "state": "in_review",
            **fields,
        }
    )
    enter_decision(row, by=by)
    return row


def pdf(words: bytes = b"invented", name: str = "proof.pdf") -> SimpleUploadedFile:
    """Make the upload of a small PDF; other words make another file."""
    body = (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% "
        + words
        + b"\ntrailer << /Root 1 0 R >>\n%%EOF\n"
    )
    return SimpleUploadedFile(name, body, "application/pdf")


def png(name: str = "photo.png") -> SimpleUploadedFile:
    """Make the upload of a picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + crc

    head = chunk(b"IHDR", bytes((0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0)))
    body = chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return SimpleUploadedFile(name, b"\x89PNG\r\n\x1a\n" + head + body, "image/png")


def evidence_file(*, by: Officer, about: str = "credit.conductrecord:1", **fields: Any) -> EvidenceFile:
    """Keep a small PDF about something."""
    return evidence.keep(pdf(), **{"about": about, "division_code": COUNTY, "by": by, **fields})


def consequence_task(subject: Subject | None = None, label: str = "D") -> ConsequenceTask:
    """Open what a grade of the shipped standard leads to; returns the first task."""
    band = Band.objects.get(standard__code="DEMO-INST", label=label)
    return open_tasks(subject or body(), band, on=date(2026, 6, 1))[0]


def machine_key(of: Agency, *, scopes: tuple[str, ...] = (), prefix: str = COUNTY, days: int = 90) -> Issued:
    """Issue a key to a machine of the county, by default for everything."""
    return issue_machine_key(
        name=f"System {next(_serial)}",
        agency=of,
        prefix=prefix,
        scopes=scopes or ApiScope.values,
        expires_on=today() + timedelta(days=days),
        by=officer(roles=(ADMINISTRATOR.code,), prefix=""),
    )


def demerit_entry(subject: Subject | None = None, *, by: Officer, **fields: Any) -> DemeritEntry:
    """Enter demerit points for a small item of the shipped scheme."""
    new = {
        "subject": subject or body(),
        "scheme": Standard.objects.get(code="POINTS-INST"),
        "item_code": "J14",
        "happened_on": date(2026, 6, 1),
        "facts": "现场检查发现大厅未公示收费标准。",
        **fields,
    }
    return enter_entry(NewEntry(**new), by=by)


def risk_warning(subject: Subject | None = None, **fields: Any) -> RiskWarning:
    """Make a warning as a rule has opened it."""
    about = subject or body()
    return RiskWarning.objects.create(
        **{
            "rule": "licence_ending",
            "subject": about,
            "period": "2026-12-31",
            "division_code": about.division_code,
            "title": "执业许可（登记）有效期将满",
            "title_en": "Licence ending",
            "reason": "执业许可有效期至2026-12-31。",
            "reason_en": "The licence is valid to 2026-12-31.",
            "opened_on": date(2026, 11, 1),
            **fields,
        }
    )


def commitment(
    subject: Subject | None = None, *, by: Officer, code: str = "public-promise", **fields: Any
) -> Commitment:
    """Draw a commitment up, let the subject sign it in the portal, and publish it."""
    load_templates()
    who = subject or body()
    row = commitments.draw_up(
        subject=who, template=CommitmentTemplate.objects.get(code=code, place=""), by=by, **fields
    )
    commitments.sign(
        row,
        by=Party(officer(), frozenset({who.pk})),
        signer_name="许嘉言",
        signer_post="院长",
        seen=digest_of(commitments.shown_text(row)),
    )
    return commitments.publish(row, by=by)


def education(subject: Subject | None = None, *, by: Officer, **fields: Any) -> AdmissionEducation:
    """Note admission education with its proof."""
    return note_education(
        **{
            "subject": subject or body(),
            "held_on": date(2026, 5, 6),
            "form": "on_site",
            "occasion": "医疗机构执业登记",
            "participant": "许嘉言",
            "by": by,
            "proof": [pdf()],
            **fields,
        }
    )


def evaluation(
    subject: Subject | None = None, *, by: Officer, result: str = "差", **fields: Any
) -> Evaluation:
    """Take a national result in; a poor one opens its tasks."""
    new = NewResult(
        **{
            "subject": subject or body(),
            "scheme": "national",
            "year": 2025,
            "result": result,
            "evaluated_on": date(2026, 3, 31),
            "evaluator": "国家公共信用信息中心",
            **fields,
        }
    )
    take_in([new], by=by, way=EvaluationWay.WORKBOOK)
    return Evaluation.objects.get(subject=new.subject, year=new.year, replaced_at__isnull=True)


def sector_visit(
    subject: Subject | None = None, *, by: Officer, scheme: str = "public_place", on: date = date(2026, 6, 1)
) -> SectorVisit:
    """Open the score sheet of a visit."""
    return start_visit(subject=subject or body(), scheme_code=scheme, visited_on=on, by=by)


def objection(record: ConductRecord, *, by: Officer, **fields: Any) -> Objection:
    """Take in an objection on paper to a record of the county."""
    return file_objection(
        **{
            "subject_id": record.subject_id,
            "about": about_record(record),
            "ground": "content",
            "claim": "决定书上的金额与公示的不一致，请更正。",
            "by": OnPaper(by, P.OBJECTION_HANDLE),
            "channel": Channel.PAPER,
            **fields,
        }
    )


def repair(record: ConductRecord, *, by: Officer) -> Repair:
    """Begin an application for repair that came on paper."""
    return start_repair(
        subject_id=record.subject_id,
        record=record,
        by=OnPaper(by, P.REPAIR_HANDLE),
        channel=Channel.PAPER,
    )


def repair_batch(*, by: Officer, **rule: Any) -> RepairBatch:
    """Draft a batch repair of the county's ordinary dishonesty."""
    return draft_batch(
        title="一般失信行为集中修复",
        division_code=COUNTY,
        basis="一般行政处罚信用信息批量修复工作方案",
        duties_done="财政非税收入系统核对，罚没款均已缴清",
        rule={"classes": ["一般"], "decided_before": "2026-08-01", **rule},
        by=by,
    )


def shield(subject: Subject, *, by: Officer) -> Shield:
    """Enter a court's ruling on a reorganisation plan."""
    return enter_shield(
        subject=subject,
        court="安阳市中级人民法院",
        ruling_no="（2026）豫05破3号",
        ruled_on=date(2026, 6, 1),
        by=by,
        files=[pdf()],
    )


def four_list(kind: str = FourKind.USES, *, adopted: bool = True) -> FourList:
    """Draft one of the four lists of the county, and by default adopt it."""
    drafter = officer(roles=(ADMINISTRATOR.code,))
    made = four_lists.draft(kind=kind, division_code=COUNTY, authority_name=AUTHORITY, by=drafter)
    if not adopted:
        return made
    document = f"内卫信〔2026〕{next(_serial)}号"
    return four_lists.adopt(made, document_no=document, adopted_on=today(), by=reviewer())


def foreign_source(**fields: Any) -> ForeignSource:
    """Make a department whose lists the county receives."""
    return ForeignSource.objects.create(
        **{
            "code": f"source-{next(_serial)}",
            "department": "河南省信用信息中心",
            "division_code": COUNTY,
            "keeps": "严重失信主体名单",
            **fields,
        }
    )


def foreign_entry(source: ForeignSource | None = None, *, by: Officer, **fields: Any) -> ForeignEntry:
    """Take in one entry of another department's list of bodies."""
    row = NewForeignEntry(
        **{
            "identity": f"U:{HOSPITAL_USCC}",
            "uscc": HOSPITAL_USCC,
            "name": "内黄县青禾医院",
            "document_no": f"豫信〔2026〕{next(_serial)}号",
            "determined_by": "河南省市场监督管理局",
            "determined_on": date(2026, 3, 1),
            "facts": "提供虚假材料取得许可",
            **fields,
        }
    )
    kept_by = source or foreign_source()
    parcel = Parcel(
        kept_by, ForeignKind.BLACK, row.of_person, Extent.ADDITIONS, ForeignWay.WORKBOOK, date(2026, 11, 1)
    )
    reception = Reception(parcel, by=by)
    reception.take([row])
    reception.close()
    return ForeignEntry.objects.get(source=kept_by, document_no=row.document_no)


def list_scheme(kind: str = "serious", *, on: date | None = None) -> ListScheme:
    """Find the shipped list of a kind that holds in the county."""
    return lists.schemes_for(on or today(), COUNTY, kind)[0]


def conduct(
    subject: Subject | None = None, item: str = "J11", *, by: Officer, **fields: Any
) -> ConductRecord:
    """Make a confirmed record of the county, final for long; by default a licence that was lent."""
    about = subject or body()
    source = f"tests.conduct:{next(_serial)}"
    new = {
        "subject_id": about.pk,
        "item_code": item,
        "title": "出借执业许可证",
        "happened_on": today() - timedelta(days=200),
        "final_on": today() - timedelta(days=10),
        "source": source,
        "document_no": f"内卫医罚〔2026〕{next(_serial)}号",
        "division_code": COUNTY,
        **fields,
    }
    with transaction.atomic():
        credit.record_conduct([NewRecord(**new)], by=by)
    return ConductRecord.objects.get(source=source)


def listing(subject: Subject | None = None, *, by: Officer, kind: str = "serious", **fields: Any) -> Listing:
    """Propose a listing of the county on the shipped list of a kind, with the ground it asks for."""
    about = subject or (person() if kind == "medical_order" else body())
    scheme = fields.pop("scheme", None) or list_scheme(kind)
    if "grounds" not in fields:
        fields["grounds"] = [ground(scheme, about, by=by)]
    return listings.propose(
        **{
            "scheme": scheme,
            "subject": about,
            "authority_name": AUTHORITY,
            "division_code": COUNTY,
            "facts": "经查，该主体的行为符合列入条件，证据见附件。",
            "proposed_on": today() - timedelta(days=40),
            "by": by,
            **fields,
        }
    )


def ground(scheme: ListScheme, subject: Subject, *, by: Officer) -> listings.NewGround:
    """Make a ground of the first criterion: a record it takes, or a document."""
    criterion = scheme.criteria.order_by("code")[0]
    if criterion.items:
        return listings.NewGround(criterion, conduct(subject, criterion.items[0], by=by))
    return listings.NewGround(
        criterion,
        document_no=f"内公（行）罚决字〔2026〕{next(_serial)}号",
        document_by="内黄县公安局",
        document_on=today() - timedelta(days=60),
    )


def notified_listing(
    subject: Subject | None = None, *, by: Officer, days_ago: int = 30, **fields: Any
) -> Listing:
    """Bring a listing to the service of its notice, or a red one to its publicity, some days ago."""
    row = listing(subject, by=by, **fields)
    day = today() - timedelta(days=days_ago)
    row = listings.check(row, by=by, checked_on=day)
    if row.kind == "red":
        return listings.publicise(row, by=by, publicised_on=day)
    return _served(row, day, by=by)


def _served(row: Listing, day: date, *, by: Officer) -> Listing:
    return listings.serve_notice(
        row, notice_no=f"内卫信告〔2026〕{next(_serial)}号", served_on=day, how="直接送达", by=by
    )


def decided_listing(
    subject: Subject | None = None, *, by: Officer, decider: Officer, **fields: Any
) -> Listing:
    """Bring a listing (and the persons listed with it) to its decision, today."""
    row = notified_listing(subject, by=by, **fields)
    for part in row.responsible.select_related("scheme", "subject", "parent"):
        _served(part, today() - timedelta(days=30), by=by)
    if row.kind == "red":
        listings.conclude_publicity(row, by=by)
    if row.scheme.upper_consent:
        upper = officer(roles=(REVIEWER.code,), prefix="4105")
        listings.ask_upper(row, upper_name="安阳市卫生健康委员会", by=by)
        listings.upper_consents(row, document_no="安卫函〔2026〕3号", answered_on=today(), by=upper)
    return listings.decide(
        row, decision_no=f"内卫信决〔2026〕{next(_serial)}号", decided_on=today(), by=decider
    )


def listed(subject: Subject | None = None, *, by: Officer, decider: Officer, **fields: Any) -> Listing:
    """Bring a listing, and the persons listed with it, onto the list today."""
    row = decided_listing(subject, by=by, decider=decider, **fields)
    parts = list(
        row.responsible.filter(state=ListingState.DECIDED).select_related("scheme", "subject", "parent")
    )
    for each in (row, *parts):
        listings.serve_decision(each, served_on=today(), by=by)
        listings.enter_on_list(each, by=decider)
    return Listing.objects.select_related("scheme", "subject").get(pk=row.pk)


def complaint(subject: Subject | None = None, *, by: Officer, **fields: Any) -> Complaint:
    """Register a complaint that came by telephone."""
    about = subject or body()
    new = {
        "body_name": about.name,
        "subject_id": about.pk,
        "division_code": about.division_code,
        "words": f"第{next(_serial)}次反映：收费窗口未出具收费清单。",
        "topic": "fees",
        "channel": "hotline",
        **fields,
    }
    return complaints.file_complaint(NewComplaint(**new), by=by).complaint


def complaint_rows(subject: Subject, *, by: Officer) -> dict[str, Any]:
    """Make one object of every model about complaints that has a page, by the model's label."""
    row = complaint(subject, by=by)
    keeper = officer(roles=(INFORMANT_KEEPER.code,))
    key = keepers.make_key(prefix=COUNTY, passphrase="an invented sentence", by=keeper)
    asked = {"asked_at": timezone.now(), "expires_at": timezone.now(), "reason": "invented reason"}
    return {
        "supervision.complaint": row,
        "supervision.complaintreward": ComplaintReward.objects.create(
            complaint=row, division_code=row.division_code, amount=500, grounds="-", made_by=by.actor_id
        ),
        "supervision.informantkeeper": key,
        "supervision.informantlook": InformantLook.objects.create(
            kind="change", prefix=COUNTY, asked_by=key, **asked
        ),
    }
