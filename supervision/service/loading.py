"""Bring the shipped approval items and benefits into the database; what was changed here stays as it is."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from core.models import Rule
from credit.models import CommitmentTemplate
from supervision.models import ApprovalItem, Benefit, ItemMaterial, ItemStep

LAW = Path(__file__).resolve().parents[1] / "law"
ITEM_FIELDS = (
    "name",
    "name_en",
    "kind",
    "applies_to",
    "office",
    "statutory_days",
    "promised_days",
    "green_days",
    "document",
    "article",
    "certainty",
)
BENEFIT_FIELDS = (
    "title",
    "title_en",
    "kind",
    "audience",
    "text",
    "text_en",
    "proof",
    "office",
    "labels",
    "red_list_counts",
    "barred_if_listed",
    "document",
    "article",
    "certainty",
)


def load_items() -> int:
    """Load `law/approval_items.json`; returns how many items are new or changed."""
    templates = {row.code: row for row in CommitmentTemplate.objects.filter(place="")}
    with transaction.atomic():
        held = {(row.code, row.place): row for row in ApprovalItem.objects.all()}
        return sum(_item(row, held, templates) for row in _rows("approval_items"))


def load_benefits() -> int:
    """Load `law/benefits.json`; returns how many benefits are new or changed."""
    with transaction.atomic():
        held = {(row.code, row.place): row for row in Benefit.objects.all()}
        return sum(_benefit(row, held) for row in _rows("benefits"))


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((LAW / f"{name}.json").read_text(encoding="utf-8"))[name]
    return rows


def _item(
    row: dict[str, Any],
    held: dict[tuple[str, str], ApprovalItem],
    templates: dict[str, CommitmentTemplate],
) -> int:
    content = {name: row[name] for name in ITEM_FIELDS} | {
        "commitment_template": templates.get(row["commitment_template"]),
        "incomplete_template": templates.get(row["incomplete_template"]),
    }
    item = held.get((row["code"], row["place"]))
    if item is not None and not _stale(item, content):
        return 0
    if item is None:
        item = ApprovalItem(code=row["code"], place=row["place"], origin=Rule.Origin.FILE)
    for name, value in content.items():
        setattr(item, name, value)
    item.save()
    # Cases hold their own limits, so papers and stages may be put anew.
    item.materials.all().delete()
    item.steps.all().delete()
    ItemMaterial.objects.bulk_create(
        ItemMaterial(item=item, number=number, **paper) for number, paper in enumerate(row["materials"], 1)
    )
    ItemStep.objects.bulk_create(
        ItemStep(item=item, number=number, **step) for number, step in enumerate(row["steps"], 1)
    )
    return 1


def _benefit(row: dict[str, Any], held: dict[tuple[str, str], Benefit]) -> int:
    content = {name: row[name] for name in BENEFIT_FIELDS}
    benefit = held.get((row["code"], row["place"]))
    if benefit is not None and not _stale(benefit, content):
        return 0
    if benefit is None:
        since = date.fromisoformat(row["valid_from"])
        benefit = Benefit(code=row["code"], place=row["place"], origin=Rule.Origin.FILE, valid_from=since)
    for name, value in content.items():
        setattr(benefit, name, value)
    benefit.save()
    return 1


def _stale(row: ApprovalItem | Benefit, content: dict[str, Any]) -> bool:
    """Tell whether a shipped row differs from its file; one that was changed here never does."""
    if row.origin == Rule.Origin.LOCAL:
        return False
    return any(getattr(row, name) != value for name, value in content.items())
