"""Demerit points (不良执业行为记分): entries with their procedure, ledgers by cycle, thresholds and tasks."""
