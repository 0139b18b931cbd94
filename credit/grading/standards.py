"""Standards between their data files, their tables and the plain data that the evaluators read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from credit.models import Band, Criterion, DecayStep, Standard
from credit.rules.standard import BandData, CriterionData, CycleRule, DecayData, StandardData, graveness
from credit.rules.standard_file import read_standard
from credit.rules.terms import CycleKind, Per, Scale, StandardState
from credit.standards.validation import content_faults, refuse

FOLDER = Path(__file__).resolve().parent.parent / "law" / "standards"


def standard_data(standard: Standard) -> StandardData:
    """Return a stored standard as plain data (queries what it holds unless that is prefetched)."""
    return plain_standard(standard, standard.criteria.all(), standard.bands.all(), standard.decay_steps.all())


def plain_standard(
    standard: Standard,
    criteria: Iterable[Criterion],
    bands: Iterable[Band],
    decay: Iterable[DecayStep] = (),
) -> StandardData:
    """Return rows, stored or not, as the plain data that the evaluators read."""
    return StandardData(
        code=standard.code,
        version=standard.version,
        scale=Scale(standard.scale),
        base=standard.base,
        cycle=CycleRule(
            CycleKind(standard.cycle_kind),
            months=standard.cycle_months or 0,
            years=standard.cycle_years,
            anchor=standard.cycle_anchor,
        ),
        bands=_bands(Scale(standard.scale), bands),
        criteria={row.item_code: criterion_data(row) for row in criteria},
        floor=standard.floor,
        bonus_cap=standard.bonus_cap,
        veto_grade=standard.veto_grade,
        deduction_cap=standard.deduction_cap,
        serious_list_grade=standard.serious_list_grade,
        decay=tuple(DecayData(step.from_months, step.percent) for step in decay),
    )


def criterion_data(row: Criterion) -> CriterionData:
    """Return one criterion as plain data."""
    return CriterionData(
        item=row.item_code,
        title=row.title,
        points=row.points,
        per=Per(row.per),
        veto=row.veto,
        bonus=row.bonus,
        title_en=row.title_en,
        clause=row.clause,
        direct=row.direct,
        grade=row.grade,
        cap=row.cap,
    )


def criteria_by_id(standard: Standard) -> dict[int, CriterionData]:
    """Return the criteria of a standard by row."""
    return {row.pk: criterion_data(row) for row in standard.criteria.all()}


def load_standards(folder: Path = FOLDER) -> int:
    """Bring the shipped standards into the tables; returns how many were new.

    A version that is already there is left alone: staff may have edited, retired or used it, and grades refer
    to it. A changed standard is a new version.

    Raises:
        Refusal: a file cannot be read as a standard, or describes one that cannot be used.
    """
    return sum(store_standard(json.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.json")))


@transaction.atomic
def store_standard(data: Mapping[str, Any]) -> bool:
    """Store one standard from its file's content; returns False where this version is already there.

    One that is adopted in its file waits as a draft where an adopted version holds in its time already:
    officers decide which is to hold.

    Raises:
        Refusal: it cannot be used as a standard; the sentence is that of the form.
    """
    plain = read_standard(data)
    place, columns = data.get("place", ""), _columns(plain, data)
    refuse(content_faults(plain, {**columns, "place": place}))
    if columns["state"] == StandardState.ADOPTED and _is_taken(plain.code, plain.version, place, columns):
        columns["state"] = StandardState.DRAFT
    standard, new = Standard.objects.get_or_create(
        code=plain.code, version=plain.version, place=place, defaults=columns
    )
    if not new:
        return False
    Band.objects.bulk_create(
        Band(
            standard=standard,
            label=row.label,
            label_en=row.label_en,
            minimum=row.minimum,
            consequences=consequences_by_label(data).get(row.label, []),
        )
        for row in plain.bands
    )
    Criterion.objects.bulk_create(
        Criterion(
            standard=standard,
            item_code=row.item,
            title=row.title,
            title_en=row.title_en,
            clause=row.clause,
            points=row.points,
            per=row.per,
            veto=row.veto,
            bonus=row.bonus,
            direct=row.direct,
            grade=row.grade,
            cap=row.cap,
        )
        for row in plain.criteria.values()
    )
    DecayStep.objects.bulk_create(
        DecayStep(standard=standard, from_months=step.from_months, percent=step.percent)
        for step in plain.decay
    )
    return True


def consequences_by_label(data: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what the file says that each grade or action leads to (codes of `credit.consequence`)."""
    name = "grade" if "bands" in data else "action"
    return {row[name]: list(row.get("consequences", [])) for row in data.get("bands") or data["thresholds"]}


def _is_taken(code: str, version: str, place: str, columns: Mapping[str, Any]) -> bool:
    """Tell whether another adopted version of the same code and place holds on one of these days."""
    start, end = columns["effective_from"], columns["effective_until"]
    others = Standard.objects.filter(code=code, place=place, state=StandardState.ADOPTED)
    others = others.exclude(version=version).exclude(effective_until__lt=start)
    return (others.filter(effective_from__lte=end) if end else others).exists()


def _columns(plain: StandardData, data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": data.get("title", plain.code),
        "title_en": data.get("title_en", ""),
        "applies_to": data["subject"],
        "scale": plain.scale,
        "base": plain.base,
        "floor": plain.floor,
        "bonus_cap": plain.bonus_cap,
        "deduction_cap": plain.deduction_cap,
        "veto_grade": plain.veto_grade,
        "serious_list_grade": plain.serious_list_grade,
        "cycle_kind": plain.cycle.kind,
        "cycle_months": plain.cycle.months or None,
        "cycle_years": plain.cycle.years,
        "cycle_anchor": plain.cycle.anchor,
        "document": data.get("document", ""),
        "article": data.get("article", ""),
        "certainty": data.get("certainty", "gku"),
        "effective_from": date.fromisoformat(data.get("effective_from", "2020-01-01")),
        "effective_until": date.fromisoformat(end) if (end := data.get("effective_until")) else None,
        "state": data.get("state", StandardState.DRAFT),
    }


def _bands(scale: Scale, rows: Iterable[Band]) -> tuple[BandData, ...]:
    bands = (BandData(row.label, row.minimum, row.label_en) for row in rows)
    return tuple(sorted(bands, key=lambda band: graveness(scale, band)))
