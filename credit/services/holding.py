"""The order in which rows are locked, written down here once.

1. The credit files concerned (`Subject`, by primary key): `hold_files`.
2. Everything else, in any order: decisions, records, repairs, objections, entries, commitments, listings.

An act that changes the standing of conduct records touches many tables, and begins in any of them: a repair
is approved, a decision annulled, an objection decided. Were each to lock its own row first, two acts on one
file could wait for each other for ever (repair before record, record before repair). So each of them takes
the file first, before its own row, and two acts on one file follow one another.

An act that locks rows of one table only, such as handing an application in, need not take the file.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from credit.models import Subject


def hold_files(subject_ids: Iterable[int]) -> None:
    """Lock these credit files until the caller's transaction ends; again is no harm.

    Rows that only point at a subject can still be written meanwhile.
    """
    if connection.features.has_select_for_update:
        rows = Subject.objects.select_for_update(no_key=True).filter(pk__in=set(subject_ids))
        list(rows.order_by("pk").values_list("pk"))
