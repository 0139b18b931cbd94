"""Scoring standards as staff keep them: drafted, checked, tried on subjects, adopted, retired, printed."""
