"""A granted application drafts its permit once; the clerk completes it, another officer reviews it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Officer
from core import outbox
from core.clock import today
from core.errors import Refusal
from core.models import Deadline, Rule
from core.ruletables import BEGINNING
from credit.models import Subject
from disclosure.choices import DecisionState
from disclosure.models import Permit
from disclosure.services import decisions
from disclosure.services.drafting import draft_permit
from supervision.models import ApprovalCase, ApprovalItem
from supervision.service import cases
from supervision.service.choices import Outcome
from supervision.service.permits import permits_of
from supervision.service.receiving import NewCase, receive
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NUMBER = "内卫公许〔2026〕12号"


@pytest.fixture
def clerk() -> Officer:
    return factories.clerk()


@pytest.fixture
def reviewer() -> Officer:
    return factories.reviewer()


def decided(
    clerk: Officer,
    reviewer: Officer,
    code: str = "public-place-permit",
    subject: Subject | None = None,
    outcome: str = Outcome.GRANTED,
    **fields: Any,
) -> ApprovalCase:
    item = ApprovalItem.objects.get(code=code)
    new = NewCase(item=item, division_code=factories.COUNTY, subject=subject, **fields)
    case = cases.accept(receive(new, by=clerk), by=clerk)
    reasons = "现场审查不符合卫生要求，不予许可。" if outcome == Outcome.REFUSED else ""
    case = cases.propose(case, outcome=outcome, reasoning=reasons, by=clerk)
    return cases.decide(case, decision_no=NUMBER, by=reviewer)


def test_a_grant_drafts_the_permit_once_with_what_the_application_knows(clerk: Officer, reviewer: Officer):
    factories.institution(legal_representative="林知夏")
    case = decided(clerk, reviewer, subject=factories.body())
    outbox.dispatch_all()
    draft_permit(case)
    draft = Permit.objects.get()
    assert (draft.document_no, draft.decided_on, draft.valid_from) == (NUMBER, today(), today())
    assert (draft.party_name, draft.uscc, draft.legal_representative) == (
        "内黄县青禾医院",
        factories.HOSPITAL_USCC,
        "林知夏",
    )
    assert (draft.document_title, draft.permit_kind) == ("准予公共场所卫生许可决定书", "普通")
    assert (draft.state, draft.made_by, draft.is_unfinished) == (DecisionState.DRAFT, clerk.actor_id, True)
    assert Deadline.objects.filter(object_type="disclosure.permit", object_id=str(draft.pk)).count() == 1
    found = permits_of([case.guid])[case.guid]
    assert (found.document_no, found.unfinished, found.due_on) == (NUMBER, True, draft.due_on)


@pytest.mark.parametrize(
    ("code", "of_a_body", "outcome"),
    [
        ("clinic-filing", True, Outcome.GRANTED),
        ("public-place-permit", False, Outcome.GRANTED),
        ("public-place-permit", True, Outcome.REFUSED),
    ],
)
def test_a_filing_an_applicant_without_a_file_and_a_refusal_draft_nothing(
    code: str, of_a_body: bool, outcome: str, clerk: Officer, reviewer: Officer
):
    who: dict[str, Any] = {"subject": factories.body()} if of_a_body else {"applicant": "内黄县筹建中诊所"}
    case = decided(clerk, reviewer, code, outcome=outcome, **who)
    assert outbox.dispatch_all()
    assert draft_permit(case) is None
    assert not Permit.objects.exists()


def test_a_passed_verification_drafts_the_words_that_start_the_scoring_cycle(
    clerk: Officer, reviewer: Officer
):
    draft = draft_permit(decided(clerk, reviewer, "medical-verification", factories.body()))
    assert draft is not None
    assert draft.content == "医疗机构校验合格"


def test_a_county_words_its_permits_by_a_row_of_its_own(clerk: Officer, reviewer: Officer):
    Rule.objects.create(
        table="disclosure.permit_words",
        code="permit",
        place="4105",
        valid_from=BEGINNING,
        value={"permit_kind": "核准", "content": "同意{item}", "title": "关于{item}的批复"},
        origin=Rule.Origin.LOCAL,
    )
    draft = draft_permit(decided(clerk, reviewer, subject=factories.body()))
    assert draft is not None
    assert (draft.permit_kind, draft.content, draft.document_title) == (
        "核准",
        "同意公共场所卫生许可",
        "关于公共场所卫生许可的批复",
    )


def test_a_permit_that_was_entered_by_hand_is_linked_and_not_drafted_again(clerk: Officer, reviewer: Officer):
    case = decided(clerk, reviewer, subject=factories.body())
    draft = draft_permit(case)
    assert draft is not None
    Permit.objects.update(approval_guid=None, changed_by="")
    linked = draft_permit(case)
    assert linked == draft
    assert not Permit.objects.get(approval_guid=case.guid).is_unfinished


def test_an_unfinished_draft_is_not_handed_in_and_its_proposer_does_not_review_it(
    clerk: Officer, reviewer: Officer
):
    draft = draft_permit(decided(clerk, reviewer, subject=factories.body()))
    assert draft is not None
    with pytest.raises(Refusal, match="complete certificate, content and “valid to”"):
        decisions.submit(draft, by=clerk)
    draft.certificate_no = "内卫公证字〔2026〕第12号"
    decisions.enter_decision(draft, by=factories.clerk(), changed=["certificate_no"])
    decisions.submit(draft, by=clerk)
    clerk.posts.create(role="reviewer", prefix=factories.COUNTY)
    with pytest.raises(Refusal, match="needs a second officer"):
        decisions.approve(draft, by=Officer.objects.get(pk=clerk.pk))
    decisions.approve(draft, by=reviewer)
    assert draft.state == DecisionState.APPROVED


def test_the_case_leads_to_the_draft_and_its_form_asks_for_the_end_of_validity(
    clerk: Officer, reviewer: Officer
):
    case = decided(clerk, reviewer, subject=factories.body())
    client = Client(headers={"accept-language": "en"})
    client.force_login(clerk)
    page = reverse("admin:supervision_approvalcase_change", args=[case.pk])
    assert "The draft is being made" in client.get(page).content.decode()
    outbox.dispatch_all()
    draft = Permit.objects.get()
    permit_page = reverse("admin:disclosure_permit_change", args=[draft.pk])
    assert permit_page in client.get(page).content.decode()
    shown = client.get(permit_page)
    assert page in shown.content.decode()
    form = shown.context["adminform"].form
    assert form["valid_to"].value() is None
    assert form["document_no"].value() == NUMBER
