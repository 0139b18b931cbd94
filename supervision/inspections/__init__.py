"""Inspections: tasks, checklists, findings, results."""
