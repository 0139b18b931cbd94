"""The shipped list of inspection items; what an administrator entered or changed is never touched."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models.signals import post_migrate

from core.models import Rule
from supervision.models import InspectionItem

FILE = Path(__file__).parents[1] / "law" / "inspection_items.json"


def load_items() -> int:
    """Load `supervision/law/inspection_items.json`; returns how many rows are new or changed."""
    wanted = [_parse(row) for row in json.loads(FILE.read_text(encoding="utf-8"))["inspection_items"]]
    with transaction.atomic():
        have = {(row.code, row.place, row.effective_from): row for row in InspectionItem.objects.all()}
        return sum(_keep(have.get((row["code"], row["place"], row["effective_from"])), row) for row in wanted)


def _keep(known: InspectionItem | None, content: dict[str, Any]) -> int:
    if known is None:
        InspectionItem.objects.create(**content, origin=Rule.Origin.FILE)
        return 1
    stale = [name for name, value in content.items() if getattr(known, name) != value]
    if known.origin != Rule.Origin.FILE or not stale:
        return 0
    for name in stale:
        setattr(known, name, content[name])
    known.save(update_fields=stale)
    return 1


def _parse(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "effective_from": date.fromisoformat(row["effective_from"]),
        "effective_to": date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
    }


def bring_in_the_items(sender: Any, **kwargs: Any) -> None:
    """Load the list after each migrate."""
    load_items()


post_migrate.connect(
    bring_in_the_items, sender=apps.get_app_config("supervision"), dispatch_uid="supervision.load_items"
)
