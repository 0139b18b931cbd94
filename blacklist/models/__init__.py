"""Models of the lists."""

from blacklist.models.checks import Check, CheckedName, CheckEntry
from blacklist.models.exits import ExitApplication
from blacklist.models.listings import Listing, ListingEvent, ListingGround
from blacklist.models.measures import (
    Department,
    Measure,
    MeasureBasis,
    MeasureEdition,
    MeasureOrder,
    MeasureOrderEvent,
    PartnerOrder,
    SchemeMeasure,
)
from blacklist.models.schemes import ListScheme, SchemeBasis, SchemeCriterion
from blacklist.models.training import RepresentativeTraining

__all__ = [
    "Check",
    "CheckEntry",
    "CheckedName",
    "Department",
    "ExitApplication",
    "ListScheme",
    "Listing",
    "ListingEvent",
    "ListingGround",
    "Measure",
    "MeasureBasis",
    "MeasureEdition",
    "MeasureOrder",
    "MeasureOrderEvent",
    "PartnerOrder",
    "RepresentativeTraining",
    "SchemeBasis",
    "SchemeCriterion",
    "SchemeMeasure",
]
