"""Rectification and cross-off (整改、销号)."""
