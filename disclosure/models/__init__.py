"""Permits, penalties and what the public sees of them."""

from disclosure.models.penalty import Penalty
from disclosure.models.permit import Permit
from disclosure.models.public import PublicEntry

__all__ = ["Penalty", "Permit", "PublicEntry"]
