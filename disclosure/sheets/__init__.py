"""Workbooks of permits and penalties: the national layout of 2018 and the older one of 2015-2017."""
