"""Models of supervision, by noun."""

from supervision.models.bulletins import Bulletin, YearlyReport
from supervision.models.campaigns import Campaign, CampaignArea, CampaignBody, Phase
from supervision.models.checklists import CheckItem, Checklist
from supervision.models.inspections import (
    Inspection,
    InspectionLine,
    InspectionNotice,
    InspectionOfficer,
    InspectionStep,
)
from supervision.models.interviews import Interview, InterviewBody, InterviewDemand
from supervision.models.ledgers import Ledger, LedgerEntry, LedgerRound, LedgerUpload
from supervision.models.rectifications import (
    Recheck,
    RecheckLine,
    Rectification,
    RectificationExtension,
    RectificationStep,
)

__all__ = [
    "Bulletin",
    "Campaign",
    "CampaignArea",
    "CampaignBody",
    "CheckItem",
    "Checklist",
    "Inspection",
    "InspectionLine",
    "InspectionNotice",
    "InspectionOfficer",
    "InspectionStep",
    "Interview",
    "InterviewBody",
    "InterviewDemand",
    "Ledger",
    "LedgerEntry",
    "LedgerRound",
    "LedgerUpload",
    "Phase",
    "Recheck",
    "RecheckLine",
    "Rectification",
    "RectificationExtension",
    "RectificationStep",
    "YearlyReport",
]
