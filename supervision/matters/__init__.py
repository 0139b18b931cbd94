"""Tracked matters: proposals, petitions, judgments, promises and contracts with due dates."""
