"""Approval items, visitors' ratings, benefits for good standing (信易医)."""
