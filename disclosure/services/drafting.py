"""A granted application drafts its permit, once: who handled it completes it and hands it in for review."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.authorities import agency_of
from accounts.permissions import P
from core import audit
from core.actors import SystemActor
from core.divisions import full_name
from core.ruletables import rule
from credit.models import Subject
from disclosure.models import Permit
from disclosure.services import clocks
from institutions.models import Institution
from supervision.models import ApprovalCase
from supervision.service.choices import Outcome

UNKNOWN_END = date(2099, 12, 31)
"""Stands in the column until the clerk has entered the end of validity; the form shows an empty field."""

WORDS = "disclosure.permit_words"
"""Rule table: what the national field set calls an act of each kind (许可类别), and how it is worded."""


@transaction.atomic
def draft_permit(case: ApprovalCase) -> Permit | None:
    """Draft the permit of a granted application, or link the one that was entered already.

    The officer who proposed the decision counts as the maker, and so does not review the permit.

    Returns:
        The permit; None where the application grants none: refused, a filing, or an applicant without a file.

    Raises:
        Refusal: the rule table says nothing about this kind of act.
    """
    known = Permit._base_manager.filter(approval_guid=case.guid).first()
    if known is not None:
        return known
    if case.subject is None or case.outcome != Outcome.GRANTED or case.decided_on is None:
        return None
    words = rule(WORDS, case.item.kind, on=case.decided_on, place=case.division_code)
    if not words:
        return None
    drafted = _drafted(case, case.subject, case.decided_on, words)
    twin = Permit._base_manager.select_for_update().filter(
        subject=case.subject, authority_code=drafted.authority_code, document_no=drafted.document_no
    )
    if (entered := twin.first()) is not None:
        return _linked(entered, case)
    due = clocks.publication_due(drafted.decided_on, place=drafted.division_code)
    drafted.due_on, drafted.due_provisional = due.on, due.provisional
    drafted.save(force_insert=True)
    audit.record(drafted, "permit.draft", by=SystemActor("approvals"), changes={"case": (None, case.number)})
    clocks.start([drafted])
    return drafted


def _linked(entered: Permit, case: ApprovalCase) -> Permit:
    """Keep a permit that somebody was quicker to enter; it is no unfinished draft."""
    entered.approval_guid = case.guid
    entered.changed_by = entered.changed_by or entered.made_by
    entered.save(update_fields=["approval_guid", "changed_by"])
    audit.record(entered, "permit.link", by=SystemActor("approvals"), changes={"case": (None, case.number)})
    return entered


def _drafted(case: ApprovalCase, subject: Subject, decided_on: date, words: dict[str, str]) -> Permit:
    agency = agency_of(case.division_code, P.SERVICE_KEEP)
    name = agency.name if agency else full_name(case.division_code)
    code = agency.uscc if agency else ""
    body = None if subject.is_person else Institution.objects.filter(subject=subject).first()
    return Permit(
        subject=subject,
        division_code=case.division_code,
        party_name=subject.name,
        party_kind=subject.kind,
        uscc=subject.uscc,
        id_type=subject.id_type,
        legal_representative=body.legal_representative if body else "",
        document_title=words["title"].replace("{item}", case.item.name)[:200],
        document_no=case.decision_no,
        permit_kind=words["permit_kind"],
        content=words["content"].replace("{item}", case.item.name),
        decided_on=decided_on,
        valid_from=decided_on,
        valid_to=UNKNOWN_END,
        authority_name=name,
        authority_code=code,
        source_name=name,
        source_code=code,
        approval_guid=case.guid,
        made_by=case.proposed_by,
        made_by_label=case.proposed_by_label,
    )
