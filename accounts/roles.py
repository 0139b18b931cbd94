"""Roles as described classes. A post is one of them over a division-code prefix."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import P


@dataclass(frozen=True, slots=True)
class Role:
    """A set of rights that one kind of officer holds.

    Args:
        code: stored in posts; never rename one.
        title: what the officer is called.
        description: whom it is for.
        permissions: what it may do.
    """

    code: str
    title: str | Promise
    description: str | Promise
    permissions: frozenset[P]


_READ = frozenset({P.FILE_VIEW, P.DECISION_VIEW, P.GRADE_VIEW, P.DELIVERY_VIEW})

CLERK = Role(
    "clerk",
    _("Clerk"),
    _("Keeps files, takes in workbooks, enters decisions. Cannot review what was entered."),
    _READ
    | {
        P.FILE_EDIT,
        P.DECISION_ENTER,
        P.INTAKE_RUN,
        P.RECORD_ENTER,
        P.POINTS_ENTER,
        P.OBJECTION_HANDLE,
        P.REPAIR_HANDLE,
        P.COMMITMENT_KEEP,
        P.REPORT_ISSUE,
        P.EVALUATION_KEEP,
        P.WARNING_HANDLE,
        P.LISTING_PROPOSE,
        P.MEASURE_HANDLE,
        P.CHECK_ASK,
        P.FOREIGN_LIST_KEEP,
        P.CAMPAIGN_KEEP,
        P.LEDGER_CHECK,
        P.RECTIFICATION_CHECK,
        P.INSPECTION_PLAN,
        P.INSPECTION_DO,
        P.INTERVIEW_HOLD,
        P.COMPLAINT_HANDLE,
        P.MATTER_KEEP,
        P.INTEGRITY_REVIEW,
        P.SERVICE_KEEP,
    },
)
REVIEWER = Role(
    "reviewer",
    _("Reviewer"),
    _("The second officer: reviews decisions that others entered, publishes and withdraws them."),
    _READ
    | {
        P.DECISION_REVIEW,
        P.DECISION_PUBLISH,
        P.DELIVERY_RESEND,
        P.GRADE_RUN,
        P.NUMBER_REVEAL,
        P.RECORD_REVIEW,
        P.POINTS_CONFIRM,
        P.STANDARD_ADOPT,
        P.OBJECTION_DECIDE,
        P.REPAIR_DECIDE,
        P.REPORT_ISSUE,
        P.WARNING_HANDLE,
        P.LISTING_DECIDE,
        P.LISTING_CONSENT,
        P.MEASURE_HANDLE,
        P.CHECK_ASK,
        P.CAMPAIGN_ISSUE,
        P.LEDGER_CHECK,
        P.RECTIFICATION_DECIDE,
        P.INSPECTION_APPROVE,
        P.INSPECTION_DO,
        P.INTERVIEW_HOLD,
        P.COMPLAINT_DECIDE,
        P.INTEGRITY_DECIDE,
    },
)
READER = Role(
    "reader",
    _("Reader"),
    _("Reads files, decisions, grades and deliveries of the jurisdiction, changes nothing."),
    _READ,
)
AUDITOR = Role(
    "auditor",
    _("Auditor"),
    _("Reads the audit trail and who revealed which number; sees the records, changes nothing."),
    _READ | {P.AUDIT_VIEW},
)
ADMINISTRATOR = Role(
    "administrator",
    _("Administrator"),
    _("Keeps officers, agencies, rule tables and the calendar. Enters and reviews nothing."),
    _READ | {P.RULE_EDIT, P.OFFICER_EDIT, P.STANDARD_EDIT, P.SCHEME_EDIT},
)
MACHINE = Role(
    "machine",
    _("Machine"),
    _("A system of a hospital or another department: files and reads records through the interface."),
    frozenset(
        {
            P.FILE_VIEW,
            P.GRADE_VIEW,
            P.DECISION_VIEW,
            P.RECORD_ENTER,
            P.EVALUATION_KEEP,
            P.CHECK_ASK,
            P.FOREIGN_LIST_KEEP,
        }
    ),
)
PARTNER = Role(
    "partner",
    _("Partner department"),
    _("An officer of another department: answers for the joint measures its department was asked to take."),
    frozenset({P.MEASURE_ANSWER}),
)
INSPECTOR = Role(
    "inspector",
    _("Inspector"),
    _("Inspects bodies and enters what was found, on a telephone too. Plans and decides nothing."),
    _READ | {P.INSPECTION_DO},
)
INFORMANT_KEEPER = Role(
    "informant_keeper",
    _("Keeper of informants"),
    _("One of the named officers who together, never alone, may open who reported something."),
    frozenset({P.INFORMANT_OPEN}),
)

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        CLERK,
        REVIEWER,
        READER,
        AUDITOR,
        ADMINISTRATOR,
        MACHINE,
        PARTNER,
        INSPECTOR,
        INFORMANT_KEEPER,
    )
}
