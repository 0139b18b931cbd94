"""Tells the demerit points where a penalty is entered: points never replace it."""

from __future__ import annotations

from credit.points.links import register_penalty_page

register_penalty_page("admin:disclosure_penalty_add")
