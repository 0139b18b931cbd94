"""The credit file's tables."""

from credit.models.commitments import (
    AdmissionEducation,
    Commitment,
    CommitmentTemplate,
    CommitmentText,
)
from credit.models.evaluations import Evaluation, EvaluationFollowUp, SectorVisit
from credit.models.circumstances import Licence, ListedPeriod
from credit.models.grades import DueRegrade, Grade, GradeChange, GradeRun
from credit.models.records import ConductRecord
from credit.models.standards import Band, Criterion, DecayStep, Standard
from credit.models.subject import Subject, Verification

__all__ = [
    "AdmissionEducation",
    "Band",
    "Commitment",
    "CommitmentTemplate",
    "CommitmentText",
    "ConductRecord",
    "Criterion",
    "DecayStep",
    "DueRegrade",
    "Evaluation",
    "EvaluationFollowUp",
    "Grade",
    "GradeChange",
    "GradeRun",
    "Licence",
    "ListedPeriod",
    "SectorVisit",
    "Standard",
    "Subject",
    "Verification",
]
