"""The sidebar of the supervisors' door: each officer sees only what their posts let them open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import P


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the sidebar: where it leads, and the right that shows it (None: everybody)."""

    title: str | Promise
    icon: str
    url_name: str
    right: P | None


LONGEST_OPEN = 4
"""A group with more lines is folded until one of its pages is open: sixty lines fit no screen."""

# What is used daily stands first; within a group, what is done comes before what it rests on.
GROUPS: tuple[tuple[str | Promise, tuple[Entry, ...]], ...] = (
    (
        _("Tasks"),
        (
            Entry(_("Task box"), "inbox", "index", None),
            Entry(_("My inspections"), "smartphone", "supervision_inspection_mine", P.INSPECTION_DO),
            Entry(
                _("Measures asked of us"),
                "assignment_turned_in",
                "blacklist_partnerorder_changelist",
                P.MEASURE_ANSWER,
            ),
            Entry(_("Take in workbooks"), "upload_file", "core_intake_changelist", P.INTAKE_RUN),
        ),
    ),
    (
        _("Archives"),
        (
            Entry(_("Institutions"), "local_hospital", "institutions_institution_changelist", P.FILE_VIEW),
            Entry(_("Practitioners"), "stethoscope", "practitioners_practitioner_changelist", P.FILE_VIEW),
            Entry(_("Credit files"), "folder_shared", "credit_subject_changelist", P.FILE_VIEW),
            Entry(_("Evidence files"), "attach_file", "core_evidencefile_changelist", P.FILE_VIEW),
        ),
    ),
    (
        _("Double-publicity records"),
        (
            Entry(_("Penalties"), "gavel", "disclosure_penalty_changelist", P.DECISION_VIEW),
            Entry(_("Permits"), "approval", "disclosure_permit_changelist", P.DECISION_VIEW),
        ),
    ),
    (
        _("Inspection and interviews"),
        (
            Entry(_("Random draws"), "casino", "supervision_draw_changelist", P.FILE_VIEW),
            Entry(_("Inspections"), "fact_check", "supervision_inspection_changelist", P.FILE_VIEW),
            Entry(_("Interviews"), "forum", "supervision_interview_changelist", P.FILE_VIEW),
            Entry(_("Complaints"), "record_voice_over", "supervision_complaint_changelist", P.FILE_VIEW),
            Entry(
                _("Keepers of informants"), "lock", "supervision_informantkeeper_changelist", P.INFORMANT_OPEN
            ),
        ),
    ),
    (
        _("Campaigns and rectification"),
        (
            Entry(_("Campaigns"), "campaign", "supervision_campaign_changelist", P.FILE_VIEW),
            Entry(_("Self-inspection"), "edit_note", "supervision_ledgerround_changelist", P.FILE_VIEW),
            Entry(_("Rectifications"), "build", "supervision_rectification_changelist", P.FILE_VIEW),
            Entry(_("Bulletins"), "newspaper", "supervision_bulletin_changelist", P.FILE_VIEW),
            Entry(_("Yearly reports"), "summarize", "supervision_yearlyreport_changelist", P.FILE_VIEW),
            Entry(_("Checklists"), "checklist", "supervision_checklist_changelist", P.FILE_VIEW),
        ),
    ),
    (
        _("Government integrity and services"),
        (
            Entry(
                _("Government integrity"),
                "account_balance",
                "supervision_assessmentround_changelist",
                P.FILE_VIEW,
            ),
            Entry(_("Tracked matters"), "pending_actions", "supervision_matter_changelist", P.FILE_VIEW),
            Entry(_("Approvals"), "timer", "supervision_approvalcase_changelist", P.FILE_VIEW),
            Entry(_("Visitors' ratings"), "thumbs_up_down", "supervision_rating_changelist", P.FILE_VIEW),
            Entry(_("Benefits"), "redeem", "supervision_benefit_changelist", P.FILE_VIEW),
        ),
    ),
    (
        _("Credit records"),
        (
            Entry(_("Conduct records"), "flag", "credit_conductrecord_changelist", P.FILE_VIEW),
            Entry(_("Demerit points"), "exposure_plus_1", "credit_demeritentry_changelist", P.GRADE_VIEW),
            Entry(_("Objections"), "contact_support", "credit_objection_changelist", P.FILE_VIEW),
            Entry(_("Repairs"), "healing", "credit_repair_changelist", P.FILE_VIEW),
            Entry(_("Batch repairs"), "playlist_add_check", "credit_repairbatch_changelist", P.FILE_VIEW),
            Entry(_("Court shields"), "shield", "credit_shield_changelist", P.FILE_VIEW),
            Entry(_("Collection catalogue"), "menu_book", "credit_catalogueitem_changelist", P.FILE_VIEW),
        ),
    ),
    (
        _("Grading and use"),
        (
            Entry(_("Grades"), "monitoring", "credit_grade_changelist", P.GRADE_VIEW),
            Entry(_("Consequences"), "assignment_late", "credit_consequencetask_changelist", P.GRADE_VIEW),
            Entry(_("Risk warnings"), "notification_important", "credit_riskwarning_changelist", P.FILE_VIEW),
            Entry(_("Scoring standards"), "rule", "credit_standard_changelist", P.GRADE_VIEW),
            Entry(_("Grading runs"), "update", "credit_graderun_changelist", P.GRADE_VIEW),
            Entry(_("Credit reports"), "description", "credit_creditreport_changelist", P.REPORT_ISSUE),
            Entry(_("Many reports at once"), "topic", "credit_reportbatch_changelist", P.REPORT_ISSUE),
        ),
    ),
    (
        _("Commitments and evaluations"),
        (
            Entry(_("Commitments"), "handshake", "credit_commitment_changelist", P.FILE_VIEW),
            Entry(_("Commitment templates"), "contract", "credit_commitmenttemplate_changelist", P.FILE_VIEW),
            Entry(_("Admission education"), "school", "credit_admissioneducation_changelist", P.FILE_VIEW),
            Entry(_("Evaluations"), "grading", "credit_evaluation_changelist", P.FILE_VIEW),
            Entry(_("Tasks of evaluations"), "task", "credit_evaluationfollowup_changelist", P.FILE_VIEW),
            Entry(_("Score sheets"), "checklist", "credit_sectorvisit_changelist", P.FILE_VIEW),
        ),
    ),
    (
        _("Red and black lists"),
        (
            Entry(_("Listings"), "format_list_bulleted", "blacklist_listing_changelist", P.FILE_VIEW),
            Entry(_("Leaving a list"), "logout", "blacklist_exitapplication_changelist", P.FILE_VIEW),
            Entry(_("Exit rates"), "trending_down", "blacklist_exitapplication_rates", P.FILE_VIEW),
            Entry(_("Credit checks"), "person_search", "blacklist_check_add", P.CHECK_ASK),
            Entry(_("The four lists"), "view_list", "blacklist_fourlist_changelist", P.FILE_VIEW),
            Entry(_("List schemes"), "policy", "blacklist_listscheme_changelist", P.FILE_VIEW),
            Entry(_("Lists of others"), "domain", "blacklist_foreignentry_changelist", P.FILE_VIEW),
            Entry(_("Deliveries of lists"), "inbox", "blacklist_foreigndelivery_changelist", P.FILE_VIEW),
            Entry(_("Sources of lists"), "cloud_download", "blacklist_foreignsource_changelist", P.FILE_VIEW),
        ),
    ),
    (
        _("Measures and departments"),
        (
            Entry(_("Joint measures"), "group_work", "blacklist_measureorder_board", P.FILE_VIEW),
            Entry(_("Partner departments"), "diversity_3", "blacklist_department_changelist", P.FILE_VIEW),
            Entry(_("Catalogue of measures"), "menu_book", "blacklist_measure_changelist", P.FILE_VIEW),
            Entry(
                _("Editions of measures"), "library_books", "blacklist_measureedition_changelist", P.FILE_VIEW
            ),
        ),
    ),
    (
        _("Exchange"),
        (
            Entry(_("Deliveries"), "send", "exchange_delivery_changelist", P.DELIVERY_VIEW),
            Entry(_("Platforms"), "hub", "exchange_platform_changelist", P.DELIVERY_VIEW),
            Entry(_("Reconciliations"), "balance", "exchange_reconciliation_changelist", P.DELIVERY_VIEW),
        ),
    ),
    (
        _("System"),
        (
            Entry(_("Rule tables"), "menu_book", "core_rule_changelist", P.RULE_EDIT),
            Entry(_("Calendar"), "calendar_month", "core_calendarday_changelist", P.RULE_EDIT),
            Entry(_("Officers"), "badge", "accounts_officer_changelist", P.OFFICER_EDIT),
            Entry(_("Portal accounts"), "key", "institutions_membership_changelist", P.OFFICER_EDIT),
            Entry(_("Keys of machines"), "vpn_key", "accounts_apikey_changelist", P.OFFICER_EDIT),
            Entry(_("Agencies"), "account_balance", "accounts_agency_changelist", P.OFFICER_EDIT),
            Entry(_("Audit trail"), "history", "core_auditevent_changelist", P.AUDIT_VIEW),
            Entry(_("Looks at numbers"), "visibility", "accounts_reveal_changelist", P.AUDIT_VIEW),
        ),
    ),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the groups and lines that this officer may open."""
    may = getattr(request.user, "may", None)
    groups = []
    for title, entries in GROUPS:
        items = [
            {"title": entry.title, "icon": entry.icon, "link": reverse(f"admin:{entry.url_name}")}
            for entry in entries
            if entry.right is None or (may is not None and may(entry.right))
        ]
        if items:
            groups.append(
                {"title": title, "separator": False, "collapsible": len(items) > LONGEST_OPEN, "items": items}
            )
    return groups


def account(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the lines of the officer's own menu."""
    if not settings.SECOND_FACTOR:
        return []
    return [
        {"title": _("Change password"), "link": reverse("admin:password_change")},
        {"title": _("Second factor"), "link": reverse("second_factor:manage")},
    ]
