"""Reads a scoring standard from its data file (`credit/law/standards/*.json`, or a case file alike)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from core.errors import Refusal
from credit.rules.faults import faults
from credit.rules.standard import (
    NOTHING,
    BandData,
    CriterionData,
    CycleRule,
    DecayData,
    StandardData,
    graveness,
)
from credit.rules.terms import CycleKind, Per, Scale


def read_standard(data: Mapping[str, Any]) -> StandardData:
    """Read one standard.

    Args:
        data: keys `code version cycle items`; `base bands veto_grade bonus_cap floor` for grades, `full
            thresholds` for actions; `deduction_cap serious_list_grade decay` for both. Points are decimals
            written as text.

    Raises:
        Refusal: a key is missing, a value is no number or no known word, or the standard is unusable.
    """
    try:
        standard = _standard(data)
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise Refusal(
            _("The standard %(code)s cannot be read: %(error)s.")
            % {"code": data.get("code", "?"), "error": repr(error)}
        ) from error
    for sentence in faults(standard):
        raise Refusal(f"{standard.code}: {sentence}")
    return standard


def _standard(data: Mapping[str, Any]) -> StandardData:
    scale = Scale.GRADES if "bands" in data else Scale.ACTIONS
    return StandardData(
        code=data["code"],
        version=data["version"],
        scale=scale,
        base=Decimal(data["base"] if scale == Scale.GRADES else data["full"]),
        cycle=_cycle(data["cycle"]),
        bands=_bands(data, scale),
        criteria=_criteria(data["items"]),
        floor=Decimal(data.get("floor", NOTHING)),
        bonus_cap=Decimal(data.get("bonus_cap", NOTHING)),
        veto_grade=data.get("veto_grade", ""),
        deduction_cap=_limit(data, "deduction_cap"),
        serious_list_grade=data.get("serious_list_grade", ""),
        decay=tuple(DecayData(row["from_months"], row["percent"]) for row in data.get("decay", ())),
    )


def _cycle(data: Mapping[str, Any]) -> CycleRule:
    kind = CycleKind(data["type"])
    if kind == CycleKind.CALENDAR_YEARS:
        return CycleRule(kind, years=data["years"], anchor=data["anchor"])
    years = data.get("years_without_verification", data.get("years_without_licence", 1))
    return CycleRule(kind, months=data["months"], years=years)


def _bands(data: Mapping[str, Any], scale: Scale) -> tuple[BandData, ...]:
    rows, name = (data["bands"], "grade") if scale == Scale.GRADES else (data["thresholds"], "action")
    bands = (BandData(row[name], Decimal(row["min"]), row.get(f"{name}_en", "")) for row in rows)
    return tuple(sorted(bands, key=lambda band: graveness(scale, band)))


def _criteria(rows: list[Mapping[str, Any]]) -> dict[str, CriterionData]:
    criteria: dict[str, CriterionData] = {}
    for row in rows:
        if row["item"] in criteria:
            raise ValueError(row["item"])
        criteria[row["item"]] = CriterionData(
            item=row["item"],
            title=row["title"],
            points=Decimal(row["points"]),
            per=Per(row.get("per", Per.OCCURRENCE)),
            veto=row.get("veto", False),
            bonus=row.get("bonus", False),
            title_en=row.get("title_en", ""),
            clause=row.get("clause", ""),
            direct=row.get("direct", False),
            grade=row.get("grade", ""),
            cap=_limit(row, "cap"),
        )
    return criteria


def _limit(row: Mapping[str, Any], name: str) -> Decimal | None:
    return Decimal(row[name]) if row.get(name) is not None else None
