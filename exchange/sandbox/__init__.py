"""The sandbox platform: a small credit platform to send to, separate from our own data."""
