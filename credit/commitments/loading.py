"""Bring the shipped form letters into the database; versions already there stay as they are."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from core.models import Rule
from credit.models import CommitmentTemplate, CommitmentText

FILE = Path(__file__).resolve().parents[1] / "law" / "commitment_templates.json"
_CONTENT = (
    "kind",
    "title",
    "title_en",
    "applies_to",
    "self_service",
    "due_rule",
    "due_count",
    "published",
    "checked",
    "breach_item",
    "document",
    "article",
    "certainty",
)


def load_templates() -> int:
    """Load `credit/law/commitment_templates.json`; returns how many templates and texts are new or changed.

    What an administrator changed (origin "local") is not touched.
    """
    rows = json.loads(FILE.read_text(encoding="utf-8"))["templates"]
    with transaction.atomic():
        return sum(_load(row) for row in rows)


def _load(row: dict[str, Any]) -> int:
    content = {name: row[name] for name in _CONTENT}
    template, made = CommitmentTemplate.objects.get_or_create(
        code=row["code"], place=row["place"], defaults={**content, "origin": Rule.Origin.FILE}
    )
    changed = int(made)
    if not made and template.origin == Rule.Origin.FILE:
        stale = [name for name, value in content.items() if getattr(template, name) != value]
        for name in stale:
            setattr(template, name, content[name])
        if stale:
            template.save(update_fields=stale)
            changed = 1
    known = set(template.texts.values_list("number", flat=True))
    for text in row["texts"]:
        if text["number"] not in known:
            CommitmentText.objects.create(
                template=template,
                number=text["number"],
                text=text["text"],
                text_en=text["text_en"],
                in_force_from=date.fromisoformat(text["in_force_from"]),
            )
            changed += 1
    return changed
