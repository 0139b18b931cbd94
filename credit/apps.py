from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.appconfig import HouseConfig


class CreditConfig(HouseConfig):
    default = True
    name = "credit"
    verbose_name = _("Credit")
    registers = ("commitments.deadlines", "commitments.workflow", "cases", "listeners", "law_loading", "timeline_events")
