from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.appconfig import HouseConfig


class CoreConfig(HouseConfig):
    default = True
    name = "core"
    verbose_name = _("System")
    registers = ("cases", "law_loading")
