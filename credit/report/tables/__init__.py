"""What the credit file itself brings to a report; the apps above bring theirs from their `report.py`."""

from credit.report.tables import file, judged, running

__all__ = ["file", "judged", "running"]
