"""Models of the lists."""

from blacklist.models.exits import ExitApplication
from blacklist.models.listings import Listing, ListingEvent, ListingGround
from blacklist.models.schemes import ListScheme, SchemeBasis, SchemeCriterion
from blacklist.models.training import RepresentativeTraining

__all__ = [
    "ExitApplication",
    "ListScheme",
    "Listing",
    "ListingEvent",
    "ListingGround",
    "RepresentativeTraining",
    "SchemeBasis",
    "SchemeCriterion",
]
