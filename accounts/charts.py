"""Bar charts of the supervisors' pages: what the theme's chart component takes; no word of the domain."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

GOOD, BAD, OPEN, OTHER = "#2a9d8f", "#e76f51", "#c9cdd2", "#e9c46a"


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart: its words, and what the theme's chart component takes."""

    title: str | Promise
    caption: str | Promise
    data: str
    options: str
    legend: tuple[tuple[str, str], ...]
    empty: bool


def stacked_bars(labels: Sequence[str], series: Sequence[tuple[str, str, Sequence[int]]]) -> str:
    """Return the data of stacked bars.

    Args:
        labels: one a bar.
        series: words, colour, and one figure a bar.
    """
    sets = [
        {"label": words, "backgroundColor": colour, "data": values, "maxBarThickness": 34, "stack": "all"}
        for words, colour, values in series
    ]
    return json.dumps({"labels": labels, "datasets": sets})


def bar_options(*, stacked: bool, lying: bool = False) -> str:
    """Return the look of bars; `lying` ones have room for long labels."""
    grid = {"color": "rgba(128,128,128,.18)"}
    figures = {"stacked": stacked, "beginAtZero": True, "ticks": {"precision": 0}, "grid": grid}
    names = {"stacked": stacked, "grid": {"display": False}}
    return json.dumps(
        {
            "animation": False,
            "responsive": True,
            "maintainAspectRatio": False,
            "indexAxis": "y" if lying else "x",
            "plugins": {"legend": {"display": False}},
            "scales": {"x": figures, "y": names} if lying else {"x": names, "y": figures},
        }
    )
