"""Bring the shipped catalogue and scoring standards into the database after each migrate."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models.signals import post_migrate

from credit.commitments.loading import load_templates
from credit.grading.standards import load_standards
from credit.services.catalogue_files import load_catalogue


def bring_in_the_catalogue(sender: Any, **kwargs: Any) -> None:
    """Load `credit/law/catalogue_*.json`; versions already there stay as they are."""
    load_catalogue()


def bring_in_the_standards(sender: Any, **kwargs: Any) -> None:
    """Load `credit/law/standards/*.json`; versions already there stay as they are."""
    load_standards()


post_migrate.connect(
    bring_in_the_catalogue, sender=apps.get_app_config("credit"), dispatch_uid="credit.load_catalogue"
)
post_migrate.connect(
    bring_in_the_standards, sender=apps.get_app_config("credit"), dispatch_uid="credit.load_standards"
)


def bring_in_the_commitment_templates(sender: Any, **kwargs: Any) -> None:
    """Load `credit/law/commitment_templates.json`; texts already there stay as they are."""
    load_templates()


post_migrate.connect(
    bring_in_the_commitment_templates,
    sender=apps.get_app_config("credit"),
    dispatch_uid="credit.load_commitment_templates",
)
