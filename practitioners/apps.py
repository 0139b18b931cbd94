from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.appconfig import HouseConfig


class PractitionersConfig(HouseConfig):
    default = True
    name = "practitioners"
    verbose_name = _("Practitioners")
    registers = ("report", "sheets", "timeline")
