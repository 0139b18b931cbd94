"""Pages of supervision for officers."""

from supervision.admin import (
    bulletins,
    campaigns,
    checklists,
    complaints,
    draw_libraries,
    draw_plans,
    draws,
    informants,
    inspections,
    integrity_assessments,
    integrity_breaches,
    integrity_rounds,
    ledger_rounds,
    ledgers,
    matters,
)

__all__ = [
    "bulletins",
    "campaigns",
    "checklists",
    "complaints",
    "draw_libraries",
    "draw_plans",
    "draws",
    "informants",
    "inspections",
    "integrity_assessments",
    "integrity_breaches",
    "integrity_rounds",
    "ledger_rounds",
    "ledgers",
    "matters",
]
