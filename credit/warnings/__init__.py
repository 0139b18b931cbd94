"""Risk warnings (风险提示): rules as data over the credit file, evaluated set-based."""
