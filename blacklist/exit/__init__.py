"""Leaving a list: conditions and days left, the application for repair of an entry, training, exit rate."""
