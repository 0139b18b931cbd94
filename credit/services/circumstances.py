"""What other apps tell that grades depend on besides records: days of licences and verification, lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.clock import today
from credit.models import Licence, ListedPeriod, Standard, VerifiedUntil
from credit.rules.terms import CycleKind
from credit.services.records import announce

_BATCH = 500


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day that an archive states for a subject: `before` the change, and `after` it."""

    subject_id: int
    before: date | None
    after: date | None


def move_licences(changes: Iterable[DayChange]) -> int:
    """Follow archives whose licence day was entered or corrected: the wrong day goes, the right one is kept.

    Must run inside the caller's transaction.

    Returns:
        How many days are new.
    """
    moved = [change for change in changes if change.before != change.after]
    for start in range(0, len(moved), _BATCH):
        part = {(row.subject_id, row.before) for row in moved[start : start + _BATCH] if row.before}
        known = Licence.objects.filter(subject__in={subject for subject, _day in part})
        wrong = [row.pk for row in known if (row.subject_id, row.issued_on) in part]
        Licence.objects.filter(pk__in=wrong).delete()
    fresh = [Licence(subject_id=row.subject_id, issued_on=row.after) for row in moved if row.after]
    new = sum(note_licences(fresh[start : start + _BATCH]) for start in range(0, len(fresh), _BATCH))
    _announce(CycleKind.FROM_LICENCE, (row.subject_id for row in moved if row.after is None))
    return new


def note_licences(issued: Iterable[Licence]) -> int:
    """Keep the days on which subjects were licensed or registered: where scoring cycles start there.

    Must run inside the caller's transaction. A day that is known already stays as it is.

    Returns:
        How many days are new.
    """
    offered = {(row.subject_id, row.issued_on): row for row in issued}
    subjects = {subject for subject, _day in offered}
    known = set(Licence.objects.filter(subject__in=subjects).values_list("subject_id", "issued_on"))
    fresh = [row for key, row in offered.items() if key not in known]
    Licence.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
    _announce(CycleKind.FROM_LICENCE, (row.subject_id for row in fresh if row.issued_on <= today()))
    return len(fresh)


def move_verified_until(changes: Iterable[DayChange]) -> int:
    """Follow archives whose end of verification (校验有效期至) was entered or corrected; the last word holds.

    Must run inside the caller's transaction.

    Returns:
        How many subjects have another end now, or none any more.
    """
    moved = [change for change in changes if change.before != change.after]
    gone = [row.subject_id for row in moved if row.after is None]
    for start in range(0, len(gone), _BATCH):
        VerifiedUntil.objects.filter(subject__in=gone[start : start + _BATCH]).delete()
    VerifiedUntil.objects.bulk_create(
        [VerifiedUntil(subject_id=row.subject_id, day=row.after) for row in moved if row.after],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["subject"],
        update_fields=["day"],
    )
    _announce(CycleKind.FROM_VERIFICATION, (row.subject_id for row in moved))
    return len(moved)


def _announce(kind: CycleKind, subject_ids: Iterable[int]) -> None:
    """Have grades follow, where a standard in force counts its cycles from such days at all."""
    if Standard.objects.in_force(today()).filter(cycle_kind=kind).exists():
        announce(subject_ids)


def note_listed(*, subject_id: int, since: date, source: str, title: str = "") -> ListedPeriod:
    """Note that a subject stands on a serious-dishonesty list; standards may hold its grade down.

    Must run inside the caller's transaction. A source that is known already stays as it is.

    Args:
        since: the first day on the list.
        source: what placed it there, such as ``blacklist.listing:12``.
        title: the list's name.
    """
    period, new = ListedPeriod.objects.get_or_create(
        source=source, defaults={"subject_id": subject_id, "since": since, "title": title[:200]}
    )
    if new:
        announce([subject_id])
    return period


def note_unlisted(source: str, *, on: date) -> int:
    """Note that a subject left the list; returns how many times ended (0: it had ended already).

    Must run inside the caller's transaction.

    Args:
        source: what had placed it there.
        on: the first day off the list.
    """
    rows = list(ListedPeriod.objects.select_for_update().filter(source=source, until__isnull=True))
    for row in rows:
        row.until = max(on, row.since)
        row.save(update_fields=["until"])
    announce(row.subject_id for row in rows)
    return len(rows)
