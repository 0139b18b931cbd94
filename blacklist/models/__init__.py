"""Models of the lists."""

from blacklist.models.checks import Check, CheckedName, CheckEntry
from blacklist.models.exits import ExitApplication
from blacklist.models.foreign import ForeignDelivery, ForeignEntry, ForeignSource
from blacklist.models.listings import Listing, ListingEvent, ListingGround, ListingObjection
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
from blacklist.models.uses import FourList, FourListRow

__all__ = [
    "Check",
    "CheckEntry",
    "CheckedName",
    "Department",
    "ExitApplication",
    "ForeignDelivery",
    "ForeignEntry",
    "ForeignSource",
    "FourList",
    "FourListRow",
    "ListScheme",
    "Listing",
    "ListingEvent",
    "ListingGround",
    "ListingObjection",
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
