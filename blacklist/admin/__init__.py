"""The supervisors' pages of the lists; importing the modules registers them."""

from blacklist.admin import foreign, foreign_deliveries, listings, offers, schemes

__all__ = ["foreign", "foreign_deliveries", "listings", "offers", "schemes"]
