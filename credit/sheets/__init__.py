"""Workbooks of the credit file."""
