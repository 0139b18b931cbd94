"""One object of every kind in the county, and one account of every role."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone

from accounts.models import Officer, Reveal
from accounts.roles import ADMINISTRATOR, AUDITOR, INFORMANT_KEEPER, READER
from blacklist.checks.services import NewName, ask
from blacklist.checks.services import Terms as CheckTerms
from blacklist.models import Department
from core.models import AuditEvent, CalendarDay, Intake, Rule
from credit.grading.services import grade_everyone
from credit.grading.standards import load_standards
from credit.models import CatalogueItem, ConductRecord, Grade, GradeRun, Standard
from credit.report.batches import request_batch
from credit.report.services import Terms, issue_to_owner
from disclosure.models import Penalty, PublicEntry
from disclosure.services import decisions, publishing
from exchange.models import Delivery, Platform, Reconciliation
from institutions.models import Institution, Membership
from practitioners.models import Practitioner
from supervision.models import Checklist, LedgerUpload
from tests import campaign_factories as campaigns
from tests import draw_factories as draws
from tests import factories
from tests import integrity_factories as integrity
from tests import measure_factories as measures
from tests.unit.blacklist.listing_rows import leaving
from tests.unit.supervision.inspections.spot_rows import published as inspected
from tests.unit.supervision.interviews import interview_rows
from tests.unit.supervision.ledgers import ledger_rows
from tests.unit.supervision.rectification import rows as rectification_rows
from tests.unit.supervision.service import given as service

OTHER_PROVINCE = "51"
OTHER_BODY = "91410527MA46TKJL8A"


def accounts(body: Institution) -> dict[str, Officer | None]:
    """Return one account a role, by the names of the columns of the table."""
    hospital = Officer.objects.create_user("hospital", password="invented-password")
    Membership.objects.create(user=hospital, institution=body)
    other = Officer.objects.create_user("other-hospital", password="invented-password")
    subject = factories.body("内黄县康宁诊所", OTHER_BODY)
    Membership.objects.create(user=other, institution=factories.institution(subject))
    return {
        "visitor": None,
        "member": hospital,
        "other member": other,
        "officer without post": factories.officer(),
        "clerk": factories.clerk(),
        "reviewer": factories.reviewer(),
        "reader": factories.officer(roles=(READER.code,)),
        "auditor": factories.officer(roles=(AUDITOR.code,)),
        "administrator": factories.officer(roles=(ADMINISTRATOR.code,)),
        "partner": measures.partner(Department.objects.first() or measures.department()),
        "keeper": factories.officer(roles=(INFORMANT_KEEPER.code,)),
        "stranger": factories.stranger(),
    }


def objects() -> dict[str, Any]:
    """Make one object of every model that has a page, by the model's label."""
    load_standards()
    agency = factories.agency()
    clerk, reviewer = factories.clerk(), factories.reviewer()
    clerk.agency = agency
    clerk.save(update_fields=["agency"])
    body = factories.institution()
    waiting = factories.penalty(by=clerk)
    permit = factories.permit(by=clerk)
    published = factories.penalty(by=clerk)
    decisions.approve(published, by=reviewer)
    publishing.publish_due(on=date(2026, 6, 8))
    grade_everyone(as_of=date(2026, 11, 22))
    person = factories.person()
    promise = factories.commitment(body.subject, by=clerk)
    rated = factories.evaluation(body.subject, by=clerk)
    order = measures.measure_order(by=clerk)
    county_platform = platform()
    proof = factories.evidence_file(by=clerk, party=f"credit.subject:{body.subject_id}")
    foreign = factories.foreign_entry(by=clerk)
    application = leaving(body.subject)
    consequence = integrity.measure(body.subject, by=clerk, decided_by=reviewer)
    assessed = integrity.assessment(body.subject, by=clerk)
    notice = inspected(body.subject)
    told = campaigns.bulletin(campaigns.running(by=clerk, starter=reviewer), by=clerk, issuer=reviewer)
    ledger = ledger_rows.ledger_of(ledger_rows.opened([body]), body.subject)
    return {
        "core.evidencefile": proof,
        "core.evidence": proof,
        "institutions.institution": body,
        "institutions.membership": Membership.objects.create(
            user=Officer.objects.create_user("a-third"), institution=body
        ),
        "disclosure.penalty": waiting,
        "disclosure.permit": permit,
        "disclosure.publicentry": PublicEntry.objects.get(record_guid=published.guid),
        "credit.subject": body.subject,
        "credit.catalogueitem": CatalogueItem.objects.get(code="J21"),
        "credit.conductrecord": ConductRecord.objects.first(),
        "credit.grade": Grade.objects.first(),
        "credit.objection": factories.objection(record_of(published), by=clerk),
        "credit.repair": factories.repair(record_of(published), by=clerk),
        "credit.repairbatch": factories.repair_batch(by=clerk),
        "credit.shield": factories.shield(body.subject, by=clerk),
        "credit.graderun": GradeRun.objects.first(),
        "credit.creditreport": issue_to_owner(body.subject, "zh-hans", by=clerk),
        "credit.reportbatch": request_batch(
            [body.subject_id], Terms("zh-hans", "tender", "采购中心"), by=clerk, told=False
        ),
        "blacklist.check": ask([NewName("内黄县青禾医院")], CheckTerms("tender"), by=clerk),
        "credit.standard": Standard.objects.first(),
        "credit.consequencetask": factories.consequence_task(body.subject),
        "credit.demeritentry": factories.demerit_entry(body.subject, by=clerk),
        "credit.riskwarning": factories.risk_warning(body.subject),
        "credit.commitment": promise,
        "credit.commitmenttemplate": promise.template,
        "credit.admissioneducation": factories.education(body.subject, by=clerk),
        "credit.evaluation": rated,
        "credit.evaluationfollowup": rated.follow_ups.first(),
        "credit.sectorvisit": factories.sector_visit(body.subject, by=clerk),
        "practitioners.practitioner": Practitioner.objects.create(subject=person, category="医师"),
        "core.auditevent": AuditEvent.objects.first(),
        "core.calendarday": CalendarDay.objects.create(day=date(2027, 1, 1), kind=CalendarDay.Kind.values[0]),
        "core.rule": Rule.objects.filter(table="disclosure.setting").first(),
        "core.intake": Intake.objects.create(
            kind="penalty_legal",
            as_of=date(2026, 6, 1),
            file_name="penalties.xlsx",
            by_id=clerk.actor_id,
            by_label=clerk.label,
            division_code=factories.COUNTY,
            covers=[factories.COUNTY],
        ),
        "accounts.officer": clerk,
        "accounts.agency": agency,
        "accounts.apikey": factories.machine_key(agency).key,
        "accounts.reveal": Reveal.objects.create(
            officer_label="-",
            actor_id=clerk.actor_id,
            object_type="credit.subject",
            object_id=str(person.pk),
            field="id_number",
            reason="invented reason",
        ),
        "blacklist.exitapplication": application,
        "blacklist.listing": application.listing,
        "blacklist.listscheme": application.listing.scheme,
        "blacklist.measure": order.measure,
        "blacklist.measureedition": order.measure.edition,
        "blacklist.department": order.department,
        "blacklist.measureorder": order,
        "blacklist.partnerorder": order,
        "blacklist.foreignentry": foreign,
        "blacklist.foreignsource": foreign.source,
        "blacklist.fourlist": factories.four_list(),
        "blacklist.foreigndelivery": foreign.received_in,
        "supervision.ledgerround": ledger.round,
        "supervision.ledger": ledger,
        "supervision.ledgerupload": LedgerUpload.objects.create(
            ledger=ledger, file_name="a.xlsx", by_label="-"
        ),
        "supervision.rectification": rectification_rows.opened(body.subject),
        "supervision.recheck": rectification_rows.rechecked(body.subject, by=clerk, second=reviewer),
        "supervision.interview": interview_rows.notified([body.subject], by=clerk),
        "supervision.campaign": told.campaign,
        "supervision.bulletin": told,
        "supervision.yearlyreport": campaigns.yearly_report(by=clerk, issuer=reviewer),
        "supervision.checklist": Checklist.objects.filter(campaign__isnull=True).first(),
        "supervision.inspection": notice.inspection,
        "supervision.inspectionnotice": notice,
        **factories.complaint_rows(body.subject, by=clerk),
        **draws.everything(clerk, reviewer),
        **service.everything(body.subject, by=clerk),
        "supervision.matter": integrity.matter(body.subject, by=clerk),
        "supervision.assessmentround": assessed.round,
        "supervision.assessment": assessed,
        "supervision.integritybreach": consequence.breach,
        "supervision.integritymeasure": consequence,
        "exchange.platform": county_platform,
        "exchange.delivery": _delivery(county_platform),
        "exchange.reconciliation": Reconciliation.objects.create(
            platform=county_platform, run="1", table="penalty_legal", our_count=1, their_count=1, equal=True
        ),
    }


def record_of(penalty: Penalty) -> ConductRecord:
    """Return the conduct record of a reviewed penalty."""
    return ConductRecord.objects.get(source=f"disclosure.penalty:{penalty.guid}")


def platform() -> Platform:
    """Make the county platform to which everything is pushed."""
    return Platform.objects.create(
        code="county-platform",
        name="County platform",
        adapter="sandbox",
        base_url="http://127.0.0.1:9/",
        sender_code=factories.AUTHORITY_CODE,
        secret="00" * 16,
    )


def _delivery(platform: Platform) -> Delivery:
    now = timezone.now()
    return Delivery.objects.create(
        platform=platform,
        event_id=1,
        topic="disclosure.penalty.published",
        key="penalty:1",
        sequence=1,
        table="penalty_legal",
        operation="I",
        record_id=str(uuid.UUID(int=1)),
        idempotency_key="one",
        division_code=factories.COUNTY,
        business_day=datetime(2026, 6, 1, tzinfo=UTC).date(),
        not_before=now,
        trying_since=now,
    )
