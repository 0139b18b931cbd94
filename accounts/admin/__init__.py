"""The supervisors' pages of officers and of the kernel's tables; importing the modules registers them.

The kernel itself knows neither rights nor roles, so its tables have their pages here.
"""

from accounts.admin import audit_trail, calendar, evidence, intakes, officers, rules

__all__ = ["audit_trail", "calendar", "evidence", "intakes", "officers", "rules"]
