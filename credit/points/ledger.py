"""The points ledger of a subject: every cycle of every scheme, with running totals.

The running cycle is what the scheme's grade says; a past one is told as we know it today: what was taken back
since no longer counts there either. A new cycle starts at zero, and the old ones stay readable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from credit.grading.explaining import event_of
from credit.grading.own_days import verification_ends
from credit.grading.places import nearest
from credit.grading.standards import standard_data
from credit.models import Band, ConductRecord, Licence, Standard, Subject, Verification
from credit.points.schemes import kind_of
from credit.rules.cycles import Cycle, running_cycle
from credit.rules.phrases import found_by
from credit.rules.scoring import Evaluation, EventData, Judged, evaluate
from credit.rules.standard import NOTHING, StandardData
from credit.rules.terms import CycleKind, Scale, StandardState

MOVING_DAYS = (
    "final_on",
    "withdrawn_on",
    "superseded_on",
    "annulled_on",
    "repaired_on",
    "disputed_from",
    "disputed_until",
    "shielded_from",
    "shielded_until",
)
MOST_CYCLES = 12


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One record in a cycle.

    Args:
        running: points after it; None where it does not count, and `why` says so.
    """

    record: ConductRecord
    points: Decimal
    running: Decimal | None
    why: str


@dataclass(frozen=True, slots=True)
class CycleLedger:
    """One cycle of one scheme.

    Args:
        start, end: first and last day; a verification passed early ends a cycle early.
        found_by: how the cycle was found, in words.
        label: the action that the points lead to, "" for none.
        next_label, missing: the next threshold and how many points it is away; "" and None past the last.
    """

    start: date
    end: date
    running: bool
    found_by: str
    points: Decimal
    label: str
    next_label: str
    missing: Decimal | None
    lines: tuple[LedgerLine, ...]


@dataclass(frozen=True, slots=True)
class SchemeLedger:
    """All cycles of a subject under one scheme, the running one first."""

    scheme: Standard
    cycles: tuple[CycleLedger, ...]

    @property
    def current(self) -> CycleLedger:
        """The running cycle."""
        return self.cycles[0]


@dataclass(frozen=True, slots=True)
class File:
    """What of a subject's file the cycles depend on."""

    records: Sequence[ConductRecord]
    verified_on: Sequence[date]
    licensed_on: Sequence[date]
    valid_to: date | None


def file_of(subject: Subject, *, on: date) -> File:
    """Read what the cycles of one subject depend on."""
    return File(
        list(ConductRecord.objects.filter(subject=subject).order_by("happened_on", "pk")),
        list(Verification.objects.filter(subject=subject).values_list("passed_on", flat=True)),
        list(Licence.objects.filter(subject=subject).values_list("issued_on", flat=True)),
        verification_ends(subject, on=on),
    )


def ledgers(subject: Subject, *, on: date) -> list[SchemeLedger]:
    """Return a subject's ledgers: under every scheme in force for it, and those with earlier points."""
    schemes = Standard.objects.filter(
        scale=Scale.ACTIONS,
        applies_to=kind_of(subject),
        state__in=(StandardState.ADOPTED, StandardState.RETIRED),
        effective_from__lte=on,
    ).prefetch_related("bands", "criteria")
    file = file_of(subject, on=on)
    near = nearest(row for row in schemes if subject.division_code.startswith(row.place))
    told = [SchemeLedger(row, tuple(_cycles(row, file, on))) for row in near]
    return [row for row in told if row.scheme.state == StandardState.ADOPTED or _has_points(row)]


def points_in_cycle(scheme: Standard, file: File, *, cycle_end: date, on: date) -> Evaluation:
    """Return what the cycle that holds a day amounts to, as known on `on`.

    Args:
        cycle_end: the last day of the cycle; a day after `on` stands for the running cycle.
    """
    last = min(cycle_end, on)
    return evaluate(
        standard_data(scheme),
        [_as_of(event_of(row), last, on) for row in file.records],
        as_of=last,
        verified_on=file.verified_on,
        valid_to=file.valid_to,
        licensed_on=file.licensed_on,
    )


def title_shown(band: Band | None) -> str:
    """Return the action of a threshold in the reader's language."""
    if band is None:
        return ""
    chinese = not band.label_en or (get_language() or "").startswith("zh")
    return band.label if chinese else band.label_en


def _has_points(told: SchemeLedger) -> bool:
    return any(cycle.lines for cycle in told.cycles)


def _cycles(scheme: Standard, file: File, on: date) -> Iterator[CycleLedger]:
    data = standard_data(scheme)
    own = [row for row in file.records if row.item_code in data.criteria]
    oldest = min((row.happened_on for row in own), default=on)
    days = file.licensed_on if data.cycle.kind == CycleKind.FROM_LICENCE else file.verified_on
    last = on
    for _count in range(MOST_CYCLES):
        cycle = running_cycle(data.cycle, last, days, file.valid_to)
        yield _cycle(scheme, data, replace(file, records=own), cycle, last, on)
        last = cycle.start - timedelta(days=1)
        if last < oldest:
            return


def _cycle(
    scheme: Standard, data: StandardData, file: File, cycle: Cycle, last: date, on: date
) -> CycleLedger:
    result = points_in_cycle(scheme, file, cycle_end=last, on=on)
    bands = sorted(scheme.bands.all(), key=lambda band: band.minimum)
    held = next((band for band in reversed(bands) if band.label == result.label), None)
    ahead = next((band for band in bands if band.minimum > result.points), None)
    running = last == on
    return CycleLedger(
        start=cycle.start,
        end=cycle.end if running else last,
        running=running,
        found_by=found_by(cycle.basis, cycle.day),
        points=result.points,
        label=title_shown(held),
        next_label=title_shown(ahead),
        missing=ahead.minimum - result.points if ahead else None,
        lines=tuple(_lines(result.lines, file.records, cycle.start, last)),
    )


def _lines(
    judged: Iterable[Judged], records: Sequence[ConductRecord], start: date, last: date
) -> Iterator[LedgerLine]:
    rows = {row.pk: row for row in records}
    total = NOTHING
    for line in sorted(judged, key=lambda line: (line.event.happened_on, line.event.key)):
        if not start <= line.event.happened_on <= last:
            continue
        if line.counts:
            total += line.points
        yield LedgerLine(
            rows[int(line.event.key)],
            line.points,
            total if line.counts else None,
            "" if line.counts else str(line.reason.label),
        )


def _as_of(event: EventData, last: date, on: date) -> EventData:
    """Tell a record of a past cycle as known today: a day that has come since counts as the cycle's last."""
    if last == on:
        return event
    days: dict[str, Any] = {
        name: min(day, last) if (day := getattr(event, name)) is not None and day <= on else None
        for name in MOVING_DAYS
    }
    return replace(event, **days)
