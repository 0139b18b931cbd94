"""Who acts when a body refuses to obey: integrity registers itself, matters need not know it."""

from __future__ import annotations

from collections.abc import Callable

from core.actors import Actor
from supervision.models import Matter

Follower = Callable[[Matter, str, Actor], object]
_followers: list[Follower] = []


def on_refusal(follower: Follower) -> Follower:
    """Register what happens in the transaction in which a refusal is noted: matter, reason, officer."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


def tell(matter: Matter, reason: str, by: Actor) -> None:
    """Let the followers act (inside the caller's transaction)."""
    for follower in _followers:
        follower(matter, reason, by)
