"""Evaluations taken in: the national one by workbook and interface, sector ones by score sheets."""
