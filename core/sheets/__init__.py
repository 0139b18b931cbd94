"""Intake of workbooks: declared columns, every fault of every cell in one pass, good rows in bulk."""
