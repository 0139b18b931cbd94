"""Self-inspection ledgers of supervised bodies."""
