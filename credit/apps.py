from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.appconfig import HouseConfig


class CreditConfig(HouseConfig):
    default = True
    name = "credit"
    verbose_name = _("Credit")
    registers = (
        "commitments.deadlines",
        "commitments.workflow",
        "commitments.sheets",
        "evaluations.deadlines",
        "evaluations.workflow",
        "evaluations.sheets",
        "evaluations.timeline",
        "commitments.effects",
        "commitments.timeline",
        "cases",
        "listeners",
        "law_loading",
        "sheets.records",
        "timeline_events",
        "consequence_tasks",
        "consequence_following",
        "consequence_timeline",
        "standards.tasks",
        "standards.workflow",
        "points.workflow",
        "points.effects",
        "points.following",
        "points.timeline",
        "warnings.workflow",
        "warnings.file_sources",
        "warnings.listeners",
        "warnings.tasks",
        "objection.clocks",
        "objection.workflow",
        "repair.clocks",
        "repair.workflow",
        "repair.effects",
        "repair.tasks",
        "objection.timeline",
        "repair.timeline",
        "report.tables",
        "report.tasks",
        "report.timeline",
    )
