"""The supervisors' pages of the lists; importing the modules registers them."""

from blacklist.admin import listings, offers, schemes

__all__ = ["listings", "offers", "schemes"]
