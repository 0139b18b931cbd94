"""Grades after a change, debounced: many changes of one subject within a short window cause one regrade.

A change notes its subject as due at the end of the window; further changes until then find it noted. The
clock's task takes what is due and grades it, in one transaction: a worker that dies leaves it due.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import outbox
from credit.grading.services import regrade
from credit.models import DueRegrade, Subject

MOST_AT_ONCE = 5000
GRADED = "credit.graded"
"""Topic of one event per regrade, with all its subjects; a changed grade is told of besides, one by one."""


def note_changed(subject_ids: Collection[int]) -> None:
    """Note that these subjects are to be graded anew; without a window they are at once."""
    window = settings.REGRADE_WINDOW_SECONDS
    if not window:
        _regrade(sorted(subject_ids))
        return
    due_at = timezone.now() + timedelta(seconds=window)
    known = Subject.objects.filter(pk__in=subject_ids).order_by("pk").values_list("pk", flat=True)
    rows = [DueRegrade(subject_id=pk, due_at=due_at) for pk in known]
    DueRegrade.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


@transaction.atomic
def regrade_due(*, at_once: bool = False) -> int:
    """Grade the subjects whose window is over; returns how many.

    They are taken off first: a change that comes while they are graded waits for this to end, and is noted
    anew.

    Args:
        at_once: do not wait for the windows to be over.
    """
    due = DueRegrade.objects.select_for_update(skip_locked=True)
    due = due if at_once else due.filter(due_at__lte=timezone.now())
    subject_ids = list(due.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    if not subject_ids:
        return 0
    DueRegrade.objects.filter(pk__in=subject_ids).delete()
    _regrade(subject_ids)
    return len(subject_ids)


def _regrade(subject_ids: Sequence[int]) -> None:
    """Grade them, and tell that their points and grades are fresh, changed or not."""
    with transaction.atomic():
        regrade(subject_ids)
        outbox.publish(GRADED, GRADED, {"subjects": list(subject_ids)})
