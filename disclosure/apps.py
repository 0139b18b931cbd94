from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.appconfig import HouseConfig


class DisclosureConfig(HouseConfig):
    default = True
    name = "disclosure"
    verbose_name = _("Disclosure")
    registers = (
        "deadlines",
        "effects",
        "granted",
        "listeners",
        "listings",
        "repair",
        "cases",
        "sheets.kinds",
        "points",
        "portal",
        "publication",
        "report",
        "timeline",
        "warnings",
    )
