"""The only source of "today" for rules of law: the calendar day in China, wherever the machine is."""

from datetime import date, datetime, timedelta, timezone

from django.conf import settings

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one zone without daylight saving, so no time zone data base is needed."""


def today() -> date:
    """Return the current day in China, or ``settings.CHENGYI_TODAY`` (a date or an ISO text) where it is set.

    Raises:
        ValueError: the setting is a text that is no ISO date.
    """
    fixed: date | str | None = getattr(settings, "CHENGYI_TODAY", None)
    if not fixed:
        return datetime.now(CHINA).date()
    return fixed if isinstance(fixed, date) else date.fromisoformat(fixed)
