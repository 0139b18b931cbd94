"""What follows when bodies join or leave a running campaign.

Parts of supervision that give a body something for the campaign, such as its ledger, take part here. They act
inside the transaction that changes the scope: no body is in a campaign without what it owes there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from core.actors import Actor
from supervision.models import Campaign


@dataclass(frozen=True, slots=True)
class Change:
    """Bodies that joined or left a campaign that runs.

    Args:
        subject_ids: whom it is about; a body that comes back joins again.
        reason: why they left, without personal numbers; "" for joining.
    """

    campaign: Campaign
    subject_ids: Collection[int]
    by: Actor
    reason: str = ""


Follower = Callable[[Change], None]
_joined: list[Follower] = []
_left: list[Follower] = []


def when_joined(follower: Follower) -> Follower:
    """Have a part act when bodies join a running campaign."""
    if follower not in _joined:
        _joined.append(follower)
    return follower


def when_left(follower: Follower) -> Follower:
    """Have a part act when bodies leave a running campaign."""
    if follower not in _left:
        _left.append(follower)
    return follower


def joined(change: Change) -> None:
    """Let every part act on bodies that joined."""
    for follower in _joined:
        follower(change)


def left(change: Change) -> None:
    """Let every part act on bodies that left."""
    for follower in _left:
        follower(change)
