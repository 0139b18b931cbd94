"""The one AppConfig of the house: an app names the modules that register something at start."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """Imports the app's registering modules once all models are there.

    `registers` names modules of the app, such as "listeners", "cases", "sheets".
    """

    default_auto_field = "django.db.models.BigAutoField"
    registers: Sequence[str] = ()

    def ready(self) -> None:
        for module in self.registers:
            import_module(f"{self.name}.{module}")
