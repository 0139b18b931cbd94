"""Bring the shipped checklists into the database; versions already there stay as they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from core.models import Rule
from supervision.campaigns.checklists import put_lines
from supervision.models import CheckItem, Checklist

FOLDER = Path(__file__).resolve().parents[1] / "law"
_HEAD = ("code", "title", "title_en", "kind", "speciality", "categories", "place", "document", "article")


def load_checklists() -> int:
    """Load `supervision/law/checklists_*.json`; returns how many checklists are new.

    A change to a shipped list is a new entry with a later `effective_from`: what bodies have answered keeps
    the words it was answered under.
    """
    known = set(Checklist.objects.values_list("code", "place", "effective_from"))
    new = 0
    with transaction.atomic():
        for row in _shipped():
            since = date.fromisoformat(row["effective_from"])
            if (row["code"], row.get("place", ""), since) in known:
                continue
            content = {name: row[name] for name in _HEAD if name in row}
            checklist = Checklist.objects.create(
                **content,
                effective_from=since,
                confirmed=row.get("confirmed", False),
                note=row.get("note", ""),
                origin=Rule.Origin.FILE,
            )
            put_lines(checklist, [_line(item) for item in row["items"]])
            new += 1
    return new


def _shipped() -> Iterator[dict[str, Any]]:
    for path in sorted(FOLDER.glob("checklists_*.json")):
        yield from json.loads(path.read_text(encoding="utf-8"))["checklists"]


def _line(item: dict[str, Any]) -> CheckItem:
    due = item.get("due_on")
    return CheckItem(**{**item, "due_on": date.fromisoformat(due) if due else None})
