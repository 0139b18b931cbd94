"""Bring the shipped rules into the database after each migrate (Django's own hook for initial data)."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models.signals import post_migrate

from core.ruletables import load_law


def bring_in_the_law(sender: Any, **kwargs: Any) -> None:
    """Load every app's `law/*.json`."""
    load_law()


post_migrate.connect(bring_in_the_law, sender=apps.get_app_config("core"), dispatch_uid="core.load_law")
