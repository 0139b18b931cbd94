"""The supervisors' pages of the credit file; importing the modules registers them."""

from credit.admin import (
    commitment_templates,
    commitments,
    consequences,
    evaluations,
    grades,
    points,
    records,
    reports,
    standards,
    subjects,
    visits,
    warnings,
)

__all__ = [
    "commitment_templates",
    "commitments",
    "consequences",
    "evaluations",
    "grades",
    "points",
    "records",
    "reports",
    "standards",
    "subjects",
    "visits",
    "warnings",
]
