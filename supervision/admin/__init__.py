"""Pages of supervision for officers."""

from supervision.admin import inspections

__all__ = ["inspections"]
