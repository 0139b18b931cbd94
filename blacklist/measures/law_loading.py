"""Bring the shipped catalogue of measures into the database after each migrate."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models.signals import post_migrate

from blacklist.measures.loading import load_measures


def bring_in_the_measures(sender: Any, **kwargs: Any) -> None:
    """Load `blacklist/law/measures.json`."""
    load_measures()


post_migrate.connect(
    bring_in_the_measures, sender=apps.get_app_config("blacklist"), dispatch_uid="blacklist.load_measures"
)
