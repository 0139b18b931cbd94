"""Models of supervision, by noun."""

from supervision.models.campaigns import Campaign, CampaignBody, Phase
from supervision.models.checklists import CheckItem, Checklist
from supervision.models.rectifications import Rectification

__all__ = ["Campaign", "CampaignBody", "CheckItem", "Checklist", "Phase", "Rectification"]
