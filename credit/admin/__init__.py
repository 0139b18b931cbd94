"""The supervisors' pages of the credit file; importing the modules registers them."""

from credit.admin import grades, records, standards, subjects

__all__ = ["grades", "records", "standards", "subjects"]
