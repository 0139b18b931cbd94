from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.appconfig import HouseConfig


class SupervisionConfig(HouseConfig):
    default = True
    name = "supervision"
    verbose_name = _("Supervision")
    registers = (
        "draws.clocks",
        "draws.item_files",
        "draws.workflow",
        "law_loading",
        "campaigns.workflow",
        "campaigns.clocks",
        "campaigns.tasks",
        "campaigns.rectification_figures",
        "campaigns.year_figures",
        "matters.clocks",
        "matters.workflow",
        "integrity.clocks",
        "integrity.workflow",
        "integrity.refused",
        "integrity.tasks",
        "complaints.clocks",
        "complaints.workflow",
        "complaints.tasks",
        "complaints.timeline",
        "complaints.panel",
        "complaints.warnings",
        "ledgers.workflow",
        "ledgers.clocks",
        "ledgers.listeners",
        "ledgers.tasks",
        "ledgers.timeline",
        "ledgers.panel",
        "ledgers.progress",
        "ledgers.warnings",
        "portal.ledgers",
        "rectification.clocks",
        "rectification.workflow",
        "rectification.tasks",
        "interviews.clocks",
        "interviews.workflow",
        "interviews.listeners",
        "inspections.clocks",
        "inspections.workflow",
        "inspections.drawn",
        "inspections.panel",
        "inspections.timeline",
        "inspections.warnings",
        "portal.inspections",
        "service.law_loading",
        "service.clocks",
        "service.workflow",
        "service.listeners",
        "service.tasks",
        "service.timeline",
    )
