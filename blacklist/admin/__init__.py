"""The supervisors' pages of the lists; importing the modules registers them."""

from blacklist.admin import (
    checks,
    exits,
    foreign,
    foreign_deliveries,
    listings,
    measure_orders,
    measure_panel,
    measures,
    offers,
    partner_orders,
    schemes,
    uses,
)

__all__ = [
    "checks",
    "exits",
    "foreign",
    "foreign_deliveries",
    "listings",
    "measure_orders",
    "measure_panel",
    "measures",
    "offers",
    "partner_orders",
    "schemes",
    "uses",
]
