"""Bring the shipped catalogue of measures into the database.

File format of `blacklist/law/measures.json`: `editions`; `measures`, each naming the editions in which it
stands, with its bases; `suggestions`: scheme code → codes of the measures that it suggests.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from blacklist.models import Measure, MeasureBasis, MeasureEdition, SchemeMeasure
from core.models import Rule

FILE = Path(__file__).resolve().parents[1] / "law" / "measures.json"
_DAYS = ("effective_from", "effective_to")
Row = Mapping[str, Any]


def load_measures(file: Path = FILE) -> int:
    """Load the catalogue; returns how many editions and measures are new or changed.

    What an administrator changed (origin "local") is not touched, nor are measures already ordered altered:
    orders keep their own words.
    """
    data = json.loads(file.read_text(encoding="utf-8"))
    with transaction.atomic():
        changed = 0
        editions: dict[str, MeasureEdition] = {}
        for row in data["editions"]:
            edition, touched = _edition(row)
            editions[edition.code] = edition
            changed += touched
        for row in data["measures"]:
            changed += sum(_measure(editions[code], row) for code in row["editions"])
        _suggestions(data["suggestions"])
    return changed


def _edition(row: Row) -> tuple[MeasureEdition, bool]:
    content = {
        "title_en": "",
        "document_no": "",
        "place": "",
        "effective_to": None,
        "note": "",
        **{name: value for name, value in row.items() if name != "code"},
    }
    content |= {name: _day(content[name]) for name in _DAYS}
    known, made = MeasureEdition.objects.get_or_create(
        code=row["code"], defaults={**content, "origin": Rule.Origin.FILE}
    )
    return known, made or _brought_up(known, content)


def _measure(edition: MeasureEdition, row: Row) -> bool:
    content = {name: value for name, value in row.items() if name not in ("code", "editions", "bases")}
    known, made = Measure.objects.get_or_create(
        edition=edition, code=row["code"], defaults={**content, "origin": Rule.Origin.FILE}
    )
    if not made and known.origin != Rule.Origin.FILE:
        return False
    touched = made or _brought_up(known, content)
    wanted = [_basis(known, basis) for basis in row["bases"]]
    if [_content(basis) for basis in known.bases.order_by("pk")] != [_content(basis) for basis in wanted]:
        known.bases.all().delete()
        MeasureBasis.objects.bulk_create(wanted)
        touched = True
    return touched


def _brought_up(row: MeasureEdition | Measure, content: Row) -> bool:
    stale = [name for name, value in content.items() if getattr(row, name) != value]
    if row.origin != Rule.Origin.FILE or not stale:
        return False
    for name in stale:
        setattr(row, name, content[name])
    row.save(update_fields=stale)
    return True


def _basis(measure: Measure, row: Row) -> MeasureBasis:
    days = {name: _day(row.get(name)) for name in _DAYS}
    return MeasureBasis(measure=measure, **{**row, **days})


def _content(basis: MeasureBasis) -> tuple[Any, ...]:
    return (
        basis.document,
        basis.document_no,
        basis.article,
        basis.level,
        basis.effective_from,
        basis.effective_to,
        basis.confirmed,
    )


def _suggestions(wanted: Mapping[str, list[str]]) -> None:
    """Add what is missing; a suggestion that an administrator added stays, as does one that was shipped."""
    rows = [
        SchemeMeasure(scheme_code=scheme, measure=measure)
        for scheme, codes in wanted.items()
        for measure in Measure.objects.filter(code__in=codes, origin=Rule.Origin.FILE)
    ]
    SchemeMeasure.objects.bulk_create(rows, ignore_conflicts=True)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
