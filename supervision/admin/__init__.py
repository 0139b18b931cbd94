"""Pages of supervision for officers."""

from supervision.admin import (
    bulletins,
    campaigns,
    checklists,
    inspections,
    integrity_assessments,
    integrity_breaches,
    integrity_rounds,
    matters,
)

__all__ = [
    "bulletins",
    "campaigns",
    "checklists",
    "inspections",
    "integrity_assessments",
    "integrity_breaches",
    "integrity_rounds",
    "matters",
]
