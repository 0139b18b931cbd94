"""What follows from a result elsewhere: upper apps register what they do, inside the same transaction."""

from __future__ import annotations

from collections.abc import Callable

from core.actors import Actor
from credit.evaluations.schemes import Scheme
from credit.models import Evaluation

Feed = Callable[[Evaluation, Scheme, Actor], None]
_feeds: list[Feed] = []


def feeds(feed: Feed) -> Feed:
    """Register a function that hears of every newest result of a subject; it only writes rows."""
    if feed not in _feeds:
        _feeds.append(feed)
    return feed


def tell(evaluation: Evaluation, scheme: Scheme, by: Actor) -> None:
    """Tell the registered functions of a subject's newest result under a scheme."""
    for feed in _feeds:
        feed(evaluation, scheme, by)
