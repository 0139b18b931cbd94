"""Objection (异议): a body says that a record is wrong; marked while open, decided by another officer."""
