from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.appconfig import HouseConfig


class AccountsConfig(HouseConfig):
    default = True
    name = "accounts"
    verbose_name = _("Officers and agencies")
    registers = ("checks",)
