"""Reads of the credit file that span its tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.clock import CHINA
from credit.choices import Change, Polarity, RecordState
from credit.models import ConductRecord, RecordEvent, Subject
from credit.rules.standing import Happening, Standing, replay


@dataclass(frozen=True, slots=True)
class RecordAsOf:
    """A conduct record as it stood on a day, by what was known on a day.

    Args:
        record: the facts, which never change; its own columns say how it stands today.
        standing: how it stood then.
        as_of: that day.
    """

    record: ConductRecord
    standing: Standing
    as_of: date

    @property
    def state(self) -> RecordState:
        """State of that day."""
        return self.standing.state

    @property
    def final(self) -> bool:
        """Whether the day was reached from which it counts; published or not is another matter."""
        return self.record.final_on is not None and self.record.final_on <= self.as_of

    @property
    def counts_as_dishonest(self) -> bool:
        """Whether it was bad conduct in effect on that day."""
        return self.record.polarity == Polarity.BAD and self.final and self.standing.counts


def records_as_of(subject: Subject, as_of: date, known_on: date) -> list[RecordAsOf]:
    """Return the records of a subject as they stood on a day, by what was known on another.

    Facts and changes that take effect after `as_of`, or that became known after `known_on`, are left out.
    What was known on a day never changes afterwards: facts are immutable and history is only added to.

    Args:
        subject: the subject.
        as_of: the day for which the answer holds.
        known_on: the day whose knowledge is used; both in China's calendar.

    Returns:
        The confirmed records by date, those that had ended by then with their state.
    """
    happenings, begins = _history(subject, known_on)
    rows = (
        ConductRecord.objects.filter(
            subject=subject, happened_on__lte=as_of, confirmed_at__lt=_end_of(known_on)
        )
        .select_related("item")
        .order_by("happened_on", "pk")
    )
    return [
        RecordAsOf(row, replay(happenings[row.pk], as_of=as_of, known_on=known_on), as_of)
        for row in rows
        if begins.get(row.pk, as_of) <= as_of
    ]


def _history(subject: Subject, known_on: date) -> tuple[dict[int, list[Happening]], dict[int, date]]:
    """Return what happened to each record as far as it was known, and since when corrections stand."""
    happenings: dict[int, list[Happening]] = defaultdict(list)
    begins: dict[int, date] = {}
    known = RecordEvent.objects.filter(subject_id=subject.pk, known_at__lt=_end_of(known_on)).order_by("id")
    for event in known:
        seen = event.known_at.astimezone(CHINA).date()
        happenings[event.record_id].append(Happening(event.kind, event.effective_on, seen))
        if event.kind == Change.SUPERSEDED and event.replaced_by is not None:
            begins[event.replaced_by] = event.effective_on
    return happenings, begins


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, CHINA)
