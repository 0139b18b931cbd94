"""Bring the shipped list schemes into the database after each migrate."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models.signals import post_migrate

from blacklist.loading import load_schemes


def bring_in_the_schemes(sender: Any, **kwargs: Any) -> None:
    """Load `blacklist/law/schemes.json`; what an administrator added stays as it is."""
    load_schemes()


post_migrate.connect(
    bring_in_the_schemes, sender=apps.get_app_config("blacklist"), dispatch_uid="blacklist.load_schemes"
)
