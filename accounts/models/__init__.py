"""Tables of officers, posts and of the machines that speak for them."""

from accounts.models.api_keys import ApiAnswer, ApiKey
from accounts.models.officers import Agency, Officer, OfficerManager, Post, Reveal, prefix_validator
from accounts.models.second_factor import RecoveryCode, SecondFactor

__all__ = [
    "Agency",
    "ApiAnswer",
    "ApiKey",
    "Officer",
    "OfficerManager",
    "Post",
    "RecoveryCode",
    "Reveal",
    "SecondFactor",
    "prefix_validator",
]
