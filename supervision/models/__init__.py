"""Models of supervision, by noun."""

from supervision.models.benefits import Benefit, BenefitOffer, BenefitUse
from supervision.models.bulletins import Bulletin, YearlyReport
from supervision.models.campaigns import Campaign, CampaignArea, CampaignBody, Phase
from supervision.models.checklists import CheckItem, Checklist
from supervision.models.complaints import Complaint, ComplaintReward
from supervision.models.draw_libraries import ConflictOfInterest, Expert, InspectionItem, Inspector, Leave
from supervision.models.draw_plans import Plan, PlanLine
from supervision.models.draws import Draw, DrawnObject, DrawnStaff, Replacement
from supervision.models.informants import (
    ForwardedShare,
    InformantKeeper,
    InformantLook,
    InformantShare,
    SealedInformant,
)
from supervision.models.inspections import (
    Inspection,
    InspectionLine,
    InspectionNotice,
    InspectionOfficer,
    InspectionStep,
)
from supervision.models.integrity import (
    Assessment,
    AssessmentRound,
    Indicator,
    IndicatorScore,
)
from supervision.models.integrity_breaches import IntegrityBreach, IntegrityMeasure
from supervision.models.interviews import Interview, InterviewBody, InterviewDemand
from supervision.models.ledgers import Ledger, LedgerEntry, LedgerRound, LedgerUpload
from supervision.models.matters import Matter, MatterAnswer
from supervision.models.ratings import Rating, ServiceWindow, VisitToken
from supervision.models.rectifications import (
    Recheck,
    RecheckLine,
    Rectification,
    RectificationExtension,
    RectificationStep,
)
from supervision.models.service import (
    ApprovalCase,
    ApprovalItem,
    ApprovalWarning,
    ItemMaterial,
    ItemStep,
)

__all__ = [
    "ApprovalCase",
    "ApprovalItem",
    "ApprovalWarning",
    "Assessment",
    "AssessmentRound",
    "Benefit",
    "BenefitOffer",
    "BenefitUse",
    "Bulletin",
    "Campaign",
    "CampaignArea",
    "CampaignBody",
    "CheckItem",
    "Checklist",
    "Complaint",
    "ComplaintReward",
    "ConflictOfInterest",
    "Draw",
    "DrawnObject",
    "DrawnStaff",
    "Expert",
    "ForwardedShare",
    "Indicator",
    "IndicatorScore",
    "InformantKeeper",
    "InformantLook",
    "InformantShare",
    "Inspection",
    "InspectionItem",
    "InspectionLine",
    "InspectionNotice",
    "InspectionOfficer",
    "InspectionStep",
    "Inspector",
    "IntegrityBreach",
    "IntegrityMeasure",
    "Interview",
    "InterviewBody",
    "InterviewDemand",
    "ItemMaterial",
    "ItemStep",
    "Leave",
    "Ledger",
    "LedgerEntry",
    "LedgerRound",
    "LedgerUpload",
    "Matter",
    "MatterAnswer",
    "Phase",
    "Plan",
    "PlanLine",
    "Rating",
    "Recheck",
    "RecheckLine",
    "Rectification",
    "RectificationExtension",
    "RectificationStep",
    "Replacement",
    "SealedInformant",
    "ServiceWindow",
    "VisitToken",
    "YearlyReport",
]
