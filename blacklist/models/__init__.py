"""Models of the lists."""

from blacklist.models.listings import Listing, ListingEvent, ListingGround
from blacklist.models.schemes import ListScheme, SchemeBasis, SchemeCriterion

__all__ = ["ListScheme", "Listing", "ListingEvent", "ListingGround", "SchemeBasis", "SchemeCriterion"]
