"""Grading: everybody by one SQL statement per standard, one subject on change by the same, told by line."""
