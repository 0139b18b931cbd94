from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.appconfig import HouseConfig


class SupervisionConfig(HouseConfig):
    default = True
    name = "supervision"
    verbose_name = _("Supervision")
    registers = (
        "law_loading",
        "ledgers.workflow",
        "ledgers.clocks",
        "inspections.clocks",
        "inspections.workflow",
    )
