from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.appconfig import HouseConfig


class InstitutionsConfig(HouseConfig):
    default = True
    name = "institutions"
    verbose_name = _("Institutions")
    registers = (
        "portal.file",
        "portal.grade",
        "portal.consequences",
        "portal.timeline",
        "portal.reports",
        "portal.commitments",
        "portal.evaluations",
        "portal.objections",
        "portal.repairs",
        "portal.points",
        "portal.risk_warnings",
        "quantified",
        "report",
        "sheets",
        "warnings",
    )
