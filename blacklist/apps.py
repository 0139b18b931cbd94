from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.appconfig import HouseConfig


class BlacklistConfig(HouseConfig):
    default = True
    name = "blacklist"
    verbose_name = _("Lists")
    registers = (
        "exit.clocks",
        "exit.workflow",
        "exit.effects",
        "exit.tasks",
        "exit.parts",
        "grades",
        "telling",
        "credit_effects",
        "report",
        "warnings",
        "timeline",
        "law_loading",
        "listing.clocks",
        "listing.workflow",
        "listing.breach",
        "portal.section",
        "checks.entries",
        "checks.tasks",
        "checks.verifying",
        "foreign.panel",
        "foreign.sheets",
        "foreign.standing",
        "foreign.workflow",
        "foreign.tasks",
        "foreign.timeline",
        "uses.workflow",
        "measures.law_loading",
        "measures.clocks",
        "measures.workflow",
        "measures.effects",
        "measures.tasks",
        "measures.sheets",
        "measures.shown",
    )
