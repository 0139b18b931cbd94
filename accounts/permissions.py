"""Every right in Chengyi, by name. A role is a set of them; a post gives a role in a jurisdiction."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class P(models.TextChoices):
    """What an officer may do. Values are stored in deadlines and read in workflows: never rename one."""

    FILE_VIEW = "file.view", _("read credit files")
    FILE_EDIT = "file.edit", _("keep credit files")
    DECISION_VIEW = "decision.view", _("read permits and penalties")
    DECISION_ENTER = "decision.enter", _("enter permits and penalties")
    DECISION_REVIEW = "decision.review", _("review permits and penalties")
    DECISION_PUBLISH = "decision.publish", _("publish and withdraw decisions")
    INTAKE_RUN = "intake.submit", _("take in workbooks")
    GRADE_VIEW = "grade.view", _("read grades")
    GRADE_RUN = "grade.run", _("compute grades")
    RECORD_ENTER = "record.enter", _("enter conduct records")
    RECORD_REVIEW = "record.review", _("confirm, correct and withdraw conduct records")
    POINTS_ENTER = "points.enter", _("enter demerit points")
    POINTS_CONFIRM = "points.confirm", _("confirm demerit points")
    STANDARD_EDIT = "standard.edit", _("draft scoring standards")
    STANDARD_ADOPT = "standard.adopt", _("adopt and retire scoring standards")
    OBJECTION_HANDLE = "objection.handle", _("handle objections")
    OBJECTION_DECIDE = "objection.decide", _("decide objections")
    REPAIR_HANDLE = "repair.handle", _("handle credit repair")
    REPAIR_DECIDE = "repair.decide", _("decide credit repair")
    COMMITMENT_KEEP = "commitment.keep", _("keep commitments")
    REPORT_ISSUE = "report.issue", _("issue credit reports")
    EVALUATION_KEEP = "evaluation.keep", _("keep evaluations by others")
    WARNING_HANDLE = "warning.handle", _("handle risk warnings")
    LISTING_PROPOSE = "listing.propose", _("propose listings and keep their procedure")
    LISTING_DECIDE = "listing.decide", _("decide and end listings")
    LISTING_CONSENT = "listing.consent", _("consent to listings of lower authorities")
    SCHEME_EDIT = "scheme.edit", _("keep list schemes and the catalogue of measures")
    MEASURE_HANDLE = "measure.handle", _("order and follow joint measures")
    MEASURE_ANSWER = "measure.answer", _("answer for a department that executes joint measures")
    CHECK_ASK = "check.ask", _("check names against the lists")
    FOREIGN_LIST_KEEP = "foreign_list.keep", _("keep other departments' lists")
    DELIVERY_VIEW = "delivery.view", _("read deliveries and receipts")
    DELIVERY_RESEND = "delivery.resend", _("send deliveries again")
    NUMBER_REVEAL = "number.reveal", _("reveal a personal number, with a reason")
    AUDIT_VIEW = "audit.view", _("read the audit trail")
    RULE_EDIT = "rule.edit", _("keep rule tables and the calendar")
    OFFICER_EDIT = "officer.edit", _("keep officers, agencies and posts")
