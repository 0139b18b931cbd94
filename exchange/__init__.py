"""Outbound platforms: deliveries, receipts, reconciliation, the sandbox platform."""
