"""The supervisors' pages of permits and penalties; importing the modules registers them."""

from disclosure.admin import penalties, permits, timeline

__all__ = ["penalties", "permits", "timeline"]
