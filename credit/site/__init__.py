"""Public pages of the credit file."""
