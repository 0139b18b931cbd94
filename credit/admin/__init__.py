"""The supervisors' pages of the credit file; importing the modules registers them."""

from credit.admin import consequences, grades, records, reports, standards, subjects

__all__ = ["consequences", "grades", "records", "reports", "standards", "subjects"]
