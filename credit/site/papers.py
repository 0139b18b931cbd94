"""Papers of other apps that anybody may check by the code printed on them, at the same address as reports."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Paper = Callable[[HttpRequest, str], HttpResponse | None]
"""Answers for a check code, None where the code is none of its own."""

_papers: dict[str, Paper] = {}


def register(name: str) -> Callable[[Paper], Paper]:
    """Register a kind of paper; a second one of the same name replaces the first."""

    def keep(paper: Paper) -> Paper:
        _papers[name] = paper
        return paper

    return keep


def answer(request: HttpRequest, code: str) -> HttpResponse | None:
    """Return the answer of whichever kind of paper knows the code, None where none does."""
    found = (paper(request, code) for paper in _papers.values())
    return next((told for told in found if told is not None), None)
