"""Bring the shipped list schemes into the database; what an administrator added is never touched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils.dateparse import parse_date

from blacklist.models import ListScheme, SchemeBasis, SchemeCriterion
from core.models import Rule

FILE = Path(__file__).parent / "law" / "schemes.json"
_KEY = ("code", "place", "effective_from")
_BASIS_KEY = ("document", "article")


def load_schemes() -> int:
    """Load `blacklist/law/schemes.json`; returns how many rows are new or changed.

    A version that is known takes over the file's content as long as nobody made it his own. Criteria and
    bases that left the file stay, because listings may rest on them; they are ended in the file by date.
    """
    rows = json.loads(FILE.read_text(encoding="utf-8"))["schemes"]
    with transaction.atomic():
        return sum(_load(row) for row in rows)


def _load(row: dict[str, Any]) -> int:
    content = {name: _typed(ListScheme, name, value) for name, value in row.items() if not _is_part(name)}
    scheme = ListScheme.objects.filter(**{name: content[name] for name in _KEY}).first()
    if scheme is not None and scheme.origin != Rule.Origin.FILE:
        return 0
    changed = int(scheme is None)
    if scheme is None:
        scheme = ListScheme.objects.create(**content, origin=Rule.Origin.FILE)
    else:
        changed += _follow(scheme, content)
    changed += sum(_part(SchemeBasis, scheme, part, _BASIS_KEY) for part in row["bases"])
    changed += sum(_part(SchemeCriterion, scheme, part, ("code",)) for part in row["criteria"])
    return changed


def _is_part(name: str) -> bool:
    return name in ("bases", "criteria")


def _part(
    model: type[SchemeBasis] | type[SchemeCriterion],
    scheme: ListScheme,
    part: dict[str, Any],
    key: tuple[str, ...],
) -> int:
    content = {name: _typed(model, name, value) for name, value in part.items()}
    known = model._default_manager.filter(scheme=scheme, **{name: content[name] for name in key}).first()
    if known is None:
        model._default_manager.create(scheme=scheme, **content)
        return 1
    return _follow(known, content)


def _follow(row: models.Model, content: dict[str, Any]) -> int:
    stale = [name for name, value in content.items() if getattr(row, name) != value]
    for name in stale:
        setattr(row, name, content[name])
    if stale:
        row.save(update_fields=stale)
    return int(bool(stale))


def _typed(model: type[models.Model], name: str, value: Any) -> Any:
    field = model._meta.get_field(name)
    return parse_date(value) if isinstance(field, models.DateField) and value else value
