"""What the file says: gathered for many subjects at once, kept as a snapshot, compared by its digest."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from core.crypto import sm3
from credit.models import CreditReport, Subject
from credit.report.sections import Asked, Row, tables
from credit.report.terms import Audience

Content = dict[str, list[Row]]
"""Rows by the code of their table; a table without rows is there with an empty list."""


def gather(
    subjects: Sequence[Subject], *, audience: Audience, on: date, codes: Collection[str] | None = None
) -> dict[int, Content]:
    """Read what a report says about each of these subjects.

    The number of queries depends on the registered tables only, not on the number of subjects.

    Args:
        subjects: whose files.
        audience: how much may be told.
        on: day of the data.
        codes: read these tables only (to compare with an older snapshot).
    """
    asked = Asked(tuple(subject.pk for subject in subjects), audience, on)
    told = [table for table in tables() if audience in table.told_to]
    wanted = [table for table in told if codes is None or table.code in codes]
    found: dict[int, Content] = {pk: {table.code: [] for table in wanted} for pk in asked.subject_ids}
    for table in wanted:
        for pk, row in table.gather(asked):
            found[pk][table.code].append(row)
    return found


def digest(content: Mapping[str, Sequence[Row]]) -> str:
    """Return the SM3 digest of what the file says; the same in every language."""
    return sm3(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def changed_since(report: CreditReport, *, on: date) -> bool:
    """Tell whether the file now says something else than when the report was issued.

    Tables that came into the product later are left out: they are no change of the file.
    """
    return digest(_now(report, on=on)) != report.digest


def _now(report: CreditReport, *, on: date) -> dict[str, Any]:
    stored: Content = report.content
    known = {table.code for table in tables()}
    now = gather([report.subject], audience=Audience(report.audience), on=on, codes=stored.keys())
    kept = {code: rows for code, rows in stored.items() if code not in known}
    return {**now[report.subject_id], **kept}
