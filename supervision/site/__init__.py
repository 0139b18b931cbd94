"""Public pages of supervision."""
