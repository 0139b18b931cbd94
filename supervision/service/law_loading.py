"""Bring the shipped approval items and benefits into the database after each migrate."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models.signals import post_migrate

from credit.commitments.loading import load_templates
from supervision.service.loading import load_benefits, load_items


def bring_in_the_services(sender: Any, **kwargs: Any) -> None:
    """Load items and benefits; the letters that items name are loaded first, whatever the order of apps."""
    load_templates()
    load_items()
    load_benefits()


post_migrate.connect(
    bring_in_the_services, sender=apps.get_app_config("supervision"), dispatch_uid="supervision.load_services"
)
