"""A thousand names against a hundred thousand names on lists: our one question beside a naive loop.

The rival is what a first draft would do: read all names, and compare each with each by `difflib`. It is
measured with a few names and told for all of them. Precision and recall of the same thousand names are told
beside the time.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from time import perf_counter

from django.core.management import call_command
from django.db import connection

from bench.table import Row
from blacklist.checks.choices import EntryKind, Result
from blacklist.checks.entries import FOREIGN, PIECE, Standing, rows_of
from blacklist.checks.matching import Answer, Asked, Sight, look_up
from blacklist.checks.names import read
from blacklist.checks.numbers import Number
from blacklist.checks.trial import Body, Case, bodies, cases
from blacklist.models import CheckEntry
from core import divisions
from core.clock import today
from core.search import normalise
from core.search_index import create_statements, drop_statements

ENTRIES = 100_000
NAMES = 1_000
ROUNDS = 5
NAIVE_NAMES = 3
LIMIT = 2.0
EVERYWHERE = Sight(("",))


def run(dsn: str) -> list[Row]:
    """Measure a batch of names, and one name.

    Args:
        dsn: the throwaway PostgreSQL that Django is connected to.
    """
    call_command("migrate", verbosity=0)
    return measured(ENTRIES, NAMES)


def measured(entries: int, names: int) -> list[Row]:
    """Fill the table with so many entries, and check so many names."""
    chance = random.Random(20261122)
    counties = [row.code for row in divisions.table().values() if row.level == "county"]
    listed = bodies(entries, chance, places=[_with_above(code) for code in counties])
    fill(listed)
    asked = cases(listed, names // 2, chance)
    naive = naive_seconds(listed, asked)
    batch, answers = timed(asked)
    one, _answers = timed(asked[:1])
    precision, recall = quality(listed, asked, answers)
    note = f"rival: difflib in a loop, told from {NAIVE_NAMES} names"
    found = f"precision {precision:.3f}, recall {recall:.3f}"
    return [
        Row(
            name=f"check of {names:,} names, {entries:,} entries",
            ours=batch,
            rival=naive * names,
            limit=f"at most {LIMIT:g} s",
            ratio=batch / LIMIT,
            unit="s",
            note=f"{note}; {naive * names / batch:,.0f} × as fast; {found}",
            kept=batch <= LIMIT and min(precision, recall) >= 0.95,
        ),
        Row(
            name=f"check of one name, {entries:,} entries",
            ours=one * 1000,
            rival=naive * 1000,
            limit="at most 0.1 s",
            ratio=one / 0.1,
            unit="ms",
            note=note,
            kept=one <= 0.1,
        ),
    ]


def _with_above(code: str) -> tuple[str, ...]:
    names = (place.name for place in divisions.lineage(code))
    return tuple(name for name in names if name not in divisions.PLACEHOLDERS)


def fill(listed: Sequence[Body]) -> None:
    """Fill the table as the lists would, the index made at the end."""
    with connection.cursor() as cursor:
        for statement in drop_statements(connection, CheckEntry, "tokens"):
            cursor.execute(statement)
        cursor.execute("TRUNCATE blacklist_checkentry RESTART IDENTITY")
    CheckEntry.objects.bulk_create(_entries(listed), batch_size=PIECE)
    with connection.cursor() as cursor:
        for statement in create_statements(connection, CheckEntry, "tokens"):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE blacklist_checkentry")


def _entries(listed: Sequence[Body]) -> Iterator[CheckEntry]:
    for place, body in enumerate(listed):
        standing = Standing(
            key=place,
            kind=EntryKind.SERIOUS,
            title="严重失信主体名单",
            source="样本部门",
            source_on=date(2026, 1, 5),
            until=None,
            division_code="",
            name=body.name,
            is_person=False,
            former_names=(body.former,) if body.former else (),
        )
        yield from rows_of(FOREIGN, standing)


def timed(asked: Sequence[Case]) -> tuple[float, list[Answer]]:
    """Return the best time of all rounds in seconds, names read anew in each, and the answers."""
    wanted = [Asked(row, case.asked, Number()) for row, case in enumerate(asked)]
    times = []
    answers: list[Answer] = []
    for _round in range(ROUNDS):
        read.cache_clear()
        start = perf_counter()
        answers = look_up(wanted, sight=EVERYWHERE, on=today())
        times.append(perf_counter() - start)
    return min(times), answers


def naive_seconds(listed: Sequence[Body], asked: Sequence[Case]) -> float:
    """Return the seconds a loop over all entries takes for one name."""
    known = [normalise(body.name) for body in listed]
    times = []
    for case in asked[:NAIVE_NAMES]:
        start = perf_counter()
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(normalise(case.asked))
        best = 0.0
        for name in known:
            matcher.set_seq1(name)
            best = max(best, matcher.ratio())
        times.append(perf_counter() - start)
    return statistics.median(times)


def quality(listed: Sequence[Body], asked: Sequence[Case], answers: Sequence[Answer]) -> tuple[float, float]:
    """Return precision and recall of the answers "on a list"."""
    right = wrong = meant = 0
    for case, answer in zip(asked, answers, strict=True):
        sure = {hit.entry.foreign_id for hit in answer.hits if hit.sure and answer.result == Result.FOUND}
        meant += case.truth is not None
        right += case.truth in sure
        wrong += len(sure - {case.truth})
    return right / max(right + wrong, 1), right / max(meant, 1)
