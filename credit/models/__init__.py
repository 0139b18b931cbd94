"""The credit file's tables."""

from credit.models.catalogue import CatalogueItem
from credit.models.circumstances import Licence, ListedPeriod, VerifiedUntil
from credit.models.commitments import (
    AdmissionEducation,
    Commitment,
    CommitmentTemplate,
    CommitmentText,
)
from credit.models.consequences import ConsequenceTask
from credit.models.evaluations import Evaluation, EvaluationFollowUp, SectorVisit
from credit.models.grades import DueRegrade, Grade, GradeChange, GradeRun
from credit.models.history import RecordEvent
from credit.models.objections import Objection
from credit.models.points import DemeritEntry
from credit.models.records import ConductRecord
from credit.models.repairs import Repair, RepairBar, RepairBatch, RepairBatchItem, Shield
from credit.models.reports import CreditReport, ReportBatch, ReportBatchPlace
from credit.models.standards import Band, Criterion, DecayStep, Standard
from credit.models.subject import Subject, Verification
from credit.models.warnings import RiskWarning

__all__ = [
    "AdmissionEducation",
    "Band",
    "CatalogueItem",
    "Commitment",
    "CommitmentTemplate",
    "CommitmentText",
    "ConductRecord",
    "ConsequenceTask",
    "CreditReport",
    "Criterion",
    "DecayStep",
    "DemeritEntry",
    "DueRegrade",
    "Evaluation",
    "EvaluationFollowUp",
    "Grade",
    "GradeChange",
    "GradeRun",
    "Licence",
    "ListedPeriod",
    "Objection",
    "RecordEvent",
    "Repair",
    "RepairBar",
    "RepairBatch",
    "RepairBatchItem",
    "ReportBatch",
    "ReportBatchPlace",
    "RiskWarning",
    "SectorVisit",
    "Shield",
    "Standard",
    "Subject",
    "Verification",
    "VerifiedUntil",
]
