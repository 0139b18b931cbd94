"""Opening and closing legal clocks. One table feeds every task box."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise

from core.models import Deadline
from core.scope import division_of
from core.workdays import add_working_days


@dataclass(frozen=True, slots=True)
class Bundle:
    """Clocks of one kind that are worked off together.

    Args:
        title: what a clerk reads, such as the title of a campaign.
        url: the list in which they stand.
    """

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class DeadlineKind:
    """What sort of clock it is, and where its task is done.

    Args:
        code: stable code kept in the row.
        label: what a clerk reads.
        permission: whoever holds it in the division sees the task.
        url_name: named URL of the page where it is done; gets the object's id.
        bundles: puts the `Deadline.bundle` texts of this kind into words; None where it has none.
    """

    code: str
    label: str | Promise
    permission: str
    url_name: str
    bundles: Callable[[Collection[str]], Mapping[str, Bundle]] | None = None


kinds: dict[str, DeadlineKind] = {}


def register(kind: DeadlineKind) -> DeadlineKind:
    """Make a kind of clock known to the task boxes."""
    kinds[kind.code] = kind
    return kind


def build(
    kind: DeadlineKind,
    obj: models.Model,
    *,
    start: date,
    working_days: int,
    title: str,
    basis: str = "",
    bundle: str = "",
) -> Deadline:
    """Build (not save) a clock of `working_days` working days that starts the day after `start`.

    Args:
        bundle: what it is worked off together with, such as "campaign:12"; many of one kind, bundle and
            division are one line in a task box.
    """
    division = division_of(obj)
    due = add_working_days(start, working_days)
    return Deadline(
        kind=kind.code,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        title=title[:255],
        permission=kind.permission,
        division_code=division,
        bundle=f"{kind.code}:{division}:{bundle}" if bundle else "",
        started_on=start,
        working_days=working_days,
        due_on=due.on,
        provisional=due.provisional,
        basis=basis[:200],
    )


def open_many(deadlines: Iterable[Deadline]) -> None:
    """Start clocks; one that already runs for the same object and kind stays as it is."""
    Deadline.objects.bulk_create(deadlines, batch_size=1000, ignore_conflicts=True)


def close(kind: DeadlineKind, model: type[models.Model], pks: Iterable[object]) -> int:
    """Stop the clocks of a kind for these objects; returns how many ran."""
    return close_kinds([kind], model, pks)


def close_kinds(kinds: Iterable[DeadlineKind], model: type[models.Model], pks: Iterable[object]) -> int:
    """Stop the clocks of several kinds for these objects in one statement; returns how many ran."""
    return Deadline.objects.filter(
        kind__in=[kind.code for kind in kinds],
        object_type=model._meta.label_lower,
        object_id__in=[str(pk) for pk in pks],
        closed_at__isnull=True,
    ).update(closed_at=timezone.now())


def recompute() -> int:
    """Compute open working-day clocks again after a calendar was loaded; returns how many moved."""
    moved = []
    for deadline in Deadline.objects.filter(closed_at__isnull=True, working_days__isnull=False).iterator():
        due = add_working_days(deadline.started_on, deadline.working_days or 0)
        if (due.on, due.provisional) != (deadline.due_on, deadline.provisional):
            deadline.due_on, deadline.provisional = due.on, due.provisional
            moved.append(deadline)
    Deadline.objects.bulk_update(moved, ["due_on", "provisional"], batch_size=1000)
    return len(moved)
