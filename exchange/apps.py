"""The exchange with outside platforms as a Django application."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.appconfig import HouseConfig


class ExchangeConfig(HouseConfig):
    """Registers what the exchange hears."""

    default = True
    name = "exchange"
    verbose_name = _("Exchange with platforms")
    registers = ("listeners",)
