"""The credit file's tables."""

from credit.models.grades import Grade, GradeChange, GradeRun
from credit.models.records import ConductRecord
from credit.models.standards import Band, Criterion, Standard
from credit.models.subject import Subject, Verification

__all__ = [
    "Band",
    "ConductRecord",
    "Criterion",
    "Grade",
    "GradeChange",
    "GradeRun",
    "Standard",
    "Subject",
    "Verification",
]
