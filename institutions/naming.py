"""A body is called, and placed, as its archive says."""

from __future__ import annotations

from collections.abc import Callable

from core import audit
from core.actors import Actor
from credit.models import Subject
from credit.services import name_fields

Follower = Callable[[Subject], object]
_followers: list[Follower] = []


def on_rename(follower: Follower) -> Follower:
    """Register what an app above does when a body gets another name, in the same transaction."""
    _followers.append(follower)
    return follower


def follow_archive(subject: Subject, name: str, division: str, *, by: Actor) -> bool:
    """Give a subject the name and division that its archive states; the old name stays as a former name.

    Must run inside the caller's transaction.

    Returns:
        Whether something changed.
    """
    changes: dict[str, tuple[object, object]] = {}
    if subject.name != name:
        changes["name"] = (subject.name, name)
        subject.former_names = [*subject.former_names, subject.name]
        for key, value in name_fields(name).items():
            setattr(subject, key, value)
    if subject.division_code != division:
        changes["division_code"] = (subject.division_code, division)
        subject.division_code = division
    if changes:
        subject.save()
        audit.record(subject, "subject.change", by=by, changes=changes)
    if "name" in changes:
        for follower in _followers:
            follower(subject)
    return bool(changes)
