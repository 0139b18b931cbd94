"""The supervisors' pages of permits and penalties; importing the modules registers them."""

from disclosure.admin import penalties, permits

__all__ = ["penalties", "permits"]
