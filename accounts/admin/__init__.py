"""The supervisors' pages of officers and of the kernel's tables; importing the modules registers them.

The kernel itself knows neither rights nor roles, so its tables have their pages here.
"""

from accounts.admin import api_keys, audit_trail, calendar, evidence, intakes, officers, rules

__all__ = ["api_keys", "audit_trail", "calendar", "evidence", "intakes", "officers", "rules"]
