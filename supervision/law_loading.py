"""Bring the shipped checklists into the database after each migrate."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models.signals import post_migrate

from supervision.campaigns.checklist_files import load_checklists


def bring_in_the_checklists(sender: Any, **kwargs: Any) -> None:
    """Load `supervision/law/checklists_*.json`; versions already there stay as they are."""
    load_checklists()


post_migrate.connect(
    bring_in_the_checklists,
    sender=apps.get_app_config("supervision"),
    dispatch_uid="supervision.load_checklists",
)
