"""The message interface with receipts."""
