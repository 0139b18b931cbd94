"""Who may open what. Whoever adds an address adds a line here; the suite fails on an address without one.

Outcomes of a GET: ``open`` the page is answered; ``sign`` the visitor is sent to sign in; ``shut`` refused or
said not to exist; ``away`` sent on to another page, which has its own line.
"""

from __future__ import annotations

from dataclasses import dataclass

ROLES = (
    "visitor",
    "member",
    "other member",
    "officer without post",
    "clerk",
    "reviewer",
    "reader",
    "auditor",
    "administrator",
    "partner",
    "keeper",
    "stranger",
)
OUTSIDERS = frozenset({"visitor", "member", "other member"})
"""Who is no officer: the supervisors' door sends them to sign in, whatever the address."""

EVERYBODY = dict.fromkeys(ROLES, "open")
SENT_ON = dict.fromkeys(ROLES, "away")
KEY_ONLY = dict.fromkeys(ROLES, "shut")
"""For machines with a key; who is signed in is nobody there (tests/unit/credit/test_api_*.py)."""
OWN_FILE = {
    **dict.fromkeys(ROLES, "shut"),
    "visitor": "sign",
    "member": "open",
}

# The public site, the open interface and the portal.
SITE: dict[str, dict[str, str]] = {
    "healthz": EVERYBODY,
    "favicon": SENT_ON,
    "disclosure:home": EVERYBODY,
    "disclosure:search": EVERYBODY,
    "disclosure:download": EVERYBODY,
    "disclosure:entry": EVERYBODY,
    "disclosure:subject": EVERYBODY,
    "disclosure:commitments": EVERYBODY,
    "disclosure:commitment": EVERYBODY,
    "disclosure:body_commitments": EVERYBODY,
    "disclosure:lists": EVERYBODY,
    "disclosure:list": EVERYBODY,
    "disclosure:about": EVERYBODY,
    "lists:four_lists": EVERYBODY,
    "lists:four_list": EVERYBODY,
    "lists:four_list_download": EVERYBODY,
    "disclosure:language": SENT_ON,
    "set_language": SENT_ON,
    "supervision:complaint_new": EVERYBODY,
    "supervision:services": EVERYBODY,
    "supervision:service": EVERYBODY,
    "supervision:benefits": EVERYBODY,
    "supervision:rate_form": EVERYBODY,
    "supervision:rate": EVERYBODY,
    "supervision:inspections": EVERYBODY,
    "supervision:inspections_download": EVERYBODY,
    "supervision:inspection": EVERYBODY,
    "supervision:complaint_follow": EVERYBODY,
    "supervision:draws": EVERYBODY,
    "supervision:draw_items": EVERYBODY,
    "supervision:draw_script": EVERYBODY,
    "supervision:plan": EVERYBODY,
    "supervision:draw": EVERYBODY,
    "supervision:draw_file": EVERYBODY,
    "credit:verify_form": EVERYBODY,
    "credit:verify": EVERYBODY,
    "schema": EVERYBODY,
    "api-docs": EVERYBODY,
    "api:home": SENT_ON,
    "api:entries": EVERYBODY,
    "api:entry": EVERYBODY,
    **dict.fromkeys(
        (
            "files-api:body-records",
            "files-api:body-timeline",
            "files-api:body-grades",
            "files-api:person-records",
            "files-api:person-timeline",
            "files-api:person-grades",
            "files-api:file-evaluations",
            "files-api:file-records",
            "files-api:file-objection",
            "files-api:file-repair",
            "lists-api:file-foreign-entries",
            "lists-api:ask-check",
        ),
        KEY_ONLY,
    ),
    "portal:home": {**OWN_FILE, "member": "away", "other member": "away"},
    "portal:sign_in": {**SENT_ON, "visitor": "open"},
    "portal:sign_out": dict.fromkeys(ROLES, "shut"),
    "portal:body": OWN_FILE,
    "portal:objection_new": dict.fromkeys(ROLES, "shut") | {"visitor": "sign"},
    "portal:objection": OWN_FILE,
    "portal:objection_take_back": dict.fromkeys(ROLES, "shut"),
    "portal:repair_start": dict.fromkeys(ROLES, "shut"),
    "portal:repair": OWN_FILE,
    "portal:repair_take_back": dict.fromkeys(ROLES, "shut"),
    "portal:part": OWN_FILE,
    "portal:commitment": OWN_FILE,
    "portal:commitment_print": OWN_FILE,
    "portal:commitment_begin": {**dict.fromkeys(ROLES, "shut")},
    "portal:evidence": OWN_FILE,
    "portal:points_defence": dict.fromkeys(ROLES, "shut"),
    "portal:report_issue": dict.fromkeys(ROLES, "shut"),
    "portal:report": OWN_FILE,
    "portal:timeline": OWN_FILE,
    "portal_lists:listing": OWN_FILE,
    "portal_lists:hearing": dict.fromkeys(ROLES, "shut"),
    "portal_lists:notice": OWN_FILE,
    "portal_lists:exit_begin": dict.fromkeys(ROLES, "shut"),
    "portal_lists:exit": OWN_FILE,
    "portal_lists:exit_take_back": dict.fromkeys(ROLES, "shut"),
    "portal_supervision:matter": OWN_FILE,
    "portal_supervision:assessment": OWN_FILE,
    "portal_supervision:integrity_breach": OWN_FILE,
    "portal_supervision:integrity_measure": OWN_FILE,
    "portal_supervision:benefit_ask": dict.fromkeys(ROLES, "shut"),
    "portal_supervision:benefit_uses": dict.fromkeys(ROLES, "shut"),
    "portal_supervision:benefit_leave": dict.fromkeys(ROLES, "shut"),
    "portal_supervision:rectification": OWN_FILE,
    "portal_supervision:rectification_extension": dict.fromkeys(ROLES, "shut"),
    "portal_supervision:rectification_extension_back": dict.fromkeys(ROLES, "shut"),
    "portal_supervision:interview": OWN_FILE,
    "portal_supervision:interview_paper": OWN_FILE,
    "portal_supervision:ledger": OWN_FILE,
    "portal_supervision:ledger_line": dict.fromkeys(ROLES, "shut"),
    "portal_supervision:ledger_sign": OWN_FILE,
    "portal_supervision:ledger_workbook": OWN_FILE,
    "portal_supervision:ledger_upload": dict.fromkeys(ROLES, "shut"),
    "portal_supervision:ledger_faults": OWN_FILE,
    "portal_supervision:ledger_marked": {**OWN_FILE, "member": "away"},
}

READERS = frozenset({"clerk", "reviewer", "reader", "auditor", "administrator"})


@dataclass(frozen=True, slots=True)
class Pages:
    """The supervisors' pages of one model, about an object of the county.

    Args:
        readers: who opens the list and the object.
        adders: who opens the form of a new one.
        everywhere: the object belongs to no place, so that an officer of another province reads it too.
        lists: who opens the list besides the readers: a list is empty where nothing is theirs.
        dialogs: further addresses. They ask before they act and tell nothing about the object, so officers
            see them; `test_no_dialog_acts_for_who_lacks_the_right` holds what they do.
        extra: further addresses that are answered to the readers only.
        blanks: further addresses that are answered to whoever may enter something new.
        own: addresses that open to nobody here: a key is its keeper's alone, a list stands on another page.
    """

    readers: frozenset[str]
    adders: frozenset[str] = frozenset()
    everywhere: bool = False
    lists: frozenset[str] = frozenset()
    dialogs: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


STRANGER = frozenset({"stranger"})
CLERKS = frozenset({"clerk"})
ADMINISTRATORS = frozenset({"administrator"})
REPORTERS = frozenset({"clerk", "reviewer"})
AUDITORS = frozenset({"auditor"})
PARTNERS = frozenset({"partner"})
KEEPERS = frozenset({"keeper"})
DEPARTMENT_STEPS = ("receive", "accept", "execute", "cannot", "confirm_lifted")
TOLD_STEPS = ("issue", "write", "recount", "drop", "withdraw")
DECISION = Pages(
    READERS,
    adders=CLERKS | STRANGER,
    lists=STRANGER,
    dialogs=(
        "hand_in",
        "approve",
        "publish_now",
        "send_back",
        "reveal_party",
        "reveal_representative",
        "annul",
    ),
)
OF_A_PLACE = Pages(READERS, lists=STRANGER)
OF_NO_PLACE = Pages(READERS, everywhere=True)

# Off in the tests, as in the demonstration; tests/unit/accounts/test_second_factor.py has more.
SITE |= {
    f"second_factor:{page}": {**dict.fromkeys(ROLES, "shut"), **dict.fromkeys(OUTSIDERS, "sign")}
    for page in ("ask", "enrol", "manage")
}

# The supervisors' door, by model.
ADMIN: dict[str, Pages] = {
    "disclosure_penalty": DECISION,
    "disclosure_permit": DECISION,
    "institutions_institution": Pages(READERS, adders=CLERKS | STRANGER, lists=STRANGER),
    "institutions_membership": Pages(ADMINISTRATORS, adders=ADMINISTRATORS),
    "practitioners_practitioner": Pages(
        READERS, adders=CLERKS | STRANGER, lists=STRANGER, dialogs=("reveal", "practice")
    ),
    "credit_subject": Pages(
        READERS, lists=STRANGER, dialogs=("reveal", "issue_report"), extra=("timeline", "points")
    ),
    "credit_demeritentry": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=("serve", "answer", "confirm", "confirm_here", "drop", "take_back"),
        extra=("notice",),
    ),
    "credit_objection": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=(
            "ask_provider",
            "provider_answer",
            "propose",
            "decide",
            "send_back",
            "pause",
            "resume",
            "extend",
            "tell",
        ),
    ),
    "credit_repair": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=(
            "write",
            "submit",
            "accept",
            "give_back",
            "not_accept",
            "check",
            "approve",
            "refuse",
            "send_back",
            "extend",
            "propose_revocation",
            "revoke",
            "drop_revocation",
            "close",
        ),
    ),
    "credit_repairbatch": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=("edit", "examine", "exclude", "approve", "file", "start", "drop"),
        extra=("progress",),
    ),
    "credit_shield": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=("start", "complete", "lift", "drop"),
    ),
    "credit_riskwarning": Pages(READERS, lists=STRANGER, dialogs=("dismiss",)),
    "credit_catalogueitem": Pages(
        READERS, adders=ADMINISTRATORS, everywhere=True, dialogs=("another_version", "end_now")
    ),
    "credit_conductrecord": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=("confirm", "send_back", "discard", "withdraw"),
        extra=("amend", "correct"),
    ),
    "credit_grade": Pages(READERS, lists=STRANGER, dialogs=("compute_now",)),
    "credit_graderun": Pages(
        READERS,
        everywhere=True,
        dialogs=("grade_all", "try_one", "go_on"),
        extra=("open", "progress"),
    ),
    "credit_creditreport": Pages(REPORTERS, lists=STRANGER, extra=("download",)),
    "credit_reportbatch": Pages(
        REPORTERS, adders=REPORTERS | STRANGER, lists=STRANGER, extra=("progress", "file")
    ),
    "credit_standard": Pages(
        READERS,
        adders=ADMINISTRATORS,
        everywhere=True,
        dialogs=("try_out", "rework", "adopt", "end", "new_version", "grade_everybody", "trial_run"),
        extra=("preview", "compare", "print_out"),
    ),
    "credit_consequencetask": Pages(READERS, lists=STRANGER, dialogs=("finish", "waive", "workbook")),
    "credit_commitment": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=("publish_now", "confirm_breach", "reject_breach", "withdraw_now"),
        extra=("sign_paper", "add_scan", "check_kept", "print_text"),
    ),
    "credit_commitmenttemplate": Pages(READERS, adders=ADMINISTRATORS, everywhere=True),
    "credit_admissioneducation": Pages(READERS, adders=CLERKS | STRANGER, lists=STRANGER),
    "credit_evaluation": OF_A_PLACE,
    "credit_evaluationfollowup": Pages(READERS, lists=STRANGER, dialogs=("drop_task",), extra=("note_done",)),
    "credit_sectorvisit": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=("sign_sheet", "reopen_sheet", "drop_sheet"),
        extra=("fill_sheet",),
    ),
    "supervision_plan": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=(
            "take_over",
            "add_line",
            "remove_line",
            "submit",
            "approve",
            "return",
            "take_back",
            "start_draw",
            "close",
            "drop",
        ),
        extra=("change_line",),
    ),
    "supervision_draw": Pages(
        READERS,
        lists=STRANGER,
        dialogs=(
            "commit",
            "hold",
            "approve",
            "open",
            "replace_object",
            "replace_staff",
            "void",
            "drop",
            "file",
        ),
        extra=("minutes",),
    ),
    "supervision_replacement": Pages(READERS, lists=STRANGER, dialogs=("approve", "refuse")),
    "supervision_inspector": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=("change_entry", "leave_days", "declare", "end_conflict", "leave"),
    ),
    "supervision_expert": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=("undertaking", "change_entry", "declare", "end_conflict", "exit"),
    ),
    "supervision_inspectionitem": Pages(READERS, adders=ADMINISTRATORS, everywhere=True),
    "blacklist_listscheme": Pages(READERS, adders=ADMINISTRATORS, everywhere=True, dialogs=("end",)),
    "blacklist_listing": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=(
            "check",
            "amend",
            "notify",
            "publicise",
            "receive_statement",
            "ask_hearing",
            "order_hearing",
            "hold_hearing",
            "weigh",
            "receive_objection",
            "answer_objection",
            "conclude",
            "ask_upper",
            "consent",
            "upper_refuses",
            "decide",
            "drop",
            "take_back",
            "serve_decision",
            "enter",
            "let_stand",
            "lose",
            "revoke",
            "court",
            "revoke_decision",
            "court_on_decision",
            "begin_exit",
            "review_grounds",
            "note_training",
            "publicity_paper",
        ),
        extra=("notice_paper", "decision_paper"),
    ),
    "blacklist_check": Pages(
        REPORTERS,
        adders=REPORTERS | STRANGER,
        lists=STRANGER,
        extra=("progress", "sheet", "answers"),
        blanks=("workbook", "blank"),
    ),
    "blacklist_exitapplication": Pages(
        READERS,
        lists=STRANGER,
        dialogs=(
            "write",
            "submit",
            "accept",
            "give_back",
            "check",
            "approve",
            "refuse",
            "send_back",
            "rates",
            "rates_workbook",
        ),
    ),
    "supervision_ledgerround": Pages(
        READERS,
        adders=CLERKS | STRANGER | {"reviewer"},
        lists=STRANGER,
        dialogs=("more",),
        blanks=("campaign",),
    ),
    "supervision_ledger": Pages(
        READERS,
        lists=STRANGER,
        dialogs=(
            "accept",
            "send_back",
            "find_faked",
            "drop",
            "paper",
            "paper_begin",
            "paper_blank",
            "paper_leave",
            "paper_sign",
            "paper_line",
        ),
    ),
    "supervision_campaign": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=(
            "start",
            "bulletin",
            "final",
            "close",
            "edit",
            "copy",
            "reopen",
            "drop",
            "phases",
            "areas",
            "problems",
        ),
        extra=("scope", "progress", "progress_workbook", "problems_workbook"),
        blanks=("blank",),
    ),
    "supervision_bulletin": Pages(
        READERS,
        lists=STRANGER,
        dialogs=TOLD_STEPS,
        extra=("paper", "workbook"),
    ),
    "supervision_yearlyreport": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=(*TOLD_STEPS, "send"),
        extra=("paper", "workbook"),
    ),
    "supervision_checklist": Pages(
        READERS, adders=CLERKS | STRANGER, everywhere=True, dialogs=("version",), extra=("workbook",)
    ),
    "supervision_approvalitem": Pages(READERS, adders=ADMINISTRATORS, everywhere=True),
    "supervision_approvalcase": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=(
            "accept",
            "tell",
            "complete",
            "propose",
            "decide",
            "send_back",
            "deliver",
            "urge",
            "extend",
            "pause",
            "resume",
            "weigh",
            "reject",
            "take_back",
            "board",
        ),
        extra=("notice",),
    ),
    "supervision_servicewindow": Pages(READERS, adders=CLERKS | STRANGER, lists=STRANGER, dialogs=("codes",)),
    "supervision_rating": Pages(READERS, lists=STRANGER, dialogs=("answer", "close", "send_back", "figures")),
    "supervision_benefit": Pages(READERS, adders=ADMINISTRATORS, everywhere=True),
    "supervision_benefitoffer": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=("approve", "uses", "resume", "suspend", "refuse", "end"),
    ),
    "supervision_rectification": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=(
            "cross_off",
            "check",
            "give_back",
            "check_again",
            "give_back_checked",
            "approve_extension",
            "refuse_extension",
            "find_false",
            "clear",
            "doubt",
            "reopen",
            "on_paper",
            "drop",
            "record",
            "from_task",
        ),
    ),
    "supervision_recheck": Pages(
        READERS, adders=CLERKS | STRANGER, lists=STRANGER, dialogs=("line",), extra=("population",)
    ),
    "supervision_interview": Pages(
        READERS,
        adders=REPORTERS | STRANGER,
        lists=STRANGER,
        dialogs=("notice", "put_off", "minutes", "follow_up", "drop", "call_off", "from_task"),
        extra=("paper",),
    ),
    "supervision_matter": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=(
            "assign",
            "tell",
            "answer",
            "accept",
            "reopen",
            "extend",
            "refuse",
            "drop",
            "figures",
            "sender",
        ),
    ),
    "supervision_assessmentround": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=("open", "publish", "drop", "bodies", "report", "workbook"),
    ),
    "supervision_assessment": Pages(
        READERS, lists=STRANGER, dialogs=("decide", "redo", "send_back", "self", "marks", "impose_all")
    ),
    "supervision_integritybreach": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=("confirm", "drop", "correct", "accept", "send_back", "measure", "withdraw", "impose_all"),
    ),
    "supervision_integritymeasure": Pages(
        READERS, lists=STRANGER, dialogs=("impose", "drop", "explain", "ask_again", "lift")
    ),
    "supervision_inspection": Pages(
        READERS,
        adders=frozenset({"clerk"}) | STRANGER,
        lists=STRANGER,
        dialogs=(
            "approve",
            "publish",
            "give_back",
            "withdraw",
            "drop",
            "crew",
            "mine",
            "field",
            "send",
            "hand_in",
            "figures",
            "recusal",
            "worker",
        ),
        extra=("record",),
    ),
    "blacklist_measureorder": Pages(
        READERS,
        lists=STRANGER,
        dialogs=(
            *DEPARTMENT_STEPS,
            "insist",
            "end",
            "of_listing",
            "launch",
            "launch_many",
            "board",
            "statistics",
            "workbook",
        ),
        extra=("letter",),
    ),
    "blacklist_partnerorder": Pages(PARTNERS, dialogs=(*DEPARTMENT_STEPS, "proof"), extra=("letter",)),
    "blacklist_measure": Pages(READERS, adders=ADMINISTRATORS, everywhere=True),
    "blacklist_measureedition": Pages(READERS, adders=ADMINISTRATORS, everywhere=True),
    "blacklist_department": Pages(READERS, adders=ADMINISTRATORS, lists=STRANGER),
    "blacklist_foreignsource": Pages(READERS, adders=CLERKS | STRANGER, lists=STRANGER, dialogs=("take_in",)),
    "blacklist_foreigndelivery": Pages(READERS, lists=STRANGER, dialogs=("confirm", "keep")),
    "blacklist_foreignentry": Pages(READERS, lists=STRANGER, dialogs=("reveal",)),
    "blacklist_fourlist": Pages(
        READERS,
        adders=ADMINISTRATORS,
        lists=STRANGER,
        dialogs=("adopt", "edit_head", "add_line", "withdraw", "drop", "line"),
        extra=("print",),
    ),
    "supervision_complaint": Pages(
        READERS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        dialogs=(
            "accept",
            "transfer",
            "join",
            "decline",
            "propose",
            "reassign",
            "inspect",
            "add_files",
            "extend",
            "decide",
            "send_back",
            "answer",
            "reward",
        ),
    ),
    "supervision_complaintreward": Pages(
        READERS, lists=STRANGER, dialogs=("approve", "refuse", "pay", "lapse")
    ),
    "supervision_informantkeeper": Pages(
        KEEPERS, adders=KEEPERS, own=("change", "passphrase", "withdraw", "open_circle", "change_keys")
    ),
    "supervision_informantlook": Pages(KEEPERS, adders=KEEPERS, own=("changelist",)),
    "exchange_delivery": Pages(READERS, lists=STRANGER, dialogs=("send_again",)),
    "exchange_platform": Pages(READERS, adders=ADMINISTRATORS, everywhere=True),
    "exchange_reconciliation": OF_NO_PLACE,
    "core_intake": Pages(
        CLERKS,
        adders=CLERKS | STRANGER,
        lists=STRANGER,
        extra=("progress", "faulty_rows"),
        blanks=("template",),
    ),
    "core_evidencefile": Pages(READERS, lists=STRANGER, extra=("fetch",)),
    "core_evidence": Pages(READERS, extra=("download",)),
    "core_auditevent": Pages(AUDITORS),
    "accounts_reveal": Pages(AUDITORS),
    "accounts_officer": Pages(ADMINISTRATORS, adders=ADMINISTRATORS, dialogs=("remove_second_factor",)),
    "accounts_apikey": Pages(ADMINISTRATORS, adders=ADMINISTRATORS, dialogs=("another", "revoke")),
    "accounts_agency": Pages(ADMINISTRATORS, adders=ADMINISTRATORS),
    "core_rule": Pages(ADMINISTRATORS, adders=ADMINISTRATORS, dialogs=("make_local",)),
    "core_calendarday": Pages(ADMINISTRATORS, adders=ADMINISTRATORS),
}

# Addresses of the supervisors' door that belong to no model: open to officers, sign-in for the rest.
ADMIN_OTHER = frozenset(
    {
        "admin:index",
        "admin:search",
        "admin:login",
        "admin:logout",
        "sign_out",
        "admin:password_change",
        "admin:password_change_done",
        "admin:autocomplete",
        "admin:jsi18n",
        "admin:view_on_site",
        "admin:app_list",
        "admin:auth_user_password_change",
        "admin:None",
    }
)
