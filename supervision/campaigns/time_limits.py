"""Time limits as campaigns write them: “8月底前并长期坚持” is the end of August, then permanently."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

_MONTH = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})[日号])?(?:底|末|份)?(?:之?前)?")
_PERMANENT = ("长期", "持续", "常态", "permanent")
_LAST_MONTH = 12


class TimeLimit(NamedTuple):
    """A last day, or None; and whether the duty goes on for good."""

    due_on: date | None
    permanent: bool


def read_time_limit(text: str, *, year: int) -> TimeLimit | None:
    """Read a time limit in words; None where it says neither a month nor that it is permanent.

    A month without a day is its last day: `8月`, `8月底`, `8月前` all mean the end of August.

    Args:
        text: the words.
        year: the year where the words name none.
    """
    plain = "".join(text.split())
    permanent = any(word in plain.lower() for word in _PERMANENT)
    found = _MONTH.search(plain)
    if found is None:
        return TimeLimit(None, True) if permanent else None
    in_year, month = int(found[1] or year), int(found[2])
    if not 1 <= month <= _LAST_MONTH:
        return None
    longest = monthrange(in_year, month)[1]
    day = int(found[3]) if found[3] else longest
    return TimeLimit(date(in_year, month, day), permanent) if 1 <= day <= longest else None
