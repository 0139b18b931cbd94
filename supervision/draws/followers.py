"""What opens inspections from a draw: parts above register here, because `draws` may not import them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from core.actors import Actor

DRAWN, FULL_COVERAGE = "draw", "full_coverage"


@dataclass(frozen=True, slots=True)
class DrawnTask:
    """One inspection that a draw orders.

    Args:
        subject_id: the body.
        division_code: where it belongs.
        speciality: a `supervision.choices.Speciality`.
        reason: `DRAWN` or `FULL_COVERAGE`.
        source_key: names the drawn body; the same key never opens a second inspection.
        due_on: last day of the inspection.
        inspectors: ids of the officers who go, the leading one first; empty where nobody could be matched.
        items: codes of the inspection items it covers.
        replaces: source key of the inspection that falls away, its own where only the inspectors change.
    """

    subject_id: int
    division_code: str
    speciality: str
    reason: str
    source_key: str
    due_on: date
    inspectors: tuple[int, ...]
    items: tuple[str, ...] = ()
    replaces: str = ""


Follower = Callable[[Sequence[DrawnTask], Actor], None]
_followers: list[Follower] = []


def register(follower: Follower) -> Follower:
    """Have a function called inside the transaction of each approval, of a draw or of a replacement."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


def tell(tasks: Sequence[DrawnTask], by: Actor) -> None:
    """Hand the tasks of an approval to every follower."""
    for follower in _followers:
        follower(tasks, by)
